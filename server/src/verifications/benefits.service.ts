import type { MemberBenefits } from '@huitou/shared/verifications'
import { Inject, Injectable } from '@nestjs/common'
import { dayOf, PROGRAMME_ZONE } from '../calendar.js'
import type { Clock } from '../clock.js'
import { numberOfDay } from '../days.js'
import { type Db, insert } from '../db.js'
import type { Caller } from '../http.js'
import type { Ids } from '../ids.js'
import { isBirthdayMonth } from '../lunar.js'
import { MemberFactsReader } from '../members/member-facts.service.js'
import { Members } from '../members/members.service.js'
import { Scans } from '../purchases/scans.service.js'
import { tillOfStaff } from '../purchases/tills.service.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { Holdings } from './holdings.service.js'

type Staff = Caller['staff']

/** What a scanned member can use here and now. */
@Injectable()
export class Benefits {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Members) private readonly members: Members,
    @Inject(MemberFactsReader) private readonly facts: MemberFactsReader,
    @Inject(Scans) private readonly scans: Scans,
    @Inject(Holdings) private readonly holdings: Holdings,
  ) {}

  /** The list, and why the rest is of no use now; that this person looked is kept. Refuses `code.unknown`, `scan.expired`. */
  async of(staff: Staff, scanId: string): Promise<MemberBenefits> {
    const { memberId } = this.scans.redeem(tillOfStaff(staff), scanId)
    await this.remember(staff, memberId)
    const [member, { birthday }, { benefits, more }] = await Promise.all([
      this.members.masked(memberId),
      this.facts.of(memberId),
      this.holdings.held(staff.storeId, memberId),
    ])
    const today = numberOfDay(dayOf(this.clock.now(), PROGRAMME_ZONE))
    return {
      member,
      birthdayMonth: birthday !== null && isBirthdayMonth(birthday, today) === true,
      items: benefits.filter(({ why }) => why === null),
      later: benefits.filter(({ why }) => why !== null),
      more,
    }
  }

  private async remember(staff: Staff, memberId: number): Promise<void> {
    const look = { id: this.ids.next(), member_id: memberId, staff_id: staff.id, store_id: staff.storeId }
    await this.db.transaction(tx => insert(tx, 'member_look', { ...look, looked_at: this.clock.now() }))
  }
}
