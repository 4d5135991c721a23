import type { ReplyOf, RequestOf } from '@huitou/shared/client'
import { mayChangeVerification } from '../access'
import { call } from '../call'
import { useOperator } from '../operator'
import { useRead } from '../queries'
import { type TermField, type Terms, TermsCard } from '../settings/terms-card'

type Setting = ReplyOf<'GET /console/verification-settings'>['versions'][number]['terms']
type Sent = RequestOf<'POST /console/verification-settings/versions'>['body']['terms']

const AT_TILL: readonly TermField[] = [
  { name: 'undoMinutes', label: 'verify_terms.undo', kind: 'COUNT', max: 120, hint: 'verify_terms.undo.hint' },
  { name: 'managerAboveFen', label: 'verify_terms.manager', kind: 'MONEY', max: 10_000_000 },
  { name: 'perStaffPerHour', label: 'verify_terms.hour', kind: 'COUNT', min: 1, max: 10_000 },
  { name: 'perStaffPerDayWorthFen', label: 'verify_terms.day', kind: 'MONEY', min: 1, max: 100_000_000 },
  { name: 'offline.enabled', label: 'verify_terms.offline', kind: 'SWITCH', hint: 'verify_terms.offline.hint' },
  { name: 'offline.perHourCount', label: 'verify_terms.offline.count', kind: 'COUNT', min: 1, max: 1_000 },
  { name: 'offline.perHourWorthFen', label: 'verify_terms.offline.hour', kind: 'MONEY', min: 1, max: 10_000_000 },
  { name: 'offline.perItemWorthFen', label: 'verify_terms.offline.item', kind: 'MONEY', min: 1, max: 10_000_000 },
  { name: 'offline.tokenMinutes', label: 'verify_terms.offline.token', kind: 'COUNT', min: 5, max: 10_080 },
]

function flat({ offline, ...terms }: Setting): Terms {
  const named = Object.entries(offline).map(([name, value]) => [`offline.${name}`, value])
  return { ...terms, ...(Object.fromEntries(named) as Terms) }
}

function nested(terms: Terms): Sent {
  const of = (name: string) => Number(terms[name])
  return {
    undoMinutes: of('undoMinutes'),
    managerAboveFen: of('managerAboveFen'),
    perStaffPerHour: of('perStaffPerHour'),
    perStaffPerDayWorthFen: of('perStaffPerDayWorthFen'),
    offline: {
      enabled: terms['offline.enabled'] === true,
      perHourCount: of('offline.perHourCount'),
      perHourWorthFen: of('offline.perHourWorthFen'),
      perItemWorthFen: of('offline.perItemWorthFen'),
      tokenMinutes: of('offline.tokenMinutes'),
    },
  }
}

/** How verification is bounded, at the till and with no network. */
export function VerificationSettings() {
  const { role } = useOperator()
  const settings = useRead('GET /console/verification-settings')
  return (
    <TermsCard
      title="verify_terms.title"
      note="verify_terms.note"
      fields={AT_TILL}
      versions={settings.data?.versions.map(({ terms, ...about }) => ({ ...about, terms: flat(terms) }))}
      error={settings.error}
      retry={() => settings.refetch()}
      mayChange={mayChangeVerification(role)}
      publish={({ terms, ...about }) =>
        call('POST /console/verification-settings/versions', { body: { ...about, terms: nested(terms) } })
      }
      touches={['GET /console/verification-settings', 'GET /console/audit']}
    />
  )
}
