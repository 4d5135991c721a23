import type { Text } from '@huitou/shared/basics'
import type { TillQuote } from '@huitou/shared/till-checkouts'
import { Inject, Injectable } from '@nestjs/common'
import { type AskedBill, CheckoutQuotes, type Choice } from '../checkouts/checkout-quotes.service.js'
import { readCouponCode } from '../coupons/codes.rules.js'
import type { Db } from '../db.js'
import type { Input, Reply } from '../http.js'
import { Members } from '../members/members.service.js'
import { assertAmount } from '../purchases/bills.service.js'
import { SCAN_SECONDS } from '../purchases/scans.rules.js'
import { Scans, type Till } from '../purchases/scans.service.js'
import { Refusal } from '../refusal.js'
import { DB } from '../tokens.js'
import { payableText } from './till-checkouts.texts.js'
import { lineShares, shownLines } from './till-lines.rules.js'

type Body = Input<'POST /pos/v1/checkouts/quotes'>['body']

/** A bill with the guest it is for and what that one wants to use. */
export interface AskedTill {
  memberId: number
  bill: AskedBill
  choice: Choice
}

/** Who stands at a till, and what coupons and points would make of the bill. Nothing is written but that a code was used. */
@Injectable()
export class TillQuotes {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(Scans) private readonly scans: Scans,
    @Inject(Members) private readonly members: Members,
    @Inject(CheckoutQuotes) private readonly quotes: CheckoutQuotes,
  ) {}

  /** Whose code it is. Refuses code.*, table.*, `staff.store_mismatch`. */
  async identify(till: Till, code: string): Promise<Reply<'POST /pos/v1/identifications'>> {
    const scan = await this.scans.recognise(till, code)
    const found = scan.kind === 'MEMBER' ? [scan] : scan.diners
    return {
      diners: found.map(({ scanId, member }) => ({ checkoutToken: scanId, member })),
      tableName: scan.kind === 'TABLE' ? scan.table.name : null,
      validSeconds: SCAN_SECONDS,
    }
  }

  /**
   * What a reservation of the same bill would come to. Points that cannot be used are left out; coupons that were chosen and
   * cannot are refused. Refuses `bill.amount_*`, `code.unknown`, `scan.expired`, `coupon.*`, `record.not_found`.
   */
  async quote(till: Till, body: Body): Promise<TillQuote> {
    const { memberId, bill, choice } = await this.asked(till, body)
    const [reckoned, member] = await Promise.all([
      this.quotes.reckon(memberId, bill, choice),
      this.members.masked(memberId),
    ])
    const shown = await this.quotes.shown(memberId, bill, { choice, reckoned })
    const shares = lineShares(reckoned.discount, bill.items.length, reckoned.pointsFen)
    const sentence: Text = payableText({ ...shown, points: reckoned.used })
    return { ...shown, member, tierPrice: bill.tierPrice, lines: shownLines(bill.items, shares), sentence }
  }

  /** A body as a bill and a choice. Refuses `bill.amount_*`, `code.unknown`, `scan.expired`, `coupon.code_unknown`. */
  async asked(till: Till, body: Body): Promise<AskedTill> {
    assertAmount(body.amountFen)
    const { memberId, tableId } = this.scans.redeem(till, body.checkoutToken)
    const bill: AskedBill = {
      storeId: till.storeId,
      billNo: body.billNo,
      tableId,
      amountFen: body.amountFen,
      items: body.items ?? [],
      tableSize: body.tableSize ?? null,
      channel: till.staffId === null ? 'POS' : 'STAFF',
      tierPrice: body.tierPrice ?? false,
    }
    const couponIds = await this.couponsOf(body)
    return { memberId, bill, choice: { points: body.points ?? 0, couponIds } }
  }

  /** Whom the token stands for; null once it has run out. Refuses `code.unknown`. */
  memberIn(till: Till, { checkoutToken }: Pick<Body, 'checkoutToken'>): number | null {
    try {
      return this.scans.redeem(till, checkoutToken).memberId
    } catch (error) {
      if (error instanceof Refusal && error.code === 'scan.expired') return null
      throw error
    }
  }

  private async couponsOf({ couponIds, couponCodes }: Body): Promise<number[] | undefined> {
    if (!couponIds && !couponCodes) return undefined
    const codes = (couponCodes ?? []).map(readCouponCode)
    const known =
      codes.length > 0
        ? await this.db.query<{ id: number; code: string }>('SELECT id, code FROM coupon WHERE code IN (?)', [codes])
        : []
    const found = codes.map(code => known.find(coupon => coupon.code === code)?.id)
    if (found.includes(undefined)) throw new Refusal('coupon.code_unknown')
    return [...new Set([...(couponIds ?? []).map(Number), ...(found as number[])])]
  }
}
