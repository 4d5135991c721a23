/** When WeChat is told again that something was handed over, and what its refusals mean. Pure. */
import type { SideRow } from '../ledger/operation.rules.js'

export const SHIPPING = { DUE: 1, REPORTED: 2, GIVEN_UP: 3 } as const
/** As WeChat numbers the ways in which things reach their buyer. */
export const SHIPPING_WAY = { DIGITAL: 3, PICK_UP: 4 } as const

/** The row by which WeChat is told of what an order paid for, in the transaction that hands it over; once for an order. */
export function shippingDue(orderId: number, way: keyof typeof SHIPPING_WAY, at: Date): SideRow {
  const values = { order_id: orderId, way: SHIPPING_WAY[way], state: SHIPPING.DUE, asked_at: at, due_at: at }
  return { table: 'payment_shipping', values }
}

const MINUTE_MS = 60_000
const LONGEST_MS = 6 * 60 * MINUTE_MS
/** A week at the longest pause. */
const MOST_TRIES = 40
const TROUBLE_CHARACTERS = 40

/** After the n-th try: a minute, two, four, and so on up to six hours. */
export function shippingAgainAt(tries: number, now: Date): Date {
  return new Date(now.getTime() + Math.min(MINUTE_MS * 2 ** Math.min(tries - 1, 20), LONGEST_MS))
}

/**
 * What a failure means. `told`: it has arrived after all, since an order that takes no more reports, and to which an
 * earlier one may have come, has one. `again`: what is wrong may be over later, or somebody may repair it.
 */
export function shippingTrouble(
  before: { tries: number; trouble: string | null },
  error: { kind: string; errcode?: number | undefined; retryClass: string },
): { told: boolean; again: boolean; trouble: string } {
  const trouble = `${error.kind}${error.errcode === undefined ? '' : ` ${error.errcode}`}`.slice(0, TROUBLE_CHARACTERS)
  const told = error.errcode === NOT_SHIPPABLE && before.tries > 0 && mayHaveArrived(before.trouble)
  const again = error.retryClass !== 'PERMANENT' && before.tries + 1 < MOST_TRIES
  return { told, again: again && !told, trouble }
}

/** "This order cannot be reported": it has been, twice, or was never to be. */
const NOT_SHIPPABLE = 10_060_004

/** No answer came, or whoever asked died before it came. */
const mayHaveArrived = (trouble: string | null): boolean => trouble === null || trouble.startsWith('UNREACHABLE')
