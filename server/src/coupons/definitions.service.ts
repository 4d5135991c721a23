import { createHash } from 'node:crypto'
import type { CouponDefinition } from '@huitou/shared/coupons'
import { Inject, Injectable } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.js'
import { type Db, insert, isDuplicate, rowsOf, type Tx } from '../db.js'
import type { Caller } from '../http.js'
import { Audit } from '../operators/audit.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
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
    const key = `${operator.id}:${asked.requestId}`
    const hash = bodyHash([asked.code, asked.onTopOf, asked.definition, asked.reason])
    try {
      await this.db.transaction(tx => this.write(tx, operator, { asked, key, hash }))
    } catch (error) {
      // Two at the same moment: the other one has the number, or is this very request.
      if (!isDuplicate(error)) throw error
      const sql = 'SELECT body_hash FROM coupon_version WHERE request_key = ?'
      const [row] = await this.db.query<{ body_hash: Buffer }>(sql, [key])
      if (!row) throw new Refusal(asked.onTopOf === 0 ? 'coupon.name_taken' : 'coupon.changed_meanwhile')
      if (!row.body_hash.equals(hash)) throw new Refusal('coupon.different')
    }
  }

  private async write(
    tx: Tx,
    operator: Caller['operator'],
    { asked, key, hash }: { asked: Publication; key: string; hash: Buffer },
  ): Promise<void> {
    const [before] = await rowsOf<{ body_hash: Buffer }>(
      tx,
      'SELECT body_hash FROM coupon_version WHERE request_key = ?',
      [key],
    )
    if (before && !before.body_hash.equals(hash)) throw new Refusal('coupon.different')
    if (before) return
    const [newest] = await rowsOf<{ version: number | null; codes: number }>(
      tx,
      'SELECT MAX(CASE WHEN code = ? THEN version END) AS version, COUNT(DISTINCT code) AS codes FROM coupon_version',
      [asked.code],
    )
    const version = newest?.version ?? 0
    if (asked.onTopOf === 0 && version > 0) throw new Refusal('coupon.name_taken')
    if (version !== asked.onTopOf) throw new Refusal(version === 0 ? 'record.not_found' : 'coupon.changed_meanwhile')
    if (version === 0 && (newest?.codes ?? 0) >= MAX_COUPONS) throw new Refusal('input.invalid', { limit: MAX_COUPONS })
    if (version >= MAX_VERSIONS) throw new Refusal('input.invalid', { limit: MAX_VERSIONS })
    await insert(tx, 'coupon_version', {
      code: asked.code,
      version: version + 1,
      definition: JSON.stringify(asked.definition),
      reason: asked.reason,
      published_at: this.clock.now(),
      published_by: `${operator.name} · ${operator.username}`,
      request_key: key,
      body_hash: hash,
    })
    const target = `${asked.code} v${version + 1}`
    await this.audit.record(tx, { operator, action: 'COUPON_PUBLISHED', target, detail: asked.reason })
  }
}

/** What a request says, so that its number cannot stand for another one. */
export function bodyHash(body: unknown): Buffer {
  return createHash('sha256').update(JSON.stringify(body)).digest()
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
