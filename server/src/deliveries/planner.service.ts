import type { MessageKind, Stop } from '@huitou/shared/messages'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, insertAll, rowsOf, type Tx } from '../db.js'
import type { Ids } from '../ids.js'
import { MESSAGE_STATE, type MessageData } from '../messages/kinds.rules.js'
import { KIND_NAMES } from '../messages/messages.texts.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { type Decision, type Planned, type Programme, planMember, type Reach } from './plan.rules.js'
import { Reaches, type Reads } from './reach.service.js'
import { MessageSettings } from './settings.service.js'

/** Members of one transaction. */
const CHUNK = 500
/** Batches that do not run at present; more than anybody pauses at once. */
const STOPPED = 500
const TURN_MS = 20_000

export interface WaitingRow {
  id: number
  member_id: number
  kind: MessageKind
  data: string
  worth_fen: number
  batch: string
  due_at: Date
  until_at: Date
}
export const WAITING = 'id, member_id, kind, data, worth_fen, batch, due_at, until_at'

/** Decides about messages that fall due: what becomes a delivery, and where the others stop. Nothing is sent from here. */
@Injectable()
export class Planner {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(MessageSettings) private readonly settings: MessageSettings,
    @Inject(Reaches) private readonly reaches: Reaches,
  ) {}

  /**
   * Decides about everything that is due, in transactions of a bounded size. Members are locked, so that two planners
   * neither pass a cap nor use a grant twice. Answers how many messages it decided about and how many will be sent.
   */
  async plan(budgetMs = TURN_MS): Promise<{ planned: number; sending: number }> {
    const until = performance.now() + budgetMs
    const total = { planned: 0, sending: 0 }
    const programme = await this.settings.programme()
    const stopped = await this.stopped()
    for (;;) {
      const members = await this.due(stopped)
      if (members.length === 0) return total
      const decisions = await this.db.transaction(tx => this.planIn(tx, members, { programme, stopped }))
      total.planned += decisions.length
      total.sending += decisions.filter(({ send }) => send).length
      // Another planner had them all: it will come to the rest as well.
      if (decisions.length === 0 || performance.now() > until) return total
    }
  }

  /** What these messages would meet if they were due now, beside what is waiting already. Nothing is written. */
  async preview(hypothetical: readonly WaitingRow[], at: Date = this.clock.now()): Promise<Decision[]> {
    const programme = await this.settings.programme()
    const read: Reads = (sql, values) => this.db.query(sql, values)
    const wanted = new Set(hypothetical.map(({ id }) => id))
    const members = [...new Set(hypothetical.map(row => row.member_id))]
    const stopped = await this.stopped()
    const decisions: Decision[] = []
    for (let from = 0; from < members.length; from += CHUNK) {
      const some = members.slice(from, from + CHUNK)
      const waiting = await read<WaitingRow>(...waitingOf(some, { stopped, at }))
      const mine = new Set(some)
      const rows = [...waiting, ...hypothetical.filter(row => mine.has(row.member_id))]
      const reaches = await this.reaches.of(read, some, { limits: programme.limits, now: at })
      const all = await this.decide(read, { rows, reaches, programme, now: at })
      decisions.push(...all.filter(({ messageId }) => wanted.has(messageId)))
    }
    return decisions
  }

  /** Batches that are paused or cancelled. */
  async stopped(): Promise<string[]> {
    const rows = await this.db.query<{ code: string }>(
      `SELECT code FROM message_send WHERE state <> 'RUNNING' ORDER BY changed_at DESC LIMIT ${STOPPED}`,
    )
    return rows.map(({ code }) => code)
  }

  private async due(stopped: readonly string[]): Promise<number[]> {
    const rows = await this.db.query<{ member_id: number }>(
      `SELECT member_id FROM message WHERE state = ${MESSAGE_STATE.WAITING} AND due_at <= ? AND batch NOT IN (?) ORDER BY due_at, id LIMIT ${CHUNK}`,
      [this.clock.now(), [...stopped, '']],
    )
    return [...new Set(rows.map(row => row.member_id))].sort((a, b) => a - b)
  }

  private async planIn(
    tx: Tx,
    members: readonly number[],
    { programme, stopped }: { programme: Programme; stopped: readonly string[] },
  ): Promise<Decision[]> {
    await tx.query('SELECT id FROM member WHERE id IN (?) ORDER BY id FOR UPDATE', [members])
    // Under the locks: whoever planned for the same members meanwhile has changed what is read from here on.
    const now = this.clock.now()
    const read: Reads = (sql, values) => rowsOf(tx, sql, values)
    const [sql, values] = waitingOf(members, { stopped, at: now })
    const rows = await read<WaitingRow>(`${sql} FOR UPDATE`, values)
    if (rows.length === 0) return []
    const reaches = await this.reaches.of(read, members, { limits: programme.limits, now, lock: true })
    const decisions = await this.decide(read, { rows, reaches, programme, now })
    await this.write(tx, { rows, decisions, now })
    return decisions
  }

  private async decide(
    read: Reads,
    {
      rows,
      reaches,
      programme,
      now,
    }: { rows: WaitingRow[]; reaches: Map<number, Reach>; programme: Programme; now: Date },
  ): Promise<Decision[]> {
    const tried = new Map<number, Planned['tried']>()
    const known = rows.map(({ id }) => id)
    if (known.length > 0) {
      const attempts = await read<{ message_id: number; channel: never }>(
        'SELECT message_id, channel FROM delivery WHERE message_id IN (?)',
        [known],
      )
      for (const { message_id, channel } of attempts)
        tried.set(message_id, new Set([...(tried.get(message_id) ?? []), channel]))
    }
    const ofMember = new Map<number, Planned[]>()
    for (const row of rows) {
      const messages = ofMember.get(row.member_id) ?? []
      messages.push(plannedOf(row, tried.get(row.id) ?? NONE))
      ofMember.set(row.member_id, messages)
    }
    return [...ofMember].flatMap(([memberId, messages]) => {
      const reach = reaches.get(memberId)
      if (reach) return planMember(reach, messages, programme, now)
      return messages.map(
        ({ id }): Decision => ({ messageId: id, stop: 'NO_GRANT', reason: 'UNREACHABLE', send: null }),
      )
    })
  }

  private async write(
    tx: Tx,
    { rows, decisions, now }: { rows: WaitingRow[]; decisions: Decision[]; now: Date },
  ): Promise<void> {
    const rowOf = new Map(rows.map(row => [row.id, row]))
    const sends = decisions.flatMap(({ messageId, send }) => (send ? [{ row: rowOf.get(messageId)!, send }] : []))
    await takeGrants(
      tx,
      sends
        .filter(({ send }) => send.channel === 'SUBSCRIBE')
        .map(({ row, send }) => ({ memberId: row.member_id, templateId: send.templateId })),
    )
    await insertAll(
      tx,
      'delivery',
      sends.map(({ row, send }) => ({
        id: this.ids.next(),
        message_id: row.id,
        member_id: row.member_id,
        kind: row.kind,
        channel: send.channel,
        batch: row.batch,
        template_id: send.templateId,
        state: 'QUEUED',
        next_at: send.at,
        counts_at: send.at,
        until_at: row.until_at,
      })),
    )
    for (const { stop, reason, ids } of byOutcome(decisions))
      await tx.query(`UPDATE message SET state = ${MESSAGE_STATE.DECIDED}, stop = ?, reason = ? WHERE id IN (?)`, [
        stop,
        reason,
        ids,
      ])
    await this.openSends(tx, rows, now)
  }

  /** A batch is known from its first message on. */
  private async openSends(tx: Tx, rows: readonly WaitingRow[], now: Date): Promise<void> {
    const batches = new Map(rows.map(row => [row.batch, row.kind]))
    for (const [code, kind] of [...batches].sort())
      await tx.query(
        `INSERT INTO message_send (code, kind, title, state, created_at, changed_at, changed_by) VALUES (?, ?, ?, 'RUNNING', ?, ?, '')
         ON DUPLICATE KEY UPDATE code = code`,
        [code, kind, KIND_NAMES[kind].zh, now, now],
      )
  }
}

