/** Rewards with defaults, so that a test names only what it is about. */

import type { Call } from '@huitou/shared/client'
import type { RedemptionDetail, RewardDefinition } from '@huitou/shared/mall'
import { draw } from './stress/aim.js'
import type { TestMember, TestOperator, World } from './world.js'
import { Refused } from './world-basics.js'

/** A plate of cold noodles for 100 points, for everybody, good for 30 days in every store; it may be given back. */
export function reward(changes: Partial<RewardDefinition> = {}): RewardDefinition {
  return {
    name: { zh: '鸡丝凉面', en: 'Cold noodles' },
    note: { zh: '', en: '' },
    gift: { type: 'DISH' },
    category: 'DISH',
    points: 100,
    cashFen: 0,
    tierPrices: [],
    lowestTier: null,
    limits: { total: null, perMonth: null },
    window: { from: null, until: null },
    birthdayMonth: false,
    stores: null,
    validDays: 30,
    refundable: true,
    worthFen: 2_800,
    costFen: 900,
    alertAt: 0,
    sort: 10,
    ...changes,
  }
}

/** A mall to be filled: a marketer who publishes, and signs in again when the test has let the day pass. */
export class TestMall {
  private marketer: TestOperator | null = null

  constructor(private readonly world: World) {}

  readonly call: Call = (async (route: never, request: never) => {
    this.marketer ??= await this.world.operator('MARKETER')
    try {
      return await this.marketer.call(route, request)
    } catch (error) {
      if (!(error instanceof Refused) || error.body.code !== 'session.expired') throw error
      this.marketer = await this.world.operator('MARKETER')
      return this.marketer.call(route, request)
    }
  }) as unknown as Call

  /** Publishes a reward, on the shelf, and answers its code. */
  async publish(changes: Partial<RewardDefinition> = {}, stock = 10): Promise<string> {
    const code = draw('REWARD-')
    const body = {
      code,
      definition: reward(changes),
      stock,
      onShelf: true,
      requestId: draw('publish-'),
      reason: '上新',
    }
    await this.call('POST /console/rewards', { body })
    return code
  }

  async points(member: TestMember): Promise<number> {
    return (await member.call('GET /member/card')).balances.available
  }

  async stock(code: string): Promise<{ stock: number; left: number }> {
    const [row] = await this.world.db.query<{ stock: number; left: number }>(
      'SELECT stock, left_count AS `left` FROM reward WHERE code = ?',
      [code],
    )
    return row!
  }
}

/** An exchange as a phone asks for it. */
export function redeem(
  member: TestMember,
  code: string,
  more: { points?: number; cashFen?: number; requestId?: string } = {},
): Promise<RedemptionDetail> {
  const body = { requestId: draw('redeem-request-'), points: 100, cashFen: 0, ...more, code }
  return member.call('POST /mall/redemptions', { body })
}
