import type { ConditionGroup } from '@huitou/shared/rules'
import { Inject, Injectable } from '@nestjs/common'
import { instantOf, localOf, offsetMs, PROGRAMME_ZONE } from '../calendar.js'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import { costOf } from '../earning/caps.rules.js'
import { EarningSettings } from '../earning/earning-settings.service.js'
import { RuleBook } from '../earning/rule-book.service.js'
import type { Reply } from '../http.js'
import { MemberTiers } from '../members/member-tier.service.js'
import { CLOCK, DB } from '../tokens.js'

type Figures = Reply<'GET /console/tiers'>

const MONTHS = 12
const COST_DAYS = 30
const VERSIONS = 100

/** The ladder as the console shows it: heads, movement by month, what the tiers cost, and its versions. */
@Injectable()
export class TierFigures {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(MemberTiers) private readonly tiers: MemberTiers,
    @Inject(RuleBook) private readonly rules: RuleBook,
    @Inject(EarningSettings) private readonly settings: EarningSettings,
  ) {}

  async of(): Promise<Figures> {
    const now = this.clock.now()
    const versions = await this.tiers.ladders()
    const { version, ladder } = versions.at(-1)!
    const [heads, movement, cost, setting] = await Promise.all([
      this.heads(),
      this.movement(now),
      this.cost(now),
      this.settings.current(),
    ])
    const all = [...heads.values()].reduce((sum, members) => sum + members, 0)
    return {
      version,
      ladder,
      heads: ladder.rungs.map(({ code }) => {
        const members = heads.get(code) ?? 0
        return { code, members, sharePercent: all === 0 ? 0 : Math.round((members / all) * 100) }
      }),
      movement,
      cost: ladder.rungs.map(({ code }) => {
        const points = cost.get(code) ?? 0
        return { code, points, fen: costOf(points, setting.cost) }
      }),
      versions: [...versions]
        .reverse()
        .slice(0, VERSIONS)
        .map(one => ({
          version: one.version,
          publishedAt: one.publishedAt.toISOString(),
          publishedBy: one.publishedBy,
          reason: one.reason,
        })),
      asOf: now.toISOString(),
    }
  }

  private async heads(): Promise<Map<string, number>> {
    const rows = await this.db.query<{ tier_code: string; members: number }>(
      'SELECT tier_code, COUNT(*) AS members FROM member_tier GROUP BY tier_code',
    )
    return new Map(rows.map(row => [row.tier_code, row.members]))
  }

  /** The last twelve months of programme time, oldest first, also those in which nothing moved. */
  private async movement(now: Date): Promise<Figures['movement']> {
    const { year, month } = localOf(now, PROGRAMME_ZONE)
    const since = instantOf({ year, month: month - MONTHS + 1, day: 1 }, PROGRAMME_ZONE)
    const minutes = offsetMs(now, PROGRAMME_ZONE) / 60_000
    const rows = await this.db.query<{ month: number; reason: string; changes: number }>(
      `SELECT EXTRACT(YEAR_MONTH FROM at + INTERVAL ${minutes} MINUTE) AS month, reason, COUNT(*) AS changes FROM tier_change WHERE at >= ? GROUP BY month, reason`,
      [since],
    )
    const sum = (wanted: number, reasons: string[]) =>
      rows
        .filter(row => Number(row.month) === wanted && reasons.includes(row.reason))
        .reduce((total, row) => total + row.changes, 0)
    return Array.from({ length: MONTHS }, (_, index) => {
      const first = new Date(Date.UTC(year, month - MONTHS + index, 1))
      const key = first.getUTCFullYear() * 100 + first.getUTCMonth() + 1
      return {
        month: `${Math.floor(key / 100)}-${String(key % 100).padStart(2, '0')}`,
        rose: sum(key, ['ROSE', 'LADDER']),
        fell: sum(key, ['FELL']),
        kept: sum(key, ['KEPT', 'BOUGHT_BACK', 'GRANDFATHERED']),
      }
    })
  }

  /** Points of rules that ask for a tier, by the tier their members have now. */
  private async cost(now: Date): Promise<Map<string, number>> {
    const codes = new Set(
      (await this.rules.list()).filter(rule => asksTier(rule.definition.when)).map(rule => rule.code),
    )
    if (codes.size === 0) return new Map()
    const since = new Date(now.getTime() - COST_DAYS * 86_400_000)
    const rows = await this.db.query<{ tier_code: string; points: number }>(
      `SELECT t.tier_code, SUM(a.points) AS points FROM rule_award a JOIN purchase p ON p.journal_id = a.journal_id JOIN member_tier t ON t.member_id = p.member_id
       WHERE a.rule_code IN (?) AND a.occurred_at >= ? GROUP BY t.tier_code`,
      [[...codes], since],
    )
    return new Map(rows.map(row => [row.tier_code, Number(row.points)]))
  }
}

function asksTier(group: ConditionGroup): boolean {
  return group.rules.some(rule => ('rules' in rule ? asksTier(rule) : rule.field === 'tier'))
}
