import { Injectable } from '@nestjs/common'
import { NEVER } from '../calendar.js'
import type { Tx } from '../db.js'
import { GENESIS } from './chain.rules.js'
import { accountId, CURRENCY } from './operation.rules.js'

/** Opens members' accounts, one in each currency, at enrolment: an operation never has to make the row it locks. */
@Injectable()
export class Accounts {
  async open(tx: Tx, memberIds: number[]): Promise<void> {
    const rows = memberIds.flatMap(memberId =>
      [CURRENCY.POINTS, CURRENCY.GROWTH].map(currency => [
        accountId(memberId, currency),
        currency,
        1,
        memberId,
        GENESIS,
        NEVER,
      ]),
    )
    await tx.query('INSERT INTO account (id, currency_id, owner_type, owner_id, head_hash, next_event_at) VALUES ?', [
      rows,
    ])
  }
}
