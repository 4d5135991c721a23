import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { DrawViews } from './draw-views.service.js'
import { DrawPoolDesk } from './pool-desk.service.js'
import { DrawPoolOffice } from './pool-office.service.js'
import { Spinning } from './spinning.service.js'

/** Lotteries, for guests and members. */
@Controller()
export class DrawsHttp {
  constructor(
    @Inject(DrawViews) private readonly views: DrawViews,
    @Inject(Spinning) private readonly spinning: Spinning,
  ) {}

  @Route('GET /draws')
  list(): Promise<Reply<'GET /draws'>> {
    return this.views.list()
  }

  @Route('GET /draws/:code')
  pool(@By() by: Caller, @Parsed() { params }: Input<'GET /draws/:code'>): Promise<Reply<'GET /draws/:code'>> {
    return this.views.pool(by.identityId, params.code)
  }

  @Route('GET /draws/:code/proofs/:day')
  proof(
    @Parsed() { params, query }: Input<'GET /draws/:code/proofs/:day'>,
  ): Promise<Reply<'GET /draws/:code/proofs/:day'>> {
    return this.views.proof(params.code, params.day, query)
  }

  @Route('POST /draws/:code/spins')
  async spin(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /draws/:code/spins'>,
  ): Promise<Reply<'POST /draws/:code/spins'>> {
    return this.views.result(by.memberId, await this.spinning.spin(by.memberId, params.code, body))
  }

  @Route('GET /member/draws')
  mine(@By() by: Caller, @Parsed() { query }: Input<'GET /member/draws'>): Promise<Reply<'GET /member/draws'>> {
    return this.views.mine(by.memberId, query)
  }
}

/** Operators and lotteries. */
@Controller()
export class DrawOfficeHttp {
  constructor(
    @Inject(DrawPoolOffice) private readonly office: DrawPoolOffice,
    @Inject(DrawPoolDesk) private readonly desk: DrawPoolDesk,
  ) {}

  @Route('GET /console/draw-pools')
  list(@Parsed() { query }: Input<'GET /console/draw-pools'>): Promise<Reply<'GET /console/draw-pools'>> {
    return this.office.list(query)
  }

  @Route('GET /console/draw-pools/:code')
  file(@Parsed() { params }: Input<'GET /console/draw-pools/:code'>): Promise<Reply<'GET /console/draw-pools/:code'>> {
    return this.office.file(params.code)
  }

  @Route('POST /console/draw-pools')
  async create(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /console/draw-pools'>,
  ): Promise<Reply<'POST /console/draw-pools'>> {
    await this.desk.publish(by.operator, { ...body, onTopOf: 0 })
    return this.office.file(body.code)
  }

  @Route('POST /console/draw-pools/:code/versions')
  async publish(
    @By() by: Caller,
    @Parsed() { params, body: { version, ...body } }: Input<'POST /console/draw-pools/:code/versions'>,
  ): Promise<Reply<'POST /console/draw-pools/:code/versions'>> {
    await this.desk.publish(by.operator, { ...body, code: params.code, onTopOf: version, open: false })
    return this.office.file(params.code)
  }

  @Route('PUT /console/draw-pools/:code/state')
  async setOpen(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'PUT /console/draw-pools/:code/state'>,
  ): Promise<Reply<'PUT /console/draw-pools/:code/state'>> {
    await this.desk.setOpen(by.operator, params.code, body.open)
    return this.office.file(params.code)
  }
}
