/** Who may open or join a group now, and what is wrong with an offer. Pure. */
import type { Group, GroupBar, GroupDefinition, GroupState, PledgeState } from '@huitou/shared/pledges'
import type { RefusalCode } from '@huitou/shared/refusals'

/** Numbers are stored and never change their meaning. */
export const GROUP = { OPEN: 1, SUCCEEDED: 2, EXPIRED: 3, CANCELLED: 4 } as const
export const PLEDGE = { HELD: 1, USED: 2, RETURNED: 3, CANCELLED: 4 } as const

const GROUP_STATES: Record<number, GroupState> = { 1: 'OPEN', 2: 'SUCCEEDED', 3: 'EXPIRED_RETURNED', 4: 'CANCELLED' }
const PLEDGE_STATES: Record<number, PledgeState> = { 1: 'HELD', 2: 'USED', 3: 'RETURNED', 4: 'CANCELLED' }
export const groupState = (state: number): GroupState => GROUP_STATES[state] ?? 'CANCELLED'
export const pledgeState = (state: number): PledgeState => PLEDGE_STATES[state] ?? 'CANCELLED'

/** Groups of an offer a member is in: those that fill, and those that count for ever. */
export interface Pledged {
  open: number
  total: number
}

interface Who {
  reached: readonly string[]
  pledged: Pledged
}

/** What stands in a member's way whether a group is opened or joined. */
function memberBar({ lowestTier, limits }: GroupDefinition, who: Who | null): 'TIER' | 'OPEN' | 'TOTAL' | null {
  if (!who) return null
  if (lowestTier && !who.reached.includes(lowestTier)) return 'TIER'
  if (limits.total !== null && who.pledged.total >= limits.total) return 'TOTAL'
  return who.pledged.open >= limits.open ? 'OPEN' : null
}

/** Why no group can be opened at this moment, points apart. */
export function openBar(
  definition: GroupDefinition,
  { isOpen, left, at }: { isOpen: boolean; left: number; at: Date },
  who: Who | null,
): GroupBar | null {
  const { window, size } = definition
  if (!isOpen) return 'CLOSED'
  if (window.until && at >= new Date(window.until)) return 'ENDED'
  if (window.from && at < new Date(window.from)) return 'NOT_YET'
  return memberBar(definition, who) ?? (left < size ? 'SOLD_OUT' : null)
}

/** Why somebody cannot join a group at this moment, points apart. */
export function joinBar(
  definition: GroupDefinition,
  group: { state: number; taken: number; size: number; endsAt: Date; isIn: boolean; at: Date },
  who: Who | null,
): Group['bar'] {
  if (group.isIn) return 'IN'
  if (group.state === GROUP.SUCCEEDED) return 'FULL'
  if (group.state !== GROUP.OPEN || group.at >= group.endsAt) return 'OVER'
  return group.taken >= group.size ? 'FULL' : memberBar(definition, who)
}

export const OPEN_REFUSALS: Record<GroupBar, RefusalCode> = {
  CLOSED: 'group.closed',
  NOT_YET: 'group.not_in_season',
  ENDED: 'group.not_in_season',
  TIER: 'group.tier_too_low',
  OPEN: 'group.limit_reached',
  TOTAL: 'group.limit_reached',
  SOLD_OUT: 'group.sold_out',
}
export const JOIN_REFUSALS: Record<NonNullable<Group['bar']>, RefusalCode> = {
  FULL: 'group.full',
  OVER: 'group.over',
  IN: 'group.joined',
  TIER: 'group.tier_too_low',
  OPEN: 'group.limit_reached',
  TOTAL: 'group.limit_reached',
}

/** When the time of a group that is opened now is over. */
export function endOf({ hours }: Pick<GroupDefinition, 'hours'>, at: Date): Date {
  return new Date(at.getTime() + hours * 3_600_000)
}
