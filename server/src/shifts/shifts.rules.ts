/** When a shift ends by itself, and what does not fit its bills. Pure. */
import type { ShiftReport } from '@huitou/shared/shifts'
import { businessDayStart } from '../calendar.js'

/** A day and some hours after one begins, the next one is under way, also when the clocks change. */
const INTO_NEXT_MS = 28 * 3_600_000

/** The first moment of the next business day of a store. */
export function dayEnd(at: Date, store: { timeZone: string; dayCutOffMinutes: number }): Date {
  const start = businessDayStart(at, store.timeZone, store.dayCutOffMinutes)
  return businessDayStart(new Date(start.getTime() + INTO_NEXT_MS), store.timeZone, store.dayCutOffMinutes)
}

/** `paid_fen` is what was rung up under the number, null where nothing was. */
export function differenceOf(row: {
  bill_fen: number | null
  discount_fen: number | null
  paid_fen: number | null
}): Pick<ShiftReport['differences'][number], 'kind' | 'expectedFen' | 'rungUpFen'> {
  const expectedFen = row.bill_fen === null ? null : row.bill_fen - (row.discount_fen ?? 0)
  return { kind: row.paid_fen === null ? 'MISSING' : 'AMOUNT', expectedFen, rungUpFen: row.paid_fen }
}
