import { Inject, Injectable } from '@nestjs/common'
import type { Db } from '../db.js'
import { Refusal } from '../refusal.js'
import { DB } from '../tokens.js'
import { BASE_TIER } from './member-tier.rules.js'
import type { Birthday } from './profiles.rules.js'

/** What earning rules may ask about a member. */
export interface KnownOfMember {
  id: number
  tier: string
  tags: string[]
  birthday: Birthday | null
  enrolledAt: Date
}

interface FactsRow {
  id: number
  tier: string | null
  tag: string | null
  birthday: string | null
  birthday_calendar: Birthday['calendar'] | null
  enrolled_at: Date
}

const TOGETHER = 500

/** Members asked for in one turn of the event loop, read by one query. */
interface Asked {
  ids: Set<number>
  facts: Promise<Map<number, KnownOfMember>>
}

/** Tier, tags and birthday as they are now. Bills that arrive together ask together; nothing is kept. */
@Injectable()
export class MemberFactsReader {
  private asked: Asked | null = null

  constructor(@Inject(DB) private readonly db: Db) {}

  /** Refuses `record.not_found`. */
  async of(memberId: number): Promise<KnownOfMember> {
    const found = (await this.ask(memberId)).get(memberId)
    if (!found) throw new Refusal('record.not_found')
    return found
  }

  private ask(memberId: number): Promise<Map<number, KnownOfMember>> {
    if (!this.asked || this.asked.ids.size >= TOGETHER) {
      const ids = new Set<number>()
      this.asked = { ids, facts: this.readSoon(ids) }
    }
    this.asked.ids.add(memberId)
    return this.asked.facts
  }

  private async readSoon(ids: Set<number>): Promise<Map<number, KnownOfMember>> {
    await new Promise(resolve => setImmediate(resolve))
    if (this.asked?.ids === ids) this.asked = null
    // A row for every tag: joining them into one text would cut a long list off.
    const rows = await this.db.query<FactsRow>(
      `SELECT m.id, m.enrolled_at, m.birthday, m.birthday_calendar, t.tier_code AS tier, g.tag
       FROM member m LEFT JOIN member_tier t ON t.member_id = m.id LEFT JOIN member_tag g ON g.member_id = m.id WHERE m.id IN (?) ORDER BY m.id, g.tag`,
      [[...ids]],
    )
    const found = new Map<number, KnownOfMember>()
    for (const row of rows) {
      const known = found.get(row.id) ?? factsOf(row)
      found.set(row.id, known)
      if (row.tag !== null) known.tags.push(row.tag)
    }
    return found
  }
}

function factsOf(row: FactsRow): KnownOfMember {
  return {
    id: row.id,
    tier: row.tier ?? BASE_TIER,
    tags: [],
    birthday: row.birthday && row.birthday_calendar ? { calendar: row.birthday_calendar, on: row.birthday } : null,
    enrolledAt: row.enrolled_at,
  }
}
