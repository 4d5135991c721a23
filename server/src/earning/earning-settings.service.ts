import { Inject, Injectable } from '@nestjs/common'
import { type Db, rowsOf, type Tx } from '../db.js'
import { DB } from '../tokens.js'
import { SeenVersions } from '../versions.js'
import { type Setting, settingAt } from './earning-settings.rules.js'

interface SettingRow {
  version: number
  cost_fen: number
  cost_points: number
  generous_percent: number
  published_at: Date
  published_by: string
  reason: string
}

/** Changed by hand, a few times a year. */
export const MAX_SETTINGS = 200
const SETTINGS = `SELECT version, cost_fen, cost_points, generous_percent, published_at, published_by, reason FROM earning_setting ORDER BY version LIMIT ${MAX_SETTINGS}`

/** What a point costs and what is too generous, at most five seconds old. */
@Injectable()
export class EarningSettings {
  private readonly versions = new SeenVersions(() => this.read())

  constructor(@Inject(DB) private readonly db: Db) {}

  /** What holds now. */
  async current(): Promise<Setting> {
    return (await this.list()).at(-1)!
  }

  /** What held at a moment: bills are reckoned by the cost of their own time, also when they come in late. */
  async at(moment: Date): Promise<Setting> {
    return settingAt(await this.list(), moment)
  }

  /** Every version, oldest first. */
  list(): Promise<Setting[]> {
    return this.versions.list()
  }

  /** The same as they are now, for who is going to publish on top of them. */
  async listNow(tx: Tx): Promise<Setting[]> {
    return (await rowsOf<SettingRow>(tx, SETTINGS)).map(settingOf)
  }

  /** After this process has published. */
  forget(): void {
    this.versions.forget()
  }

  private async read(): Promise<Setting[]> {
    const versions = (await this.db.query<SettingRow>(SETTINGS)).map(settingOf)
    if (versions.length === 0) throw new Error('The cost of a point is missing: run the migrations.')
    return versions
  }
}

function settingOf(row: SettingRow): Setting {
  return {
    version: row.version,
    cost: { fen: row.cost_fen, points: row.cost_points },
    generousPercent: row.generous_percent,
    publishedAt: row.published_at,
    publishedBy: row.published_by,
    reason: row.reason,
  }
}
