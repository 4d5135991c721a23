import { mayChangeCost, mayRunOperators, maySeeCost } from '../access'
import { call } from '../call'
import { useOperator } from '../operator'
import { PageHead } from '../parts/page-head'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { type TermField, TermsCard } from '../settings/terms-card'

const OFFSET: readonly TermField[] = [
  { name: 'enabled', label: 'offset.enabled', kind: 'SWITCH' },
  { name: 'points', label: 'offset.points', kind: 'COUNT', min: 1, max: 10_000 },
  { name: 'fen', label: 'offset.fen', kind: 'MONEY', min: 1, max: 1_000_000 },
  { name: 'capPercent', label: 'offset.cap', kind: 'COUNT', min: 1, max: 100, hint: 'offset.cap.hint' },
  { name: 'minPoints', label: 'offset.min', kind: 'COUNT', min: 1, max: 1_000_000 },
]
const TILL: readonly TermField[] = [
  { name: 'holdMinutes', label: 'till.hold', kind: 'COUNT', min: 5, max: 15, hint: 'till.hold.hint' },
]

/** What points are worth in a payment, and how long a till may set benefits aside. */
export function PaymentSettingsPage() {
  const { say } = usePreferences()
  const { role } = useOperator()
  const offset = useRead('GET /console/offset-settings', undefined, { enabled: maySeeCost(role) })
  const till = useRead('GET /console/till-settings')
  return (
    <>
      <PageHead title={say('payment_settings.title')} note={say('payment_settings.note')} />
      {maySeeCost(role) ? (
        <TermsCard
          title="offset.title"
          note="offset.note"
          fields={OFFSET}
          versions={offset.data?.versions.map(({ enabled, points, fen, capPercent, minPoints, ...about }) => ({
            ...about,
            terms: { enabled, points, fen, capPercent, minPoints },
          }))}
          error={offset.error}
          retry={() => offset.refetch()}
          mayChange={mayChangeCost(role)}
          publish={({ terms, ...about }) =>
            call('POST /console/offset-settings/versions', {
              body: {
                ...about,
                enabled: terms.enabled === true,
                points: Number(terms.points),
                fen: Number(terms.fen),
                capPercent: Number(terms.capPercent),
                minPoints: Number(terms.minPoints),
              },
            })
          }
          touches={['GET /console/offset-settings', 'GET /console/audit']}
        />
      ) : null}
      <TermsCard
        title="till.title"
        note="till.note"
        fields={TILL}
        versions={till.data?.versions.map(({ holdMinutes, ...about }) => ({ ...about, terms: { holdMinutes } }))}
        error={till.error}
        retry={() => till.refetch()}
        mayChange={mayRunOperators(role)}
        publish={({ terms, ...about }) =>
          call('POST /console/till-settings/versions', { body: { ...about, holdMinutes: Number(terms.holdMinutes) } })
        }
        touches={['GET /console/till-settings', 'GET /console/audit']}
      />
    </>
  )
}
