import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db } from '../db.js'
import { BalanceReader } from '../ledger/balances.service.js'
import { Outbox } from '../messages/outbox.service.js'
import { CLOCK, DB } from '../tokens.js'
import { nameOf } from './mall.texts.js'
import { MallMembers } from './mall-members.service.js'
import { barOf, priceFor } from './rewards.rules.js'
import { type Reward, Rewards } from './rewards.service.js'

/** Wishes looked at in a turn; where there are more, the next turn goes on behind the last one. */
const TURN = 500

interface Wish {
  code: string
  member_id: number
  id: number
}

/** Tells members once that what they asked for can be had: it is there, they may have it, and their points are enough. */
@Injectable()
export class RewardWishes {
  private after = 0

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(BalanceReader) private readonly balances: BalanceReader,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Rewards) private readonly rewards: Rewards,
    @Inject(MallMembers) private readonly mallMembers: MallMembers,
  ) {}

  /** One turn. Answers how many were told. */
  async run(): Promise<{ wishesTold: number }> {
    const sql = `SELECT code, member_id, id FROM reward_wish WHERE id > ? ORDER BY id LIMIT ${TURN}`
    const wishes = await this.db.query<Wish>(sql, [this.after])
    this.after = wishes.length < TURN ? 0 : wishes.at(-1)!.id
    if (wishes.length === 0) return { wishesTold: 0 }
    const shelf = new Map((await this.rewards.onShelf()).map(reward => [reward.row.code, reward]))
    const points = await this.balances.availableOf([...new Set(wishes.map(wish => wish.member_id))])
    let wishesTold = 0
    for (const wish of wishes) {
      const reward = shelf.get(wish.code)
      if (!reward || reward.row.left_count < 1) continue
      const price = await this.priceIfOpen(wish, reward, points.get(wish.member_id) ?? 0)
      if (price !== null && (await this.tell(wish, reward, price))) wishesTold += 1
    }
    return { wishesTold }
  }

  private async priceIfOpen({ member_id, code }: Wish, { row, definition }: Reward, available: number) {
    const traits = await this.mallMembers.of(member_id)
    const { points } = priceFor(definition, traits)
    if (points > available) return null
    const had = (await this.mallMembers.had(member_id, [code]))(code)
    const bar = barOf(definition, { left: row.left_count }, { traits, had }, this.clock.now())
    return bar === null ? points : null
  }

  /** The wish goes with the message: two workers tell it once. */
  private tell({ code, member_id, id }: Wish, { definition }: Reward, points: number): Promise<boolean> {
    return this.db.transaction(async tx => {
      const sql = 'DELETE FROM reward_wish WHERE code = ? AND member_id = ? AND id = ?'
      if ((await change(tx, sql, [code, member_id, id])) !== 1) return false
      await this.outbox.enqueue(tx, [
        {
          memberId: member_id,
          kind: 'REWARD_READY',
          occurrence: `wish:${id}`,
          data: { reward: nameOf(definition).zh, points },
          worthFen: definition.worthFen ?? 0,
          dueAt: this.clock.now(),
        },
      ])
      return true
    })
  }
}
