import { createHash } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db, insert, isDuplicate, rowsOf, type Tx } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import { Audit } from '../operators/audit.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { offsetText } from './checkouts.texts.js'
import type { OffsetVersion } from './offset.rules.js'

type Body = Input<'POST /console/offset-settings/versions'>['body']
type View = Reply<'GET /console/offset-settings'>

interface SettingRow {
  version: number
  enabled: number
  points: number
  fen: number
  cap_percent: number
  min_points: number
  reason: string
  published_at: Date
  published_by: string
}

/** Changed by hand, a few times a year. */
const MAX_SETTINGS = 200
const SEEN_WITHIN_MS = 5_000
const SETTINGS = `SELECT version, enabled, points, fen, cap_percent, min_points, reason, published_at, published_by FROM offset_setting ORDER BY version LIMIT ${MAX_SETTINGS}`
const BY_KEY = 'SELECT body_hash FROM offset_setting WHERE request_key = ?'

/** What points are worth in a payment, as published versions; what was published elsewhere is seen within five seconds. */
@Injectable()
export class OffsetSettings {
  private known: { versions: OffsetVersion[]; until: number } | null = null

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  /** What holds now. */
  async current(): Promise<OffsetVersion> {
    return (await this.list()).at(-1)!
  }

  async view(): Promise<View> {
    const versions = (await this.list()).toReversed()
    return {
      versions: versions.map(one => ({
        ...one,
        sentence: offsetText(one),
        publishedAt: one.publishedAt.toISOString(),
      })),
    }
  }

  /**
   * Holds from this moment on for bills whose payment has not begun. A repeat of the request does nothing more. Refuses
   * `settings.changed`, `ledger.key_reused`.
   */
  async publish(operator: Caller['operator'], body: Body): Promise<View> {
    const key = `${operator.id}:${body.requestId}`
    const { version, enabled, points, fen, capPercent, minPoints, reason } = body
    const said = JSON.stringify([version, enabled, points, fen, capPercent, minPoints, reason])
    const hash = createHash('sha256').update(said).digest()
    try {
      await this.db.transaction(tx => this.write(tx, operator, { body, key, hash }))
    } catch (error) {
      // Two at the same moment: the other one has the number, or is this very request.
      if (!isDuplicate(error)) throw error
      const rows = await this.db.query<{ body_hash: Buffer }>(BY_KEY, [key])
      if (!rows[0]?.body_hash.equals(hash)) throw new Refusal('settings.changed')
    } finally {
      this.known = null
    }
    return this.view()
  }

  private async write(
    tx: Tx,
    operator: Caller['operator'],
    { body, key, hash }: { body: Body; key: string; hash: Buffer },
  ): Promise<void> {
    // The newest first: whoever sent this same request and was quicker is then found by its key.
    const newest = (await rowsOf<SettingRow>(tx, SETTINGS)).map(versionOf).at(-1)!
    const [before] = await rowsOf<{ body_hash: Buffer }>(tx, BY_KEY, [key])
    if (before && !before.body_hash.equals(hash)) throw new Refusal('ledger.key_reused', { key: body.requestId })
    if (before) return
    if (newest.version !== body.version || newest.version >= MAX_SETTINGS) throw new Refusal('settings.changed')
    await insert(tx, 'offset_setting', {
      version: newest.version + 1,
      enabled: body.enabled ? 1 : 0,
      points: body.points,
      fen: body.fen,
      cap_percent: body.capPercent,
      min_points: body.minPoints,
      reason: body.reason,
      published_at: this.clock.now(),
      published_by: `${operator.name} · ${operator.username}`,
      request_key: key,
      body_hash: hash,
    })
    await this.audit.record(tx, {
      operator,
      action: 'OFFSET_SETTINGS_CHANGED',
      target: `v${newest.version + 1}`,
      detail: `${offsetText(newest).zh} → ${offsetText(body).zh} ${body.reason}`.slice(0, 300),
    })
  }

  private async list(): Promise<OffsetVersion[]> {
    if (this.known && this.known.until > Date.now()) return this.known.versions
    const versions = (await this.db.query<SettingRow>(SETTINGS)).map(versionOf)
    if (versions.length === 0) throw new Error('What points are worth is missing: run the migrations.')
    this.known = { versions, until: Date.now() + SEEN_WITHIN_MS }
    return versions
  }
}

function versionOf(row: SettingRow): OffsetVersion {
  return {
    version: row.version,
    enabled: row.enabled === 1,
    points: row.points,
    fen: row.fen,
    capPercent: row.cap_percent,
    minPoints: row.min_points,
    reason: row.reason,
    publishedAt: row.published_at,
    publishedBy: row.published_by,
  }
}
