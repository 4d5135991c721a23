import { createHash } from 'node:crypto'
import type { Text } from '@huitou/shared/basics'
import { Inject, Injectable } from '@nestjs/common'
import { AdjustmentLimits } from '../adjustments/adjustment-limits.service.js'
import { isSmall } from '../adjustments/adjustments.rules.js'
import type { Clock } from '../clock.js'
import type { Db, Tx } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import { requestHash } from '../ledger/batch.rules.js'
import { entryNoOf } from '../ledger/entry-no.rules.js'
import { Members } from '../members/members.service.js'
import { Audit } from '../operators/audit.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { type AwardOrder, Awards, awardBody, awardKey, type Given } from './awards.service.js'
import { type Explanation, explainedOf, sentenceOf } from './earning.rules.js'
import { Earning } from './earning.service.js'
import { openFor } from './evaluate.rules.js'
import type { PublishedRule } from './occasion.rules.js'
import { ruleText } from './rule.texts.js'
import type { Names } from './telling.rules.js'
import type { Trace } from './trace.rules.js'
import { nameOf } from './words.texts.js'

type Operator = Caller['operator']
type Body = Input<'POST /console/members/:memberNo/awards'>['body']
type Offers = Reply<'GET /console/members/:memberNo/awards'>
type Offer = Offers['items'][number]
type GivenAward = Reply<'POST /console/members/:memberNo/awards'>

const TRIGGER = 'MANUAL'
const MOST_OFFERED = 50

/** Points given by hand: as many as a rule made for it says, within its caps and what the operator may give alone. */
@Injectable()
export class ManualAwards {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Members) private readonly members: Members,
    @Inject(Earning) private readonly earning: Earning,
    @Inject(Awards) private readonly awards: Awards,
    @Inject(AdjustmentLimits) private readonly limits: AdjustmentLimits,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  /** The rules there are, and what each would give this member now. Nothing is written. Refuses `record.not_found`. */
  async offers(by: Operator, memberNo: string): Promise<Offers> {
    const member = await this.members.byNumber(memberNo)
    const rules = (await this.rules()).slice(0, MOST_OFFERED)
    const [names, limits, used] = await Promise.all([
      this.earning.namesOf(rules.map(({ definition }) => definition)),
      this.limits.current(),
      this.limits.usedToday(by.id),
    ])
    const may = { freePoints: limits.freePoints, leftToday: Math.max(0, limits.dailyPoints - used) }
    const items = await Promise.all(rules.map(rule => this.offer(by, { memberId: member.id, rule, names, may })))
    return { items, ...may }
  }

  /**
   * Gives what the rule says; the same request gets the first answer, whatever has become of the rule since. Refuses
   * `record.not_found`, `award.rule_not_live`, `award.nothing`, `award.needs_adjustment`, `ledger.key_reused`.
   */
  async give(by: Operator, memberNo: string, body: Body): Promise<GivenAward> {
    const member = await this.members.byNumber(memberNo)
    const order = { ...this.orderOf(by, member.id, body.ruleCode), key: keyOf(by, body.requestId), note: body.note }
    const before = await this.answerTo(order, body)
    if (before) return before
    if (!(await this.rules()).some(({ code }) => code === body.ruleCode)) throw new Refusal('award.rule_not_live')
    const limits = await this.limits.current()
    const prepared = await this.awards.prepare(order)
    // No lot for any point: the conditions of the rule are not met.
    if (prepared.earn.spans.length === 0) throw new Refusal('award.nothing')
    await this.db.transaction(async tx => {
      const given = await this.awards.giveIn(tx, prepared)
      if (!given) return
      await this.take(tx, by, given, limits)
      const detail = `+${given.points} ${body.ruleCode} ${body.note}`
      await this.audit.record(tx, { operator: by, action: 'AWARD_GIVEN', target: member.member_no, detail })
    })
    const answer = await this.answerTo(order, body)
    if (!answer) throw new Error('an award that was written is not there')
    return answer
  }

  /** What was decided under the locks has to be something, and no more than the operator may give alone. */
  private async take(
    tx: Tx,
    by: Operator,
    { points }: Given,
    limits: { freePoints: number; dailyPoints: number },
  ): Promise<void> {
    if (points === 0) throw new Refusal('award.nothing')
    const small = isSmall(points, limits.freePoints)
    if (small && (await this.limits.takeOfDay(tx, by.id, points, limits.dailyPoints))) return
    throw new Refusal('award.needs_adjustment', { points, freePoints: limits.freePoints })
  }

  private async offer(
    by: Operator,
    of: { memberId: number; rule: PublishedRule; names: Names; may: { freePoints: number; leftToday: number } },
  ): Promise<Offer> {
    const { rule, names, may } = of
    const { points, trace } = await this.awards.try(this.orderOf(by, of.memberId, rule.code))
    const tooMany = !isSmall(points, may.freePoints) || points > may.leftToday
    return {
      code: rule.code,
      name: nameOf(rule.definition),
      sentence: ruleText(rule.definition, names),
      points,
      withheld: withheldOf(trace),
      verdict: points === 0 ? 'NOTHING' : tooMany ? 'TOO_MANY' : 'YES',
    }
  }

  private async rules(): Promise<PublishedRule[]> {
    const at = this.clock.now()
    const { set } = await this.earning.liveAt(at)
    return openFor(set, { trigger: TRIGGER, at, imported: false })
  }

  private orderOf(by: Operator, memberId: number, only: string): AwardOrder & { only: string } {
    const { id: operatorId, storeId } = by
    return { trigger: TRIGGER, key: '', memberId, at: this.clock.now(), storeId, operatorId, only }
  }

  /** The answer to a request that was carried out before; null where it was not. */
  private async answerTo(order: AwardOrder, { ruleCode, note }: Body): Promise<GivenAward | null> {
    const [journal] = await this.db.query<{ id: number; req_hash: Buffer; points: number; explanation: string }>(
      'SELECT id, req_hash, points, explanation FROM journal WHERE idem_key = ?',
      [awardKey(TRIGGER, order.key)],
    )
    if (!journal) return null
    const explanation = JSON.parse(journal.explanation) as Explanation
    if (!requestHash(awardBody({ ...order, only: ruleCode, note })).equals(journal.req_hash))
      throw new Refusal('ledger.key_reused')
    return { entryNo: entryNoOf(journal.id), points: journal.points, sentence: sentenceOf(explanation) }
  }
}

/** Journals keep 50 characters of a key, and an operator's number and request may have more. */
function keyOf(by: Operator, requestId: string): string {
  return createHash('sha256').update(`${by.id}:${requestId}`).digest('base64url')
}

/** Why a rule gives less than it could: a limit that is reached, or the one condition that the member does not meet. */
function withheldOf(trace: Trace): Text | null {
  return explainedOf(trace).notPaid[0]?.sentence ?? null
}
