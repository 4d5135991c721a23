/** Settles accounts on which something is due although nobody touches them: maturity and expiry for everybody. */
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db, rowsOf } from '../db.js'
import type { Ids } from '../ids.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { Draft } from './draft.rules.js'
import { sendOver } from './ledger.service.js'
import { CURRENCY } from './operation.rules.js'
import { liveLotsSql, lockSql, toAccount, toLot, writeSql } from './packets.service.js'
import { settle } from './settle.rules.js'

const CHUNK = 200

@Injectable()
export class Sweeper {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** Settles all accounts due now, in chunks of their own transactions. Answers how many entries it wrote. */
  async sweep(): Promise<{ accounts: number; entries: number }> {
    const total = { accounts: 0, entries: 0 }
    let after = 0
    for (;;) {
      const now = this.clock.now()
      const due = await this.db.query<{ id: number; owner_id: number }>(
        `SELECT id, owner_id FROM account WHERE next_event_at <= ? AND id > ? AND currency_id = ${CURRENCY.POINTS} ORDER BY id LIMIT ${CHUNK}`,
        [now, after],
      )
      const last = due.at(-1)
      if (!last) return total
      total.accounts += due.length
      total.entries += await this.settleChunk(due.map(row => row.owner_id))
      after = last.id
    }
  }

  private settleChunk(members: number[]): Promise<number> {
    return this.db.transaction(async tx => {
      const now = this.clock.now()
      const accounts = (await rowsOf<Parameters<typeof toAccount>[0]>(tx, lockSql(members))).map(toAccount)
      const draft = new Draft(new Map(accounts.map(account => [account.id, account])), new Map())
      const due = accounts.filter(account => account.currencyId === CURRENCY.POINTS && account.nextEventAt <= now)
      if (due.length === 0) return 0
      for (const row of await rowsOf<Parameters<typeof toLot>[0]>(tx, liveLotsSql(due.map(account => account.id)))) {
        const lot = toLot(row)
        draft.lotsOf(lot.accountId).set(lot.id, lot)
      }
      let entries = 0
      for (const account of due) entries += settle(draft, account, now, () => this.ids.next())
      await sendOver(tx)(writeSql(draft, [], now))
      return entries
    })
  }
}
