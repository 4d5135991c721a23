import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { Joining } from './joining.service.js'

@Controller()
export class JoiningHttp {
  constructor(@Inject(Joining) private readonly joining: Joining) {}

  @Route('POST /enrolments')
  enrol(@By() by: Caller, @Parsed() { body }: Input<'POST /enrolments'>): Promise<Reply<'POST /enrolments'>> {
    return this.joining.enrol(by.identityId, body)
  }

  @Route('GET /member/profile')
  profile(@By() by: Caller): Promise<Reply<'GET /member/profile'>> {
    return this.joining.profile(by.memberId)
  }

  @Route('PUT /member/profile')
  saveProfile(
    @By() by: Caller,
    @Parsed() { body }: Input<'PUT /member/profile'>,
  ): Promise<Reply<'PUT /member/profile'>> {
    return this.joining.saveProfile(by.memberId, body)
  }
}
