import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common'
import type { Db } from '../db.js'
import type { Input, Reply } from '../http.js'
import { DB } from '../tokens.js'
import { WaitingRoom } from '../waiting-room.js'
import { KIND, kindOf, serialText } from './verification.rules.js'

type News = Reply<'GET /member/verification-news'>

interface LastRow {
  kind: number
  item_id: number
  redemption_id: number | null
  name_zh: string
  name_en: string
  quantity: number
  left_after: number
  serial: number
  verified_at: Date
  actor: string
  store: string
  voided_at: Date | null
}

const WAIT_SECONDS = 25

/** Phones that show a coupon or a voucher wait for it to be taken: one query per tick asks for all of them. */
@Injectable()
export class VerificationNews implements OnModuleDestroy {
  private readonly room = new WaitingRoom(members => this.revisions(members))

  constructor(@Inject(DB) private readonly db: Db) {}

  /** At once when it differs from what the phone has, otherwise as soon as it does; the same when the time runs out. */
  async wait(memberId: number, query: Input<'GET /member/verification-news'>['query']): Promise<News> {
    const { after, waitSeconds = WAIT_SECONDS } = query
    const first = await this.look(memberId)
    if (after === undefined || waitSeconds === 0 || this.room.isClosing || first.revision !== after) return first
    await this.room.wait({ subject: memberId, after }, waitSeconds * 1000)
    return this.look(memberId)
  }

  /** Phones that wait are told to ask again. Nest calls this before it waits for requests under way. */
  onModuleDestroy(): void {
    this.room.close()
  }

  /** Whoever waits is answered now, with whatever there is. */
  release(): void {
    this.room.release()
  }

  private async look(memberId: number): Promise<News> {
    const [revisions, [row]] = await Promise.all([
      this.revisions([memberId]),
      this.db.query<LastRow>(
        `SELECT v.kind, v.item_id, v.redemption_id, v.name_zh, v.name_en, v.quantity, v.serial, v.verified_at, v.actor, v.left_after,
           s.name AS store, x.voided_at
         FROM verification v JOIN store s ON s.id = v.store_id LEFT JOIN verification_void x ON x.verification_id = v.id
         WHERE v.member_id = ? ORDER BY GREATEST(v.recorded_at, COALESCE(x.voided_at, v.recorded_at)) DESC, v.id DESC LIMIT 1`,
        [memberId],
      ),
    ])
    return { revision: revisions.get(memberId) ?? '0', last: row ? lastOf(row) : null }
  }

  /**
   * What a member's phone compares: the number of verifications and undoings. It grows with every commit, which ids do not,
   * since those are drawn before.
   */
  private async revisions(memberIds: readonly number[]): Promise<Map<number, string>> {
    const rows = await this.db.query<{ member_id: number; many: number }>(
      `SELECT member_id, SUM(many) AS many FROM (
         SELECT member_id, COUNT(*) AS many FROM verification WHERE member_id IN (?) GROUP BY member_id
         UNION ALL SELECT member_id, COUNT(*) AS many FROM verification_void WHERE member_id IN (?) GROUP BY member_id) AS counted
       GROUP BY member_id`,
      [[...memberIds], [...memberIds]],
    )
    return new Map(rows.map(row => [Number(row.member_id), String(row.many)]))
  }
}

function lastOf(row: LastRow): NonNullable<News['last']> {
  const back = row.voided_at === null ? 0 : row.quantity
  return {
    kind: kindOf(row.kind),
    itemId: String(row.item_id),
    redemptionId: row.kind === KIND.VOUCHER && row.redemption_id ? String(row.redemption_id) : null,
    state: row.voided_at === null ? 'VERIFIED' : 'VOIDED',
    name: { zh: row.name_zh, en: row.name_en },
    quantity: row.quantity,
    left: row.left_after + back,
    serialNo: serialText(row.serial),
    at: (row.voided_at ?? row.verified_at).toISOString(),
    store: row.store,
    by: row.actor,
  }
}
