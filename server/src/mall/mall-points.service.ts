import type { Text } from '@huitou/shared/basics'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { rowsOf, type Tx } from '../db.js'
import { Ledger } from '../ledger/ledger.service.js'
import { HOLD_STATUS, type SideRow } from '../ledger/operation.rules.js'
import { LedgerPolicies } from '../ledger/policies.service.js'
import { Stores } from '../stores/stores.service.js'
import { CLOCK } from '../tokens.js'
import { MallMembers } from './mall-members.service.js'

/** `biz_type` of journals of the mall. */
const BIZ_MALL = 50
/** How long points stay set aside for a payment: far longer than the payment itself, see `Payments`. */
const HOLD_MS = 2 * 86_400_000

/** What has to be known before a transaction begins. */
export interface Ground {
  brandId: number
  graceDays: number
  /** Restrictions of points that the reward meets at this moment. */
  honours: number[]
}

/** An amount of points of an exchange, under the key that names the operation for ever. */
export interface Amount {
  key: string
  memberId: number
  redemptionId: number
  points: number
  what: Text
  ground: Ground
  rows?: (journalId: number) => SideRow[]
}

/** The points of exchanges, all through the ledger. Every verb answers the id of its journal; refusals are those of `Ledger.post`. */
@Injectable()
export class MallPoints {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(LedgerPolicies) private readonly policies: LedgerPolicies,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(MallMembers) private readonly members: MallMembers,
  ) {}

  async ground(code: string): Promise<Ground> {
    const [brand, { graceDays }, honours] = await Promise.all([
      this.stores.brand(),
      this.policies.current(),
      this.members.honours(code),
    ])
    return { brandId: brand.id, graceDays, honours }
  }

  /** The member's turnstile. */
  lock(tx: Tx, memberId: number): Promise<void> {
    return this.ledger.lock(tx, memberId)
  }

  spend(tx: Tx, amount: Amount): Promise<number> {
    const { points, what, ground } = amount
    const explanation = { kind: 'SPEND' as const, what, points }
    return this.id(
      this.ledger.post(tx, {
        kind: 'SPEND',
        ...this.baseOf(amount),
        points,
        honours: ground.honours,
        explanation,
      }),
    )
  }

  hold(tx: Tx, amount: Amount): Promise<number> {
    const { points, what, ground } = amount
    return this.id(
      this.ledger.post(tx, {
        kind: 'HOLD',
        ...this.baseOf(amount),
        points,
        honours: ground.honours,
        expiresAt: new Date(this.clock.now().getTime() + HOLD_MS),
        graceDays: ground.graceDays,
        explanation: { kind: 'HOLD', what, points },
      }),
    )
  }

  capture(tx: Tx, amount: Amount, hold: number): Promise<number> {
    const { points, what } = amount
    const explanation = { kind: 'CAPTURE' as const, what, points }
    return this.id(this.ledger.post(tx, { kind: 'CAPTURE', ...this.baseOf(amount), hold, points, explanation }))
  }

  /** Lets a hold go; one whose time is over goes back by itself. */
  async release(tx: Tx, amount: Amount, hold: number, why: 'TIME_OUT' | 'CANCELLED'): Promise<void> {
    const [row] = await rowsOf<{ status: number; expires_at: Date }>(
      tx,
      'SELECT status, expires_at FROM hold WHERE id = ?',
      [hold],
    )
    if (row?.status !== HOLD_STATUS.OPEN || row.expires_at <= this.clock.now()) return
    const explanation = { kind: 'RELEASE' as const, why, points: amount.points }
    await this.ledger.post(tx, { kind: 'RELEASE', ...this.baseOf(amount), hold, explanation })
  }

  /** Gives all of a spend or capture back, to the lots that paid. */
  undo(tx: Tx, amount: Amount, reverses: number): Promise<number> {
    const { points, what, ground } = amount
    return this.id(
      this.ledger.post(tx, {
        kind: 'UNDO_SPEND',
        ...this.baseOf(amount),
        reverses,
        points,
        graceDays: ground.graceDays,
        explanation: { kind: 'UNDO_SPEND', what, points },
      }),
    )
  }

  private baseOf({ key, memberId, redemptionId, points, ground, rows }: Amount) {
    return {
      key,
      body: `${memberId}|${points}`,
      memberId,
      brandId: ground.brandId,
      storeId: null,
      operatorId: null,
      biz: { type: BIZ_MALL, id: String(redemptionId) },
      occurredAt: this.clock.now(),
      ...(rows ? { rows: ({ journalId }: { journalId: number }) => rows(journalId) } : {}),
    }
  }

  private async id(posting: Promise<{ journalId: number }>): Promise<number> {
    return (await posting).journalId
  }
}
