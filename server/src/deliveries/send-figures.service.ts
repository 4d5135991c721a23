import type { Channel, DeliveryState, MessageKind, Stop } from '@huitou/shared/messages'
import { CHANNELS, DELIVERY_STATES } from '@huitou/shared/messages'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import type { Input, Reply } from '../http.js'
import { MESSAGE_STATE } from '../messages/kinds.rules.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { ChannelPauses } from './channel-pauses.service.js'
import { Channels } from './channels.service.js'
import { funnelOf } from './plan.rules.js'
import { MessageSettings } from './settings.service.js'

type Page = Reply<'GET /console/sends'>
type Send = Page['items'][number]

interface SendRow {
  code: string
  kind: MessageKind
  title: string
  state: Send['state']
  created_at: Date
}
interface MessageCount {
  batch: string
  state: number
  stop: Stop | null
  reason: string | null
  amount: number
}
interface DeliveryCount {
  batch: string
  state: DeliveryState
  reason: string | null
  channel: Channel
  template_id: string
  amount: number
}
interface Minute {
  batch: string
  minute: Date
  amount: number
}
/** All that is counted of some sends, by their code. */
interface Figures {
  messages: MessageCount[]
  deliveries: DeliveryCount[]
  minutes: Minute[]
  optOuts: Map<string, number>
  troubles: Map<string, string>
  pauses: Map<Channel, string>
}

const PAGE = 20
const FAR = 10_000
const HOUR_MS = 3_600_000
/** Speed is what went in the last five minutes. */
const SPEED_MINUTES = 5
/** Failures by which somebody says that he does not want us. */
const COMPLAINTS = ['USER_BLOCKED', 'NOT_FOLLOWING', 'REFUSED_LATER']

