import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { ReconciliationDesk } from './reconciliation-desk.service.js'

@Controller()
export class PaymentsHttp {
  constructor(@Inject(ReconciliationDesk) private readonly desk: ReconciliationDesk) {}

  @Route('GET /console/reconciliation')
  overview(): Promise<Reply<'GET /console/reconciliation'>> {
    return this.desk.overview()
  }

  @Route('POST /console/reconciliation/:day')
  again(
    @Parsed() { params }: Input<'POST /console/reconciliation/:day'>,
  ): Promise<Reply<'POST /console/reconciliation/:day'>> {
    return this.desk.again(params.day)
  }

  @Route('POST /console/differences/:id/resolutions')
  resolve(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /console/differences/:id/resolutions'>,
  ): Promise<Reply<'POST /console/differences/:id/resolutions'>> {
    return this.desk.resolve(by.operator, Number(params.id), body)
  }
}
