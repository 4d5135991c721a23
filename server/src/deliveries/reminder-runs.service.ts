import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db, insert, isDuplicate } from '../db.js'
import { CLOCK, DB } from '../tokens.js'

/** Which reminders have been written whole, and how far a long one has come. Only saves work: their unique keys decide. */
@Injectable()
export class ReminderRuns {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async isDone(name: string): Promise<boolean> {
    return (await this.db.query('SELECT name FROM reminder_run WHERE name = ?', [name])).length > 0
  }

  async done(name: string): Promise<void> {
    try {
      await this.db.transaction(tx => insert(tx, 'reminder_run', { name, done_at: this.clock.now() }))
    } catch (error) {
      // Another worker has been through it as well.
      if (!isDuplicate(error)) throw error
    }
  }

  async positionOf(name: string): Promise<number> {
    const sql = 'SELECT position FROM delivery_cursor WHERE name = ?'
    const [row] = await this.db.query<{ position: number }>(sql, [name])
    return row?.position ?? 0
  }

  async keepPosition(name: string, position: number): Promise<void> {
    await this.db.transaction(tx =>
      tx.query(
        'INSERT INTO delivery_cursor (name, position) VALUES (?, ?) ON DUPLICATE KEY UPDATE position = GREATEST(position, VALUES(position))',
        [name, position],
      ),
    )
  }
}
