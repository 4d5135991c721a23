import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db, rowsOf } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import { Audit } from '../operators/audit.service.js'
import { CLOCK, DB } from '../tokens.js'
import { publishVersion, SeenVersions } from '../versions.js'
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
const SETTINGS = `SELECT version, enabled, points, fen, cap_percent, min_points, reason, published_at, published_by FROM offset_setting ORDER BY version LIMIT ${MAX_SETTINGS}`

/** What points are worth in a payment, as published versions; what was published elsewhere is seen within five seconds. */
@Injectable()
export class OffsetSettings {
  private readonly versions = new SeenVersions(() => this.read())

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  /** What holds now. */
  async current(): Promise<OffsetVersion> {
    return (await this.versions.list()).at(-1)!
  }

  async view(): Promise<View> {
    const versions = (await this.versions.list()).toReversed()
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
    const { requestId, version, enabled, points, fen, capPercent, minPoints, reason } = body
    const work = publishVersion<OffsetVersion>(this.db, {
      table: 'offset_setting',
      operator,
      requestId,
      onTopOf: version,
      said: [version, enabled, points, fen, capPercent, minPoints, reason],
      at: this.clock.now(),
      changed: 'settings.changed',
      most: MAX_SETTINGS,
      newest: async tx => (await rowsOf<SettingRow>(tx, SETTINGS)).map(versionOf).at(-1)!,
      row: async (tx, newest) => {
        const detail = `${offsetText(newest).zh} → ${offsetText(body).zh} ${reason}`.slice(0, 300)
        const target = `v${newest.version + 1}`
        await this.audit.record(tx, { operator, action: 'OFFSET_SETTINGS_CHANGED', target, detail })
        return { enabled: enabled ? 1 : 0, points, fen, cap_percent: capPercent, min_points: minPoints, reason }
      },
    })
    await work.finally(() => this.versions.forget())
    return this.view()
  }

  private async read(): Promise<OffsetVersion[]> {
    const versions = (await this.db.query<SettingRow>(SETTINGS)).map(versionOf)
    if (versions.length === 0) throw new Error('What points are worth is missing: run the migrations.')
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
