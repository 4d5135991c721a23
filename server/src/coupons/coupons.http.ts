import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { CouponGiving } from './giving.service.js'
import { CouponIssuing } from './issuing.service.js'
import { PrintedCodes } from './printed-codes.service.js'
import { Wallet } from './wallet.service.js'

/** Members and their coupons. */
@Controller()
export class CouponsHttp {
  constructor(
    @Inject(Wallet) private readonly wallet: Wallet,
    @Inject(CouponIssuing) private readonly issuing: CouponIssuing,
    @Inject(PrintedCodes) private readonly codes: PrintedCodes,
    @Inject(CouponGiving) private readonly giving: CouponGiving,
  ) {}

  @Route('GET /member/coupons')
  list(@By() by: Caller, @Parsed() { query }: Input<'GET /member/coupons'>): Promise<Reply<'GET /member/coupons'>> {
    return this.wallet.list(by.memberId, query)
  }

  @Route('GET /member/coupons/:id')
  detail(
    @By() by: Caller,
    @Parsed() { params }: Input<'GET /member/coupons/:id'>,
  ): Promise<Reply<'GET /member/coupons/:id'>> {
    return this.wallet.detail(by.memberId, Number(params.id))
  }

  @Route('POST /member/coupon-views')
  async seen(@By() by: Caller): Promise<Reply<'POST /member/coupon-views'>> {
    await this.wallet.seen(by.memberId)
    return { done: true }
  }

  @Route('GET /member/coupon-offers')
  async offers(@By() by: Caller): Promise<Reply<'GET /member/coupon-offers'>> {
    return { items: await this.wallet.offers(by.memberId) }
  }

  @Route('POST /member/coupon-claims')
  async claim(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /member/coupon-claims'>,
  ): Promise<Reply<'POST /member/coupon-claims'>> {
    return this.wallet.detail(by.memberId, await this.issuing.claim(by.memberId, Number(body.batchId), body.requestId))
  }

  @Route('POST /member/coupon-codes')
  async redeem(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /member/coupon-codes'>,
  ): Promise<Reply<'POST /member/coupon-codes'>> {
    return this.wallet.detail(by.memberId, await this.codes.redeem(by.memberId, body.code))
  }

  @Route('POST /member/coupons/:id/gifts')
  offer(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /member/coupons/:id/gifts'>,
  ): Promise<Reply<'POST /member/coupons/:id/gifts'>> {
    return this.giving.offer(by.memberId, Number(params.id), body.requestId)
  }

  @Route('DELETE /member/coupons/:id/gifts')
  async takeBack(
    @By() by: Caller,
    @Parsed() { params }: Input<'DELETE /member/coupons/:id/gifts'>,
  ): Promise<Reply<'DELETE /member/coupons/:id/gifts'>> {
    await this.giving.takeBack(by.memberId, Number(params.id))
    return this.wallet.detail(by.memberId, Number(params.id))
  }

  @Route('GET /member/coupon-gifts')
  given(
    @By() by: Caller,
    @Parsed() { query }: Input<'GET /member/coupon-gifts'>,
  ): Promise<Reply<'GET /member/coupon-gifts'>> {
    return this.giving.list(by.memberId, query)
  }

  @Route('GET /member/coupon-gifts/:token')
  view(
    @By() by: Caller,
    @Parsed() { params }: Input<'GET /member/coupon-gifts/:token'>,
  ): Promise<Reply<'GET /member/coupon-gifts/:token'>> {
    return this.giving.view(by.identityId, params.token)
  }

  @Route('POST /member/coupon-gifts/:token/acceptances')
  async accept(
    @By() by: Caller,
    @Parsed() { params }: Input<'POST /member/coupon-gifts/:token/acceptances'>,
  ): Promise<Reply<'POST /member/coupon-gifts/:token/acceptances'>> {
    return this.wallet.detail(by.memberId, await this.giving.accept(by.memberId, params.token))
  }
}
