import { Inject, Injectable } from '@nestjs/common'
import { dayOf, instantOf, lastDayOfLot, PROGRAMME_ZONE } from '../calendar.js'
import type { Clock } from '../clock.js'
import { dayOfNumber, numberOfDay } from '../days.js'
import type { Db } from '../db.js'
import { CURRENCY, LOT_STATE } from '../ledger/operation.rules.js'
import { isBirthday } from '../lunar.js'
import type { MessageDraft } from '../messages/kinds.rules.js'
import { Outbox } from '../messages/outbox.service.js'
import { TierCentre } from '../tiers/centre.service.js'
import { CLOCK, DB } from '../tokens.js'
import { CouponReminders } from './coupon-reminders.service.js'
import { ReminderRuns } from './reminder-runs.service.js'
import { EXPIRY_STAGES, endsDue, expiryDraft, REVIEW_DAYS, stageDue } from './reminders.rules.js'
import { MessageSettings } from './settings.service.js'

const PAGE = 1_000
const FEW = 200
/** More different ends than a day can have: one for each zone. */
const ENDS = 200
/** Somebody may enter a birthday on the day itself: the day is looked at again after this. */
const AGAIN_MS = 10 * 60_000
/** A worker that was away makes up for so many days. */
const DAYS_BACK = 1

/**
 * Reminders that nobody has to think of. Each is written once by its unique key, whatever happens to the worker in
 * between and however many of them look; what has been gone through whole is noted, and not looked for again.
 */
