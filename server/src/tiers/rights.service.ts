import { Inject, Injectable } from '@nestjs/common'
import { localOf, PROGRAMME_ZONE } from '../calendar.js'
import type { Clock } from '../clock.js'
import { type Db, insert, rowsOf, type Tx } from '../db.js'
import type { Ids } from '../ids.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { ladderAt } from './ladder.rules.js'
import { Tiers } from './tiers.service.js'

interface UseRow {
  member_id: number
  right_code: string
  nth: number
}
/** What became of a use: the how-manieth of the period it was, and how many there are; null is without limit. */
export interface Used {
  nth: number
  uses: number | null
}

/** What a tier lets its members do, counted where it is limited. */
@Injectable()
export class Rights {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Tiers) private readonly tiers: Tiers,
  ) {}

  /**
   * Uses a right of the member's tier once, in the caller's transaction; the member's lock keeps two uses apart. The same
   * key again answers as it did at first. Refuses `tier.right_missing`, `tier.right_used_up`, `ledger.key_reused`.
   */
  async use(tx: Tx, memberId: number, right: string, key: string): Promise<Used> {
    const { standing, known } = await this.tiers.hold(tx, memberId)
    const now = this.clock.now()
    const { ladder } = ladderAt(known.versions, now)
    const found = ladder.rungs.find(({ code }) => code === standing.code)?.rights.find(({ code }) => code === right)
    const [before] = await rowsOf<UseRow>(tx, 'SELECT member_id, right_code, nth FROM right_use WHERE use_key = ?', [
      key,
    ])
    if (before) {
      if (before.member_id !== memberId || before.right_code !== right) throw new Refusal('ledger.key_reused', { key })
      return { nth: before.nth, uses: found?.limit?.uses ?? null }
    }
    if (!found) throw new Refusal('tier.right_missing')
    if (!found.limit) return { nth: 0, uses: null }
    const period = periodOf(found.limit.per, now)
    const [last] = await rowsOf<{ nth: number | null }>(
      tx,
      'SELECT MAX(nth) AS nth FROM right_use WHERE member_id = ? AND right_code = ? AND period = ?',
      [memberId, right, period],
    )
    const nth = (last?.nth ?? 0) + 1
    if (nth > found.limit.uses) throw new Refusal('tier.right_used_up', { uses: found.limit.uses })
    const row = { id: this.ids.next(), use_key: key, member_id: memberId, right_code: right, period, nth, used_at: now }
    await insert(tx, 'right_use', row)
    return { nth, uses: found.limit.uses }
  }

  /** How often a member has used what is limited, this month and this year, as "MONTH:CODE" and "YEAR:CODE". */
  async used(memberId: number, now: Date): Promise<Map<string, number>> {
    const [month, year] = [periodOf('MONTH', now), periodOf('YEAR', now)]
    const rows = await this.db.query<{ right_code: string; period: string; nth: number }>(
      'SELECT right_code, period, MAX(nth) AS nth FROM right_use WHERE member_id = ? AND period IN (?, ?) GROUP BY right_code, period',
      [memberId, month, year],
    )
    return new Map(rows.map(row => [`${row.period === month ? 'MONTH' : 'YEAR'}:${row.right_code}`, row.nth]))
  }
}

/** "2026-11" or "2026", in programme time. */
function periodOf(per: 'MONTH' | 'YEAR', at: Date): string {
  const { year, month } = localOf(at, PROGRAMME_ZONE)
  return per === 'YEAR' ? String(year) : `${year}-${String(month).padStart(2, '0')}`
}
