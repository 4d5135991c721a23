import type { OfflineToken } from '@huitou/shared/offline-tokens'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db } from '../db.js'
import type { Reply } from '../http.js'
import { Members } from '../members/members.service.js'
import { OfflineKeys } from '../members/offline-keys.service.js'
import { CLOCK, DB } from '../tokens.js'
import { blank, type Draft, type Drafted, OfflineDrafts } from './offline-drafts.service.js'
import { VerificationSettings } from './verification-settings.service.js'

/** A phone asks again after a third of the life of what it has. */
const REFRESH_SHARE = 3
/** What members take along into a basement: a signed token of each thing they can show. */
@Injectable()
export class OfflineTokens {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Members) private readonly members: Members,
    @Inject(OfflineKeys) private readonly keys: OfflineKeys,
    @Inject(OfflineDrafts) private readonly drafts: OfflineDrafts,
    @Inject(VerificationSettings) private readonly settings: VerificationSettings,
  ) {}

  /** Fresh tokens of the member and of everything that can be shown now, or soon. */
  async of(memberId: number): Promise<Reply<'GET /member/offline-tokens'>> {
    const now = this.clock.now()
    const { offline } = await this.settings.current()
    const lifeMs = offline.tokenMinutes * 60_000
    const until = new Date(now.getTime() + lifeMs)
    const [issued, member] = await Promise.all([this.drafts.of(memberId, now, until), this.members.masked(memberId)])
    const own: Draft = {
      ...blank(now, until),
      kind: 'MEMBER',
      subject: member.memberNo,
      name: member.nickname,
      worthFen: 0,
      left: 0,
    }
    const [first, ...texts] = await this.keys.sign([own, ...issued.map(({ draft }) => draft)])
    await this.remember(issued)
    const items = issued.map(({ kind, id, redemptionId }, place) => ({
      kind,
      id: String(id),
      redemptionId: redemptionId === null ? null : String(redemptionId),
      token: texts[place]!,
    }))
    const refreshAt = new Date(now.getTime() + lifeMs / REFRESH_SHARE)
    return { member: first!, items, untilAt: until.toISOString(), refreshAt: refreshAt.toISOString() }
  }

  /** What a token says, wherever it was issued; null when it is none of ours, or has ended. */
  async resolve(text: string): Promise<OfflineToken | null> {
    const token = await this.keys.read(text)
    return typeof token === 'string' || token.untilAt <= this.clock.now().getTime() ? null : token
  }

  /** Until when tokens of these things may be out there. Never shortened: an older one may live longer. */
  private async remember(issued: readonly Drafted[]): Promise<void> {
    if (issued.length === 0) return
    const drafts = issued.map(({ draft }) => draft).sort((one, other) => (one.subject < other.subject ? -1 : 1))
    const rows = drafts.map(() => '(?, ?)').join(', ')
    const sql = `INSERT INTO offline_issue (code, live_until) VALUES ${rows}
      ON DUPLICATE KEY UPDATE live_until = GREATEST(live_until, VALUES(live_until))`
    const values = drafts.flatMap(({ subject, untilAt }) => [subject, new Date(untilAt)])
    await this.db.transaction(tx => change(tx, sql, values))
  }
}
