import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { AdjustmentLimits } from './adjustment-limits.service.js'
import { Adjustments } from './adjustments.service.js'

@Controller()
export class AdjustmentsHttp {
  constructor(
    @Inject(Adjustments) private readonly adjustments: Adjustments,
    @Inject(AdjustmentLimits) private readonly limits: AdjustmentLimits,
  ) {}

  @Route('GET /console/adjustments')
  list(
    @By() by: Caller,
    @Parsed() { query }: Input<'GET /console/adjustments'>,
  ): Promise<Reply<'GET /console/adjustments'>> {
    return this.adjustments.list(by.operator, query)
  }

  @Route('POST /console/adjustments')
  ask(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /console/adjustments'>,
  ): Promise<Reply<'POST /console/adjustments'>> {
    return this.adjustments.ask(by.operator, body)
  }

  @Route('POST /console/adjustments/:id/decisions')
  decide(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /console/adjustments/:id/decisions'>,
  ): Promise<Reply<'POST /console/adjustments/:id/decisions'>> {
    return this.adjustments.decide(by.operator, Number(params.id), body)
  }

  @Route('PUT /console/adjustment-limits')
  setLimits(
    @By() by: Caller,
    @Parsed() { body }: Input<'PUT /console/adjustment-limits'>,
  ): Promise<Reply<'PUT /console/adjustment-limits'>> {
    return this.limits.set(by.operator, body)
  }
}