@Injectable()
export class Reminders {
  private birthdaysAt = 0
  private tiersAt = 0

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(MessageSettings) private readonly settings: MessageSettings,
    @Inject(TierCentre) private readonly tiers: TierCentre,
    @Inject(ReminderRuns) private readonly runs: ReminderRuns,
    @Inject(CouponReminders) private readonly coupons: CouponReminders,
  ) {}

  /** One turn of the worker. Answers how many members it found something for, by what. */
  async run(): Promise<{ expiring: number; coupons: number; birthdays: number; reviews: number }> {
    const { value } = await this.settings.limits()
    const expiring = await this.expiring(value.remindAt)
    const coupons = await this.coupons.run(value.remindAt)
    const birthdays = await this.birthdays(value.birthdayDays)
    const reviews = await this.reviews(value.remindAt)
    return { expiring, coupons, birthdays, reviews }
  }

  /** Points that end in 30, 7 and 1 days, in the time of the store they were earned in. */
  async expiring(remindAt: string): Promise<number> {
    const now = this.clock.now()
    let found = 0
    for (const days of EXPIRY_STAGES) {
      const { from, until } = endsDue(now, days, remindAt)
      const ends = await this.db.query<{ expires_at: Date }>(
        `SELECT DISTINCT expires_at FROM lot WHERE state = ${LOT_STATE.ACTIVE} AND expires_at > ? AND expires_at <= ? ORDER BY expires_at LIMIT ${ENDS}`,
        [from, until],
      )
      for (const { expires_at: end } of ends) {
        const name = `POINTS_EXPIRING:${end.toISOString()}:${days}`
        if (await this.runs.isDone(name)) continue
        found += await this.expiringAt(end, days, remindAt)
        await this.runs.done(name)
      }
    }
    return found
  }

  /** Two lots of one member that end on the same day in different zones are one message, with both. */
  private async expiringAt(end: Date, days: number, remindAt: string): Promise<number> {
    const lastDay = new Date(`${lastDayOfLot(end)!}T00:00:00.000Z`)
    const nextDay = new Date(lastDay.getTime() + 86_400_000)
    let found = 0
    for (let after = 0; ; ) {
      const accounts = await this.db.query<{ account_id: number }>(
        `SELECT DISTINCT account_id FROM lot WHERE state = ${LOT_STATE.ACTIVE} AND expires_at = ? AND account_id > ? AND remaining > 0 ORDER BY account_id LIMIT ${PAGE}`,
        [end, after],
      )
      if (accounts.length === 0) return found
      after = accounts.at(-1)!.account_id
      const sums = await this.db.query<{ account_id: number; points: number }>(
        `SELECT account_id, SUM(remaining) AS points FROM lot WHERE account_id IN (?) AND state = ${LOT_STATE.ACTIVE} AND expires_at > ? AND expires_at <= ? GROUP BY account_id`,
        [accounts.map(row => row.account_id), lastDay, nextDay],
      )
      const drafts = sums.map(({ account_id, points }) =>
        expiryDraft({ memberId: account_id - CURRENCY.POINTS, points: Number(points), end, days, remindAt }),
      )
      await this.write(drafts)
      found += drafts.length
      if (accounts.length < PAGE) return found
    }
  }

  /** Birthdays in the calendar each member counts by: on the day from midnight, and the days around it that were chosen. */
  async birthdays(around: readonly (-3 | 0 | 7)[]): Promise<number> {
    const now = this.clock.now()
    if (Math.abs(now.getTime() - this.birthdaysAt) < AGAIN_MS) return 0
    const today = numberOfDay(dayOf(now, PROGRAMME_ZONE))
    let found = 0
    for (const days of around)
      for (let back = DAYS_BACK; back >= 0; back -= 1) found += await this.birthdaysOn(today - back, days)
    this.birthdaysAt = now.getTime()
    return found
  }

  private async birthdaysOn(sendDay: number, days: -3 | 0 | 7): Promise<number> {
    const birthDay = sendDay - days
    const occurrence = `${dayOfNumber(birthDay).year}:${days}`
    const { year, month, day } = dayOfNumber(sendDay)
    const dueAt = instantOf({ year, month, day }, PROGRAMME_ZONE)
    let found = 0
    for (const calendar of ['SOLAR', 'LUNAR'] as const) {
      const on = EVERY_DAY.filter(monthDay => isBirthday({ calendar, on: monthDay }, birthDay))
      for (let after = 0; on.length > 0; ) {
        const members = await this.db.query<{ id: number; nickname: string }>(
          `SELECT m.id, m.nickname FROM member m WHERE m.birthday_calendar = ? AND m.birthday IN (?) AND m.id > ?
           AND NOT EXISTS (SELECT 1 FROM message x WHERE x.member_id = m.id AND x.kind = 'BIRTHDAY' AND x.occurrence = ?) ORDER BY m.id LIMIT ${PAGE}`,
          [calendar, on, after, occurrence],
        )
        await this.write(
          members.map(({ id, nickname }) => ({
            memberId: id,
            kind: 'BIRTHDAY',
            occurrence,
            data: { nickname, days, reward: null },
            worthFen: 0,
            dueAt,
          })),
        )
        found += members.length
        if (members.length < PAGE) break
        after = members.at(-1)!.id
      }
    }
    return found
  }

  /** Members whom the review on the coming 1st would lower, a week before, with what is missing. */
  async reviews(remindAt: string): Promise<number> {
    const now = this.clock.now()
    if (Math.abs(now.getTime() - this.tiersAt) < AGAIN_MS) return 0
    const { year, month } = dayOfNumber(numberOfDay(dayOf(now, PROGRAMME_ZONE)))
    const review = instantOf({ year, month: month + 1, day: 1 }, PROGRAMME_ZONE)
    // The review is the first moment after the last day, as the end of a lot is.
    const dueAt = stageDue(review, REVIEW_DAYS - 1, remindAt)
    const name = `TIER_REVIEW:${dayOf(review, PROGRAMME_ZONE)}`
    if (now < dueAt || (await this.runs.isDone(name))) return 0
    let found = 0
    for (let after = await this.runs.positionOf(name); ; ) {
      const rows = await this.db.query<{ member_id: number }>(
        `SELECT member_id FROM member_tier WHERE next_at <= ? AND member_id > ? ORDER BY member_id LIMIT ${FEW}`,
        [review, after],
      )
      for (const { member_id: id } of rows) found += await this.reviewOf(id, { review, dueAt })
      if (rows.length < FEW) break
      after = rows.at(-1)!.member_id
      await this.runs.keepPosition(name, after)
    }
    await this.runs.done(name)
    this.tiersAt = now.getTime()
    return found
  }

  private async reviewOf(memberId: number, { review, dueAt }: { review: Date; dueAt: Date }): Promise<number> {
    const { tier, keep, reviewOn } = await this.tiers.of(memberId)
    if (!keep) return 0
    const missing = keep.says
    const occurrence = dayOf(review, PROGRAMME_ZONE)
    await this.write([
      {
        memberId,
        kind: 'TIER_REVIEW',
        occurrence,
        data: { tier: tier.name, reviewOn, missing },
        worthFen: (keep.fen ?? 0) > 0 ? REVIEW_WORTH_FEN : 0,
        dueAt,
        untilAt: review,
      },
    ])
    return 1
  }

  private async write(drafts: readonly MessageDraft[]): Promise<void> {
    if (drafts.length > 0) await this.db.transaction(tx => this.outbox.enqueue(tx, drafts))
  }
}

/** What a tier is worth where a grant is weighed: about a dish. */
const REVIEW_WORTH_FEN = 2_000

/** "01-01" to "12-31"; which of them exist is the calendar's business. */
const EVERY_DAY = Array.from({ length: 12 }, (_, month) =>
  Array.from({ length: 31 }, (__, day) => `${two(month + 1)}-${two(day + 1)}`),
).flat()

function two(n: number): string {
  return String(n).padStart(2, '0')
}
