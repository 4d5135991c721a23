import { Inject, Injectable } from '@nestjs/common'
import { dayOf, PROGRAMME_ZONE } from '../calendar.js'
import type { Clock } from '../clock.js'
import { change, type Db, rowsOf, type Tx } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import { Audit } from '../operators/audit.service.js'
import { CLOCK, DB } from '../tokens.js'

type Limits = Reply<'PUT /console/adjustment-limits'>

interface SettingRow {
  free_points: number
  daily_points: number
  valid_months: number
}

const SETTING = 'SELECT free_points, daily_points, valid_months FROM adjust_setting WHERE id = 1'

/** What a maker may do alone: so many points at once, and so many in a day of programme time. */
@Injectable()
export class AdjustmentLimits {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  async current(): Promise<Limits> {
    const [row] = await this.db.query<SettingRow>(SETTING)
    return limitsOf(row)
  }

  async set(operator: Caller['operator'], limits: Input<'PUT /console/adjustment-limits'>['body']): Promise<Limits> {
    await this.db.transaction(async tx => {
      const [row] = await rowsOf<SettingRow>(tx, `${SETTING} FOR UPDATE`)
      const before = limitsOf(row)
      const { freePoints, dailyPoints, validMonths } = limits
      await change(
        tx,
        'UPDATE adjust_setting SET free_points = ?, daily_points = ?, valid_months = ?, changed_at = ?, changed_by = ? WHERE id = 1',
        [freePoints, dailyPoints, validMonths, this.clock.now(), `${operator.name} · ${operator.username}`],
      )
      const detail = `${told(before)} → ${told(limits)}`
      await this.audit.record(tx, { operator, action: 'ADJUSTMENT_LIMITS_CHANGED', target: 'adjustments', detail })
    })
    return this.current()
  }

  /** What this operator has done alone today. */
  async usedToday(operatorId: number): Promise<number> {
    const sql = 'SELECT points FROM adjust_day WHERE operator_id = ? AND day = ?'
    const [row] = await this.db.query<{ points: number }>(sql, [operatorId, this.today()])
    return row?.points ?? 0
  }

  /** Takes points of the operator's day; answers the day they count against, null when it does not have as many left. */
  async takeOfDay(tx: Tx, operatorId: number, points: number, dailyPoints: number): Promise<string | null> {
    const day = this.today()
    await change(
      tx,
      'INSERT INTO adjust_day (operator_id, day, points) VALUES (?, ?, 0) ON DUPLICATE KEY UPDATE points = points',
      [operatorId, day],
    )
    const sql = 'UPDATE adjust_day SET points = points + ? WHERE operator_id = ? AND day = ? AND points + ? <= ?'
    return (await change(tx, sql, [points, operatorId, day, points, dailyPoints])) === 1 ? day : null
  }

  /** Gives them back: what was to be done alone could not be done at all. */
  async returnToDay(tx: Tx, operatorId: number, day: string, points: number): Promise<void> {
    const sql = 'UPDATE adjust_day SET points = points - ? WHERE operator_id = ? AND day = ? AND points >= ?'
    if ((await change(tx, sql, [points, operatorId, day, points])) !== 1) throw new Error('a day has less than it took')
  }

  private today(): string {
    return dayOf(this.clock.now(), PROGRAMME_ZONE)
  }
}

function limitsOf(row: SettingRow | undefined): Limits {
  if (!row) throw new Error('The limits of corrections are missing: run the migrations.')
  return { freePoints: row.free_points, dailyPoints: row.daily_points, validMonths: row.valid_months }
}

const told = ({ freePoints, dailyPoints, validMonths }: Limits) => `${freePoints}/${dailyPoints}/${validMonths}m`
