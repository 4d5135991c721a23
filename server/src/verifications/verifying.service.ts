import { Inject, Injectable } from '@nestjs/common'
import type { Db } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import { DB } from '../tokens.js'
import { Receipts } from './receipts.service.js'
import { hashOf, requestKeyOf, sameBody } from './requests.rules.js'
import { ShownCodes } from './shown-codes.service.js'
import { Verifications } from './verifications.service.js'

type Staff = Caller['staff']
type VerifyBody = Input<'POST /staff/verifications'>['body']

/** What a waiter's phone asks for when it takes something. */
@Injectable()
export class Verifying {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(ShownCodes) private readonly codes: ShownCodes,
    @Inject(Verifications) private readonly verifications: Verifications,
    @Inject(Receipts) private readonly receipts: Receipts,
  ) {}

  /**
   * Verifies; a repeat of the request gets the first receipt. Refuses `verification.*`, `coupon.*`,
   * `voucher.*`, `scan.expired`, `code.unknown`, `record.not_found`: nothing of the guest's is lost by any of them.
   */
  async take(staff: Staff, body: VerifyBody): Promise<Reply<'POST /staff/verifications'>> {
    const key = requestKeyOf(staff.id, body.requestId)
    const bodyHash = hashOf(body)
    // A repeat comes first: its scan may have grown old, and what it names is used up by itself.
    const before = await this.receipts.byKey(key)
    if (before) return this.receipts.get(sameBody(before, bodyHash).id, staff)
    const prepared = await this.verifications.prepare(staff, { thing: await this.codes.thing(staff, body) })
    const { quantity = 1, billFen = null, billNo = null, note = '' } = body
    const order = { ...prepared, key, bodyHash, quantity, billFen, billNo, note, staff }
    const row = await this.db.transaction(tx => this.verifications.verify(tx, order))
    return this.receipts.get(row.id, staff)
  }
}
