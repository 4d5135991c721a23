/** Settles accounts on which something is due although nobody touches them: maturity, expiry and time-outs for everybody. */
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db, rowsOf } from '../db.js'
import type { Ids } from '../ids.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { sendOver } from './ledger.service.js'
import { lockSql } from './packets.service.js'
import { draftOf, readDue } from './reader.service.js'
import type { Raw } from './rows.service.js'
import { settle } from './settle.rules.js'
import { writeSql } from './writes.service.js'

/**
 * Accounts settled in one transaction: with two years of lots due on each, its packet stays below half of what a database
 * takes. Accounts looked up at once, and transactions under way at once: one is decided here while others are carried out.
 */
const CHUNK = 200
const PAGE = 4_000
const FLIGHTS = 3

interface Due {
  id: number
  owner_id: number
  next_event_at: Date
}

@Injectable()
export class Sweeper {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /**
   * Settles all accounts due now, in transactions of a bounded size. What is settled is not due any more, so a sweep that
   * was cut off goes on where it was. Answers how many accounts it looked at and how many entries it wrote.
   */
  async sweep(): Promise<{ accounts: number; entries: number }> {
    const total = { accounts: 0, entries: 0 }
    let after: Pick<Due, 'id' | 'next_event_at'> = { id: 0, next_event_at: new Date(0) }
    for (;;) {
      const due = await this.due(after, PAGE)
      const last = due.at(-1)
      if (!last) return total
      after = last
      total.accounts += due.length
      // Ranges of ids do not meet, so neither do the locks of the transactions side by side.
      const members = due.map(row => row.owner_id).sort((a, b) => a - b)
      const chunks: number[][] = []
      for (let at = 0; at < members.length; at += CHUNK) chunks.push(members.slice(at, at + CHUNK))
      const fly = async () => {
        for (let chunk = chunks.shift(); chunk; chunk = chunks.shift()) total.entries += await this.settleChunk(chunk)
      }
      await Promise.all(Array.from({ length: FLIGHTS }, fly))
    }
  }

  /** The next accounts in the order of their events: first of the same moment, then of later ones; both along the index. */
  private async due({ id, next_event_at: at }: Pick<Due, 'id' | 'next_event_at'>, limit: number): Promise<Due[]> {
    const columns = 'SELECT id, owner_id, next_event_at FROM account WHERE'
    const same = await this.db.query<Due>(`${columns} next_event_at = ? AND id > ? ORDER BY id LIMIT ${limit}`, [
      at,
      id,
    ])
    if (same.length === limit) return same
    const later = await this.db.query<Due>(
      `${columns} next_event_at > ? AND next_event_at <= ? ORDER BY next_event_at, id LIMIT ${limit - same.length}`,
      [at, this.clock.now()],
    )
    return [...same, ...later]
  }

  private settleChunk(members: number[]): Promise<number> {
    return this.db.transaction(async tx => {
      const now = this.clock.now()
      const send = sendOver(tx)
      const draft = draftOf(await rowsOf<Raw>(tx, lockSql(members)), [])
      await readDue(send, draft, now)
      let entries = 0
      for (const account of draft.accounts.values()) {
        if (draft.whole.has(account.id)) entries += settle(draft, account, { now, newId: () => this.ids.next() })
      }
      const writes = writeSql(draft, [], now)
      if (writes.length > 0) await send(writes)
      return entries
    })
  }
}
