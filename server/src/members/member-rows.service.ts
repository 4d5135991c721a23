import { Inject, Injectable } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import type { Db } from '../db.js'
import { Refusal } from '../refusal.js'
import { DB } from '../tokens.js'

export interface MemberRow {
  id: number
  member_no: string
  nickname: string
  phone_masked: string
  enrolled_at: Date
}

export const MEMBER = 'id, member_no, nickname, phone_masked, enrolled_at'
const SEEN_WITHIN_MS = 60_000
const TOGETHER = 500

/** Members asked for in one turn of the event loop, read by one query. */
interface Asked {
  ids: Set<number>
  rows: Promise<Map<number, MemberRow>>
}

/**
 * Rows of members, at most a minute old: names and masked phones, which hardly ever change. Bills that were committed together ask for their members at the same moment,
 * so those that are not known yet are read together: one query instead of one for every bill.
 */
@Injectable()
export class MemberRows {
  private readonly known = new LRUCache<number, MemberRow>({ max: 50_000, ttl: SEEN_WITHIN_MS })
  private asked: Asked | null = null

  constructor(@Inject(DB) private readonly db: Db) {}

  /** One member. Refuses `record.not_found`. */
  async get(memberId: number): Promise<MemberRow> {
    const known = this.known.get(memberId)
    if (known) return known
    const row = (await this.ask(memberId)).get(memberId)
    if (!row) throw new Refusal('record.not_found')
    return row
  }

  /** After a change that this process made: it is seen here at once, elsewhere within a minute. */
  forget(memberId: number): void {
    this.known.delete(memberId)
  }

  private ask(memberId: number): Promise<Map<number, MemberRow>> {
    if (!this.asked || this.asked.ids.size >= TOGETHER) {
      const ids = new Set<number>()
      this.asked = { ids, rows: this.readSoon(ids) }
    }
    this.asked.ids.add(memberId)
    return this.asked.rows
  }

  private async readSoon(ids: Set<number>): Promise<Map<number, MemberRow>> {
    await new Promise(resolve => setImmediate(resolve))
    if (this.asked?.ids === ids) this.asked = null
    const rows = await this.db.query<MemberRow>(`SELECT ${MEMBER} FROM member WHERE id IN (?)`, [[...ids]])
    for (const row of rows) this.known.set(row.id, row)
    return new Map(rows.map(row => [row.id, row]))
  }
}
