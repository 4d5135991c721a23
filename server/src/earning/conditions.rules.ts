/** Whether the conditions of a rule are met, and what stands in the way. Pure; what is not known is neither met nor unmet. */
import type { Condition, ConditionGroup } from '@huitou/shared/rules'
import { type BusinessDay, businessDayOf, isBetween, numberOfDay } from '../days.js'
import { festivalsOn, isBirthday, isBirthdayMonth, isBirthdayWeek } from '../lunar.js'
import type { LateFacts, Line, MemberFacts, Occasion } from './occasion.rules.js'
import type { Actual } from './trace.rules.js'

/** Everything a condition may ask about. `late` is null before the locks: visits are not known then. */
export interface Facts {
  occasion: Occasion
  member: MemberFacts
  late: Pick<LateFacts, 'activities' | 'lastActivityAt'> | null
  day: BusinessDay
}

/** One block as it came out. `not`: the rule asks for the opposite of the block. */
export interface Finding {
  condition: Condition
  not: boolean
  met: boolean | null
  actual: Actual
}

export interface Verdict {
  /** Null where it hangs on something that is not known. */
  met: boolean | null
  /** The fewest blocks that would have to be otherwise; empty when met. */
  missing: Finding[]
  /** The blocks by which it is met; empty when it is not. */
  by: Finding[]
}

export function factsOf(occasion: Occasion, member: MemberFacts, late: Facts['late']): Facts {
  return { occasion, member, late, day: businessDayOf(occasion.at, occasion.timeZone, occasion.cutOffMinutes) }
}

/**
 * Judges a group by three values: a known false under "and" decides, a known true under "or" does. `not` is carried down to
 * the blocks, so that what is missing names blocks and not groups.
 */
export function judge(group: ConditionGroup, facts: Facts, inverted = false): Verdict {
  // An empty group is always met, whatever is said about it.
  if (group.rules.length === 0) return { met: !inverted, missing: [], by: [] }
  const not = inverted !== (group.not ?? false)
  // By De Morgan: a turned round "and" is an "or" of turned round blocks.
  const all = (group.combinator === 'and') !== not
  const verdicts = group.rules.map(rule => ('field' in rule ? judgeBlock(rule, facts, not) : judge(rule, facts, not)))
  return all ? everyOf(verdicts) : someOf(verdicts)
}

function everyOf(verdicts: Verdict[]): Verdict {
  const met = verdicts.some(verdict => verdict.met === false)
    ? false
    : verdicts.some(verdict => verdict.met === null)
      ? null
      : true
  return {
    met,
    missing: verdicts.flatMap(verdict => verdict.missing),
    by: met ? verdicts.flatMap(verdict => verdict.by) : [],
  }
}

function someOf(verdicts: Verdict[]): Verdict {
  const right = verdicts.find(verdict => verdict.met)
  if (right) return right
  const nearest = verdicts.reduce((best, verdict) => (verdict.missing.length < best.missing.length ? verdict : best))
  return { met: verdicts.some(verdict => verdict.met === null) ? null : false, missing: nearest.missing, by: [] }
}

function judgeBlock(condition: Condition, facts: Facts, not: boolean): Verdict {
  const { met: plain, actual } = judgeCondition(condition, facts)
  const met = plain === null ? null : plain !== not
  const finding: Finding = { condition, not, met, actual }
  return met ? { met, missing: [], by: [finding] } : { met, missing: [finding], by: [] }
}

interface Outcome {
  met: boolean | null
  actual: Actual
}

/** One block by itself, with the fact it was held against. */
export function judgeCondition(condition: Condition, facts: Facts): Outcome {
  const { occasion, member, day } = facts
  switch (condition.field) {
    case 'amount':
      return compare(occasion.paidFen, condition)
    case 'category':
      return among(
        occasion.lines.map(line => line.category),
        condition,
      )
    case 'product':
      return products(occasion.lines, condition)
    case 'store':
      return occasion.storeId === null ? UNKNOWN : one(String(occasion.storeId), condition)
    case 'channel':
      return one(occasion.channel, condition)
    case 'weekday':
      return one(day.weekday, condition)
    case 'time':
      return { met: isBetween(day.minute, condition.value), actual: day.minute }
    case 'dayOfMonth':
      return one(day.day, condition)
    case 'festival':
      return among(festivalsOn(day), condition)
    case 'tier':
      return one(member.tier, condition)
    case 'tag':
      return among(member.tags, condition)
    default:
      return judgeHistory(condition, facts)
  }
}

