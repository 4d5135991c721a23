import { createHash } from 'node:crypto'
import { filterOf, MAX_REVOKED, type OfflineFilter } from '@huitou/shared/offline-filter'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { BATCH, STATUS } from '../coupons/state.rules.js'
import type { Db } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import { VOUCHER } from '../mall/vouchers.rules.js'
import { OfflineKeys } from '../members/offline-keys.service.js'
import { Stores } from '../stores/stores.service.js'
import { CLOCK, DB } from '../tokens.js'
import { KIT_MS } from './offline.rules.js'
import { VerificationSettings } from './verification-settings.service.js'

interface Revoked {
  code: string
  live_until: Date
}

interface Held {
  filter: OfflineFilter
  version: string
  /** Tokens that end by then are not covered; null where all are. */
  tokensEndAfter: Date | null
}

/** Made at most so often in a process, however many phones ask. */
const MADE_EVERY_MS = 10_000

/** What a waiter's phone takes along to accept codes with no network. */
@Injectable()
export class OfflineKit {
  private held: { value: Promise<Held>; until: number } | null = null

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(OfflineKeys) private readonly keys: OfflineKeys,
    @Inject(VerificationSettings) private readonly settings: VerificationSettings,
  ) {}

  /** The filter is left out where the phone names the version it has. */
  async of(
    staff: Caller['staff'],
    query: Input<'GET /staff/offline-kit'>['query'],
  ): Promise<Reply<'GET /staff/offline-kit'>> {
    const now = this.clock.now()
    const [terms, store, keys, held] = await Promise.all([
      this.settings.current(),
      this.stores.get(staff.storeId),
      this.keys.publicHalves(),
      this.filter(now),
    ])
    const { enabled, perHourCount, perHourWorthFen, perItemWorthFen } = terms.offline
    return {
      enabled,
      serverTime: now.toISOString(),
      goodUntil: new Date(now.getTime() + KIT_MS).toISOString(),
      store: { id: String(store.id), name: store.name },
      staffNo: staff.staffNo,
      keys,
      filterVersion: held.version,
      filter: query.filter === held.version ? null : held.filter,
      tokensEndAfter: held.tokensEndAfter?.toISOString() ?? null,
      allowance: { perHourCount, perHourWorthFen, perItemWorthFen },
    }
  }

  private filter(now: Date): Promise<Held> {
    if (this.held && this.held.until > now.getTime() && this.held.until - MADE_EVERY_MS <= now.getTime())
      return this.held.value
    const held = { value: this.make(now), until: now.getTime() + MADE_EVERY_MS }
    this.held = held
    // A failure is not kept for those who ask next.
    held.value.catch(() => {
      if (this.held === held) this.held = null
    })
    return held.value
  }

  private async make(now: Date): Promise<Held> {
    const revoked = [...(await this.coupons(now)), ...(await this.vouchers(now))].sort(
      (one, other) => other.live_until.getTime() - one.live_until.getTime(),
    )
    const beyond = revoked[MAX_REVOKED]
    const filter = filterOf(revoked.slice(0, MAX_REVOKED).map(({ code }) => code))
    const version = createHash('sha256')
      .update(filter.bits)
      .update(String(filter.size))
      .digest('base64url')
      .slice(0, 16)
    return { filter, version, tokensEndAfter: beyond ? beyond.live_until : null }
  }

  /** Used, called back, set aside; or given to a friend, who has it under another code. */
  private coupons(now: Date): Promise<Revoked[]> {
    const { LOCKED, USED, RECALLED } = STATUS
    const sql = `SELECT i.code, i.live_until FROM offline_issue i LEFT JOIN coupon c ON c.code = i.code LEFT JOIN coupon_batch b ON b.id = c.batch_id
      WHERE i.live_until > ? AND i.code LIKE '6%'
        AND (c.id IS NULL OR c.status IN (${USED}, ${RECALLED}) OR b.state = ${BATCH.RECALLED} OR (c.status = ${LOCKED} AND c.lock_until > ?))
      ORDER BY i.live_until DESC LIMIT ${MAX_REVOKED + 1}`
    return this.db.query<Revoked>(sql, [now, now])
  }

  private vouchers(now: Date): Promise<Revoked[]> {
    const sql = `SELECT i.code, i.live_until FROM offline_issue i LEFT JOIN voucher v ON v.code = i.code
      WHERE i.live_until > ? AND i.code LIKE '7%' AND (v.id IS NULL OR v.status <> ${VOUCHER.READY})
      ORDER BY i.live_until DESC LIMIT ${MAX_REVOKED + 1}`
    return this.db.query<Revoked>(sql, [now])
  }
}
