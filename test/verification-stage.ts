/** A restaurant whose waiters take coupons and vouchers: what guests hold, and the phones that take it. */
import type { VerificationTerms } from '@huitou/shared/verifications'
import type { Changes } from './coupon-builders.js'
import { freshId, offerCoupon } from './coupon-stage.js'
import { redeem, TestMall } from './mall-builders.js'
import { openWorld, type TestMember, type World } from './world.js'

export type Waiter = Awaited<ReturnType<World['staff']>>
type Reward = Parameters<TestMall['publish']>[0]

export class VerificationStage {
  readonly waiter: Waiter
  readonly manager: Waiter

  private constructor(
    readonly world: World,
    readonly mall: TestMall,
    readonly storeId: number,
    people: { waiter: Waiter; manager: Waiter },
  ) {
    this.waiter = people.waiter
    this.manager = people.manager
  }

  static async open(): Promise<VerificationStage> {
    const world = await openWorld()
    const storeId = await world.store()
    const people = { waiter: await world.staff(storeId), manager: await world.staff(storeId, 'STORE_MANAGER') }
    return new VerificationStage(world, new TestMall(world), storeId, people)
  }

  /** A waiter of the same store who has done nothing yet. */
  colleague(): Promise<Waiter> {
    return this.world.staff(this.storeId)
  }

  /** A coupon in a member's wallet, as its page shows it. */
  async coupon(member: TestMember, changes: Changes = {}) {
    const batchId = await offerCoupon(this.mall, changes)
    const { id } = await member.call('POST /member/coupon-claims', { body: { requestId: freshId(), batchId } })
    const coupon = await member.call('GET /member/coupons/:id', { params: { id } })
    return { ...coupon, code: coupon.code! }
  }

  /** A voucher of a member who had just enough points for it. */
  async voucher(member: TestMember, changes: Reward = {}) {
    await this.world.bill({ memberId: member.id, paidFen: 10_000, storeId: this.storeId })
    const got = await redeem(member, await this.mall.publish(changes))
    return { ...got, code: got.voucher! }
  }

  /** A member code as it is read at this moment, scanned. */
  async scan(waiter: Waiter, member: TestMember): Promise<string> {
    const { codes } = await member.call('POST /member/codes')
    const scan = await waiter.call('POST /staff/scans', { body: { code: codes[0]!.qr } })
    if (scan.kind !== 'MEMBER') throw new Error(`scanned a ${scan.kind}`)
    return scan.scanId
  }

  look(waiter: Waiter, code: string, billFen?: number) {
    return waiter.call('POST /staff/verification-checks', { body: { code, ...(billFen ? { billFen } : {}) } })
  }

  verify(waiter: Waiter, code: string, more: { requestId?: string; quantity?: number; billFen?: number } = {}) {
    return waiter.call('POST /staff/verifications', { body: { requestId: freshId(), code, ...more } })
  }

  undo(waiter: Waiter, id: string, more: { requestId?: string; reason?: string } = {}) {
    const body = { requestId: freshId(), reason: '点错了', ...more }
    return waiter.call('POST /staff/verifications/:id/voids', { params: { id }, body })
  }

  /** Publishes other bounds, on top of those that hold. */
  async bound(changes: Partial<VerificationTerms>): Promise<void> {
    const admin = await this.world.operator('ADMIN')
    const { versions } = await admin.call('GET /console/verification-settings')
    const [{ version, terms }] = versions as [(typeof versions)[number]]
    const body = { requestId: freshId(), version, terms: { ...terms, ...changes }, reason: '测试' }
    await admin.call('POST /console/verification-settings/versions', { body })
  }
}