/** What is being sent, counted from the rows themselves. */
@Injectable()
export class SendFigures {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Channels) private readonly channels: Channels,
    @Inject(ChannelPauses) private readonly pauses: ChannelPauses,
    @Inject(MessageSettings) private readonly settings: MessageSettings,
  ) {}

  /** Newest first. The cursor is a place in the list. */
  async page({ cursor, limit = PAGE, kind }: Input<'GET /console/sends'>['query']): Promise<Page> {
    const from = Math.min(Number(cursor ?? 0), FAR)
    const rows = await this.db.query<SendRow>(
      `SELECT code, kind, title, state, created_at FROM message_send ${kind ? 'WHERE kind = ?' : ''} ORDER BY created_at DESC, code DESC LIMIT ${limit + 1} OFFSET ${from}`,
      kind ? [kind] : [],
    )
    const shown = rows.slice(0, limit)
    const [items, queue, pauses] = await Promise.all([this.views(shown), this.queue(), this.pauses.all()])
    const channels = CHANNELS.map(channel => {
      const pause = pauses.find(row => row.channel === channel)
      const closedUntil = pause?.closed_until.toISOString() ?? null
      return { channel, connected: this.channels.connected(channel), closedUntil, reason: pause?.reason ?? null }
    })
    return { items, nextCursor: rows.length > limit ? String(from + limit) : null, queue, channels }
  }

  /** Refuses `record.not_found`. */
  async one(code: string): Promise<Send> {
    const rows = await this.db.query<SendRow>(
      'SELECT code, kind, title, state, created_at FROM message_send WHERE code = ?',
      [code],
    )
    const [view] = await this.views(rows)
    if (!view) throw new Refusal('record.not_found')
    return view
  }

  /** What waits to be sent now, and since when: how far behind we are. What waits for the morning is not behind. */
  async queue(): Promise<Page['queue']> {
    const now = this.clock.now()
    const [[due], [undecided], stuck] = await Promise.all([
      this.db.query<{ waiting: number; since: Date | null }>(
        "SELECT COUNT(*) AS waiting, MIN(counts_at) AS since FROM delivery WHERE state = 'QUEUED' AND channel IN (?) AND counts_at <= ?",
        [[...CHANNELS], now],
      ),
      this.db.query<{ waiting: number; since: Date | null }>(
        `SELECT COUNT(*) AS waiting, MIN(due_at) AS since FROM message WHERE state = ${MESSAGE_STATE.WAITING} AND due_at <= ?`,
        [now],
      ),
      this.db.query<{ state: string; amount: number }>(
        "SELECT state, COUNT(*) AS amount FROM delivery WHERE state IN ('DEAD', 'UNKNOWN') GROUP BY state",
      ),
    ])
    const since = [due?.since, undecided?.since].filter(at => at instanceof Date).map(at => at.getTime())
    const of = (state: string) => stuck.find(row => row.state === state)?.amount ?? 0
    return {
      waiting: (due?.waiting ?? 0) + (undecided?.waiting ?? 0),
      oldestSeconds: since.length > 0 ? Math.max(0, Math.floor((now.getTime() - Math.min(...since)) / 1000)) : 0,
      dead: of('DEAD'),
      unknown: of('UNKNOWN'),
    }
  }

  private async views(rows: readonly SendRow[]): Promise<Send[]> {
    if (rows.length === 0) return []
    const figures = await this.figures(rows)
    return rows.map(row => this.view(row, figures))
  }

  private async figures(rows: readonly SendRow[]): Promise<Figures> {
    const codes = rows.map(({ code }) => code)
    const since = new Date(this.clock.now().getTime() - HOUR_MS)
    const [messages, deliveries, minutes, optOuts, troubles, pauses] = await Promise.all([
      this.db.query<MessageCount>(
        'SELECT batch, state, stop, reason, COUNT(*) AS amount FROM message WHERE batch IN (?) GROUP BY batch, state, stop, reason',
        [codes],
      ),
      this.db.query<DeliveryCount>(
        'SELECT batch, state, reason, channel, template_id, COUNT(*) AS amount FROM delivery WHERE batch IN (?) GROUP BY batch, state, reason, channel, template_id',
        [codes],
      ),
      this.db.query<Minute>(
        `SELECT batch, CAST(DATE_FORMAT(sent_at, '%Y-%m-%d %H:%i:00') AS DATETIME(3)) AS minute, COUNT(*) AS amount FROM delivery
         WHERE batch IN (?) AND sent_at >= ? GROUP BY batch, minute ORDER BY minute`,
        [codes, since],
      ),
      // Whoever turned the kind off within a day of being sent one of these.
      this.db.query<{ batch: string; amount: number }>(
        `SELECT d.batch, COUNT(DISTINCT d.member_id) AS amount FROM reminder_choice c JOIN delivery d ON d.member_id = c.member_id AND d.kind = c.kind
         WHERE d.batch IN (?) AND c.wanted = 0 AND d.sent_at IS NOT NULL AND c.changed_at BETWEEN d.sent_at AND d.sent_at + INTERVAL 1 DAY GROUP BY d.batch`,
        [codes],
      ),
      this.settings.troubles(),
      this.pauses.all(),
    ])
    return {
      messages,
      deliveries,
      minutes,
      optOuts: new Map(optOuts.map(({ batch, amount }) => [batch, amount])),
      troubles: new Map([...troubles].map(([id, { reason }]) => [id, reason])),
      pauses: new Map(pauses.map(({ channel, reason }) => [channel, reason])),
    }
  }

  private view(row: SendRow, all: Figures): Send {
    const messages = all.messages.filter(({ batch }) => batch === row.code)
    const deliveries = all.deliveries.filter(({ batch }) => batch === row.code)
    const minutes = all.minutes.filter(({ batch }) => batch === row.code)
    const decided = messages.filter(({ state }) => state !== MESSAGE_STATE.WAITING)
    const queued = deliveries.filter(({ state }) => state === 'QUEUED')
    const left = sum(queued) + sum(messages) - sum(decided)
    return {
      code: row.code,
      kind: row.kind,
      title: row.title,
      state: row.state,
      held: heldOf(queued, all),
      funnel: funnelOf(grouped(decided, ({ stop }) => stop ?? 'CANCELLED')),
      waiting: sum(messages) - sum(decided),
      stops: listed(
        grouped(
          decided.filter(({ stop }) => stop !== 'SEND'),
          one => one.reason ?? one.stop ?? 'CANCELLED',
        ),
      ),
      states: DELIVERY_STATES.map(state => ({ state, count: sum(deliveries.filter(one => one.state === state)) })),
      reasons: listed(
        grouped(
          deliveries.filter(({ reason }) => reason),
          one => one.reason!,
        ),
      ),
      outcomes: outcomesOf(deliveries),
      perMinute: minutes.map(({ minute, amount }) => ({ minute: minute.toISOString(), count: amount })),
      eta: this.etaOf(left, minutes),
      optOuts: all.optOuts.get(row.code) ?? 0,
      complaints: sum(deliveries.filter(({ reason }) => reason && COMPLAINTS.includes(reason))),
      createdAt: row.created_at.toISOString(),
    }
  }

  private etaOf(left: number, minutes: readonly Minute[]): string | null {
    const now = this.clock.now().getTime()
    const from = now - SPEED_MINUTES * 60_000
    const speed = sum(minutes.filter(({ minute }) => minute.getTime() >= from)) / SPEED_MINUTES
    if (left === 0 || speed === 0) return null
    return new Date(now + (left / speed) * 60_000).toISOString()
  }
}

/** Why what waits does not move: a template WeChat does not take, or a provider that is down. */
function heldOf(queued: readonly DeliveryCount[], { troubles, pauses }: Figures): Send['held'] {
  const held = grouped(
    queued.filter(({ template_id, channel }) => troubles.has(template_id) || pauses.has(channel)),
    ({ template_id, channel }) => troubles.get(template_id) ?? pauses.get(channel)!,
  )
  const [first] = listed(held)
  return first ?? null
}

function outcomesOf(deliveries: readonly DeliveryCount[]): Send['outcomes'] {
  const groups = new Map<string, Send['outcomes'][number]>()
  for (const { channel, state, reason, amount } of deliveries) {
    const key = `${channel} ${state} ${reason}`
    groups.set(key, { channel, state, reason, count: (groups.get(key)?.count ?? 0) + amount })
  }
  return [...groups.values()].sort((one, other) => other.count - one.count)
}

const sum = (rows: readonly { amount: number }[]): number => rows.reduce((total, { amount }) => total + amount, 0)

function grouped<T extends { amount: number }, K>(rows: readonly T[], keyOf: (row: T) => K): Map<K, number> {
  const groups = new Map<K, number>()
  for (const row of rows) groups.set(keyOf(row), (groups.get(keyOf(row)) ?? 0) + row.amount)
  return groups
}

function listed(groups: ReadonlyMap<string, number>): { reason: string; count: number }[] {
  return [...groups].map(([reason, count]) => ({ reason, count })).sort((one, other) => other.count - one.count)
}
