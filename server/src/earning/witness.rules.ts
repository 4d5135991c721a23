/** Made-up occasions for a rule: one that meets its conditions, from which borderline cases are turned. Pure. */
import type { Condition, RuleDefinition } from '@huitou/shared/rules'
import { instantOf } from '../calendar.js'
import { type BusinessDay, businessDayOf, compactDay, dayOfNumber } from '../days.js'
import { factsOf, judge } from './conditions.rules.js'
import { type LateFacts, type MemberFacts, type Occasion, OTHER_CATEGORY } from './occasion.rules.js'
import { type Leaf, listsIn, rangesIn, waysOf } from './possible.rules.js'
import type { Names } from './telling.rules.js'
import type { Bilingual } from './trace.rules.js'

/** An occasion with everything that may be asked about it. It can be stored as JSON and read back by `caseOf`. */
export interface Case {
  occasion: Occasion
  member: MemberFacts
  late: { activities: number; lastActivityAt: Date | null }
  /** What of the bill is refunded afterwards, in fen. */
  refundFen?: number
}

export interface Borderline {
  /** The same for the same limit of any version: "amount:7999". */
  key: string
  says: Bilingual
  case: Case
}

export interface CaseContext {
  now: Date
  /** Where cases happen when the rule names no store. */
  place: { storeId: number; timeZone: string; cutOffMinutes: number }
  names: Names
}

const DAY_MS = 86_400_000
const USUAL = { fen: 8850, visit: 10, daysSinceLastVisit: 10, tableSize: 2, memberDays: 400, minute: 750 }
const LOWEST_TIER = 'NORMAL'
/** Two leap cycles of lunar months and weekdays together. */
const DAYS_SEARCHED = 800
const CALENDAR: ReadonlySet<Condition['field']> = new Set(['weekday', 'dayOfMonth', 'festival'])

/** A case that meets the conditions in the first way they can be met, and that way; a plain case where there is none. */
export function witnessOf(definition: RuleDefinition, context: CaseContext): { met: Case; way: Leaf[] } {
  const way = waysOf(definition.when)?.[0] ?? []
  const { place, names } = context
  const minute = minuteFor(way, place.cutOffMinutes)
  const start = Math.max(context.now.getTime(), definition.from === null ? 0 : Date.parse(definition.from))
  const plain = plainCase(definition, context, new Date(start))
  // From the day after, so that the time of day does not fall before the start.
  const first = businessDayOf(new Date(start), place.timeZone, place.cutOffMinutes).number + 1
  const day = dayFor(way, plain, first)
  let met = onDay(plain, day, minute)
  met = withCounts(met, way)
  met = withLists(met, way, names)
  met = withDishes(met, definition, way)
  return { met: withBirthday(met, way, day), way }
}

function plainCase({ trigger }: RuleDefinition, { place }: CaseContext, at: Date): Case {
  const fen = trigger === 'PURCHASE' || trigger === 'REFUND' ? USUAL.fen : 0
  return {
    occasion: {
      trigger: trigger === 'REFUND' ? 'PURCHASE' : trigger,
      imported: false,
      paidFen: fen,
      lines: [],
      ...place,
      channel: 'STAFF',
      at,
      tableSize: USUAL.tableSize,
    },
    member: { id: 16, tier: LOWEST_TIER, tags: [], birthday: null, enrolledAt: at },
    late: { activities: USUAL.visit - 1, lastActivityAt: at },
  }
}

/** The moment of a minute of a business day; minutes before the cut-off are those of the next calendar day. */
export function momentOf(occasion: Occasion, dayNumber: number, minute: number): Date {
  const { timeZone, cutOffMinutes } = occasion
  const { year, month, day } = dayOfNumber(minute >= cutOffMinutes ? dayNumber : dayNumber + 1)
  return instantOf({ year, month, day, hour: Math.floor(minute / 60), minute: minute % 60 }, timeZone)
}

