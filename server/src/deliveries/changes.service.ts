import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, rowsOf, type Tx } from '../db.js'
import { entryNoOf } from '../ledger/entry-no.rules.js'
import { BUCKET, CURRENCY, KIND } from '../ledger/operation.rules.js'
import type { MessageData, MessageDraft } from '../messages/kinds.rules.js'
import { Outbox } from '../messages/outbox.service.js'
import { CLOCK, DB } from '../tokens.js'
import { POINT_FEN } from './reminders.rules.js'

interface Moved {
  id: number
  kind: number
  occurred_at: Date
  store: string | null
  account_id: number
  bucket: number
  amount: number
  balance_after: number | null
  /** As of now, for entries that say nothing of what is available. */
  available: number
}

const CURSOR = 'sealed'
/** Blocks of one turn at most. */
const BLOCKS_A_TURN = 50
/** What lies further back is no news: imported sales, an old bill handed in late. */
const NEWS_MS = 24 * 3_600_000
/** Ids below belong to the programme's own accounts. */
const FIRST_MEMBER_ACCOUNT = 1_000

const WHY: Partial<Record<number, MessageData['POINTS_CHANGED']['why']>> = {
  [KIND.EARN]: 'EARN',
  [KIND.SPEND]: 'SPEND',
  [KIND.CAPTURE]: 'SPEND',
  [KIND.EXPIRE]: 'EXPIRE',
  [KIND.ADJUST]: 'ADJUST',
  [KIND.UNDO_SPEND]: 'RETURN',
  [KIND.UNDO_EARN]: 'TAKE_BACK',
  [KIND.TRANSFER]: 'GIVE',
}

/**
 * Tells members of every change of their points, by following the sealed blocks: a bill writes nothing for it. Blocks are
 * numbered without gaps and one is there only after the one before it, so a number is a safe place to go on from, which
 * ids are not.
 */
@Injectable()
export class PointsChanges {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  /** One turn of the worker. Answers how many blocks it read and how many messages it wrote. */
  async follow(): Promise<{ blocks: number; messages: number }> {
    const total = { blocks: 0, messages: 0 }
    while (total.blocks < BLOCKS_A_TURN) {
      const written = await this.db.transaction(tx => this.nextBlock(tx))
      if (written === null) break
      total.blocks += 1
      total.messages += written
    }
    return total
  }

  /** The cursor's row is the lock: the block is told, and passed, by one worker and in one transaction. */
  private async nextBlock(tx: Tx): Promise<number | null> {
    const [cursor] = await rowsOf<{ position: number }>(
      tx,
      'SELECT position FROM delivery_cursor WHERE name = ? FOR UPDATE',
      [CURSOR],
    )
    const seq = (cursor?.position ?? 0) + 1
    const [block] = await rowsOf(tx, 'SELECT seq FROM seal_block WHERE seq = ?', [seq])
    if (!cursor || !block) return null
    const now = this.clock.now()
    const moved = await rowsOf<Moved>(
      tx,
      `SELECT j.id, j.kind, j.occurred_at, s.name AS store, p.account_id, p.bucket, p.amount, p.balance_after, a.available
       FROM seal_item i JOIN journal j ON j.id = i.journal_id JOIN posting p ON p.journal_id = j.id JOIN account a ON a.id = p.account_id LEFT JOIN store s ON s.id = j.store_id
       WHERE i.seq = ? AND j.outcome = 0 AND j.occurred_at >= ? AND p.currency_id = ${CURRENCY.POINTS} AND p.account_id >= ${FIRST_MEMBER_ACCOUNT}
       ORDER BY j.id, p.seq`,
      [seq, new Date(now.getTime() - NEWS_MS)],
    )
    const drafts = draftsOf(moved, now)
    await this.outbox.enqueue(tx, drafts)
    await change(tx, 'UPDATE delivery_cursor SET position = ? WHERE name = ?', [seq, CURSOR])
    return drafts.length
  }
}

function draftsOf(moved: readonly Moved[], now: Date): MessageDraft[] {
  const groups = new Map<string, Moved[]>()
  for (const row of moved) {
    const key = `${row.id}:${row.account_id}`
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()].flatMap(rows => draftOf(rows, now) ?? [])
}

function draftOf(rows: readonly Moved[], now: Date): MessageDraft | null {
  const { id, kind, store, account_id, occurred_at, available } = rows[0]!
  const sum = (...buckets: number[]) =>
    rows.filter(row => buckets.includes(row.bucket)).reduce((total, row) => total + row.amount, 0)
  const balance = rows.filter(row => row.bucket === BUCKET.AVAILABLE).at(-1)?.balance_after ?? available
  const base = { memberId: account_id - CURRENCY.POINTS, occurrence: String(id), dueAt: now }
  const at = occurred_at.toISOString()
  if (kind === KIND.MATURE) {
    const points = sum(BUCKET.AVAILABLE)
    if (points <= 0) return null
    return { ...base, kind: 'POINTS_MATURING', data: { points, balance, at }, worthFen: points * POINT_FEN }
  }
  const why = WHY[kind]
  // Points on hold are gone once they are captured; setting them aside is no news.
  const points = kind === KIND.CAPTURE ? sum(BUCKET.HELD) : sum(BUCKET.AVAILABLE, BUCKET.PENDING)
  if (!why || points === 0) return null
  const data = { points, balance, why, store, entryNo: entryNoOf(id), at }
  return { ...base, kind: 'POINTS_CHANGED', data, worthFen: Math.abs(points) * POINT_FEN }
}
