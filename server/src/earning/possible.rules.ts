/** Whether conditions can be met at all, and whether two rules can meet on one occasion. Pure; when in doubt, yes. */
import type { Condition, ConditionGroup, RuleDefinition } from '@huitou/shared/rules'
import { isBetween } from '../days.js'

/** A block, or the opposite of one. */
export interface Leaf {
  condition: Condition
  not: boolean
}

const MOST_WAYS = 64
const MINUTES = 24 * 60

/**
 * The ways in which a group can be met, each a list of blocks that must hold together; an impossible group has none. Null
 * when there are more than 64.
 */
export function waysOf(group: ConditionGroup, inverted = false): Leaf[][] | null {
  if (group.rules.length === 0) return inverted ? [] : [[]]
  const not = inverted !== (group.not ?? false)
  const all = (group.combinator === 'and') !== not
  let ways: Leaf[][] = all ? [[]] : []
  for (const rule of group.rules) {
    const inner = 'field' in rule ? [[{ condition: rule, not }]] : waysOf(rule, not)
    if (!inner) return null
    ways = all ? ways.flatMap(way => inner.map(more => [...way, ...more])) : [...ways, ...inner]
    if (ways.length > MOST_WAYS) return null
  }
  return ways.filter(way => isPossible(way))
}

/** Whether an occasion exists that both rules pay for: same trigger, common time, and conditions that go together. */
export function canMeet(a: RuleDefinition, b: RuleDefinition): boolean {
  if (a.trigger !== b.trigger || !windowsMeet(a, b)) return false
  const [ways, others] = [waysOf(a.when), waysOf(b.when)]
  if (!ways || !others) return true
  return ways.some(way => others.some(other => isPossible([...way, ...other])))
}

type Window = Pick<RuleDefinition, 'from' | 'until'>

function windowsMeet(a: Window, b: Window): boolean {
  const before = (end: string | null, start: string | null) =>
    end !== null && start !== null && Date.parse(end) <= Date.parse(start)
  return !before(a.until, b.from) && !before(b.until, a.from)
}

/** Whether blocks contradict each other, field by field. */
export function isPossible(leaves: readonly Leaf[]): boolean {
  return (
    rangesPossible(leaves) &&
    listsPossible(leaves) &&
    thingsPossible(leaves) &&
    timesPossible(leaves) &&
    birthdaysPossible(leaves)
  )
}

/** The whole numbers that a block leaves to its field; null when it is not about one, or leaves a first visit open. */
function rangeOf({ condition: c, not }: Leaf): { field: string; low: number; high: number } | null {
  const up = Number.POSITIVE_INFINITY
  switch (c.field) {
    case 'visit':
      if (c.operator === '=') return not ? null : { field: c.field, low: c.value, high: c.value }
      if (c.operator === 'every') return not ? null : { field: c.field, low: c.value, high: up }
      break
    case 'daysSinceLastVisit':
      if (not) return null
      break
    case 'amount':
    case 'tableSize':
    case 'memberDays':
      break
    default:
      return null
  }
  const least = (c.operator === '>=') !== not
  if (least) return { field: c.field, low: not ? c.value + 1 : c.value, high: up }
  return { field: c.field, low: 0, high: not ? c.value - 1 : c.value }
}

function rangesPossible(leaves: readonly Leaf[]): boolean {
  return [...rangesIn(leaves).values()].every(({ low, high }) => low <= high)
}

/** What whole numbers blocks leave to their fields, ends included. */
export function rangesIn(leaves: readonly Leaf[]): Map<string, { low: number; high: number }> {
  const ranges = new Map<string, { low: number; high: number }>([
    ['visit', { low: 1, high: Number.POSITIVE_INFINITY }],
    ['amount', { low: 0, high: Number.POSITIVE_INFINITY }],
    ['tableSize', { low: 1, high: Number.POSITIVE_INFINITY }],
  ])
  const narrow = (field: string, low: number, high: number) => {
    const known = ranges.get(field) ?? { low: 0, high: Number.POSITIVE_INFINITY }
    ranges.set(field, { low: Math.max(known.low, low), high: Math.min(known.high, high) })
  }
  for (const leaf of leaves) {
    const range = rangeOf(leaf)
    if (range) narrow(range.field, range.low, range.high)
    // A first visit has none before it.
    if (leaf.condition.field === 'daysSinceLastVisit' && !leaf.not) narrow('visit', 2, Number.POSITIVE_INFINITY)
  }
  return ranges
}

/** Fields that have one value; those with few values can be excluded whole. */
const SINGLE: Partial<Record<Condition['field'], readonly (string | number)[] | null>> = {
  weekday: [1, 2, 3, 4, 5, 6, 7],
  dayOfMonth: Array.from({ length: 31 }, (_, day) => day + 1),
  channel: ['STAFF', 'POS', 'MINI_PROGRAM', 'IMPORT', 'DEMO'],
  store: null,
  tier: null,
}

type Listed = Extract<Condition, { operator: 'in' | 'notIn'; value: readonly unknown[] }>
const isListed = (condition: Condition): condition is Listed =>
  Array.isArray(condition.value) && condition.field !== 'time'

function listsPossible(leaves: readonly Leaf[]): boolean {
  return Object.entries(SINGLE).every(([field, all]) => {
    const { only, never } = listsIn(leaves, field)
    const left = only ?? all
    return !left || left.some(value => !never.includes(value))
  })
}

/** What values blocks leave to a field that has one: only these (null is any), and none of those. */
export function listsIn(
  leaves: readonly Leaf[],
  field: string,
): { only: (string | number)[] | null; never: (string | number)[] } {
  let only: (string | number)[] | null = null
  const never: (string | number)[] = []
  for (const { condition, not } of leaves) {
    if (condition.field !== field || !isListed(condition)) continue
    const values: readonly (string | number)[] = condition.value
    if ((condition.operator === 'in') === not) never.push(...values)
    else only = values.filter(value => only?.includes(value) ?? true)
  }
  return { only, never }
}

/** Dishes, tags and festivals, of which an occasion may have several: it cannot have and not have the same ones. */
function thingsPossible(leaves: readonly Leaf[]): boolean {
  const things = leaves.filter(
    ({ condition: { field } }) =>
      field === 'category' || field === 'product' || field === 'tag' || field === 'festival',
  )
  const isWanted = ({ condition, not }: Leaf) => (condition.operator === 'in') !== not
  return things.filter(isWanted).every(({ condition }) => {
    const none = new Set<unknown>(
      things
        .filter(leaf => leaf.condition.field === condition.field && !isWanted(leaf))
        .flatMap(leaf => leaf.condition.value as string[]),
    )
    return (condition.value as string[]).some(value => !none.has(value))
  })
}

function timesPossible(leaves: readonly Leaf[]): boolean {
  const times = leaves.flatMap(({ condition, not }) =>
    condition.field === 'time' ? [{ value: condition.value, not }] : [],
  )
  if (times.length === 0) return true
  for (let minute = 0; minute < MINUTES; minute += 1) {
    if (times.every(({ value, not }) => isBetween(minute, value) !== not)) return true
  }
  return false
}

/** A birthday lies in its own week and in its own month. */
function birthdaysPossible(leaves: readonly Leaf[]): boolean {
  const said = (not: boolean) =>
    leaves.flatMap(leaf => (leaf.condition.field === 'birthday' && leaf.not === not ? [leaf.condition.value] : []))
  const never = said(true)
  return said(false).every(value => !never.includes(value) && !(value === 'DAY' && never.length > 0))
}
