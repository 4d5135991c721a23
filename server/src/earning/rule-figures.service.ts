import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import { KIND } from '../ledger/operation.rules.js'
import { CLOCK, DB } from '../tokens.js'
import { costOf } from './caps.rules.js'
import { costPeriods } from './earning-settings.rules.js'
import { EarningSettings } from './earning-settings.service.js'
import { BASE_RULE } from './occasion.rules.js'

export interface RuleFigures {
  /** Points given and entries touched in the last seven days. */
  week: { points: number; entries: number }
  /** Points ever given and what they cost at the time; what refunds took again does not come back to a budget. */
  spent: { points: number; fen: number }
}

interface Row {
  rule_code: string
  period: number
  given: number
  week: number
  entries: number
}

const WEEK_MS = 7 * 86_400_000
const NOTHING: RuleFigures = { week: { points: 0, entries: 0 }, spent: { points: 0, fen: 0 } }

/** What rules have given, from the facts written with each entry. */
@Injectable()
export class RuleFiguresReader {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(EarningSettings) private readonly settings: EarningSettings,
  ) {}

  /** By code. The base rate gave whatever the other rules did not. */
  async of(codes: readonly string[]): Promise<(code: string) => RuleFigures> {
    const since = new Date(this.clock.now().getTime() - WEEK_MS)
    const periods = costPeriods(await this.settings.list())
    // How many changes of the cost came before: nothing the server does is older than the first one.
    const period = ['0', ...periods.slice(1).map(() => '(occurred_at >= ?)')].join(' + ')
    const [rows, [all]] = await Promise.all([
      this.db.query<Row>(
        `SELECT rule_code, ${period} AS period, SUM(GREATEST(points, 0)) AS given, SUM(IF(occurred_at >= ?, points, 0)) AS week,
           SUM(occurred_at >= ? AND points > 0) AS entries FROM rule_award WHERE rule_code IN (?) GROUP BY rule_code, period`,
        [...periods.slice(1).map(({ from }) => from), since, since, codes.length > 0 ? codes : ['']],
      ),
      this.db.query<{ points: number; entries: number }>(
        `SELECT COALESCE(SUM(points), 0) AS points, COUNT(*) AS entries FROM journal
         WHERE posted_at >= ? AND occurred_at >= ? AND kind = ${KIND.EARN} AND outcome = 0 AND points > 0`,
        // Nothing is posted before it happens, so the first condition finds by index what the second means.
        [since, since],
      ),
    ])
    const others = rows.reduce((sum, row) => sum + row.week, 0)
    const found = new Map<string, RuleFigures>()
    for (const row of rows) {
      const { week, spent } = found.get(row.rule_code) ?? NOTHING
      found.set(row.rule_code, {
        week: { points: week.points + row.week, entries: week.entries + row.entries },
        spent: {
          points: spent.points + row.given,
          fen: spent.fen + costOf(row.given, periods[Number(row.period)]!.cost),
        },
      })
    }
    const base = { points: Math.max(0, (all?.points ?? 0) - others), entries: all?.entries ?? 0 }
    return code => (code === BASE_RULE ? { ...NOTHING, week: base } : (found.get(code) ?? NOTHING))
  }
}
