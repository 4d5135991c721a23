import type { CouponDefinition } from '@huitou/shared/coupons'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { nameText } from '../coupons/coupon.texts.js'
import { BATCH, STATUS } from '../coupons/state.rules.js'
import { worthOf } from '../coupons/worth.rules.js'
import type { Db } from '../db.js'
import { Outbox } from '../messages/outbox.service.js'
import { CLOCK, DB } from '../tokens.js'
import { ReminderRuns } from './reminder-runs.service.js'
import { COUPON_STAGES, couponDrafts, type EndingCoupon, endsDue } from './reminders.rules.js'

interface CouponRow {
  id: number
  member_id: number
  time_zone: string
  expires_at: Date
  code: string
  definition: string
}

const PAGE = 500
/** Coupons of one member that end on one day; more are not counted. */
const OF_PAGE = 20_000
/** Different ends within a window of a day and a half: coupons may end at any hour. */
const ENDS = 1_000

/** Coupons that end in three days and tomorrow, in the time of their store. */
@Injectable()
export class CouponReminders {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(ReminderRuns) private readonly runs: ReminderRuns,
  ) {}

  /** One look. Answers how many messages it wrote or found written. */
  async run(remindAt: string): Promise<number> {
    let found = 0
    for (const days of COUPON_STAGES) {
      const { from, until } = endsDue(this.clock.now(), days, remindAt)
      const ends = await this.db.query<{ expires_at: Date }>(
        `SELECT DISTINCT expires_at FROM coupon WHERE status = ${STATUS.ISSUED} AND expires_at > ? AND expires_at <= ? ORDER BY expires_at LIMIT ${ENDS}`,
        [from, until],
      )
      for (const { expires_at: end } of ends) {
        const name = `COUPON_EXPIRING:${end.toISOString()}:${days}`
        if (await this.runs.isDone(name)) continue
        found += await this.endingAt(end, days, remindAt)
        await this.runs.done(name)
      }
    }
    return found
  }

  /** Whole members at a time, so that all coupons of one that end together are one message. */
  private async endingAt(end: Date, days: number, remindAt: string): Promise<number> {
    let found = 0
    for (let after = 0; ; ) {
      const members = await this.db.query<{ member_id: number }>(
        `SELECT DISTINCT member_id FROM coupon WHERE status = ${STATUS.ISSUED} AND expires_at = ? AND member_id > ? ORDER BY member_id LIMIT ${PAGE}`,
        [end, after],
      )
      const last = members.at(-1)
      if (!last) return found
      after = last.member_id
      const coupons = await this.db.query<CouponRow>(
        `SELECT c.id, c.member_id, c.time_zone, c.expires_at, b.code, v.definition FROM coupon c
         JOIN coupon_batch b ON b.id = c.batch_id JOIN coupon_version v ON v.code = b.code AND v.version = b.version
         WHERE c.member_id IN (?) AND c.status = ${STATUS.ISSUED} AND c.expires_at = ? AND b.state <> ${BATCH.RECALLED} ORDER BY c.id LIMIT ${OF_PAGE}`,
        [members.map(row => row.member_id), end],
      )
      const drafts = couponDrafts(coupons.map(endingOf), days, remindAt)
      if (drafts.length > 0) await this.db.transaction(tx => this.outbox.enqueue(tx, drafts))
      found += drafts.length
      if (members.length < PAGE) return found
    }
  }
}

function endingOf(row: CouponRow): EndingCoupon {
  const definition = JSON.parse(row.definition) as CouponDefinition
  return {
    memberId: row.member_id,
    code: row.code,
    name: nameText(definition).zh,
    end: row.expires_at,
    zone: row.time_zone,
    worthFen: worthOf(definition),
  }
}
