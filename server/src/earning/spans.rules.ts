/** Which lot the points of a rule go to: when they begin, when they end, what they are for. Pure. */
import type { Expiry, Restriction, RuleDefinition } from '@huitou/shared/rules'
import { endOfMonthAfter, instantOf, monthOf, NEVER } from '../calendar.js'
import type { BusinessDay } from '../days.js'
import type { Occasion } from './occasion.rules.js'

/** Lots that points may go to. They differ by when points begin, when they end, and what they may be used for. */
export interface PlannedSpan {
  availableAt: Date
  /** The first moment without them. */
  expiresAt: Date
  /** yyyymm of earning in store time. */
  cohort: number
  /** Points end so many months after the last visit; null when `expiresAt` is final. */
  activityMonths: number | null
  restriction: Restriction | null
}

/** The definition says its expiry: rules that leave it to the base rate have been given that one's. */
export function spanOf(definition: RuleDefinition, occasion: Occasion, day: BusinessDay): PlannedSpan {
  const { at, timeZone } = occasion
  const { expiry } = definition
  if (!expiry) throw new RangeError('A rule is evaluated with the expiry of the base rate.')
  return {
    availableAt: beginOf(definition.pendingDays, occasion, day),
    expiresAt: endOf(expiry, at, timeZone),
    cohort: monthOf(at, timeZone),
    activityMonths: expiry.kind === 'ACTIVITY' ? expiry.months : null,
    restriction: definition.restriction,
  }
}

/** Points begin with their business day, so that those of one day share a lot; pending ones so many business days later. */
function beginOf(pendingDays: number, { timeZone, cutOffMinutes, availableAt }: Occasion, day: BusinessDay): Date {
  if (availableAt && pendingDays === 0) return availableAt
  const cutOff = { hour: Math.floor(cutOffMinutes / 60), minute: cutOffMinutes % 60 }
  const begin = instantOf({ year: day.year, month: day.month, day: day.day + pendingDays, ...cutOff }, timeZone)
  return availableAt && availableAt > begin ? availableAt : begin
}

/** MONTHS and ACTIVITY end with the last day of that month after earning, DATE with its day, in store time. */
export function endOf(expiry: Expiry, at: Date, timeZone: string): Date {
  if (expiry.kind === 'NEVER') return NEVER
  if (expiry.kind !== 'DATE') return endOfMonthAfter(at, expiry.months, timeZone)
  const [year, month, day] = expiry.on.split('-').map(Number) as [number, number, number]
  return instantOf({ year, month, day: day + 1 }, timeZone)
}

/** Spans with the same key are one lot. */
export function spanKey(span: PlannedSpan): string {
  const restriction = span.restriction ? JSON.stringify(span.restriction) : ''
  return `${span.availableAt.getTime()}|${span.expiresAt.getTime()}|${span.activityMonths ?? ''}|${restriction}`
}
