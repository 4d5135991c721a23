import { Inject, Injectable } from '@nestjs/common'
import { dayOf, PROGRAMME_ZONE } from '../calendar.js'
import type { Clock } from '../clock.js'
import { dayOfNumber, numberOfDay } from '../days.js'
import type { Db } from '../db.js'
import { isBirthday } from '../lunar.js'
import { CLOCK, DB } from '../tokens.js'
import { Awards, awardKey } from './awards.service.js'

/** A worker that was away makes up for so many days. */
const DAYS_BACK = 2
const PAGE = 200
/** Somebody may enter a birthday on the day itself: the day is looked at again after this. */
const AGAIN_MS = 10 * 60_000

/** Gives the birthday award on the day, programme time, in the calendar each member counts by; once a year. */
@Injectable()
export class Birthdays {
  private done: { day: string; at: number } | null = null

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Awards) private readonly awards: Awards,
  ) {}

  /** One turn of the worker. Answers how many members were given something. */
  async run(): Promise<{ members: number }> {
    const now = this.clock.now()
    const day = dayOf(now, PROGRAMME_ZONE)
    if (this.done?.day === day && now.getTime() - this.done.at < AGAIN_MS) return { members: 0 }
    let members = 0
    if (await this.awards.isRewarded('BIRTHDAY', now)) {
      for (let back = DAYS_BACK; back >= 0; back -= 1) members += await this.celebrate(numberOfDay(day) - back, now)
    }
    this.done = { day, at: now.getTime() }
    return { members }
  }

  private async celebrate(dayNumber: number, now: Date): Promise<number> {
    const { year } = dayOfNumber(dayNumber)
    let given = 0
    for (const calendar of ['SOLAR', 'LUNAR'] as const) {
      const days = EVERY_DAY.filter(on => isBirthday({ calendar, on }, dayNumber))
      for (let after = 0; days.length > 0; ) {
        const members = await this.waiting({ calendar, days, year, after })
        for (const id of members) {
          if (await this.awards.give({ trigger: 'BIRTHDAY', key: keyOf(id, year), memberId: id, at: now })) given += 1
        }
        if (members.length < PAGE) break
        after = members.at(-1)!
      }
    }
    return given
  }

  /** Members with such a birthday who have had nothing for it this year. */
  private async waiting(of: { calendar: string; days: string[]; year: number; after: number }): Promise<number[]> {
    const rows = await this.db.query<{ id: number }>(
      `SELECT m.id FROM member m LEFT JOIN journal j ON j.idem_key = CONCAT(?, m.id, ?)
       WHERE m.birthday_calendar = ? AND m.birthday IN (?) AND m.id > ? AND j.id IS NULL ORDER BY m.id LIMIT ${PAGE}`,
      [awardKey('BIRTHDAY', 'M'), `:${of.year}`, of.calendar, of.days, of.after],
    )
    return rows.map(row => row.id)
  }
}

const keyOf = (memberId: number, year: number): string => `M${memberId}:${year}`

/** "01-01" to "12-31"; which of them exist is the calendar's business. */
const EVERY_DAY = Array.from({ length: 12 }, (_, month) =>
  Array.from({ length: 31 }, (__, day) => `${two(month + 1)}-${two(day + 1)}`),
).flat()

function two(n: number): string {
  return String(n).padStart(2, '0')
}
