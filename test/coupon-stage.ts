/** Coupons that are out: a definition is published, and a batch of it is there to be taken, locked, used and passed on. */
import { randomBytes } from 'node:crypto'
import type { Call } from '@huitou/shared/client'
import { CouponLife, type LockOrder } from '../server/src/coupons/coupon-life.service.js'
import type { Actor } from '../server/src/coupons/coupon-rows.service.js'
import type { Input } from '../server/src/http.js'
import { Products } from '../server/src/purchases/products.service.js'
import { type Changes, definition } from './coupon-builders.js'
import { openWorld, type TestMember, type TestOperator, type World } from './world.js'
import { MINUTE } from './world-basics.js'

type BatchBody = Input<'POST /console/coupon-batches'>['body']
type Caller = { call: Call }

export const freshId = () => randomBytes(9).toString('hex')

/** Publishes a coupon; answers its code. */
export async function publishCoupon(marketer: Caller, changes: Changes = {}, code = `C${freshId()}`): Promise<string> {
  const body = { requestId: freshId(), code, definition: definition(changes), reason: '开业活动' }
  await marketer.call('POST /console/coupons', { body })
  return code
}

/** Opens a batch of a published coupon for everybody; answers the batch. */
export async function openBatch(marketer: Caller, code: string, more: Partial<BatchBody> = {}): Promise<string> {
  const plain = { name: '第一批', source: 'CLAIM' as const, stock: 100, perMember: 1, from: null, until: null }
  const body = { requestId: freshId(), code, ...plain, ...more }
  return (await marketer.call('POST /console/coupon-batches', { body })).id
}

/** Publishes a coupon and opens a batch of it for everybody; answers the batch. */
export async function offerCoupon(
  marketer: Caller,
  changes: Changes = {},
  more: Partial<BatchBody> = {},
): Promise<string> {
  return openBatch(marketer, await publishCoupon(marketer, changes), more)
}

/** A dish of the menu of a store's brand, by its name; answers its id as coupons name it. */
export async function dishOf(world: World, storeId: number, name: string): Promise<string> {
  const [store] = await world.db.query<{ brand_id: number }>('SELECT brand_id FROM store WHERE id = ?', [storeId])
  return String(await world.get(Products).idOf(store!.brand_id, { name, key: name }))
}

/** A store, and a marketer who gives coupons out. */
export class CouponStage {
  admin!: TestOperator
  readonly li: Actor = { kind: 'STAFF', name: '小李 · 0012', storeId: null }

  private constructor(
    readonly world: World,
    readonly storeId: number,
  ) {}

  static async open(): Promise<CouponStage> {
    const world = await openWorld()
    return new CouponStage(world, await world.store())
  }

  /** Before a test: the clock stands where it stood, and there are two members who have nothing yet. */
  async begin(): Promise<{ ana: TestMember; bo: TestMember }> {
    this.world.clock.set('2026-11-23T04:30:00.000Z')
    await this.signIn()
    return { ana: await this.world.member({ nickname: '安娜' }), bo: await this.world.member({ nickname: '波' }) }
  }

  /** The marketer's session, which ends with the day. */
  async signIn(): Promise<void> {
    this.admin = await this.world.operator('MARKETER')
  }

  coupon(changes: Changes = {}, code?: string): Promise<string> {
    return publishCoupon(this.admin, changes, code)
  }

  batch(changes: Changes = {}, more: Partial<BatchBody> = {}): Promise<string> {
    return offerCoupon(this.admin, changes, more)
  }

  async batchOf(batchId: string) {
    const { items } = await this.admin.call('GET /console/coupon-batches', { query: { limit: 100 } })
    return items.find(one => one.id === batchId)!
  }

  claim(member: TestMember, batchId: string, requestId = freshId()) {
    return member.call('POST /member/coupon-claims', { body: { requestId, batchId } })
  }

  wallet(member: TestMember, tab?: 'USABLE' | 'EXPIRING' | 'USED' | 'ENDED') {
    return member.call('GET /member/coupons', { query: { tab } })
  }

  look(member: TestMember, couponId: string) {
    return member.call('GET /member/coupons/:id', { params: { id: couponId } })
  }

  /** Locked for ten minutes by a checkout, unless the test says otherwise. */
  lock(couponId: string, more: Partial<LockOrder> = {}) {
    const until = new Date(this.world.clock.now().getTime() + 10 * MINUTE)
    const plain = { key: 'checkout:1', memberId: null, purpose: 'CHECKOUT' as const, until, by: this.li }
    const order: LockOrder = { ...plain, couponIds: [Number(couponId)], ...more }
    return this.world.db.transaction(tx => this.world.get(CouponLife).lock(tx, order))
  }

  use(couponId: string, key: string, { lockKey = key, offFen = 2_000 }: { lockKey?: string; offFen?: number } = {}) {
    const order = { key, lockKey, coupons: [{ id: Number(couponId), offFen }], storeId: this.storeId, by: this.li }
    return this.world.db.transaction(tx => this.world.get(CouponLife).use(tx, order))
  }

  /** What became of a coupon, step by step. */
  async steps(couponId: string): Promise<string[]> {
    const sql = 'SELECT kind FROM coupon_step WHERE coupon_id = ? ORDER BY seq'
    return (await this.world.db.query<{ kind: string }>(sql, [couponId])).map(row => row.kind)
  }
}
