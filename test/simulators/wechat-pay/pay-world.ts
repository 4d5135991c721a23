import { z } from 'zod'
import { SimClock } from '../wechat/sim-clock.js'
import { type KeyPair, KeyRing } from './key-ring.js'
import type { Merchant } from './merchant.js'
import { OrderBook } from './order-book.js'

export const PaySettings = z.object({
  /** What becomes of a refund once it is through. */
  refundBecomes: z.enum(['SUCCESS', 'ABNORMAL', 'CLOSED']),
  /** How long a refund stays in PROCESSING, in seconds of the simulator's clock; absent, until somebody finishes it. */
  refundSeconds: z.number().min(0).optional(),
  /** `held`: notifications wait for orders. `auto`: they are sent, and repeated as WeChat does. */
  notices: z.enum(['held', 'auto']),
  /** A second of WeChat's repetitions in seconds of ours. */
  noticeScale: z.number().min(0).max(1),
  /** Which code says that an order is paid already: several are seen. */
  paidCode: z.enum(['ORDER_PAID', 'INVALID_REQUEST', 'OUT_TRADE_NO_USED', 'ORDERPAID']),
})
export type PaySettings = z.infer<typeof PaySettings>

export type PayWorld = {
  merchant: Merchant
  clock: SimClock
  keys: KeyRing
  orders: OrderBook
  settings: PaySettings
}

export type PayWorldOptions = {
  merchant: Merchant
  now: () => Date
  publicKey?: { id?: string | undefined; keys?: KeyPair | undefined }
}

export function makePayWorld({ merchant, now, publicKey }: PayWorldOptions): PayWorld {
  const clock = new SimClock(now)
  return {
    merchant,
    clock,
    keys: new KeyRing(clock, publicKey),
    orders: new OrderBook(clock, merchant),
    settings: { refundBecomes: 'SUCCESS', refundSeconds: 0, notices: 'held', noticeScale: 1, paidCode: 'ORDER_PAID' },
  }
}
