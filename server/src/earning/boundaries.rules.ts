/** Borderline cases of a rule, made from its definition: both sides of every limit. Pure. */
import { formatYuan } from '@huitou/shared/amounts'
import type { Condition, RuleDefinition } from '@huitou/shared/rules'
import { minutesOf } from '../calendar.js'
import { clock, weekdaysText } from '../day-words.js'
import { shareOut } from '../shares.js'
import { categoryCases, choices } from './choices.rules.js'
import type { Leaf } from './possible.rules.js'
import { moment } from './rule.texts.js'
import {
  atMoment,
  type Borderline,
  businessDay,
  type Case,
  type CaseContext,
  leafHolds,
  onDay,
  withDaysSince,
  withMemberDays,
  withVisit,
  witnessOf,
} from './witness.rules.js'

const FEWEST = 6
const MOST = 30

/** Cases on both sides of every limit, then plain ones until there are enough. */
export function casesOf(definition: RuleDefinition, context: CaseContext): Borderline[] {
  const { met, way } = witnessOf(definition, context)
  const found = [...way.flatMap(leaf => around(leaf, { met, way }, context)), ...windowCases(definition, met)]
  const cases = unique(found)
  if (cases.length >= FEWEST) return [...cases.slice(0, MOST - 2), ...refundCases(definition, met).slice(0, 2)]
  return unique([...cases, ...plainCases(definition, met, context)]).slice(0, Math.max(FEWEST, cases.length + 2))
}

function unique(cases: readonly Borderline[]): Borderline[] {
  return [...new Map(cases.map(each => [each.key, each] as const)).values()]
}

function around(leaf: Leaf, { met, way }: { met: Case; way: readonly Leaf[] }, context: CaseContext): Borderline[] {
  const { condition: c } = leaf
  switch (c.field) {
    case 'amount':
      return limits(c).map(fen => amountCase(met, fen))
    case 'visit':
      return visitsAround(c).map(visit => visitCase(met, visit))
    case 'daysSinceLastVisit':
      return limits(c).map(days => ({
        key: `daysSinceLastVisit:${days}`,
        says: { zh: `距上次消费 ${days} 天`, en: `${days} days after the last visit` },
        case: withDaysSince(met, days),
      }))
    case 'memberDays':
      return limits(c).map(days => ({
        key: `memberDays:${days}`,
        says: { zh: `入会第 ${days} 天`, en: `${days} days after joining` },
        case: withMemberDays(met, days),
      }))
    case 'tableSize':
      return limits(c).map(guests => ({
        key: `tableSize:${guests}`,
        says: { zh: `${guests} 人用餐`, en: `${guests} guests` },
        case: { ...met, occasion: { ...met.occasion, tableSize: guests } },
      }))
    case 'time':
      return c.value.flatMap(time => [minutesOf(time) - 1, minutesOf(time)]).map(minute => timeCase(met, minute))
    case 'weekday':
    case 'dayOfMonth':
    case 'festival':
    case 'birthday':
      return daysAround(leaf, met, !way.some(other => other.condition.field === 'time'))
    default:
      return choices(c, met, context)
  }
}

/** The last number on one side and the first on the other. */
function limits({ operator, value }: { operator: '>=' | '<='; value: number }): number[] {
  return operator === '>=' ? [value - 1, value].filter(n => n >= 0) : [value, value + 1]
}

function visitsAround({ operator, value }: Extract<Condition, { field: 'visit' }>): number[] {
  const all = {
    '=': [value - 1, value, value + 1],
    every: [value, value + 1, value * 2],
    '>=': [value - 1, value],
    '<=': [value, value + 1],
  }
  return all[operator].filter(visit => visit >= 1)
}

function amountCase(met: Case, fen: number): Borderline {
  const { lines } = met.occasion
  const fens = lines.map(line => line.fen)
  const shares = fens.some(each => each > 0) ? shareOut(fens, fen) : fens
  return {
    key: `amount:${fen}`,
    says: { zh: `单笔 ${formatYuan(fen)}`, en: `A bill of ${formatYuan(fen)}` },
    case: {
      ...met,
      occasion: {
        ...met.occasion,
        paidFen: fen,
        lines: lines.map((line, place) => ({ ...line, fen: shares[place]! })),
      },
    },
  }
}

function visitCase(met: Case, visit: number): Borderline {
  return {
    key: `visit:${visit}`,
    says: { zh: `第 ${visit} 次消费`, en: `Visit ${visit}` },
    case: withVisit(met, visit),
  }
}

function timeCase(met: Case, minute: number): Borderline {
  const inDay = (minute + 1440) % 1440
  return {
    key: `time:${clock(inDay)}`,
    says: { zh: `${clock(inDay)} 结账`, en: `Paid at ${clock(inDay)}` },
    case: onDay(met, businessDay(met).number, inDay),
  }
}

