/** Orders of WeChat Pay with points on hold behind them, made and settled the way a feature that sells something does. */
import { Ledger } from '../server/src/ledger/ledger.service.js'
import { type PaymentRow, PaymentRows } from '../server/src/payments/payment-rows.service.js'
import { type NewPayment, Payments } from '../server/src/payments/payments.service.js'
import { Refusal } from '../server/src/refusal.js'
import { SettlementJobs } from '../server/src/settlements/settlements.jobs.js'
import { Settlements, type Taker } from '../server/src/settlements/settlements.service.js'
import * as make from './ledger-builders.js'
import type { TestMember, World } from './world.js'
import { DAY, MINUTE } from './world-basics.js'

export interface Sale {
  memberId: number
  points: number
  holdId: number
}

export interface Wanted extends Partial<NewPayment> {
  /** Points that are put on hold with the order. */
  points?: number
}

let refs = 0

/** Sells one thing for money and points: a counter to open orders at, and the taker that settles them. */
export class Counter implements Taker {
  readonly sales = new Map<number, Sale>()
  /** What became of orders, in the order of it. */
  readonly log: string[] = []

  constructor(private readonly world: World) {
    Object.assign(world.get(Settlements), { takerOf: () => this })
  }

  async identity(openid: string): Promise<number> {
    const [row] = await this.world.db.query<{ id: number }>('SELECT id FROM wechat_identity WHERE openid = ?', [openid])
    return row!.id
  }

  /** Points on hold and the order, in one transaction. The hold outlasts the order by far. */
  async open(payer: TestMember, { points = 0, ...wanted }: Wanted = {}): Promise<PaymentRow> {
    refs += 1
    const ref = `bill-${refs}`
    const identityId = await this.identity(payer.openid)
    const now = this.world.clock.now().getTime()
    return this.world.db.transaction(async tx => {
      const operation = make.hold(points, { memberId: payer.id, expiresAt: new Date(now + 2 * DAY) })
      const held = points > 0 ? await this.world.get(Ledger).post(tx, operation) : null
      const order = await this.world.get(Payments).open(tx, {
        purpose: 'TABLE_BILL',
        ref,
        memberId: payer.id,
        identityId,
        storeId: null,
        amountFen: 8850,
        description: '回头餐厅，A3 桌',
        expiresAt: new Date(now + 15 * MINUTE),
        ...wanted,
      })
      this.sales.set(order.id, { memberId: payer.id, points, holdId: held?.journalId ?? 0 })
      return order
    })
  }

  /** An order and the parameters to pay it with. */
  async ready(payer: TestMember, wanted: Wanted = {}) {
    const order = await this.open(payer, wanted)
    return { order, parameters: await this.world.get(Payments).prepay(order.id) }
  }

  /** An order its payer has paid; nobody here has heard of it yet. */
  async paid(payer: TestMember, wanted: Wanted = {}): Promise<PaymentRow> {
    const { order, parameters } = await this.ready(payer, wanted)
    this.world.pay.control.pay(parameters, payer.openid)
    return order
  }

  async take(order: PaymentRow): Promise<'TAKEN' | 'GIVE_BACK'> {
    const { memberId, points, holdId } = this.sales.get(order.id)!
    try {
      await this.world.db.transaction(async tx => {
        const ledger = this.world.get(Ledger)
        await ledger.lock(tx, memberId)
        if (!(await this.world.get(Payments).claim(tx, order.id))) return
        // The hold of a late order was let go: its points are taken anew, if they are still there.
        const key = `take:${order.id}`
        const operation = order.late
          ? make.spend(points, { memberId, key })
          : make.capture(holdId, points, { memberId, key })
        if (points > 0) await ledger.post(tx, operation)
        this.log.push(`taken ${order.id}`)
      })
      return 'TAKEN'
    } catch (error) {
      if (error instanceof Refusal && error.code === 'points.insufficient') return 'GIVE_BACK'
      throw error
    }
  }

  async release(order: PaymentRow): Promise<void> {
    const { memberId, points, holdId } = this.sales.get(order.id)!
    await this.world.db.transaction(async tx => {
      const ledger = this.world.get(Ledger)
      await ledger.lock(tx, memberId)
      if (!(await this.world.get(Payments).markClosed(tx, order.id, 'JOB'))) return
      if (points > 0) await ledger.post(tx, make.release(holdId, { memberId, key: `release:${order.id}` }))
      this.log.push(`released ${order.id}`)
    })
  }

  /** The order as it stands now. */
  now(order: PaymentRow): Promise<PaymentRow> {
    return this.world.get(PaymentRows).get(order.id)
  }

  /** What happened to it, in the order of the alphabet. */
  async steps(order: PaymentRow): Promise<string[]> {
    const sql = 'SELECT step, heard FROM payment_step WHERE order_id = ? ORDER BY step'
    const rows = await this.world.db.query<{ step: string; heard: string }>(sql, [order.id])
    return rows.map(({ step, heard }) => `${step} ${heard}`)
  }

  /** Time passes, then the worker takes a turn. */
  async later(minutes: number): Promise<void> {
    this.world.clock.advance(minutes * MINUTE)
    await this.world.get(SettlementJobs).turn()
  }
}
