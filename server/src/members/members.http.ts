import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { MemberCodes } from './codes.service.js'
import { Members } from './members.service.js'

@Controller()
export class MembersHttp {
  constructor(
    @Inject(Members) private readonly members: Members,
    @Inject(MemberCodes) private readonly codes: MemberCodes,
  ) {}

  @Route('GET /member/card')
  card(@By() by: Caller): Promise<Reply<'GET /member/card'>> {
    return this.members.card(by.memberId)
  }

  @Route('POST /member/codes')
  async issueCodes(@By() by: Caller): Promise<Reply<'POST /member/codes'>> {
    return this.codes.issue(by.memberId, (await this.members.get(by.memberId)).member_no)
  }

  @Route('GET /member/consents')
  consents(@By() by: Caller): Promise<Reply<'GET /member/consents'>> {
    return this.members.consents(by.memberId)
  }

  @Route('POST /member/consents')
  consent(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /member/consents'>,
  ): Promise<Reply<'POST /member/consents'>> {
    return this.members.consent(by.memberId, body)
  }
}
