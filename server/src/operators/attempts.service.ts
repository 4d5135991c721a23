import { Inject, Injectable } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.js'
import { change, type Db, rowsOf, type Tx } from '../db.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { afterPause, afterSuccess, beginAttempt, type Attempts as Count, LOCK_MS } from './sign-in.rules.js'

interface Row {
  id: number
  failures: number
  locked_until: Date | null
}

/** The count of wrong passwords and codes of each operator, and the lock that follows from it. */
@Injectable()
export class Attempts {
  // Names nobody has lock as well, or the lock would tell which names there are. In memory: a row each would let
  // anybody fill the database.
  private readonly strangers = new LRUCache<string, Count>({ max: 10_000, ttl: LOCK_MS })

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Takes one of the attempts left, before the secret is looked at. Refuses `operator.locked` with the seconds left. */
  async begin(operatorId: number): Promise<void> {
    await this.db.transaction(async tx => {
      const row = await this.lock(tx, operatorId)
      await this.write(tx, operatorId, this.next({ failures: row.failures, lockedUntil: row.locked_until }))
    })
  }

  /** The same for a user name nobody has. */
  beginAsStranger(username: string): void {
    const before = this.strangers.get(username) ?? afterSuccess()
    this.strangers.set(username, this.next(before))
  }

  /** The attempt was right: the count starts over. */
  async succeed(tx: Tx, operatorId: number): Promise<void> {
    await this.write(tx, operatorId, afterSuccess())
  }

  /** The attempt was neither right nor wrong: as if it had not been. */
  async pause(operatorId: number): Promise<void> {
    await this.db.transaction(async tx => {
      const row = await this.lock(tx, operatorId)
      await this.write(tx, operatorId, afterPause({ failures: row.failures, lockedUntil: row.locked_until }))
    })
  }

  private next(before: Count): Count {
    const now = this.clock.now()
    const next = beginAttempt(before, now)
    if (next) return next
    const seconds = Math.ceil(((before.lockedUntil?.getTime() ?? 0) - now.getTime()) / 1000)
    throw new Refusal('operator.locked', { seconds })
  }

  private async lock(tx: Tx, operatorId: number): Promise<Row> {
    const sql = 'SELECT id, failures, locked_until FROM operator WHERE id = ? FOR UPDATE'
    const [row] = await rowsOf<Row>(tx, sql, [operatorId])
    if (!row) throw new Refusal('session.invalid')
    return row
  }

  private async write(tx: Tx, operatorId: number, count: Count): Promise<void> {
    await change(tx, 'UPDATE operator SET failures = ?, locked_until = ? WHERE id = ?', [
      count.failures,
      count.lockedUntil,
      operatorId,
    ])
  }
}
