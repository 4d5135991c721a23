import type { RewardDefinition } from '@huitou/shared/mall'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db, isDuplicate, type Tx } from '../db.js'
import type { SideRow } from '../ledger/operation.rules.js'
import { type PaymentRow, PaymentRows } from '../payments/payment-rows.service.js'
import { STATE } from '../payments/payments.rules.js'
import { Payments } from '../payments/payments.service.js'
import { shippingDue } from '../payments/shippings.rules.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { whatOf } from './mall.texts.js'
import { type Amount, type Ground, MallPoints } from './mall-points.service.js'
import { Redeeming } from './redeeming.service.js'
import { type RedemptionRow, RedemptionRows } from './redemption-rows.service.js'
import { REDEMPTION } from './rewards.rules.js'
import { type Reward, Rewards } from './rewards.service.js'

const TRIES = 5
/** Whatever cannot be had any more is paid back; anything else is a bug, or is tried again. */
const GONE = /^(points|hold|reward|coupon)\./

interface Handing {
  order: PaymentRow
  reward: Reward
  vouchers: SideRow[]
  ground: Ground
  /** Pays with points that are not set aside: they never were for this, or went back meanwhile. */
  anew: boolean
}

/** Rewards that take cash: handed over when the money is there, let go when it does not come. */
@Injectable()
export class RewardTaker {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(MallPoints) private readonly points: MallPoints,
    @Inject(PaymentRows) private readonly paymentRows: PaymentRows,
    @Inject(Payments) private readonly payments: Payments,
    @Inject(Rewards) private readonly rewards: Rewards,
    @Inject(RedemptionRows) private readonly rows: RedemptionRows,
    @Inject(Redeeming) private readonly redeeming: Redeeming,
  ) {}

  /**
   * The money is there: points that were set aside go out, and the voucher or the coupons come. For a late one points and
   * stock are taken anew. GIVE_BACK when that cannot be: then nothing is taken and nothing stays set aside.
   */
  async take(order: PaymentRow): Promise<'TAKEN' | 'GIVE_BACK'> {
    try {
      await this.hand(order, false).catch(error => {
        // The hold outlasts the order by far, and yet: points that went back are taken again, if they are there.
        if (error instanceof Refusal && error.code === 'hold.closed') return this.hand(order, true)
        throw error
      })
      return 'TAKEN'
    } catch (error) {
      if (!(error instanceof Refusal) || !GONE.test(error.code)) throw error
    }
    const going = await this.going(order)
    await this.db.transaction(async tx => {
      await this.points.lock(tx, order.member_id as number)
      await this.letGo(tx, await this.rows.lock(tx, Number(order.ref)), { ...going, by: 'JOB' })
    })
    return 'GIVE_BACK'
  }

  /** The money will not come: points and stock go back. */
  async release(order: PaymentRow): Promise<void> {
    await this.releaseBy(order, 'JOB')
  }

  /**
   * Its member calls it off. WeChat Pay closes first: as long as it has not, somebody may be paying on another phone.
   * Refuses `redemption.paid`, `pay.unavailable`: then nothing has changed.
   */
  async callOff(row: RedemptionRow): Promise<void> {
    const order = await this.paymentRows.get(row.payment_id as number)
    if (order.state === STATE.PAID) throw new Refusal('redemption.paid')
    if (order.state === STATE.OPEN) {
      const became = await this.payments.closeThere(order)
      if (became === 'PAID') throw new Refusal('redemption.paid')
      if (became === 'UNKNOWN') throw new Refusal('pay.unavailable')
    }
    if (await this.releaseBy(order, 'MEMBER')) return
    const now = await this.rows.get(row.id)
    if (now.state === REDEMPTION.PAYING) throw new Refusal('redemption.paid')
  }

  /** The order of the payment behind an exchange; null where nothing but points paid. */
  async orderOf(row: Pick<RedemptionRow, 'payment_id'>): Promise<PaymentRow | null> {
    return row.payment_id ? this.paymentRows.get(row.payment_id) : null
  }

  /** False when the order was not open any more. */
  private async releaseBy(order: PaymentRow, by: 'JOB' | 'MEMBER'): Promise<boolean> {
    const going = await this.going(order)
    return this.db.transaction(async tx => {
      await this.points.lock(tx, order.member_id as number)
      if (!(await this.payments.markClosed(tx, order.id, by))) return false
      await this.letGo(tx, await this.rows.lock(tx, Number(order.ref)), { ...going, by })
      return true
    })
  }

  private async going(order: PaymentRow): Promise<Pick<Handing, 'ground'> & { reward: Pick<Reward, 'definition'> }> {
    const row = await this.rows.get(Number(order.ref))
    const [reward, ground] = await Promise.all([
      this.rewards.version(row.code, row.version),
      this.points.ground(row.code),
    ])
    return { reward, ground }
  }

  private async hand(order: PaymentRow, anew: boolean): Promise<void> {
    const row = await this.rows.get(Number(order.ref))
    const [{ definition }, { row: shelf }, ground] = await Promise.all([
      this.rewards.version(row.code, row.version),
      this.rewards.get(row.code),
      this.points.ground(row.code),
    ])
    const reward = { row: shelf, definition }
    for (let attempt = 1; ; attempt += 1) {
      const vouchers = await this.rows.voucherRows(row, definition)
      const handing = { order, reward, vouchers, ground, anew }
      try {
        return await this.db.transaction(tx => this.write(tx, row.id, handing))
      } catch (error) {
        if (!isDuplicate(error) || attempt >= TRIES) throw error
      }
    }
  }

  private async write(tx: Tx, id: number, handing: Handing): Promise<void> {
    const { order, reward, vouchers } = handing
    await this.points.lock(tx, order.member_id as number)
    if (!(await this.payments.claim(tx, order.id))) return
    const row = await this.rows.lock(tx, id)
    const isLate = row.state === REDEMPTION.CANCELLED
    if (isLate) await this.redeeming.assertRoom(tx, row.member_id, reward)
    const journalId = row.points > 0 ? await this.pay(tx, row, { ...handing, anew: handing.anew || isLate }) : null
    await this.rows.move(tx, row, { state: REDEMPTION.DONE, journal_id: journalId, ended_at: null })
    const shipping = shippingDue(order.id, wayOf(reward.definition), this.clock.now())
    await this.rows.write(tx, [...vouchers, this.rows.stepRow(row, 'DONE'), shipping])
    await this.rows.giveCoupons(tx, row, reward.definition)
    if (isLate) await this.rewards.takePaid(tx, row.code)
  }

  private pay(tx: Tx, row: RedemptionRow, { reward, ground, anew }: Handing): Promise<number> {
    const key = anew ? `mall-anew:${row.id}` : `mall-take:${row.id}`
    const amount = amountOf(row, { key, reward, ground })
    return anew ? this.points.spend(tx, amount) : this.points.capture(tx, amount, row.hold_id as number)
  }

  /** Points and stock of an exchange that waits for its money go back; one that waits no more is left alone. */
  private async letGo(
    tx: Tx,
    row: RedemptionRow,
    { reward, ground, by }: Awaited<ReturnType<RewardTaker['going']>> & { by: 'JOB' | 'MEMBER' },
  ): Promise<void> {
    if (row.state !== REDEMPTION.PAYING) return
    const amount = amountOf(row, { key: `mall-free:${row.id}`, reward, ground })
    if (row.hold_id) await this.points.release(tx, amount, row.hold_id, by === 'JOB' ? 'TIME_OUT' : 'CANCELLED')
    await this.rows.move(tx, row, { state: REDEMPTION.CANCELLED, ended_at: this.clock.now() })
    await this.rows.write(tx, [this.rows.stepRow(row, 'CANCELLED', by === 'JOB' ? 'system' : undefined)])
    await this.rewards.putBack(tx, row.code)
  }
}

/** Dishes and things are taken at the counter; coupons are in the wallet at once. */
function wayOf({ gift }: RewardDefinition): 'DIGITAL' | 'PICK_UP' {
  return gift.type === 'COUPON' || gift.type === 'PACK' ? 'DIGITAL' : 'PICK_UP'
}

/** The points of an exchange, for the ledger. */
export function amountOf(
  row: RedemptionRow,
  { key, reward, ground }: { key: string; reward: Pick<Reward, 'definition'>; ground: Ground },
): Amount {
  const { id, member_id, points } = row
  return { key, memberId: member_id, redemptionId: id, points, what: whatOf(reward.definition), ground }
}
