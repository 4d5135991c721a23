import { Inject, Injectable } from '@nestjs/common'
import type { Input, Reply } from '../http.js'
import { Identities } from '../members/identities.service.js'
import { Members } from '../members/members.service.js'
import { Nicknames } from '../members/nicknames.service.js'
import { Refusal } from '../refusal.js'
import { SESSION_KIND, Sessions } from '../sessions/sessions.service.js'
import { StaffService } from './staff.service.js'
import { Tables } from './tables.service.js'

/** Arriving: a WeChat account signs in and learns what it is here — guest, member, staff, or both. */
@Injectable()
export class SignIn {
  constructor(
    @Inject(Identities) private readonly identities: Identities,
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(Members) private readonly members: Members,
    @Inject(Nicknames) private readonly nicknames: Nicknames,
    @Inject(StaffService) private readonly staff: StaffService,
    @Inject(Tables) private readonly tables: Tables,
  ) {}

  async open(code: string): Promise<Reply<'POST /sessions'>> {
    const { identityId, tokens } = await this.identities.signIn(code)
    return { tokens, who: await this.who(identityId) }
  }

  refresh(refreshToken: string): Promise<Reply<'POST /sessions/refresh'>> {
    return this.sessions.refresh(SESSION_KIND.IDENTITY, refreshToken)
  }

  async who(identityId: number): Promise<Reply<'GET /me'>> {
    const memberId = await this.members.memberOf(identityId)
    const [member, staff] = await Promise.all([
      memberId ? this.members.card(memberId) : null,
      this.staff.cardOf(identityId),
    ])
    return { member, staff }
  }

  async end(sessionId: number): Promise<{ done: true }> {
    await this.sessions.revoke(sessionId)
    return { done: true }
  }

  /** Joins the programme. A scene that no longer leads to a table loses nothing but the note of where the guest came from. */
  async enrol(identityId: number, body: Input<'POST /enrolments'>['body']): Promise<Reply<'POST /enrolments'>> {
    const store = body.scene ? await this.storeOf(body.scene) : null
    if (body.nickname) await this.nicknames.checkOfIdentity(identityId, body.nickname)
    return this.members.enrol(identityId, body, store)
  }

  private async storeOf(scene: string): Promise<number | null> {
    try {
      return (await this.tables.byScene(scene)).storeId
    } catch (error) {
      if (error instanceof Refusal) return null
      throw error
    }
  }
}
