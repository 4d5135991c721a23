import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { Redeeming } from './redeeming.service.js'
import { Redemptions } from './redemptions.service.js'
import { ReturningRewards } from './returning.service.js'
import { Shelf } from './shelf.service.js'

/** The points mall, for guests and members. */
@Controller()
export class MallHttp {
  constructor(
    @Inject(Shelf) private readonly shelf: Shelf,
    @Inject(Redeeming) private readonly redeeming: Redeeming,
    @Inject(Redemptions) private readonly redemptions: Redemptions,
    @Inject(ReturningRewards) private readonly returning: ReturningRewards,
  ) {}

  @Route('GET /mall/rewards')
  list(@By() by: Caller, @Parsed() { query }: Input<'GET /mall/rewards'>): Promise<Reply<'GET /mall/rewards'>> {
    return this.shelf.list(by.identityId, query)
  }

  @Route('GET /mall/rewards/:code')
  detail(
    @By() by: Caller,
    @Parsed() { params }: Input<'GET /mall/rewards/:code'>,
  ): Promise<Reply<'GET /mall/rewards/:code'>> {
    return this.shelf.detail(by.identityId, params.code)
  }

  @Route('POST /mall/redemptions')
  async redeem(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /mall/redemptions'>,
  ): Promise<Reply<'POST /mall/redemptions'>> {
    return this.redemptions.detail(by.memberId, await this.redeeming.redeem(by, body))
  }

  @Route('PUT /member/reward-wishes/:code')
  wish(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'PUT /member/reward-wishes/:code'>,
  ): Promise<Reply<'PUT /member/reward-wishes/:code'>> {
    return this.shelf.wish(by, params.code, body.on)
  }

  @Route('GET /member/redemptions')
  mine(
    @By() by: Caller,
    @Parsed() { query }: Input<'GET /member/redemptions'>,
  ): Promise<Reply<'GET /member/redemptions'>> {
    return this.redemptions.list(by.memberId, query)
  }

  @Route('GET /member/redemptions/:id')
  one(
    @By() by: Caller,
    @Parsed() { params }: Input<'GET /member/redemptions/:id'>,
  ): Promise<Reply<'GET /member/redemptions/:id'>> {
    return this.redemptions.detail(by.memberId, Number(params.id))
  }

  @Route('POST /member/redemptions/:id/payments')
  pay(
    @By() by: Caller,
    @Parsed() { params }: Input<'POST /member/redemptions/:id/payments'>,
  ): Promise<Reply<'POST /member/redemptions/:id/payments'>> {
    return this.redemptions.pay(by.memberId, Number(params.id))
  }

  @Route('POST /member/redemptions/:id/cancellations')
  async cancel(
    @By() by: Caller,
    @Parsed() { params }: Input<'POST /member/redemptions/:id/cancellations'>,
  ): Promise<Reply<'POST /member/redemptions/:id/cancellations'>> {
    await this.returning.cancel(by.memberId, Number(params.id))
    return this.redemptions.detail(by.memberId, Number(params.id))
  }
}
