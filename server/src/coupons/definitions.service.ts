import type { CouponDefinition } from '@huitou/shared/coupons'
import { Inject, Injectable } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.js'
import { type Db, rowsOf, type Tx } from '../db.js'
import type { Caller } from '../http.js'
import { Audit } from '../operators/audit.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { publishVersion } from '../versions.js'
import { problemsOf } from './problems.rules.js'

export interface PublishedCoupon {
  code: string
  version: number
  definition: CouponDefinition
  reason: string
  publishedAt: Date
  publishedBy: string
}

interface VersionRow {
  code: string
  version: number
  definition: string
  reason: string
  published_at: Date
  published_by: string
}

interface Publication {
  requestId: string
  code: string
  /** 0 for a new coupon. */
  onTopOf: number
  definition: CouponDefinition
  reason: string
}

const COLUMNS = 'code, version, definition, reason, published_at, published_by'
export const MAX_COUPONS = 1_000
const MAX_VERSIONS = 200

/** What coupons there are, version by version. A version that is published stays as it is. */
@Injectable()
export class CouponDefinitions {
  private readonly known = new LRUCache<string, PublishedCoupon>({ max: 2_000 })

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  /** One version. Published ones never change, so it is asked for once; inside a transaction over its own connection. */
  async of(code: string, version: number, tx?: Tx): Promise<PublishedCoupon> {
    const key = `${code}:${version}`
    const known = this.known.get(key)
    if (known) return known
    const sql = `SELECT ${COLUMNS} FROM coupon_version WHERE code = ? AND version = ?`
    const values = [code, version]
    const [row] = await (tx ? rowsOf<VersionRow>(tx, sql, values) : this.db.query<VersionRow>(sql, values))
    if (!row) throw new Refusal('record.not_found')
    const coupon = toCoupon(row)
    this.known.set(key, coupon)
    return coupon
  }

  /** All versions of a coupon, the newest first. Refuses `record.not_found`. */
  async versions(code: string): Promise<PublishedCoupon[]> {
    const rows = await this.db.query<VersionRow>(
      `SELECT ${COLUMNS} FROM coupon_version WHERE code = ? ORDER BY version DESC LIMIT ${MAX_VERSIONS}`,
      [code],
    )
    if (rows.length === 0) throw new Refusal('record.not_found')
    return rows.map(toCoupon)
  }

  /** The newest version of every coupon, the last published first. */
  async newest(): Promise<PublishedCoupon[]> {
    const rows = await this.db.query<VersionRow>(
      `SELECT ${COLUMNS.split(', ')
        .map(column => `v.${column}`)
        .join(', ')} FROM coupon_version v
       JOIN (SELECT code, MAX(version) AS version FROM coupon_version GROUP BY code) n ON n.code = v.code AND n.version = v.version
       ORDER BY v.published_at DESC, v.code LIMIT ${MAX_COUPONS}`,
    )
    return rows.map(toCoupon)
  }

  /**
   * Publishes a version; a repeat of the request does nothing more. Coupons that are out keep the version they have.
   * Refuses `coupon.invalid` with the problems, `coupon.name_taken`, `coupon.changed_meanwhile`, `coupon.different`.
   */
  async publish(operator: Caller['operator'], asked: Publication): Promise<void> {
    const wrong = problemsOf(asked.definition, this.clock.now()).filter(problem => problem.grave)
    if (wrong.length > 0) throw new Refusal('coupon.invalid', { wrong })
    const { requestId, code, onTopOf, definition, reason } = asked
    await publishVersion(this.db, {
      table: 'coupon_version',
      operator,
      requestId,
      onTopOf,
      said: [code, onTopOf, definition, reason],
      at: this.clock.now(),
      changed: onTopOf === 0 ? 'coupon.name_taken' : 'coupon.changed_meanwhile',
      reused: 'coupon.different',
      newest: tx => this.standing(tx, asked),
      row: async (tx, { version, codes }) => {
        const full = version === 0 && codes >= MAX_COUPONS
        if (full) throw new Refusal('input.invalid', { limit: MAX_COUPONS })
        if (version >= MAX_VERSIONS) throw new Refusal('input.invalid', { limit: MAX_VERSIONS })
        const target = `${code} v${version + 1}`
        await this.audit.record(tx, { operator, action: 'COUPON_PUBLISHED', target, detail: reason })
        return { code, definition: JSON.stringify(definition), reason }
      },
    })
  }

  /** The newest version of a coupon, 0 for a new one, and how many coupons there are. */
  private async standing(tx: Tx, { code, onTopOf }: Publication): Promise<{ version: number; codes: number }> {
    const [row] = await rowsOf<{ version: number | null; codes: number }>(
      tx,
      'SELECT MAX(CASE WHEN code = ? THEN version END) AS version, COUNT(DISTINCT code) AS codes FROM coupon_version',
      [code],
    )
    const version = row?.version ?? 0
    if (version === 0 && onTopOf > 0) throw new Refusal('record.not_found')
    return { version, codes: row?.codes ?? 0 }
  }
}

function toCoupon(row: VersionRow): PublishedCoupon {
  return {
    code: row.code,
    version: row.version,
    definition: JSON.parse(row.definition) as CouponDefinition,
    reason: row.reason,
    publishedAt: row.published_at,
    publishedBy: row.published_by,
  }
}
