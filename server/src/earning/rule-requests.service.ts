import { hash } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db, insert, isDuplicate, rowsOf, type Tx } from '../db.js'
import type { Caller } from '../http.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'

type Operator = Caller['operator']

/** What operators ask for about rules, each request once. */
@Injectable()
export class RuleRequests {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Does the work once; a repeat answers the code of the first, with another body it is refused: `ledger.key_reused`. */
  async once(
    request: { operator: Operator; requestId: string; body: unknown; code: string },
    work: (tx: Tx) => Promise<void>,
  ): Promise<string> {
    const key = `${request.operator.id}:${request.requestId}`
    const body = hash('sha256', JSON.stringify(request.body), 'buffer')
    try {
      await this.db.transaction(async tx => {
        const [first] = await rowsOf(tx, 'SELECT 1 FROM rule_request WHERE request_key = ?', [key])
        if (first) throw new Repeated()
        await work(tx)
        const row = { request_key: key, body_hash: body, rule_code: request.code, at: this.clock.now() }
        await insert(tx, 'rule_request', row)
      })
      return request.code
    } catch (error) {
      if (!(error instanceof Repeated) && !isDuplicate(error)) throw error
      const [first] = await this.db.query<{ body_hash: Buffer; rule_code: string }>(
        'SELECT body_hash, rule_code FROM rule_request WHERE request_key = ?',
        [key],
      )
      if (!first) throw error
      if (!first.body_hash.equals(body)) throw new Refusal('ledger.key_reused', { key: request.requestId })
      return first.rule_code
    }
  }
}

class Repeated extends Error {}
