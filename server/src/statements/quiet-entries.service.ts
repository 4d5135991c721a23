import { Inject, Injectable } from '@nestjs/common'
import type { Db } from '../db.js'
import { accountId, CURRENCY } from '../ledger/operation.rules.js'
import { DB } from '../tokens.js'
import type { EntryRow } from './entries.rules.js'

/** On one page; somebody with more of them has refunded a hundred lapsed bills in a row. */
const LISTED = 100

const SELECT = `SELECT j.id AS journal_id, j.kind, j.explanation, j.occurred_at, s.name AS store_name, q.version AS first_version, q.version,
    0 AS pending, 0 AS available, 0 AS debt, NULL AS balance_after, NULL AS available_at,
    COALESCE((SELECT SUM(g.amount) FROM posting g WHERE g.journal_id = j.id AND g.account_id = ?), 0) AS growth
  FROM quiet_entry q JOIN journal j ON j.id = q.journal_id LEFT JOIN store s ON s.id = j.store_id`

/**
 * Lines of 0 points: a refund whose points had all lapsed takes nothing, and the member still reads why. They have no
 * posting on the points account, so each is kept with the version of the account it came after.
 */
@Injectable()
export class QuietEntries {
  constructor(@Inject(DB) private readonly db: Db) {}

  /** Those between two versions of the account (the later one left out) and two moments, the latest first. */
  between(
    memberId: number,
    versions: { from: number; before: number },
    times: { from: Date; until: Date },
  ): Promise<EntryRow[]> {
    return this.db.query<EntryRow>(
      `${SELECT} WHERE q.member_id = ? AND q.version >= ? AND q.version < ? AND j.occurred_at >= ? AND j.occurred_at < ?
       ORDER BY q.version DESC, q.journal_id DESC LIMIT ${LISTED}`,
      [accountId(memberId, CURRENCY.GROWTH), memberId, versions.from, versions.before, times.from, times.until],
    )
  }

  async one(memberId: number, journalId: number): Promise<EntryRow | undefined> {
    const [row] = await this.db.query<EntryRow>(`${SELECT} WHERE q.member_id = ? AND q.journal_id = ?`, [
      accountId(memberId, CURRENCY.GROWTH),
      memberId,
      journalId,
    ])
    return row
  }
}
