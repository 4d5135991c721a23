import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { OrderBook } from './order-book.js'

const moment = z.coerce.date()
const Kept = z.object({
  version: z.literal(1),
  orders: z.array(
    z.object({
      outTradeNo: z.string(),
      request: z.string(),
      openid: z.string(),
      amountFen: z.int(),
      description: z.string(),
      attach: z.string().optional(),
      notifyUrl: z.string(),
      expiresAt: moment,
      prepays: z.array(z.object({ id: z.string(), until: moment })),
      state: z.enum(['NOTPAY', 'SUCCESS', 'CLOSED', 'REFUND']),
      transactionId: z.string().optional(),
      paidAt: moment.optional(),
    }),
  ),
  refunds: z.array(
    z.object({
      refundId: z.string(),
      outRefundNo: z.string(),
      outTradeNo: z.string(),
      amountFen: z.int(),
      reason: z.string(),
      notifyUrl: z.string().optional(),
      createdAt: moment,
      status: z.enum(['PROCESSING', 'SUCCESS', 'ABNORMAL', 'CLOSED']),
      endedAt: moment.optional(),
    }),
  ),
})

const saveAfterMs = 300

/** Money that was paid stays paid over a restart of the demo: a server's books would otherwise disagree with every bill. */
export class OrderFile {
  readonly #orders: OrderBook
  readonly #path: string
  #written = ''
  #timer: NodeJS.Timeout | undefined

  constructor(orders: OrderBook, path: string) {
    this.#orders = orders
    this.#path = path
    const text = readOrNull(path)
    if (text !== null) this.#recall(text)
  }

  /** Something may have changed: it is written within a moment. */
  touch(): void {
    this.#timer ??= setTimeout(() => this.flush(), saveAfterMs).unref()
  }

  /** Writes now. A failure is said, not thrown: the next change tries again. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const refunds = this.#orders.refunds().map(({ order, ...refund }) => ({ ...refund, outTradeNo: order.outTradeNo }))
    const text = JSON.stringify({ version: 1, orders: this.#orders.all(), refunds })
    if (text === this.#written) return
    try {
      mkdirSync(dirname(this.#path), { recursive: true })
      writeFileSync(`${this.#path}.next`, text, { mode: 0o600 })
      renameSync(`${this.#path}.next`, this.#path)
      this.#written = text
    } catch {
      console.error(`the WeChat Pay simulator cannot write its orders to ${this.#path}`)
    }
  }

  #recall(text: string): void {
    const kept = Kept.parse(JSON.parse(text))
    for (const { attach, transactionId, paidAt, ...order } of kept.orders) {
      this.#orders.recall({ ...order, attach, transactionId, paidAt })
    }
    for (const { outTradeNo, notifyUrl, endedAt, ...refund } of kept.refunds) {
      const order = this.#orders.find(outTradeNo)
      if (order) this.#orders.recallRefund({ ...refund, order, notifyUrl, endedAt })
    }
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
