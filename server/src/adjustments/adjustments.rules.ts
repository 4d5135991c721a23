/** Corrections by hand: what waits for a second pair of eyes, and where the points land. Pure. */
import type { AdjustmentState } from '@huitou/shared/adjustments'
import { businessDayStart, endOfMonthAfter, monthOf } from '../calendar.js'
import type { Span } from '../ledger/operation.rules.js'

/** Numbers are stored and never change their meaning; 3 is what the database's own check knows. */
export const STATUS = { ASKED: 1, DECLINED: 2, DONE: 3, REFUSED: 4 } as const

const STATES: Record<number, AdjustmentState> = { 1: 'ASKED', 2: 'DECLINED', 3: 'DONE', 4: 'REFUSED' }

export function stateOf(status: number): AdjustmentState {
  const state = STATES[status]
  if (!state) throw new RangeError(`status ${status}`)
  return state
}

/** Whether a maker may do this alone, as far as its size goes; the points of the day are counted besides. */
export function isSmall(points: number, freePoints: number): boolean {
  return Math.abs(points) <= freePoints
}

const SOURCE_ADJUST = 5

/** Points given by hand begin with the day, so that those of a day share a lot, and end like points earned that day. */
export function spanOf(at: Date, timeZone: string, validMonths: number): Span {
  return {
    availableAt: businessDayStart(at, timeZone, 0),
    expiresAt: endOfMonthAfter(at, validMonths, timeZone),
    cohort: monthOf(at, timeZone),
    source: SOURCE_ADJUST,
    restrictionId: 0,
  }
}
