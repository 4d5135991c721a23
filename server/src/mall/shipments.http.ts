import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { Donations } from './donations.service.js'
import { Redemptions } from './redemptions.service.js'
import { Shipments } from './shipments.service.js'

/** Members: where goods go, and how a certificate names them. */
@Controller()
export class MemberShipmentsHttp {
  constructor(
    @Inject(Shipments) private readonly shipments: Shipments,
    @Inject(Donations) private readonly donations: Donations,
    @Inject(Redemptions) private readonly redemptions: Redemptions,
  ) {}

  @Route('GET /mall/causes')
  causes(@By() by: Caller): Promise<Reply<'GET /mall/causes'>> {
    return this.donations.causes(by.identityId)
  }

  @Route('PUT /member/redemptions/:id/address')
  async setAddress(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'PUT /member/redemptions/:id/address'>,
  ): Promise<Reply<'PUT /member/redemptions/:id/address'>> {
    await this.shipments.setAddress(by.memberId, Number(params.id), body)
    return this.redemptions.detail(by.memberId, Number(params.id))
  }

  @Route('POST /member/redemptions/:id/receipts')
  async receive(
    @By() by: Caller,
    @Parsed() { params }: Input<'POST /member/redemptions/:id/receipts'>,
  ): Promise<Reply<'POST /member/redemptions/:id/receipts'>> {
    await this.shipments.receive(by.memberId, Number(params.id))
    return this.redemptions.detail(by.memberId, Number(params.id))
  }

  @Route('PUT /member/redemptions/:id/certificate')
  async show(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'PUT /member/redemptions/:id/certificate'>,
  ): Promise<Reply<'PUT /member/redemptions/:id/certificate'>> {
    await this.donations.show(by.memberId, Number(params.id), body.shown)
    return this.redemptions.detail(by.memberId, Number(params.id))
  }
}

/** Operators who pack and send. */
@Controller()
export class ShipmentOfficeHttp {
  constructor(@Inject(Shipments) private readonly shipments: Shipments) {}

  @Route('GET /console/shipments')
  list(@Parsed() { query }: Input<'GET /console/shipments'>): Promise<Reply<'GET /console/shipments'>> {
    return this.shipments.list(query)
  }

  @Route('POST /console/shipments/:id/labels')
  label(
    @By() by: Caller,
    @Parsed() { params }: Input<'POST /console/shipments/:id/labels'>,
  ): Promise<Reply<'POST /console/shipments/:id/labels'>> {
    return this.shipments.label(by.operator, Number(params.id))
  }

  @Route('POST /console/shipments/:id/dispatches')
  async dispatch(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /console/shipments/:id/dispatches'>,
  ): Promise<Reply<'POST /console/shipments/:id/dispatches'>> {
    await this.shipments.dispatch(by.operator, Number(params.id), body)
    return this.shipments.label(by.operator, Number(params.id))
  }
}
