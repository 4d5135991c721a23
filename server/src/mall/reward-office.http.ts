import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { RewardDesk } from './reward-desk.service.js'
import { RewardOffice } from './reward-office.service.js'

/** Operators and rewards. */
@Controller()
export class RewardOfficeHttp {
  constructor(
    @Inject(RewardOffice) private readonly office: RewardOffice,
    @Inject(RewardDesk) private readonly desk: RewardDesk,
  ) {}

  @Route('GET /console/rewards')
  list(@Parsed() { query }: Input<'GET /console/rewards'>): Promise<Reply<'GET /console/rewards'>> {
    return this.office.list(query)
  }

  @Route('GET /console/rewards/:code')
  file(@Parsed() { params }: Input<'GET /console/rewards/:code'>): Promise<Reply<'GET /console/rewards/:code'>> {
    return this.office.file(params.code)
  }

  @Route('POST /console/rewards')
  async create(
    @By() by: Caller,
    @Parsed() { body: { stock, onShelf, ...body } }: Input<'POST /console/rewards'>,
  ): Promise<Reply<'POST /console/rewards'>> {
    await this.desk.publish(by.operator, { ...body, onTopOf: 0, fresh: { stock, onShelf } })
    return this.office.file(body.code)
  }

  @Route('POST /console/rewards/:code/versions')
  async publish(
    @By() by: Caller,
    @Parsed() { params, body: { version, ...body } }: Input<'POST /console/rewards/:code/versions'>,
  ): Promise<Reply<'POST /console/rewards/:code/versions'>> {
    await this.desk.publish(by.operator, { ...body, code: params.code, onTopOf: version, fresh: null })
    return this.office.file(params.code)
  }

  @Route('PUT /console/rewards/:code/state')
  async setShelf(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'PUT /console/rewards/:code/state'>,
  ): Promise<Reply<'PUT /console/rewards/:code/state'>> {
    await this.desk.setShelf(by.operator, params.code, body.onShelf)
    return this.office.file(params.code)
  }

  @Route('POST /console/rewards/:code/stock-changes')
  async changeStock(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /console/rewards/:code/stock-changes'>,
  ): Promise<Reply<'POST /console/rewards/:code/stock-changes'>> {
    await this.desk.changeStock(by.operator, params.code, body)
    return this.office.file(params.code)
  }
}
