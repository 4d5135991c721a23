import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { Backtests } from './backtests.service.js'

@Controller()
export class BacktestsHttp {
  constructor(@Inject(Backtests) private readonly backtests: Backtests) {}

  @Route('POST /console/backtests')
  start(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /console/backtests'>,
  ): Promise<Reply<'POST /console/backtests'>> {
    return this.backtests.start(by.operator, body)
  }

  @Route('GET /console/backtests/:id')
  view(@Parsed() { params }: Input<'GET /console/backtests/:id'>): Promise<Reply<'GET /console/backtests/:id'>> {
    return this.backtests.view(Number(params.id))
  }

  @Route('DELETE /console/backtests/:id')
  cancel(
    @By() by: Caller,
    @Parsed() { params }: Input<'DELETE /console/backtests/:id'>,
  ): Promise<Reply<'DELETE /console/backtests/:id'>> {
    return this.backtests.cancel(by.operator, Number(params.id))
  }
}
