import type { Channel, DeliveryState, MessageKind, Stop } from '@huitou/shared/messages'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db } from '../db.js'
import type { Input, Reply } from '../http.js'
import { Members } from '../members/members.service.js'
import type { MessageData } from '../messages/kinds.rules.js'
import { copyOf } from '../messages/messages.texts.js'
import { CLOCK, DB } from '../tokens.js'
import { Wishes } from './wishes.service.js'

interface MessageRow {
  id: number
  kind: MessageKind
  data: string
  due_at: Date
  read_at: Date | null
  stop: Stop | null
  reason: string | null
}
interface Sent {
  id: number
  message_id: number
  channel: Channel
  state: DeliveryState
  reason: string | null
  attempts: number
  counts_at: Date
  sent_at: Date | null
}

const PAGE = 20
/** More than that and the number says nothing to anybody. */
const UNREAD = 100

/** What a member was told, in full and whatever the channel, and what became of it elsewhere. */
@Injectable()
export class Inbox {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Members) private readonly members: Members,
    @Inject(Wishes) private readonly wishes: Wishes,
  ) {}

  async page(memberId: number, query: Input<'GET /member/messages'>['query']): Promise<Reply<'GET /member/messages'>> {
    const [{ rows, nextCursor }, unread] = await Promise.all([this.rows(memberId, query), this.unread(memberId)])
    const sent = await this.sent(rows)
    const items = rows.map(row => {
      const pushed = bestOf(sent.get(row.id) ?? [])
      return {
        ...this.view(row),
        page: copyOf(row.kind, dataOf(row)).page,
        pushed: pushed ? { channel: pushed.channel, state: pushed.state } : null,
      }
    })
    return { items, nextCursor, unread }
  }

  /** Marks as read; what is read already stays read at its time. */
  async read(
    memberId: number,
    { ids, upTo }: Input<'POST /member/messages/reads'>['body'],
  ): Promise<Reply<'POST /member/messages/reads'>> {
    const now = this.clock.now()
    const sql = 'UPDATE message SET read_at = ? WHERE member_id = ? AND read_at IS NULL AND due_at <= ?'
    await this.db.transaction(async tx => {
      if (upTo) await change(tx, `${sql} AND id <= ?`, [now, memberId, now, Number(upTo)])
      if (ids && ids.length > 0) await change(tx, `${sql} AND id IN (?)`, [now, memberId, now, ids.map(Number)])
    })
    return { unread: await this.unread(memberId) }
  }

  /** The same for the console, with every delivery and the grants that are left. Refuses `record.not_found`. */
  async ofNumber(
    memberNo: string,
    query: Input<'GET /console/members/:memberNo/messages'>['query'],
  ): Promise<Reply<'GET /console/members/:memberNo/messages'>> {
    const { id } = await this.members.byNumber(memberNo)
    const [{ rows, nextCursor }, { items: grants }] = await Promise.all([this.rows(id, query), this.wishes.of(id)])
    const sent = await this.sent(rows)
    const items = rows.map(row => ({
      ...this.view(row),
      stop: row.stop,
      reason: row.reason,
      deliveries: (sent.get(row.id) ?? []).map(({ id: deliveryId, channel, state, reason, attempts, ...at }) => ({
        id: String(deliveryId),
        channel,
        state,
        reason,
        attempts,
        sendAt: at.counts_at.toISOString(),
        sentAt: at.sent_at?.toISOString() ?? null,
      })),
    }))
    return { items, nextCursor, grants }
  }

  private view(row: MessageRow) {
    const { title, body } = copyOf(row.kind, dataOf(row))
    return { id: String(row.id), kind: row.kind, title, body, at: row.due_at.toISOString(), read: row.read_at !== null }
  }

  /** Newest first; what is not due yet is not there yet. */
  private async rows(
    memberId: number,
    query: { cursor?: string | undefined; limit?: number | undefined },
  ): Promise<{ rows: MessageRow[]; nextCursor: string | null }> {
    const limit = query.limit ?? PAGE
    const rows = await this.db.query<MessageRow>(
      `SELECT id, kind, data, due_at, read_at, stop, reason FROM message WHERE member_id = ? AND id < ? AND due_at <= ? ORDER BY id DESC LIMIT ${limit + 1}`,
      [memberId, Number(query.cursor ?? Number.MAX_SAFE_INTEGER), this.clock.now()],
    )
    const shown = rows.slice(0, limit)
    return { rows: shown, nextCursor: rows.length > limit ? String(shown.at(-1)!.id) : null }
  }

  private async unread(memberId: number): Promise<number> {
    const [row] = await this.db.query<{ unread: number }>(
      `SELECT COUNT(*) AS unread FROM (SELECT id FROM message WHERE member_id = ? AND read_at IS NULL AND due_at <= ? LIMIT ${UNREAD}) some`,
      [memberId, this.clock.now()],
    )
    return row?.unread ?? 0
  }

  private async sent(rows: readonly MessageRow[]): Promise<Map<number, Sent[]>> {
    const groups = new Map<number, Sent[]>()
    if (rows.length === 0) return groups
    const sent = await this.db.query<Sent>(
      'SELECT id, message_id, channel, state, reason, attempts, counts_at, sent_at FROM delivery WHERE message_id IN (?) ORDER BY id',
      [rows.map(({ id }) => id)],
    )
    for (const one of sent) groups.set(one.message_id, [...(groups.get(one.message_id) ?? []), one])
    return groups
  }
}

function dataOf({ data }: MessageRow): MessageData[MessageKind] {
  return JSON.parse(data) as MessageData[MessageKind]
}

/** The one that went; else the last that was tried. */
function bestOf(sent: readonly Sent[]): Sent | undefined {
  return sent.find(({ state }) => state === 'SENT' || state === 'DELIVERED') ?? sent.at(-1)
}