const NONE: Planned['tried'] = new Set()

function waitingOf(
  members: readonly number[],
  { stopped, at }: { stopped: readonly string[]; at: Date },
): [sql: string, values: unknown[]] {
  return [
    `SELECT ${WAITING} FROM message WHERE member_id IN (?) AND state = ${MESSAGE_STATE.WAITING} AND due_at <= ? AND batch NOT IN (?) ORDER BY member_id, id`,
    [members, at, [...stopped, '']],
  ]
}

function plannedOf(row: WaitingRow, tried: Planned['tried']): Planned {
  return {
    id: row.id,
    kind: row.kind,
    data: JSON.parse(row.data) as MessageData[MessageKind],
    worthFen: row.worth_fen,
    dueAt: row.due_at,
    untilAt: row.until_at,
    tried,
  }
}

function byOutcome(decisions: readonly Decision[]): { stop: Stop; reason: string | null; ids: number[] }[] {
  const groups = new Map<string, { stop: Stop; reason: string | null; ids: number[] }>()
  for (const { messageId, stop, reason } of decisions) {
    const group = groups.get(`${stop}:${reason}`) ?? { stop, reason, ids: [] }
    group.ids.push(messageId)
    groups.set(`${stop}:${reason}`, group)
  }
  return [...groups.values()]
}

/** Uses up grants. Their rows are locked, so a shortage would be a fault of the plan: nothing of it is written. */
async function takeGrants(tx: Tx, uses: readonly { memberId: number; templateId: string }[]): Promise<void> {
  const counts = new Map<string, { templateId: string; uses: Map<number, number> }>()
  for (const { memberId, templateId } of uses) {
    const group = counts.get(templateId) ?? { templateId, uses: new Map<number, number>() }
    group.uses.set(memberId, (group.uses.get(memberId) ?? 0) + 1)
    counts.set(templateId, group)
  }
  for (const { templateId, uses: ofMember } of counts.values())
    for (const amount of new Set(ofMember.values())) {
      const members = [...ofMember].filter(([, used]) => used === amount).map(([memberId]) => memberId)
      const taken = await change(
        tx,
        'UPDATE grant_stock SET remaining = remaining - ? WHERE template_id = ? AND member_id IN (?) AND remaining >= ?',
        [amount, templateId, members, amount],
      )
      if (taken !== members.length) throw new Error('a grant was planned that is not there')
    }
}
