import type { RewardSummary } from '@huitou/shared/mall'
import { Inject, Injectable } from '@nestjs/common'
import type { Db } from '../db.js'
import type { Input, Reply } from '../http.js'
import { DB } from '../tokens.js'
import { RewardFiguresReader } from './reward-figures.service.js'
import { type Reward, Rewards } from './rewards.service.js'

const PAGE = 50
const VERSIONS = 50
const CHANGES = 100

/** Rewards as marketers see them. */
@Injectable()
export class RewardOffice {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(Rewards) private readonly rewards: Rewards,
    @Inject(RewardFiguresReader) private readonly figures: RewardFiguresReader,
  ) {}

  async list(query: Input<'GET /console/rewards'>['query']): Promise<Reply<'GET /console/rewards'>> {
    const limit = query.limit ?? PAGE
    const from = Number(query.cursor ?? 0)
    const all = await this.rewards.all()
    const items = await this.summaries(all.slice(from, from + limit))
    return { items, nextCursor: all.length > from + limit ? String(from + limit) : null }
  }

  /** One reward. Refuses `record.not_found`. */
  async file(code: string): Promise<Reply<'GET /console/rewards/:code'>> {
    const reward = await this.rewards.get(code)
    const [[summary], versions, changes] = await Promise.all([
      this.summaries([reward]),
      this.rewards.versions(code, VERSIONS),
      this.db.query<{ pieces: number; reason: string; changed_at: Date; changed_by: string }>(
        `SELECT pieces, reason, changed_at, changed_by FROM reward_stock_change WHERE code = ? ORDER BY id DESC LIMIT ${CHANGES}`,
        [code],
      ),
    ])
    return {
      ...summary!,
      versions: versions.map(({ version, definition: { points, cashFen }, reason, publishedAt, publishedBy }) => ({
        version,
        price: { points, cashFen },
        reason,
        publishedAt: publishedAt.toISOString(),
        publishedBy,
      })),
      stockChanges: changes.map(({ pieces, reason, changed_at, changed_by }) => ({
        by: pieces,
        reason,
        at: changed_at.toISOString(),
        who: changed_by,
      })),
    }
  }

  private async summaries(rewards: readonly Reward[]): Promise<RewardSummary[]> {
    const figures = await this.figures.of(rewards)
    const summaries: RewardSummary[] = []
    for (const { row, definition } of rewards) {
      const { publishedAt } = await this.rewards.version(row.code, row.version)
      summaries.push({
        code: row.code,
        version: row.version,
        definition,
        onShelf: row.on_shelf === 1,
        alert: definition.alertAt > 0 && row.left_count <= definition.alertAt,
        publishedAt: publishedAt.toISOString(),
        figures: figures.get(row.code)!,
      })
    }
    return summaries
  }
}
