import { createHash } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, insertAll, isDuplicate, rowsOf, type Sql, type Tx } from '../db.js'
import type { Ids } from '../ids.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { eventsOf, type WechatEvent, type WechatEventKind } from '../wechat/wechat.events.js'

/** An event that waits for whoever it is for. `attempts` counts the times it was put off. */
export type WaitingEvent = WechatEvent & { id: number; appId: string; attempts: number }

interface Row {
  id: number
  app_id: string
  kind: WechatEventKind
  openid: string
  subject: string
  message_id: string
  outcome: string
  happened_at: Date
  attempts: number
}

const MAX_PAGE = 500
const KEEP_MS = 90 * 86_400_000
const FORGET_AT_ONCE = 1_000
const LONGEST_PAUSE_MS = 3_600_000

/**
 * The events WeChat pushes, as rows. Receiving only writes them down, so that WeChat is answered within its five
 * seconds; later features ask for the kinds they follow and finish each in the transaction that deals with it.
 */
@Injectable()
export class WechatEvents {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** Writes a pushed message down; what is there already stays. Answers how many events were new, null for an unreadable one. */
  async receive(appId: string, message: Record<string, unknown>): Promise<number | null> {
    const events = eventsOf(message)
    if (!events || events.length === 0) return events && 0
    const rows = events.map(event => this.rowOf(appId, event))
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.db.transaction(tx => this.insertNew(tx, rows))
      } catch (error) {
        // Its repeat was faster: look again. The unique key has the last word.
        if (!isDuplicate(error) || attempt >= 3) throw error
      }
    }
  }

  /** Events of these kinds that nobody has dealt with, oldest first, at most `limit` of them. */
  async waiting(kinds: readonly WechatEventKind[], limit: number): Promise<WaitingEvent[]> {
    const rows = await this.db.query<Row>(
      `SELECT id, app_id, kind, openid, subject, message_id, outcome, happened_at, attempts FROM wechat_event
       WHERE handled_at IS NULL AND kind IN (?) AND due_at <= ? ORDER BY happened_at, id LIMIT ?`,
      [kinds, this.clock.now(), Math.min(limit, MAX_PAGE)],
    )
    return rows.map(({ app_id: appId, message_id: messageId, happened_at: happenedAt, ...row }) => ({
      ...row,
      appId,
      messageId,
      happenedAt,
    }))
  }

  /** Marks an event as dealt with; false when somebody else has done so, and then nothing may be done about it again. */
  async finish(tx: Tx, id: number): Promise<boolean> {
    const sql = 'UPDATE wechat_event SET handled_at = ? WHERE id = ? AND handled_at IS NULL'
    return (await change(tx, sql, [this.clock.now(), id])) === 1
  }

  /** Puts an event off, each time for longer, up to an hour. */
  async putOff({ id, attempts }: Pick<WaitingEvent, 'id' | 'attempts'>): Promise<void> {
    const pause = Math.min(5_000 * 2 ** Math.min(attempts, 12), LONGEST_PAUSE_MS)
    const dueAt = new Date(this.clock.now().getTime() + pause)
    await this.db.query(
      'UPDATE wechat_event SET attempts = attempts + 1, due_at = ? WHERE id = ? AND handled_at IS NULL',
      [dueAt, id],
    )
  }

  /** Drops what was dealt with and is ninety days old, a thousand at a time; answers how many. */
  async forget(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - KEEP_MS)
    return this.db.transaction(tx =>
      change(tx, 'DELETE FROM wechat_event WHERE received_at < ? AND handled_at IS NOT NULL LIMIT ?', [
        before,
        FORGET_AT_ONCE,
      ]),
    )
  }

  private async insertNew(tx: Tx, rows: EventRow[]): Promise<number> {
    const keys = rows.map(row => row.event_key)
    const known = await rowsOf<{ event_key: Buffer }>(tx, 'SELECT event_key FROM wechat_event WHERE event_key IN (?)', [
      keys,
    ])
    const seen = new Set(known.map(row => row.event_key.toString('hex')))
    const fresh = rows.filter(row => {
      const key = row.event_key.toString('hex')
      return !seen.has(key) && seen.add(key)
    })
    await insertAll(tx, 'wechat_event', fresh)
    return fresh.length
  }

  private rowOf(appId: string, event: WechatEvent): EventRow {
    const { kind, openid, subject, messageId, outcome, happenedAt } = event
    const parts = [appId, kind, openid, happenedAt.getTime(), subject, messageId, outcome]
    const now = this.clock.now()
    return {
      id: this.ids.next(),
      event_key: createHash('sha256').update(JSON.stringify(parts)).digest(),
      app_id: appId,
      kind,
      openid,
      subject,
      message_id: messageId,
      outcome,
      happened_at: happenedAt,
      received_at: now,
      attempts: 0,
      due_at: now,
      handled_at: null,
    }
  }
}

type EventRow = Record<string, Sql> & { event_key: Buffer }
