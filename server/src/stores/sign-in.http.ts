import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { SignIn } from './sign-in.service.js'

@Controller()
export class SignInHttp {
  constructor(@Inject(SignIn) private readonly signIn: SignIn) {}

  @Route('POST /sessions')
  open(@Parsed() { body }: Input<'POST /sessions'>): Promise<Reply<'POST /sessions'>> {
    return this.signIn.open(body.code)
  }

  @Route('POST /sessions/refresh')
  refresh(@Parsed() { body }: Input<'POST /sessions/refresh'>): Promise<Reply<'POST /sessions/refresh'>> {
    return this.signIn.refresh(body.refreshToken)
  }

  @Route('GET /me')
  who(@By() by: Caller): Promise<Reply<'GET /me'>> {
    return this.signIn.who(by.identityId)
  }

  @Route('DELETE /session')
  end(@By() by: Caller): Promise<Reply<'DELETE /session'>> {
    return this.signIn.end(by.sessionId)
  }
}