const DAYS_WALKED = 40

/**
 * The days on which a block begins and ends to hold, and the days next to them: at their first and last minutes, or all at
 * the time of the case where the rule asks for a time.
 */
function daysAround(leaf: Leaf, met: Case, atEdges: boolean): Borderline[] {
  const { field } = leaf.condition
  const today = businessDay(met).number
  const holdsOn = (day: number) => leafHolds(onDay(met, day, 720), leaf)
  const walk = (step: 1 | -1): number | null => {
    for (let day = today; Math.abs(day - today) <= DAYS_WALKED; day += step) if (!holdsOn(day)) return day - step
    return null
  }
  const [first, last] = [walk(-1), walk(1)]
  const { cutOffMinutes } = met.occasion
  const usual = businessDay(met).minute
  const [firstMinute, lastMinute] = atEdges ? [cutOffMinutes, (cutOffMinutes + 1439) % 1440] : [usual, usual]
  return [
    ...(first === null
      ? []
      : [
          dayCase(`${field}:before`, met, [first - 1, lastMinute]),
          dayCase(`${field}:begin`, met, [first, firstMinute]),
        ]),
    ...(last === null
      ? []
      : [dayCase(`${field}:end`, met, [last, lastMinute]), dayCase(`${field}:after`, met, [last + 1, firstMinute])]),
  ]
}

function dayCase(key: string, met: Case, [day, minute]: [number, number]): Borderline {
  const given = onDay(met, day, minute)
  const at = moment(given.occasion.at.toISOString()).slice(0, 16)
  const weekday = weekdaysText([businessDay(given).weekday])
  const { birthday } = met.member
  const born = key.startsWith('birthday') && birthday ? birthday.on : null
  return {
    key,
    says: {
      zh: `${at} 结账（营业日${weekday.zh}）${born ? `，生日 ${born}` : ''}`,
      en: `Paid at ${at} (business day ${weekday.en})${born ? `, birthday ${born}` : ''}`,
    },
    case: given,
  }
}

/** The last second outside and the first one inside, and the other way round. */
function windowCases({ from, until }: RuleDefinition, met: Case): Borderline[] {
  const at = (key: string, time: number): Borderline => {
    const date = new Date(time)
    const said = moment(date.toISOString())
    return { key, says: { zh: `${said} 结账`, en: `Paid at ${said}` }, case: atMoment(met, date) }
  }
  return [
    ...(from === null ? [] : [at('from:before', Date.parse(from) - 1000), at('from:at', Date.parse(from))]),
    ...(until === null ? [] : [at('until:last', Date.parse(until) - 1000), at('until:at', Date.parse(until))]),
  ]
}

function refundCases({ trigger }: RuleDefinition, met: Case): Borderline[] {
  if (trigger !== 'PURCHASE' && trigger !== 'REFUND') return []
  const { paidFen } = met.occasion
  return [Math.floor(paidFen / 2), paidFen, 1, paidFen - 1, Math.ceil(paidFen / 4), Math.ceil((paidFen * 3) / 4)]
    .filter(fen => fen > 0)
    .map(refundFen => ({
      key: `refund:${refundFen}`,
      says: {
        zh: `单笔 ${formatYuan(paidFen)}，退款 ${formatYuan(refundFen)}`,
        en: `${formatYuan(refundFen)} of ${formatYuan(paidFen)} refunded`,
      },
      case: { ...met, refundFen },
    }))
}

/** Plain cases for a rule with few limits of its own. */
function plainCases(definition: RuleDefinition, met: Case, context: CaseContext): Borderline[] {
  if (definition.trigger === 'REFUND') return refundCases(definition, met)
  const { reward } = definition
  if (reward.kind === 'COEFFICIENT') {
    const categories = reward.categories.map(({ category }) => category)
    return [...categoryCases(categories, met, context.names), ...refundCases(definition, met)]
  }
  const { number } = businessDay(met)
  const lastMinute = (met.occasion.cutOffMinutes + 1439) % 1440
  const days = [
    dayCase('day:end', met, [number, lastMinute]),
    dayCase('day:after', met, [number + 1, met.occasion.cutOffMinutes]),
  ]
  const visits = [1, 2].map(visit => visitCase(met, visit))
  if (definition.trigger !== 'PURCHASE') {
    const tiers = choices({ field: 'tier', operator: 'in', value: [met.member.tier] }, met, context)
    return [
      ...days,
      ...tiers,
      ...[7, 8].map(days => ({
        key: `memberDays:${days}`,
        says: { zh: `入会第 ${days} 天`, en: `${days} days after joining` },
        case: withMemberDays(met, days),
      })),
    ]
  }
  return [
    ...[99, 100, 8850, 100_000].map(fen => amountCase(met, fen)),
    ...refundCases(definition, met).slice(0, 1),
    ...days,
    ...visits,
  ]
}
