import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import type { Input, Reply } from '../http.js'
import { Members } from '../members/members.service.js'
import { type MemberSays, Profiles } from '../members/profiles.service.js'
import { SignIn } from '../stores/sign-in.service.js'
import { CLOCK, DB } from '../tokens.js'
import { Awards, awardKey } from './awards.service.js'

/** Joining, and saying who one is: both may be rewarded, once. */
@Injectable()
export class Joining {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SignIn) private readonly signIn: SignIn,
    @Inject(Members) private readonly members: Members,
    @Inject(Profiles) private readonly profiles: Profiles,
    @Inject(Awards) private readonly awards: Awards,
  ) {}

  /** Joins the programme; what the rules give for it is on the card already. A repeat makes up for an award that got lost. */
  async enrol(identityId: number, body: Input<'POST /enrolments'>['body']): Promise<Reply<'POST /enrolments'>> {
    const card = await this.signIn.enrol(identityId, body)
    const memberId = await this.members.memberOf(identityId)
    if (!memberId) return card
    const order = { trigger: 'ENROLMENT', key: `M${memberId}`, memberId, at: this.clock.now() } as const
    return (await this.awards.give(order)) ? this.members.card(memberId) : card
  }

  async profile(memberId: number): Promise<Reply<'GET /member/profile'>> {
    return this.view(memberId, await this.profiles.of(memberId))
  }

  /** Saves nickname and birthday; the first time both are there is rewarded. Refuses profile.birthday_*. */
  async saveProfile(
    memberId: number,
    body: Input<'PUT /member/profile'>['body'],
  ): Promise<Reply<'PUT /member/profile'>> {
    const said = await this.profiles.change(memberId, body)
    if (isComplete(said)) await this.awards.give(this.completion(memberId))
    return this.view(memberId, said)
  }

  private async view(memberId: number, said: MemberSays): Promise<Reply<'GET /member/profile'>> {
    const [earned] = await this.db.query<{ points: number }>('SELECT points FROM journal WHERE idem_key = ?', [
      awardKey('PROFILE_COMPLETED', `M${memberId}`),
    ])
    const offered = earned ? 0 : await this.awards.preview(this.completion(memberId))
    const reward = earned ? { points: earned.points, earned: true } : { points: offered, earned: false }
    return { ...said, completed: isComplete(said), reward: reward.points > 0 ? reward : null }
  }

  private completion(memberId: number) {
    return { trigger: 'PROFILE_COMPLETED', key: `M${memberId}`, memberId, at: this.clock.now() } as const
  }
}

const isComplete = ({ nickname, birthday }: MemberSays): boolean => nickname !== '' && birthday !== null