/** The same case at another moment: visits and joining keep their distance. */
export function atMoment(given: Case, at: Date): Case {
  const shift = at.getTime() - given.occasion.at.getTime()
  const moved = (date: Date) => new Date(date.getTime() + shift)
  const { lastActivityAt } = given.late
  return {
    ...given,
    occasion: { ...given.occasion, at },
    member: { ...given.member, enrolledAt: moved(given.member.enrolledAt) },
    late: { ...given.late, lastActivityAt: lastActivityAt ? moved(lastActivityAt) : null },
  }
}

export const onDay = (given: Case, dayNumber: number, minute: number): Case =>
  atMoment(given, momentOf(given.occasion, dayNumber, minute))

export const businessDay = ({ occasion }: Case): BusinessDay =>
  businessDayOf(occasion.at, occasion.timeZone, occasion.cutOffMinutes)

/** Whether one block holds for a case. */
export function leafHolds(given: Case, { condition, not }: Leaf): boolean {
  const facts = factsOf(given.occasion, given.member, given.late)
  return judge({ combinator: 'and', not, rules: [condition] }, facts).met === true
}

function minuteFor(way: readonly Leaf[], cutOffMinutes: number): number {
  const times = way.filter(({ condition }) => condition.field === 'time')
  const minutes = [USUAL.minute, ...Array.from({ length: 1440 }, (_, minute) => (cutOffMinutes + minute) % 1440)]
  const noon = new Date(0)
  const holds = (minute: number) =>
    times.every(leaf => {
      const occasion = { at: new Date(noon.getTime() + minute * 60_000), timeZone: 'UTC', cutOffMinutes: 0 } as Occasion
      return leafHolds({ occasion, member: {} as MemberFacts, late: { activities: 0, lastActivityAt: null } }, leaf)
    })
  return minutes.find(holds) ?? USUAL.minute
}

function dayFor(way: readonly Leaf[], plain: Case, first: number): number {
  const leaves = way.filter(({ condition }) => CALENDAR.has(condition.field))
  if (leaves.length === 0) return first
  for (let day = first; day < first + DAYS_SEARCHED; day += 1) {
    const given = onDay(plain, day, USUAL.minute)
    if (leaves.every(leaf => leafHolds(given, leaf))) return day
  }
  return first
}

const clamp = (usual: number, range: { low: number; high: number } | undefined): number =>
  range ? Math.min(Math.max(usual, range.low), range.high) : usual

function withCounts(given: Case, way: readonly Leaf[]): Case {
  const ranges = rangesIn(way)
  const leastBill = ranges.get('amount')?.low ?? 0
  const usualFen = given.occasion.paidFen === 0 ? 0 : leastBill > 0 ? leastBill : USUAL.fen
  const visits = way.filter(({ condition }) => condition.field === 'visit')
  const first = clamp(USUAL.visit, ranges.get('visit'))
  let counted = withVisit(given, first)
  for (let visit = 1; visit <= 10_000 && !visits.every(leaf => leafHolds(counted, leaf)); visit += 1) {
    counted = withVisit(given, visit)
  }
  counted = { ...counted, occasion: { ...counted.occasion, paidFen: clamp(usualFen, ranges.get('amount')) } }
  counted.occasion.tableSize = clamp(USUAL.tableSize, ranges.get('tableSize'))
  const since = clamp(USUAL.daysSinceLastVisit, ranges.get('daysSinceLastVisit'))
  return withMemberDays(withDaysSince(counted, since), clamp(USUAL.memberDays, ranges.get('memberDays')))
}

export function withVisit(given: Case, visit: number): Case {
  const { at } = given.occasion
  const before = new Date(at.getTime() - USUAL.daysSinceLastVisit * DAY_MS)
  return { ...given, late: { activities: visit - 1, lastActivityAt: visit === 1 ? null : before } }
}

/** A first visit stays one: it has none before it. */
export function withDaysSince(given: Case, days: number): Case {
  if (given.late.activities === 0) return given
  return { ...given, late: { ...given.late, lastActivityAt: new Date(given.occasion.at.getTime() - days * DAY_MS) } }
}

