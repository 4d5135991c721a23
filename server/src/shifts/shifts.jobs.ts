import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import { CLOCK, DB } from '../tokens.js'
import { type ShiftRow, Shifts } from './shifts.service.js'

/** Shifts of one turn. */
const TURN = 50

/** Closes shifts that nobody has closed when their business day is over. Asking for one does the same. */
@Injectable()
export class ShiftEnds {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Shifts) private readonly shifts: Shifts,
  ) {}

  /** One turn. Answers how many were closed. */
  async run(): Promise<{ shiftsClosed: number }> {
    const sql = `SELECT id, request_key, staff_id, store_id, actor, staff_no, business_day, opened_at, ends_at, closed_at
      FROM shift WHERE closed_at IS NULL AND ends_at <= ? ORDER BY ends_at, id LIMIT ${TURN}`
    const due = await this.db.query<ShiftRow>(sql, [this.clock.now()])
    for (const row of due) await this.shifts.end(row)
    return { shiftsClosed: due.length }
  }
}
