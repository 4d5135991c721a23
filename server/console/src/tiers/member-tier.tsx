import type { ReplyOf } from '@huitou/shared/client'
import { column, digits } from '../parts/columns'
import { DataTable } from '../parts/data-table'
import { EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { minuteOf } from '../times'

type Change = ReplyOf<'GET /console/members/:memberNo/tier'>['changes'][number]

/** Where a member stands, in one line: tier, what is missing, and what the next review will look at. */
export function TierFact({ memberNo }: { memberNo: string }) {
  const { say, pick } = usePreferences()
  const tier = useRead('GET /console/members/:memberNo/tier', { params: { memberNo } })
  const standing = tier.data?.standing
  if (!standing) return tier.error ? '—' : null
  const { graceUntil, keep, next, reviewOn } = standing
  const words = graceUntil
    ? say('member.tier.grace', { day: graceUntil })
    : keep
      ? pick(keep.says)
      : next
        ? pick(next.says)
        : say('member.tier.review', { day: reviewOn })
  return (
    <>
      <strong>{pick(standing.tier.name)}</strong> · {words}
    </>
  )
}

/** Every change of a member's tier, newest first, with what it was decided by. */
export function TierHistory({ memberNo }: { memberNo: string }) {
  const { say, pick } = usePreferences()
  const tier = useRead('GET /console/members/:memberNo/tier', { params: { memberNo } })
  return (
    <DataTable<Change>
      label={say('member.tier.since')}
      minWidth={560}
      rows={tier.data?.changes}
      error={tier.error}
      retry={() => tier.refetch()}
      rowKey={change => `${change.at}${change.reason}`}
      skeletonRows={4}
      pageSize={20}
      empty={<EmptyView drawing="bowl" title={say('tiers.movement.none')} />}
      columns={[
        digits(say('member.tier.at'), 160, change => minuteOf(change.at)),
        column(say('member.tier.to'), 110, change => pick(change.to.name)),
        column(say('member.tier.reason'), 130, change => say(`tier.reason.${change.reason}`)),
        column(say('member.tier.since'), undefined, change => pick(change.says)),
      ]}
    />
  )
}
