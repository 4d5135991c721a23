import type { Ladder } from '@huitou/shared/tiers'
import { Inject, Injectable } from '@nestjs/common'
import { dayOf, NEVER, PROGRAMME_ZONE } from '../calendar.js'
import type { Clock } from '../clock.js'
import { type Db, rowsOf, type Tx } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import { accountId, CURRENCY } from '../ledger/operation.rules.js'
import { BASE_TIER, leastToRise, type PublishedLadder, tierOf } from '../members/member-tier.rules.js'
import { MAX_LADDERS, MemberTiers } from '../members/member-tier.service.js'
import { Audit } from '../operators/audit.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { publishVersion } from '../versions.js'
import { type Reads, TierFacts } from './facts.service.js'
import { ladderProblems, nextReview } from './ladder.rules.js'
import { type Counted, count, fateOf, nobody, proposed, rungsOf } from './preview.rules.js'
import { advance } from './standing.rules.js'
import { STANDING, type StandingRow, toStanding } from './tiers.service.js'
import { noticeOf } from './tiers.texts.js'

type Body = Input<'POST /console/tiers/versions'>['body']
type Preview = Reply<'POST /console/tiers/previews'>
type MemberRow = StandingRow & { member_no: string; nickname: string }

const CHUNK = 500
const SAMPLE = 20

/** Ladders as marketers change them: looked at over everybody first, then published as a version that stays. */
@Injectable()
export class Ladders {
  private previewing = false

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(MemberTiers) private readonly tiers: MemberTiers,
    @Inject(TierFacts) private readonly facts: TierFacts,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  /**
   * Who would rise and fall until the next review. Nothing is written. Looks at everybody, so one at a time: another one
   * meanwhile is refused with `server.busy`. Refuses `tier.ladder_invalid`, `tier.rung_in_use`.
   */
  async preview(body: Input<'POST /console/tiers/previews'>['body']): Promise<Preview> {
    const versions = await this.tiers.ladders()
    await this.assertFit(body.ladder, versions.at(-1)!)
    if (this.previewing) throw new Refusal('server.busy')
    this.previewing = true
    try {
      return await this.previewAll(body, versions)
    } finally {
      this.previewing = false
    }
  }

  /**
   * Publishes a ladder; a repeat of the request does nothing more. Nobody falls by it before the next review; who rises is
   * raised by the worker. Refuses `tier.ladder_invalid`, `tier.rung_in_use`, `tier.ladder_changed`, `ledger.key_reused`.
   */
  async publish(operator: Caller['operator'], body: Body): Promise<void> {
    const { requestId, version, ladder, grandfather, reason } = body
    const work = publishVersion<PublishedLadder>(this.db, {
      table: 'tier_ladder',
      operator,
      requestId,
      onTopOf: version,
      said: [version, ladder, grandfather, reason],
      at: this.clock.now(),
      changed: 'tier.ladder_changed',
      most: MAX_LADDERS,
      newest: async tx => (await this.tiers.laddersNow(tx)).at(-1)!,
      row: async (tx, newest) => {
        await this.assertFit(ladder, newest, tx)
        const target = `v${newest.version + 1}`
        await this.audit.record(tx, { operator, action: 'LADDER_PUBLISHED', target, detail: reason })
        return { definition: JSON.stringify(ladder), grandfather: grandfather ? 1 : 0, reason }
      },
    })
    await work.finally(() => this.tiers.forget())
  }

  private async assertFit(draft: Ladder, newest: PublishedLadder, tx?: Tx): Promise<void> {
    const wrong = ladderProblems(draft, newest.ladder)
    if (wrong.length > 0) throw new Refusal('tier.ladder_invalid', { wrong })
    const kept = draft.rungs.map(rung => rung.code)
    const gone = newest.ladder.rungs.map(rung => rung.code).filter(code => !kept.includes(code))
    if (gone.length === 0) return
    const sql = 'SELECT tier_code FROM member_tier WHERE tier_code IN (?) LIMIT 1'
    const read = <T>(text: string, values: unknown[]) =>
      tx ? rowsOf<T>(tx, text, values) : this.db.query<T>(text, values)
    const rows = await read<{ tier_code: string }>(sql, [gone])
    if (rows[0]) throw new Refusal('tier.rung_in_use', { code: rows[0].tier_code })
  }

  private async previewAll(
    body: Input<'POST /console/tiers/previews'>['body'],
    versions: PublishedLadder[],
  ): Promise<Preview> {
    const now = this.clock.now()
    const newest = versions.at(-1)!
    const draft = proposed(versions, body, now)
    const reviewAt = nextReview(body.ladder.window, now)
    const counted = nobody()
    const sample: Preview['sample'] = []
    const least = leastToRise(body.ladder)
    for (let after = 0; ; ) {
      const rows = await this.db.query<MemberRow>(candidates(least), [after])
      const last = rows.at(-1)
      if (!last) break
      after = last.member_id
      const ids = rows.map(row => row.member_id)
      const read: Reads = (sql, values) => this.db.query(sql, values)
      const facts = await this.facts.of(read, ids)
      for (const row of rows) {
        const known = { facts: facts.get(row.member_id) ?? [], versions }
        const { standing } = advance(toStanding(row), known, { from: NEVER, until: now })
        const fate = fateOf(standing, known, draft, reviewAt)
        count(counted, body.ladder, fate)
        if (fate.from !== fate.to && sample.length < SAMPLE)
          sample.push({
            memberNo: row.member_no,
            nickname: row.nickname,
            from: tierOf(newest.ladder, fate.from),
            to: tierOf(body.ladder, fate.to),
          })
      }
    }
    await this.addOthers(counted, body.ladder)
    const reviewOn = dayOf(reviewAt, PROGRAMME_ZONE)
    const { rise, fall, stay, fallAnyway } = counted
    const notice = noticeOf(newest, body.ladder, { reviewOn, grandfather: body.grandfather })
    return { rungs: rungsOf(counted, body.ladder), rise, fall, stay, fallAnyway, reviewOn, sample, notice }
  }

  /** Whoever stands on the lowest rung and cannot reach the next one need not be looked at, only counted. */
  private async addOthers(counted: Counted, ladder: Ladder): Promise<void> {
    const [all] = await this.db.query<{ members: number }>('SELECT COUNT(*) AS members FROM member_tier')
    const others = Math.max(0, (all?.members ?? 0) - counted.rise - counted.fall - counted.stay)
    count(counted, ladder, { from: BASE_TIER, to: BASE_TIER, anyway: false }, others)
  }
}

function candidates(least: number): string {
  const columns = STANDING.split(', ').map(column => `t.${column}`)
  const growth = accountId(0, CURRENCY.GROWTH)
  const some = least === 0 ? '' : ` AND (t.tier_code <> '${BASE_TIER}' OR a.available >= ${least})`
  return `SELECT ${columns.join(', ')}, m.member_no, m.nickname FROM member_tier t JOIN member m ON m.id = t.member_id
    JOIN account a ON a.id = t.member_id + ${growth} WHERE t.member_id > ?${some} ORDER BY t.member_id LIMIT ${CHUNK}`
}