type Historical = Extract<
  Condition,
  { field: 'visit' | 'daysSinceLastVisit' | 'birthday' | 'tableSize' | 'newProduct' | 'memberDays' }
>

function judgeHistory(condition: Historical, facts: Facts): Outcome {
  const { occasion, member, late, day } = facts
  switch (condition.field) {
    case 'visit': {
      if (!late) return UNKNOWN
      const visit = late.activities + 1
      if (condition.operator === '=') return { met: visit === condition.value, actual: visit }
      if (condition.operator === 'every') return { met: visit % condition.value === 0, actual: visit }
      return compare(visit, { operator: condition.operator, value: condition.value })
    }
    case 'daysSinceLastVisit': {
      if (!late) return UNKNOWN
      // A first visit has none before it, and meets no limit on how long ago that was.
      if (!late.lastActivityAt) return { met: false, actual: null }
      return compare(day.number - dayNumber(late.lastActivityAt, occasion), condition)
    }
    case 'birthday': {
      const { birthday } = member
      if (!birthday) return UNKNOWN
      const holds = { DAY: isBirthday, MONTH: isBirthdayMonth }
      const met =
        condition.value === 'WEEK' ? isBirthdayWeek(birthday, day) : holds[condition.value](birthday, day.number)
      return { met, actual: `${birthday.calendar === 'LUNAR' ? 'L' : ''}${birthday.on}` }
    }
    case 'tableSize':
      return occasion.tableSize === null ? UNKNOWN : compare(occasion.tableSize, condition)
    case 'newProduct':
      return newest(occasion.lines, day, condition.value)
    case 'memberDays':
      return compare(day.number - dayNumber(member.enrolledAt, occasion), condition)
  }
}

const UNKNOWN: Outcome = { met: null, actual: null }

function compare(actual: number, limit: { operator: '>=' | '<='; value: number }): Outcome {
  return { met: limit.operator === '>=' ? actual >= limit.value : actual <= limit.value, actual }
}

function one<T extends string | number>(
  actual: T,
  list: { operator: 'in' | 'notIn'; value: readonly (string | number)[] },
): Outcome {
  return { met: list.value.includes(actual) === (list.operator === 'in'), actual }
}

/** `in`: at least one of them is in the list. `notIn`: none is. */
function among(
  actual: readonly string[] | null,
  list: { operator: 'in' | 'notIn'; value: readonly string[] },
): Outcome {
  if (!actual) return UNKNOWN
  const hit = actual.some(each => list.value.includes(each))
  return { met: hit === (list.operator === 'in'), actual: [...new Set(actual)] }
}

/** A dish that nobody could name may be any of them. */
function products(lines: readonly Line[], list: { operator: 'in' | 'notIn'; value: readonly string[] }): Outcome {
  const known = lines.flatMap(line => (line.productId === null ? [] : [String(line.productId)]))
  const found = among(known, list)
  const hit = found.met === (list.operator === 'in')
  return !hit && known.length < lines.length ? { ...found, met: null } : found
}

/** The youngest dish decides; one whose day is not known may be younger. */
function newest(lines: readonly Line[], day: BusinessDay, days: number): Outcome {
  const ages = lines.flatMap(line => (line.listedOn === null ? [] : [day.number - numberOfDay(line.listedOn)]))
  // A dish that comes on the menu tomorrow is no new dish today.
  const out = ages.filter(age => age >= 0)
  const youngest = out.length > 0 ? Math.min(...out) : null
  if (youngest !== null && youngest <= days) return { met: true, actual: youngest }
  return { met: ages.length < lines.length ? null : false, actual: youngest }
}

function dayNumber(at: Date, { timeZone, cutOffMinutes }: Occasion): number {
  return businessDayOf(at, timeZone, cutOffMinutes).number
}
