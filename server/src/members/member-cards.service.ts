import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Reply } from '../http.js'
import { BalanceReader } from '../ledger/balances.service.js'
import { CLOCK } from '../tokens.js'
import { type MemberRow, MemberRows } from './member-rows.service.js'
import type { TierOf } from './member-tier.rules.js'
import { MemberTiers } from './member-tier.service.js'

/** A member as the app and the staff see one: who, how many points, and on which tier. */
@Injectable()
export class MemberCards {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(BalanceReader) private readonly balances: BalanceReader,
    @Inject(MemberRows) private readonly rows: MemberRows,
    @Inject(MemberTiers) private readonly tiers: MemberTiers,
  ) {}

  /** One member, at most ten seconds old. Refuses `record.not_found`. */
  get(memberId: number): Promise<MemberRow> {
    return this.rows.get(memberId)
  }

  /** The member's own card, with balances of this moment. */
  async card(memberId: number): Promise<Reply<'GET /member/card'>> {
    const { row, balances, version, tier } = await this.read(memberId)
    return {
      memberNo: row.member_no,
      nickname: row.nickname,
      phoneMasked: row.phone_masked,
      balances,
      tier,
      version,
      enrolledAt: row.enrolled_at.toISOString(),
      asOf: this.clock.now().toISOString(),
    }
  }

  /** What staff may see: no full phone, no history. */
  async masked(
    memberId: number,
  ): Promise<{ memberNo: string; nickname: string; phoneMasked: string; points: number; tier: TierOf }> {
    const { row, balances, tier } = await this.read(memberId)
    return {
      memberNo: row.member_no,
      nickname: row.nickname,
      phoneMasked: row.phone_masked,
      points: balances.available,
      tier,
    }
  }

  private async read(memberId: number) {
    const [row, { balances, version }, tier] = await Promise.all([
      this.get(memberId),
      this.balances.of(memberId),
      this.tiers.of(memberId),
    ])
    return { row, balances, version, tier }
  }
}
