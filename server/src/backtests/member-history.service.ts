import { Inject, Injectable } from '@nestjs/common'
import type { Db } from '../db.js'
import type { MemberFacts } from '../earning/occasion.rules.js'
import { BASE_TIER } from '../members/member-tier.rules.js'
import { DB } from '../tokens.js'

/** Whom to ask about, and when: right before a journal was written. `told` is the tier its own trace knows. */
export interface Moment {
  memberId: number
  journalId: number
  recordedAt: Date
  told: string | null
}

interface MemberRow {
  id: number
  enrolled_at: Date
  birthday: string | null
  birthday_calendar: 'SOLAR' | 'LUNAR' | null
  birthday_set_at: Date | null
}
interface TagRow {
  member_id: number
  tag: string
  added_at: Date
}
interface ChangeRow {
  id: number
  member_id: number
  to_code: string
}

/** Members as they were: tier, tags and birthday as far as they were known at a moment. */
@Injectable()
export class MemberHistory {
  constructor(@Inject(DB) private readonly db: Db) {}

  /** In the order asked. A tag that was taken away since is not found again. */
  async of(moments: readonly Moment[]): Promise<MemberFacts[]> {
    const ids = [...new Set(moments.map(({ memberId }) => memberId))]
    const [members, tags, changes] = await Promise.all([
      this.db.query<MemberRow>(
        'SELECT id, enrolled_at, birthday, birthday_calendar, birthday_set_at FROM member WHERE id IN (?)',
        [ids],
      ),
      this.db.query<TagRow>('SELECT member_id, tag, added_at FROM member_tag WHERE member_id IN (?) ORDER BY tag', [
        ids,
      ]),
      // A change is numbered under the member's lock, so it stands before the journals that came after it.
      this.db.query<ChangeRow>('SELECT id, member_id, to_code FROM tier_change WHERE member_id IN (?) ORDER BY id', [
        ids,
      ]),
    ])
    const byId = new Map(members.map(row => [row.id, row]))
    const tagsOf = grouped(tags)
    const changesOf = grouped(changes)
    return moments.map(({ memberId, journalId, recordedAt, told }) => {
      const row = byId.get(memberId)!
      const known = row.birthday && row.birthday_calendar && (!row.birthday_set_at || row.birthday_set_at <= recordedAt)
      return {
        id: memberId,
        tier: told ?? changesOf.get(memberId)?.findLast(({ id }) => id < journalId)?.to_code ?? BASE_TIER,
        tags: (tagsOf.get(memberId) ?? []).filter(({ added_at }) => added_at <= recordedAt).map(({ tag }) => tag),
        birthday: known ? { calendar: row.birthday_calendar!, on: row.birthday! } : null,
        enrolledAt: row.enrolled_at,
      }
    })
  }

  /** Numbers of members, for a report. */
  async numbers(ids: readonly number[]): Promise<Map<number, string>> {
    if (ids.length === 0) return new Map()
    const sql = 'SELECT id, member_no FROM member WHERE id IN (?)'
    const rows = await this.db.query<{ id: number; member_no: string }>(sql, [ids])
    return new Map(rows.map(row => [row.id, row.member_no]))
  }
}

function grouped<T extends { member_id: number }>(rows: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>()
  for (const row of rows) {
    const group = groups.get(row.member_id)
    if (group) group.push(row)
    else groups.set(row.member_id, [row])
  }
  return groups
}
