import { isOfflineToken } from '@huitou/shared/offline-tokens'
import type { StaffScan } from '@huitou/shared/verifications'
import { Inject, Injectable } from '@nestjs/common'
import type { Caller } from '../http.js'
import { MemberCodes } from '../members/codes.service.js'
import { Members } from '../members/members.service.js'
import { Scans } from '../purchases/scans.service.js'
import { Tills, tillOfStaff } from '../purchases/tills.service.js'
import { Refusal } from '../refusal.js'
import { Holdings } from './holdings.service.js'
import { ShownCodes } from './shown-codes.service.js'

type Staff = Caller['staff']

/** Coupons begin with 6 and vouchers with 7; member numbers and barcodes have other lengths. */
const THING = /^[67](?:[\s-]?\d){11}$/
const BILL_NO = /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/
/** What says that nothing of a kind is meant; anything else said about a code is the answer. */
const NONE_OF_OURS = new Set(['code.unknown', 'table.unknown'])

/** The one scanner of the staff: recognises whatever it read, without being told what it is. */
@Injectable()
export class ScanDoor {
  constructor(
    @Inject(Members) private readonly members: Members,
    @Inject(MemberCodes) private readonly memberCodes: MemberCodes,
    @Inject(Scans) private readonly scans: Scans,
    @Inject(Tills) private readonly tills: Tills,
    @Inject(ShownCodes) private readonly codes: ShownCodes,
    @Inject(Holdings) private readonly holdings: Holdings,
  ) {}

  /**
   * A member code is used up by this, everything else is only looked at. Refuses `code.*`, `table.*`,
   * `staff.store_mismatch`, `verification.code_unknown`, `verification.cool_down`.
   */
  async recognise(staff: Staff, code: string): Promise<StaffScan> {
    if (isOfflineToken(code)) return this.offline(staff, code)
    if (THING.test(code)) return this.thing(staff, { code })
    try {
      return await this.withBenefits(staff, await this.scans.recognise(tillOfStaff(staff), code))
    } catch (error) {
      const bill = error instanceof Refusal && NONE_OF_OURS.has(error.code) ? await this.bill(staff, code) : null
      if (bill) return bill
      throw error
    }
  }

  private async offline(staff: Staff, code: string): Promise<StaffScan> {
    const { kind, subject, issuedAt } = await this.codes.token(code)
    if (kind !== 'MEMBER') return this.thing(staff, { code: subject })
    const { id } = await this.members.byNumber(subject)
    const till = tillOfStaff(staff)
    // Like any member code it is used up by this: it lives for hours, and a picture of it must not.
    await this.memberCodes.spendOffline(id, issuedAt, till)
    return this.withBenefits(staff, await this.scans.identified(till, id))
  }

  private async thing(staff: Staff, of: { code: string }): Promise<StaffScan> {
    const thing = await this.codes.thing(staff, of)
    return { kind: thing.kind, check: await this.codes.check(staff, thing, null) }
  }

  private async withBenefits(staff: Staff, scan: Awaited<ReturnType<Scans['recognise']>>): Promise<StaffScan> {
    if (scan.kind === 'TABLE') return scan
    const { memberId } = this.scans.redeem(tillOfStaff(staff), scan.scanId)
    return { ...scan, benefits: await this.holdings.count(staff.storeId, memberId) }
  }

  private async bill(staff: Staff, code: string): Promise<StaffScan | null> {
    if (!BILL_NO.test(code)) return null
    const bill = await this.tills.bill(staff.storeId, code).catch(error => {
      if (error instanceof Refusal && error.code === 'bill.unknown') return null
      throw error
    })
    return bill && { kind: 'BILL', bill }
  }
}
