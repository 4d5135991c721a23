import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, insert, rowsOf, type Tx } from '../db.js'
import type { Ids } from '../ids.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { type Thing, Things } from './things.service.js'
import { coolDownUntil, type Done, HOUR_MS, MISS_WINDOW_MS, MOST_MISSES } from './verification.rules.js'

/** What is counted of people of the staff and of business days, each behind a row that is held while counting. */
@Injectable()
export class Turnstiles {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Things) private readonly things: Things,
  ) {}

  /** Nobody else counts what this person has done until the transaction ends. */
  async holdPerson(tx: Tx, staffId: number, verified: 0 | 1): Promise<void> {
    const sql =
      'INSERT INTO verification_person (staff_id, verified) VALUES (?, ?) ON DUPLICATE KEY UPDATE verified = verified + VALUES(verified)'
    await change(tx, sql, [staffId, verified])
  }

  /** What a person has verified; what was undone is not worth anything any more. The person's row must be held. */
  async done(tx: Tx, staffId: number, businessDay: string): Promise<Done> {
    const since = new Date(this.clock.now().getTime() - HOUR_MS)
    const [row] = await rowsOf<{ lastHour: number | null; todayFen: number | null }>(
      tx,
      `SELECT SUM(CASE WHEN v.verified_at > ? THEN 1 ELSE 0 END) AS lastHour,
         SUM(CASE WHEN v.business_day = ? AND x.verification_id IS NULL THEN v.worth_fen ELSE 0 END) AS todayFen
       FROM verification v LEFT JOIN verification_void x ON x.verification_id = v.id
       WHERE v.staff_id = ? AND v.verified_at > ?`,
      [since, businessDay, staffId, new Date(this.clock.now().getTime() - 2 * 24 * HOUR_MS)],
    )
    return { lastHour: Number(row?.lastHour ?? 0), todayFen: Number(row?.todayFen ?? 0) }
  }

  /** The next serial number of a store's business day; the day's row is held until the commit. */
  async nextSerial(tx: Tx, storeId: number, businessDay: string): Promise<number> {
    const key = [storeId, businessDay]
    const sql =
      'INSERT INTO verification_day (store_id, business_day, last_serial) VALUES (?, ?, 1) ON DUPLICATE KEY UPDATE last_serial = last_serial + 1'
    await change(tx, sql, key)
    const read = 'SELECT last_serial FROM verification_day WHERE store_id = ? AND business_day = ?'
    const [row] = await rowsOf<{ last_serial: number }>(tx, read, key)
    return row!.last_serial
  }

  /**
   * What a typed or scanned code stands for. A code that there is not counts against whoever sent it. Refuses
   * `verification.code_unknown`, and `verification.cool_down` with `until` and `seconds` after five of them.
   */
  async find(staffId: number, code: string): Promise<Thing> {
    // Looked up first, answered last: a guess that is right must not come through while the guesser has to wait.
    const thing = await this.things.byCode(code)
    const wait = await this.db.transaction(tx => this.letIn(tx, staffId, thing !== null))
    if (wait) {
      const seconds = Math.max(1, Math.ceil((wait.getTime() - this.clock.now().getTime()) / 1000))
      throw new Refusal('verification.cool_down', { until: wait.toISOString(), seconds })
    }
    if (!thing) throw new Refusal('verification.code_unknown')
    return thing
  }

  /** Until when the person has to wait; null when not, with a miss written down. */
  private async letIn(tx: Tx, staffId: number, hit: boolean): Promise<Date | null> {
    await this.holdPerson(tx, staffId, 0)
    const now = this.clock.now()
    const rows = await rowsOf<{ missed_at: Date }>(
      tx,
      `SELECT missed_at FROM verification_miss WHERE staff_id = ? AND missed_at > ? ORDER BY missed_at DESC LIMIT ${MOST_MISSES}`,
      [staffId, new Date(now.getTime() - MISS_WINDOW_MS)],
    )
    const misses = rows.map(row => row.missed_at)
    const wait = coolDownUntil(misses, now)
    if (!wait && !hit) await insert(tx, 'verification_miss', { id: this.ids.next(), staff_id: staffId, missed_at: now })
    return wait
  }
}
