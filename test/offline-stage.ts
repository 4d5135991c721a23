/** A store whose phones lose the network: tokens that diners take along, kits, and what is handed in afterwards. */
import type { OfflineItem } from '@huitou/shared/offline'
import { expect } from '@jest/globals'
import { freshId } from './coupon-stage.js'
import { VerificationStage, type Waiter } from './verification-stage.js'
import type { TestMember } from './world.js'
import { MINUTE } from './world-basics.js'

export const DEVICE = 'device-of-li-01'

export class OfflineStage {
  ana!: TestMember
  li!: Waiter
  /** Every test begins twenty minutes after the one before: a clock that goes back would meet things of the future. */
  noon = new Date('2026-11-23T04:30:00.000Z')

  private constructor(readonly stage: VerificationStage) {}

  static async open(): Promise<OfflineStage> {
    return new OfflineStage(await VerificationStage.open())
  }

  /** Another moment, another guest, another waiter. */
  async begin(): Promise<void> {
    const { clock } = this.stage.world
    this.noon = new Date(Math.max(this.noon.getTime(), clock.now().getTime()) + 20 * MINUTE)
    clock.set(this.noon)
    this.ana = await this.stage.world.member({ nickname: '安娜' })
    this.li = await this.stage.colleague()
  }

  async close(): Promise<void> {
    expect(await this.stage.world.books()).toEqual({})
    await this.stage.world.close()
  }

  later(ms: number): string {
    return new Date(this.stage.world.clock.now().getTime() + ms).toISOString()
  }

  async tokensOf(member: TestMember): Promise<string[]> {
    return (await member.call('GET /member/offline-tokens')).items.map(one => one.token)
  }

  async voucherToken(member: TestMember, changes = {}) {
    const voucher = await this.stage.voucher(member, changes)
    const { items } = await member.call('GET /member/offline-tokens')
    return { ...voucher, token: items.find(one => one.redemptionId === voucher.id)!.token }
  }

  item(seq: number, token: string, more: Partial<OfflineItem> = {}): OfflineItem {
    return { seq, requestId: freshId(), token, acceptedAt: this.later(0), quantity: 1, ...more }
  }

  sync(waiter: Waiter, items: OfflineItem[], deviceId = DEVICE) {
    return waiter.call('POST /staff/offline-verifications', { body: { deviceId, items } })
  }

  kitOf(waiter: Waiter) {
    return waiter.call('GET /staff/offline-kit', { query: {} })
  }
}
