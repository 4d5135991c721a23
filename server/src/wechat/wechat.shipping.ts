import type { TokenedCalls } from './wechat.asking.js'

/** A paid order whose goods were handed over. */
export type Shipped = {
  /** WeChat Pay's number of the payment. */
  transactionId: string
  openid: string
  /** What was bought; cut at 120 characters. */
  description: string
  /** Digital: a voucher or points, there at once. Pick-up: a dish or a thing at the counter. */
  way: 'DIGITAL' | 'PICK_UP'
  at: Date
}

const ways = { DIGITAL: 3, PICK_UP: 4 } as const
const maxDescription = 120

/** What sells vouchers has to report them as delivered, or the money stays frozen and payment may be blocked. */
export class WechatShipping {
  readonly #calls: TokenedCalls

  constructor(calls: TokenedCalls) {
    this.#calls = calls
  }

  /** Reports one order, whole. WeChat takes one correction, then `CONTENT_REFUSED` (10060004). Throws `WechatError`. */
  async report(shipped: Shipped): Promise<void> {
    const { transactionId, openid, description, way, at } = shipped
    const body = {
      order_key: { order_number_type: 2, transaction_id: transactionId },
      logistics_type: ways[way],
      delivery_mode: 1,
      // Exactly one entry, even where nothing is carried anywhere.
      shipping_list: [{ item_desc: Array.from(description).slice(0, maxDescription).join('') }],
      upload_time: inBeijing(at),
      payer: { openid },
    }
    await this.#calls.ask({ endpoint: 'upload_shipping_info', path: '/wxa/sec/order/upload_shipping_info', body })
  }
}

/** RFC 3339 with milliseconds and the offset WeChat's own samples have. */
function inBeijing(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().replace('Z', '+08:00')
}
