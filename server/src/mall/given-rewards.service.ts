import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Tx } from '../db.js'
import type { Ids } from '../ids.js'
import type { SideRow } from '../ledger/operation.rules.js'
import { CLOCK, IDS } from '../tokens.js'
import { RedemptionRows } from './redemption-rows.service.js'
import { REDEMPTION } from './rewards.rules.js'
import { Rewards } from './rewards.service.js'

/** Where an exchange came from that nobody made in the mall: won in a lottery, or taken together. */
export type GivenBy = 'DRAW' | 'GROUP'

/** A reward ready to be handed over inside somebody's transaction. */
export interface PreparedReward {
  id: number
  memberId: number
  code: string
  version: number
  definition: Awaited<ReturnType<Rewards['get']>>['definition']
  rows: SideRow[]
}

/**
 * Rewards that are handed over for other reasons than an exchange in the mall. Whoever gives them has a stock of its own:
 * neither the shelf's nor its limits are touched, and they cannot be given back.
 */
@Injectable()
export class GivenRewards {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Rewards) private readonly rewards: Rewards,
    @Inject(RedemptionRows) private readonly redemptions: RedemptionRows,
  ) {}

  /** Reads all that is needed. Of a duplicate key later on, prepare anew: a voucher's number may be somebody's. Refuses `record.not_found`. */
  async prepare(memberId: number, code: string, version?: number): Promise<PreparedReward> {
    const wanted = version ?? (await this.rewards.get(code)).row.version
    const { definition } = await this.rewards.version(code, wanted)
    const id = this.ids.next()
    const rows = await this.redemptions.voucherRows({ id, member_id: memberId }, definition)
    return { id, memberId, code, version: wanted, definition, rows }
  }

  /** Hands it over; `key` is unique for ever, at most 80 characters. Refuses what `CouponIssuing.issue` does. */
  async give(
    tx: Tx,
    { id, memberId, code, version, definition, rows }: PreparedReward,
    by: { source: GivenBy; key: string; hash: Buffer; points: number; journalId: number | null },
  ): Promise<void> {
    const row = {
      id,
      request_key: by.key,
      body_hash: by.hash,
      member_id: memberId,
      code,
      version,
      points: by.points,
      cash_fen: 0,
      state: REDEMPTION.DONE,
      hold_id: null,
      journal_id: by.journalId,
      payment_id: null,
      ordered_at: this.clock.now(),
      source: by.source,
    }
    await this.redemptions.write(tx, [...this.redemptions.ordered(row), ...rows, this.redemptions.stepRow(row, 'DONE')])
    await this.redemptions.giveCoupons(tx, row, definition)
  }
}
