import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db, rowsOf, type Tx } from '../db.js'
import { keyWithin } from '../keys.js'
import { Ledger } from '../ledger/ledger.service.js'
import { tierOf } from '../members/member-tier.rules.js'
import { Refusal } from '../refusal.js'
import { Stores } from '../stores/stores.service.js'
import { CLOCK, DB } from '../tokens.js'
import { BIZ_KEEP } from './facts.service.js'
import { ladderAt } from './ladder.rules.js'
import { measure } from './standing.rules.js'
import { Tiers } from './tiers.service.js'

/** Characters of a key of the ledger. */
const LEDGER_KEY = 80

/** Keeping a tier for points while the grace period runs. */
@Injectable()
export class BuyBacks {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(Tiers) private readonly tiers: Tiers,
  ) {}

  /**
   * Takes the points and keeps the tier until the next review, once in a grace period. A repeat of the request takes
   * nothing again. Refuses `tier.not_in_grace`, `points.insufficient`, `points.frozen`.
   */
  async keep(memberId: number, requestId: string): Promise<void> {
    const brand = await this.stores.brand()
    const key = keyWithin(LEDGER_KEY, `tier-keep:${memberId}:${requestId}`)
    await this.db.transaction(tx => this.write(tx, { memberId, brandId: brand.id, key }))
  }

  private async write(
    tx: Tx,
    { memberId, brandId, key }: { memberId: number; brandId: number; key: string },
  ): Promise<void> {
    const held = await this.tiers.hold(tx, memberId)
    const now = this.clock.now()
    const { ladder, version } = ladderAt(held.known.versions, now)
    const [paid] = await rowsOf<{ points: number }>(tx, 'SELECT points FROM journal WHERE idem_key = ?', [key])
    const { graceUntil, code } = held.standing
    if (!paid && (!graceUntil || ladder.buyBackPoints === null)) throw new Refusal('tier.not_in_grace')
    const points = paid?.points ?? ladder.buyBackPoints!
    const { name } = tierOf(ladder, code)
    const { journalId, posted } = await this.ledger.post(tx, {
      kind: 'SPEND',
      key,
      body: 'keep',
      memberId,
      brandId,
      storeId: null,
      operatorId: null,
      biz: { type: BIZ_KEEP, id: String(memberId) },
      occurredAt: now,
      explanation: { kind: 'SPEND', what: { zh: `保住${name.zh}`, en: `keeping ${name.en}` }, points },
      points,
    })
    if (!posted) return
    const sums = measure(held.standing, held.known, 'FACT', now)
    const change = { at: now, from: code, to: code, reason: 'BOUGHT_BACK' as const, version, sums, graceUntil: null }
    await this.tiers.change(tx, memberId, held, { ...change, journalId })
  }
}
