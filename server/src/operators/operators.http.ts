import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { Audit } from './audit.service.js'
import { OperatorSignIn } from './operator-sign-in.service.js'
import { Operators } from './operators.service.js'

@Controller()
export class OperatorsHttp {
  constructor(
    @Inject(OperatorSignIn) private readonly signIn: OperatorSignIn,
    @Inject(Operators) private readonly operators: Operators,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  @Route('POST /console/sessions')
  open(@Parsed() { body }: Input<'POST /console/sessions'>): Promise<Reply<'POST /console/sessions'>> {
    return this.signIn.open(body)
  }

  @Route('POST /console/sessions/refresh')
  refresh(
    @Parsed() { body }: Input<'POST /console/sessions/refresh'>,
  ): Promise<Reply<'POST /console/sessions/refresh'>> {
    return this.signIn.refresh(body.refreshToken)
  }

  @Route('DELETE /console/session')
  async end(@By() by: Caller): Promise<Reply<'DELETE /console/session'>> {
    await this.signIn.end(by)
    return { done: true }
  }

  @Route('GET /console/me')
  me(@By() by: Caller): Promise<Reply<'GET /console/me'>> {
    return this.operators.card(by.operator.id)
  }

  @Route('POST /console/password')
  async password(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /console/password'>,
  ): Promise<Reply<'POST /console/password'>> {
    await this.signIn.changePassword(by, body)
    return { done: true }
  }

  @Route('POST /console/totp')
  beginTotp(@By() by: Caller): Promise<Reply<'POST /console/totp'>> {
    return this.signIn.beginTotp(by)
  }

  @Route('PUT /console/totp')
  turnTotpOn(@By() by: Caller, @Parsed() { body }: Input<'PUT /console/totp'>): Promise<Reply<'PUT /console/totp'>> {
    return this.signIn.switchTotp(by, body.totp, true)
  }

  @Route('DELETE /console/totp')
  turnTotpOff(
    @By() by: Caller,
    @Parsed() { body }: Input<'DELETE /console/totp'>,
  ): Promise<Reply<'DELETE /console/totp'>> {
    return this.signIn.switchTotp(by, body.totp, false)
  }

  @Route('GET /console/audit')
  list(@Parsed() { query }: Input<'GET /console/audit'>): Promise<Reply<'GET /console/audit'>> {
    return this.audit.list(query)
  }
}
