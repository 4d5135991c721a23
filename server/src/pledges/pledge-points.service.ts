import type { GroupDefinition } from '@huitou/shared/pledges'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { rowsOf, type Tx } from '../db.js'
import { Ledger } from '../ledger/ledger.service.js'
import { HOLD_STATUS } from '../ledger/operation.rules.js'
import { type Ground, MallPoints } from '../mall/mall-points.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK } from '../tokens.js'
import { togetherFor } from './pledges.texts.js'

/** `biz_type` of journals of group redemption. */
const BIZ_PLEDGE = 71
/** How much longer than its group a hold stays: nobody's points slip away while no worker runs. */
const MARGIN_MS = 14 * 86_400_000

/** An amount of a pledge, under the key that names the operation for ever. */
export interface PledgeAmount {
  key: string
  memberId: number
  groupId: number
  points: number
  definition: Pick<GroupDefinition, 'name'>
  ground: Ground
}

/** The points of pledges, all through the ledger. Every verb answers the id of its journal; refusals are those of `Ledger.post`. */
@Injectable()
export class PledgePoints {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(MallPoints) private readonly mall: MallPoints,
  ) {}

  ground(rewardCode: string): Promise<Ground> {
    return this.mall.ground(rewardCode)
  }

  /** The member's turnstile. */
  lock(tx: Tx, memberId: number): Promise<void> {
    return this.ledger.lock(tx, memberId)
  }

  async hold(tx: Tx, amount: PledgeAmount, endsAt: Date): Promise<number> {
    const { points, definition, ground } = amount
    const { journalId } = await this.ledger.post(tx, {
      kind: 'HOLD',
      ...this.baseOf(amount),
      points,
      honours: ground.honours,
      expiresAt: new Date(endsAt.getTime() + MARGIN_MS),
      graceDays: ground.graceDays,
      explanation: { kind: 'HOLD', what: { ...togetherFor(definition) }, points },
    })
    return journalId
  }

  /** What was set aside is used; points that went back meanwhile are taken anew. Refuses `points.*` when they are gone. */
  async use(tx: Tx, amount: PledgeAmount, hold: number): Promise<number> {
    const { points, definition, ground, key } = amount
    const what = { ...togetherFor(definition) }
    if (await this.isOpen(tx, hold)) {
      const explanation = { kind: 'CAPTURE' as const, what, points }
      const capture = { kind: 'CAPTURE' as const, ...this.baseOf(amount), hold, points, explanation }
      return (await this.ledger.post(tx, capture)).journalId
    }
    const explanation = { kind: 'SPEND' as const, what, points }
    const base = this.baseOf({ ...amount, key: `${key}:anew` })
    const spend = { kind: 'SPEND' as const, ...base, points, honours: ground.honours, explanation }
    return (await this.ledger.post(tx, spend)).journalId
  }

  /** What was set aside goes back; null for a hold whose own time was over: it went back by itself. */
  async release(tx: Tx, amount: PledgeAmount, hold: number, why: 'GROUP' | 'CANCELLED'): Promise<number | null> {
    if (!(await this.isOpen(tx, hold))) return null
    const explanation = { kind: 'RELEASE' as const, why, points: amount.points }
    const release = { kind: 'RELEASE' as const, ...this.baseOf(amount), hold, explanation }
    return (await this.ledger.post(tx, release)).journalId
  }

  private async isOpen(tx: Tx, hold: number): Promise<boolean> {
    const [row] = await rowsOf<{ status: number; expires_at: Date }>(
      tx,
      'SELECT status, expires_at FROM hold WHERE id = ?',
      [hold],
    )
    if (!row) throw new Refusal('record.not_found')
    return row.status === HOLD_STATUS.OPEN && row.expires_at > this.clock.now()
  }

  private baseOf({ key, memberId, groupId, points, ground }: PledgeAmount) {
    return {
      key,
      body: `${memberId}|${points}`,
      memberId,
      brandId: ground.brandId,
      storeId: null,
      operatorId: null,
      biz: { type: BIZ_PLEDGE, id: String(groupId) },
      occurredAt: this.clock.now(),
    }
  }
}
