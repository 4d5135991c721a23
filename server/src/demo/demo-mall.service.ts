import { Inject, Injectable } from '@nestjs/common'
import { RewardDesk } from '../mall/reward-desk.service.js'
import { Rewards } from '../mall/rewards.service.js'
import { DEMO_REWARDS } from './mall.rules.js'

const BY = { id: 0, username: 'demo', name: '演示', role: 'MARKETER', storeId: null }

/** Fills the shelf of the demonstration, through the same path as a marketer. */
@Injectable()
export class DemoMall {
  constructor(
    @Inject(Rewards) private readonly rewards: Rewards,
    @Inject(RewardDesk) private readonly desk: RewardDesk,
  ) {}

  /** Publishes what is not there yet; what somebody has changed since stays as it is. */
  async ensure(): Promise<void> {
    const known = new Set((await this.rewards.all()).map(({ row }) => row.code))
    for (const { code, stock, definition } of DEMO_REWARDS.filter(one => !known.has(one.code))) {
      const fresh = { stock, onShelf: true }
      const requestId = `demo-reward-${code}`
      await this.desk.publish(BY, { requestId, code, onTopOf: 0, fresh, definition, reason: '开业上架' })
    }
  }
}
