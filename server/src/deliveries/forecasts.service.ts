import { Inject, Injectable } from '@nestjs/common'
import { dayOf, instantOf, lastDayOfLot, PROGRAMME_ZONE } from '../calendar.js'
import type { Clock } from '../clock.js'
import { dayOfNumber, numberOfDay } from '../days.js'
import type { Db } from '../db.js'
import type { Reply } from '../http.js'
import { accountId, CURRENCY, LOT_STATE } from '../ledger/operation.rules.js'
import { isBirthday } from '../lunar.js'
import { Members } from '../members/members.service.js'
import { Profiles } from '../members/profiles.service.js'
import { MESSAGE_STATE, type MessageDraft, messageDue } from '../messages/kinds.rules.js'
import { copyOf } from '../messages/messages.texts.js'
import { CLOCK, DB } from '../tokens.js'
import { type Planned, planMember, type Reach } from './plan.rules.js'
import { WAITING, type WaitingRow } from './planner.service.js'
import { Reaches } from './reach.service.js'
import { EXPIRY_STAGES, expiryDraft } from './reminders.rules.js'
import { MessageSettings } from './settings.service.js'

const WEEK_DAYS = 7
const DAY_MS = 86_400_000
const MOST = 200

/** What one member would get within a week: what waits already, and the reminders that fall due until then. */
@Injectable()
export class Forecasts {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Members) private readonly members: Members,
    @Inject(Profiles) private readonly profiles: Profiles,
    @Inject(MessageSettings) private readonly settings: MessageSettings,
    @Inject(Reaches) private readonly reaches: Reaches,
  ) {}

  /** Refuses `record.not_found`. Goes by the present settings, grants and points. */
  async of(memberNo: string): Promise<Reply<'GET /console/members/:memberNo/forecasts'>> {
    const { id } = await this.members.byNumber(memberNo)
    const now = this.clock.now()
    const until = new Date(now.getTime() + WEEK_DAYS * DAY_MS)
    const programme = await this.settings.programme()
    const reaches = await this.reaches.of((sql, values) => this.db.query(sql, values), [id], {
      limits: programme.limits,
      now,
    })
    const rows = await this.coming(id, { now, until })
    let reach: Reach | undefined = reaches.get(id)
    const items: Reply<'GET /console/members/:memberNo/forecasts'>['items'] = []
    // Moment by moment, as the worker would: what goes out earlier counts against what comes later.
    for (const at of [...new Set(rows.map(row => Math.max(row.dueAt.getTime(), now.getTime())))].sort(
      (a, b) => a - b,
    )) {
      const due = rows.filter(row => Math.max(row.dueAt.getTime(), now.getTime()) === at)
      if (!reach) break
      for (const decision of planMember(reach, due, programme, new Date(at))) {
        const row: Planned = due.find(({ id: messageId }) => messageId === decision.messageId)!
        const { send } = decision
        items.push({
          kind: row.kind,
          title: copyOf(row.kind, row.data).title,
          dueAt: row.dueAt.toISOString(),
          stop: decision.stop,
          reason: decision.reason,
          channel: send?.channel ?? null,
          sendAt: send?.at.toISOString() ?? null,
        })
        if (send) reach = after(reach, row, send)
      }
    }
    return { memberNo, from: now.toISOString(), until: until.toISOString(), items }
  }

  private async coming(memberId: number, { now, until }: { now: Date; until: Date }): Promise<Planned[]> {
    const { value: limits } = await this.settings.limits()
    const waiting = await this.db.query<WaitingRow & { occurrence: string }>(
      `SELECT ${WAITING}, occurrence FROM message WHERE member_id = ? AND state = ${MESSAGE_STATE.WAITING} AND due_at <= ? ORDER BY due_at, id LIMIT ${MOST}`,
      [memberId, until],
    )
    const drafts = [
      ...(await this.expiries(memberId, { now, until, remindAt: limits.remindAt })),
      ...(await this.birthdays(memberId, { now, until, around: limits.birthdayDays })),
    ]
    const known = await this.db.query<{ kind: string; occurrence: string }>(
      'SELECT kind, occurrence FROM message WHERE member_id = ? AND kind IN (?)',
      [memberId, ['POINTS_EXPIRING', 'BIRTHDAY']],
    )
    const written = new Set(known.map(({ kind, occurrence }) => `${kind} ${occurrence}`))
    const fresh = drafts.filter(({ kind, occurrence }) => !written.has(`${kind} ${occurrence}`))
    return [...waiting.map(plannedOf), ...fresh.map((draft, index) => plannedDraft(draft, index))]
  }

  private async expiries(
    memberId: number,
    { now, until, remindAt }: { now: Date; until: Date; remindAt: string },
  ): Promise<MessageDraft[]> {
    const lots = await this.db.query<{ expires_at: Date; points: number }>(
      `SELECT expires_at, SUM(remaining) AS points FROM lot WHERE account_id = ? AND state = ${LOT_STATE.ACTIVE} AND remaining > 0 AND expires_at > ? AND expires_at <= ? GROUP BY expires_at ORDER BY expires_at`,
      [accountId(memberId, CURRENCY.POINTS), now, new Date(until.getTime() + 32 * DAY_MS)],
    )
    const byDay = new Map<string, { end: Date; points: number }>()
    for (const { expires_at: end, points } of lots) {
      const day = lastDayOfLot(end)!
      const known = byDay.get(day)
      byDay.set(day, { end: known?.end ?? end, points: (known?.points ?? 0) + Number(points) })
    }
    return [...byDay.values()].flatMap(({ end, points }) =>
      EXPIRY_STAGES.map(days => expiryDraft({ memberId, points, end, days, remindAt })).filter(
        ({ dueAt }) => dueAt > now && dueAt <= until,
      ),
    )
  }

  private async birthdays(
    memberId: number,
    { now, until, around }: { now: Date; until: Date; around: readonly (-3 | 0 | 7)[] },
  ): Promise<MessageDraft[]> {
    const { nickname, birthday } = await this.profiles.of(memberId)
    if (!birthday) return []
    const today = numberOfDay(dayOf(now, PROGRAMME_ZONE))
    const drafts: MessageDraft[] = []
    for (let sendDay = today + 1; sendDay <= today + WEEK_DAYS; sendDay += 1)
      for (const days of around.filter(offset => isBirthday(birthday, sendDay - offset))) {
        const { year, month, day } = dayOfNumber(sendDay)
        const dueAt = instantOf({ year, month, day }, PROGRAMME_ZONE)
        const occurrence = `${dayOfNumber(sendDay - days).year}:${days}`
        if (dueAt <= until)
          drafts.push({
            memberId,
            kind: 'BIRTHDAY',
            occurrence,
            data: { nickname, days, reward: null },
            worthFen: 0,
            dueAt,
          })
      }
    return drafts
  }
}

const NONE: Planned['tried'] = new Set()

function plannedOf(row: WaitingRow): Planned {
  return {
    id: row.id,
    kind: row.kind,
    data: JSON.parse(row.data) as Planned['data'],
    worthFen: row.worth_fen,
    dueAt: row.due_at,
    untilAt: row.until_at,
    tried: NONE,
  }
}

function plannedDraft(draft: MessageDraft, index: number): Planned {
  const { kind, data, worthFen, dueAt } = draft
  const { until_at: untilAt } = messageDue(index, draft, dueAt).values as { until_at: Date }
  return { id: Number.MAX_SAFE_INTEGER - MOST + index, kind, data, worthFen, dueAt, untilAt, tried: NONE }
}

function after(
  reach: Reach,
  { kind }: Planned,
  send: { channel: Reach['sent'][number]['channel']; templateId: string; at: Date },
): Reach {
  const stock = new Map(reach.stock)
  if (send.channel === 'SUBSCRIBE') stock.set(send.templateId, (stock.get(send.templateId) ?? 0) - 1)
  return { ...reach, stock, sent: [...reach.sent, { channel: send.channel, kind, at: send.at }] }
}
