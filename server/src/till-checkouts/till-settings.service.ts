import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db, rowsOf } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import { Audit } from '../operators/audit.service.js'
import { CLOCK, DB } from '../tokens.js'
import { publishVersion, SeenVersions } from '../versions.js'

type Body = Input<'POST /console/till-settings/versions'>['body']
type View = Reply<'GET /console/till-settings'>

interface SettingRow {
  version: number
  hold_minutes: number
  reason: string
  published_at: Date
  published_by: string
}

/** Changed by hand, a few times a year. */
const MAX_SETTINGS = 200
const SETTINGS = `SELECT version, hold_minutes, reason, published_at, published_by FROM till_setting ORDER BY version LIMIT ${MAX_SETTINGS}`

/** How long a reservation of a till holds, as published versions; what was published elsewhere is seen within five seconds. */
@Injectable()
export class TillSettings {
  private readonly versions = new SeenVersions(() => this.read())

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  async holdMs(): Promise<number> {
    return (await this.versions.list()).at(-1)!.hold_minutes * 60_000
  }

  async view(): Promise<View> {
    const versions = (await this.versions.list()).toReversed()
    return {
      versions: versions.map(one => ({
        version: one.version,
        holdMinutes: one.hold_minutes,
        reason: one.reason,
        publishedAt: one.published_at.toISOString(),
        publishedBy: one.published_by,
      })),
    }
  }

  /** Holds for reservations from this moment on. A repeat does nothing more. Refuses `settings.changed`, `ledger.key_reused`. */
  async publish(operator: Caller['operator'], body: Body): Promise<View> {
    const { requestId, version, holdMinutes, reason } = body
    const work = publishVersion<SettingRow>(this.db, {
      table: 'till_setting',
      operator,
      requestId,
      onTopOf: version,
      said: [version, holdMinutes, reason],
      at: this.clock.now(),
      changed: 'settings.changed',
      most: MAX_SETTINGS,
      newest: async tx => (await rowsOf<SettingRow>(tx, SETTINGS)).at(-1)!,
      row: async (tx, newest) => {
        const detail = `预占 ${newest.hold_minutes} → ${holdMinutes} 分钟，${reason}`
        const target = `v${newest.version + 1}`
        await this.audit.record(tx, { operator, action: 'TILL_SETTINGS_CHANGED', target, detail })
        return { hold_minutes: holdMinutes, reason }
      },
    })
    await work.finally(() => this.versions.forget())
    return this.view()
  }

  private async read(): Promise<SettingRow[]> {
    const rows = await this.db.query<SettingRow>(SETTINGS)
    if (rows.length === 0) throw new Error('How long a reservation holds is missing: run the migrations.')
    return rows
  }
}
