import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { Paying } from './paying.service.js'

@Controller()
export class PayingHttp {
  constructor(@Inject(Paying) private readonly paying: Paying) {}

  @Route('POST /member/checkouts')
  begin(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /member/checkouts'>,
  ): Promise<Reply<'POST /member/checkouts'>> {
    return this.paying.begin(by, body)
  }

  @Route('GET /member/checkouts/:id')
  look(
    @By() by: Caller,
    @Parsed() { params }: Input<'GET /member/checkouts/:id'>,
  ): Promise<Reply<'GET /member/checkouts/:id'>> {
    return this.paying.look(by.memberId, Number(params.id))
  }

  @Route('POST /member/checkouts/:id/cancellations')
  giveUp(
    @By() by: Caller,
    @Parsed() { params }: Input<'POST /member/checkouts/:id/cancellations'>,
  ): Promise<Reply<'POST /member/checkouts/:id/cancellations'>> {
    return this.paying.giveUp(by.memberId, Number(params.id))
  }
}
