import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db, insert, rowsOf, type Tx } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import type { Ids } from '../ids.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { Receipts, type VerificationRow } from './receipts.service.js'
import { actorOf, hashOf, requestKeyOf, sameBody } from './requests.rules.js'
import { Uses } from './uses.service.js'
import { undoProblem } from './verification.rules.js'

type Staff = Caller['staff']

interface VoidRow {
  verification_id: number
  request_key: string
  body_hash: Buffer
  actor: string
  voided_at: Date
}

const PROBLEMS = {
  OVER: 'verification.undo_over',
  LATE: 'verification.undo_late',
  MANAGER: 'verification.undo_manager',
} as const

/** Verifications that are undone: what was shown is the guest's again, as it was. */
@Injectable()
export class Voids {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Uses) private readonly uses: Uses,
    @Inject(Receipts) private readonly receipts: Receipts,
  ) {}

  /**
   * Undoes a verification of the own store: whoever did it for some minutes, a manager on the same business day. What has
   * ended meanwhile comes back ended, and the receipt says so. A repeat changes nothing more. Refuses `record.not_found`,
   * `verification.voided` with when and by whom, `verification.undo_late`, `verification.undo_manager`,
   * `verification.undo_over`, `verification.different`.
   */
  async undo(
    staff: Staff,
    id: number,
    { requestId, reason }: Input<'POST /staff/verifications/:id/voids'>['body'],
  ): Promise<Reply<'POST /staff/verifications/:id/voids'>> {
    const row = await this.receipts.row(id, staff.storeId)
    const key = requestKeyOf(staff.id, requestId)
    const bodyHash = hashOf({ id, reason })
    await this.db.transaction(tx => this.write(tx, row, { staff, reason, key, bodyHash }))
    return this.receipts.get(id, staff)
  }

  private async write(
    tx: Tx,
    row: VerificationRow,
    order: { staff: Staff; reason: string; key: string; bodyHash: Buffer },
  ): Promise<void> {
    const { staff, reason, key, bodyHash } = order
    await this.uses.lock(tx, row)
    if (await this.isRepeat(tx, row, { key, bodyHash })) return
    const problem = undoProblem(row, staff, this.clock.now())
    if (problem) throw new Refusal(PROBLEMS[problem], { undoUntil: row.undo_until?.toISOString() ?? null })
    const back = await this.uses.giveBack(tx, row, actorOf(staff))
    await insert(tx, 'verification_void', {
      verification_id: row.id,
      id: this.ids.next(),
      request_key: key,
      body_hash: bodyHash,
      member_id: row.member_id,
      store_id: row.store_id,
      staff_id: staff.id,
      actor: actorOf(staff),
      reason,
      back,
      voided_at: this.clock.now(),
    })
  }

  private async isRepeat(tx: Tx, { id }: VerificationRow, of: { key: string; bodyHash: Buffer }): Promise<boolean> {
    const sql =
      'SELECT verification_id, request_key, body_hash, actor, voided_at FROM verification_void WHERE verification_id = ? OR request_key = ?'
    const before = await rowsOf<VoidRow>(tx, sql, [id, of.key])
    const same = before.find(row => row.request_key === of.key)
    if (same) return sameBody(same, of.bodyHash).verification_id === id
    const [undone] = before
    if (!undone) return false
    throw new Refusal('verification.voided', { at: undone.voided_at.toISOString(), by: undone.actor })
  }
}
