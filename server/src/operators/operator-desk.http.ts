import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { OperatorDesk } from './operator-desk.service.js'

@Controller()
export class OperatorDeskHttp {
  constructor(@Inject(OperatorDesk) private readonly desk: OperatorDesk) {}

  @Route('GET /console/operators')
  async list(@By() by: Caller): Promise<Reply<'GET /console/operators'>> {
    return { items: await this.desk.list(by.operator) }
  }

  @Route('POST /console/operators')
  invite(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /console/operators'>,
  ): Promise<Reply<'POST /console/operators'>> {
    return this.desk.invite(by.operator, body)
  }

  @Route('PUT /console/operators/:id')
  change(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'PUT /console/operators/:id'>,
  ): Promise<Reply<'PUT /console/operators/:id'>> {
    return this.desk.change(by.operator, Number(params.id), body)
  }

  @Route('POST /console/operators/:id/passwords')
  renewPassword(
    @By() by: Caller,
    @Parsed() { params }: Input<'POST /console/operators/:id/passwords'>,
  ): Promise<Reply<'POST /console/operators/:id/passwords'>> {
    return this.desk.renewPassword(by.operator, Number(params.id))
  }

  @Route('DELETE /console/operators/:id/totp')
  resetTotp(
    @By() by: Caller,
    @Parsed() { params }: Input<'DELETE /console/operators/:id/totp'>,
  ): Promise<Reply<'DELETE /console/operators/:id/totp'>> {
    return this.desk.resetTotp(by.operator, Number(params.id))
  }
}
