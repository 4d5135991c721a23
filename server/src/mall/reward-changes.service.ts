import { createHash } from 'node:crypto'
import type { RewardChanges, RewardChangesBody } from '@huitou/shared/reward-desk'
import { Inject, Injectable } from '@nestjs/common'
import type { Caller } from '../http.js'
import { Refusal } from '../refusal.js'
import { RewardDesk } from './reward-desk.service.js'
import { RewardReach } from './reward-reach.service.js'
import { Rewards } from './rewards.service.js'

/** The same done to many rewards. Each is a change of its own with its own line in the audit. */
@Injectable()
export class RewardBulk {
  constructor(
    @Inject(Rewards) private readonly rewards: Rewards,
    @Inject(RewardDesk) private readonly desk: RewardDesk,
    @Inject(RewardReach) private readonly reach: RewardReach,
  ) {}

  /** What was done to which, and why not to the others; the same request again changes nothing more. */
  async change(operator: Caller['operator'], { requestId, codes, change }: RewardChangesBody): Promise<RewardChanges> {
    const result: RewardChanges = { done: [], same: [], failed: [] }
    for (const code of codes) {
      try {
        const same = change.kind === 'SHELF' && (await this.isSo(code, change.onShelf))
        if (change.kind === 'STOCK') {
          const { by, reason } = change
          await this.desk.changeStock(operator, code, { requestId: ofOne(requestId, code), by, reason })
        } else if (!same) await this.desk.setShelf(operator, code, change.onShelf)
        ;(same ? result.same : result.done).push(code)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        result.failed.push({ code, refusal: error.code })
      }
    }
    this.reach.forget()
    return result
  }

  private async isSo(code: string, onShelf: boolean): Promise<boolean> {
    return ((await this.rewards.get(code)).row.on_shelf === 1) === onShelf
  }
}

/** The number of one part of a request: the same for the same reward, whatever others are asked for with it. */
function ofOne(requestId: string, code: string): string {
  return createHash('sha256').update(`${requestId}:${code}`).digest('hex').slice(0, 48)
}
