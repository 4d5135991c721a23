import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { GroupDesk } from './group-desk.service.js'
import { GroupOffice } from './group-office.service.js'
import { GroupViews } from './group-views.service.js'
import { Pledging } from './pledging.service.js'

/** Group redemption, for guests and members. */
@Controller()
export class PledgesHttp {
  constructor(
    @Inject(GroupViews) private readonly views: GroupViews,
    @Inject(Pledging) private readonly pledging: Pledging,
  ) {}

  @Route('GET /group-offers')
  list(@By() by: Caller): Promise<Reply<'GET /group-offers'>> {
    return this.views.list(by.identityId)
  }

  @Route('GET /group-offers/:code')
  offer(
    @By() by: Caller,
    @Parsed() { params }: Input<'GET /group-offers/:code'>,
  ): Promise<Reply<'GET /group-offers/:code'>> {
    return this.views.offer(by.identityId, params.code)
  }

  @Route('GET /groups/:token')
  group(@By() by: Caller, @Parsed() { params }: Input<'GET /groups/:token'>): Promise<Reply<'GET /groups/:token'>> {
    return this.views.group(by.identityId, params.token)
  }

  @Route('POST /group-offers/:code/groups')
  async open(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /group-offers/:code/groups'>,
  ): Promise<Reply<'POST /group-offers/:code/groups'>> {
    return this.views.group(by.identityId, await this.pledging.open(by.memberId, params.code, body))
  }

  @Route('POST /groups/:token/pledges')
  async join(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /groups/:token/pledges'>,
  ): Promise<Reply<'POST /groups/:token/pledges'>> {
    await this.pledging.join(by.memberId, params.token, body)
    return this.views.group(by.identityId, params.token)
  }

  @Route('POST /groups/:token/cancellations')
  async cancel(
    @By() by: Caller,
    @Parsed() { params }: Input<'POST /groups/:token/cancellations'>,
  ): Promise<Reply<'POST /groups/:token/cancellations'>> {
    await this.pledging.cancel(by.memberId, params.token)
    return this.views.group(by.identityId, params.token)
  }

  @Route('GET /member/groups')
  mine(@By() by: Caller, @Parsed() { query }: Input<'GET /member/groups'>): Promise<Reply<'GET /member/groups'>> {
    return this.views.mine(by.memberId, query)
  }
}

/** Operators and group redemption. */
@Controller()
export class GroupOfficeHttp {
  constructor(
    @Inject(GroupOffice) private readonly office: GroupOffice,
    @Inject(GroupDesk) private readonly desk: GroupDesk,
  ) {}

  @Route('GET /console/group-offers')
  list(@Parsed() { query }: Input<'GET /console/group-offers'>): Promise<Reply<'GET /console/group-offers'>> {
    return this.office.list(query)
  }

  @Route('GET /console/group-offers/:code')
  file(
    @Parsed() { params }: Input<'GET /console/group-offers/:code'>,
  ): Promise<Reply<'GET /console/group-offers/:code'>> {
    return this.office.file(params.code)
  }

  @Route('POST /console/group-offers')
  async create(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /console/group-offers'>,
  ): Promise<Reply<'POST /console/group-offers'>> {
    await this.desk.publish(by.operator, { ...body, onTopOf: 0 })
    return this.office.file(body.code)
  }

  @Route('POST /console/group-offers/:code/versions')
  async publish(
    @By() by: Caller,
    @Parsed() { params, body: { version, ...body } }: Input<'POST /console/group-offers/:code/versions'>,
  ): Promise<Reply<'POST /console/group-offers/:code/versions'>> {
    await this.desk.publish(by.operator, { ...body, code: params.code, onTopOf: version, open: false })
    return this.office.file(params.code)
  }

  @Route('PUT /console/group-offers/:code/state')
  async setOpen(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'PUT /console/group-offers/:code/state'>,
  ): Promise<Reply<'PUT /console/group-offers/:code/state'>> {
    await this.desk.setOpen(by.operator, params.code, body.open)
    return this.office.file(params.code)
  }
}