export function withMemberDays(given: Case, days: number): Case {
  return { ...given, member: { ...given.member, enrolledAt: new Date(given.occasion.at.getTime() - days * DAY_MS) } }
}

function withLists(given: Case, way: readonly Leaf[], names: Names): Case {
  const pick = (field: string, usual: string, others: Iterable<string>): string => {
    const { only, never } = listsIn(way, field)
    const choices = [usual, ...(only ?? others)].map(String)
    return choices.find(choice => !never.includes(choice) && (only?.includes(choice) ?? true)) ?? usual
  }
  const occasion = { ...given.occasion }
  occasion.storeId = Number(pick('store', String(occasion.storeId), names.stores.keys()))
  occasion.channel = pick('channel', 'STAFF', ['POS', 'MINI_PROGRAM', 'IMPORT', 'DEMO']) as Occasion['channel']
  const tags = wanted(way, 'tag')
  return { ...given, occasion, member: { ...given.member, tier: pick('tier', LOWEST_TIER, names.tiers.keys()), tags } }
}

/** One of what each block asks for. */
function wanted(way: readonly Leaf[], field: 'tag' | 'category' | 'product'): string[] {
  return way.flatMap(({ condition: c, not }) =>
    c.field === field && (c.operator === 'in') !== not ? [c.value[0] as string] : [],
  )
}

/** Dishes that the blocks ask for, or those that a coefficient is about, in equal shares of the bill. */
function withDishes(given: Case, { reward }: RuleDefinition, way: readonly Leaf[]): Case {
  const { paidFen } = given.occasion
  const coefficients = reward.kind === 'COEFFICIENT' ? reward.categories.map(({ category }) => category) : []
  const categories = [...new Set([...wanted(way, 'category'), ...coefficients])]
  const products = wanted(way, 'product').map(Number)
  const isNew = way.some(({ condition, not }) => condition.field === 'newProduct' && !not)
  const dishes = [
    ...categories.map(category => ({ category, productId: null as number | null })),
    ...products.map(productId => ({ category: OTHER_CATEGORY, productId })),
  ]
  if (dishes.length === 0 && !isNew) return given
  if (dishes.length === 0) dishes.push({ category: OTHER_CATEGORY, productId: null })
  const each = Math.floor(paidFen / dishes.length)
  const { year, month, day } = businessDay(given)
  const today = compactDay({ year, month, day }).replace(/(\d{4})(\d\d)(\d\d)/, '$1-$2-$3')
  const lines = dishes.map((dish, place) => ({
    ...dish,
    listedOn: isNew ? today : null,
    fen: place === 0 ? paidFen - each * (dishes.length - 1) : each,
  }))
  return { ...given, occasion: { ...given.occasion, lines } }
}

function withBirthday(given: Case, way: readonly Leaf[], day: number): Case {
  const said = way.filter(({ condition }) => condition.field === 'birthday')
  if (said.length === 0) return given
  const isAsked = said.some(({ not }) => !not)
  // Half a year away is in no week or month of today.
  const on = dayOfNumber(isAsked ? day : day + 180)
  const monthDay = compactDay(on).replace(/^\d{4}(\d\d)(\d\d)$/, '$1-$2')
  return { ...given, member: { ...given.member, birthday: { calendar: 'SOLAR', on: monthDay } } }
}

/** A case as it was stored. */
export function caseOf(stored: string): Case {
  const given = JSON.parse(stored) as Case
  const { lastActivityAt } = given.late
  return {
    ...given,
    occasion: { ...given.occasion, at: new Date(given.occasion.at) },
    member: { ...given.member, enrolledAt: new Date(given.member.enrolledAt) },
    late: { ...given.late, lastActivityAt: lastActivityAt ? new Date(lastActivityAt) : null },
  }
}

/** What the ledger would say of the member: nothing has been counted yet. */
export const lateFactsOf = ({ late }: Case): LateFacts => ({ ...late, tallies: new Map() })
