import { isOfflineToken, type OfflineToken } from '@huitou/shared/offline-tokens'
import type { Check, VerificationCheck } from '@huitou/shared/verifications'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Caller, Input } from '../http.js'
import { Members } from '../members/members.service.js'
import { Scans } from '../purchases/scans.service.js'
import { tillOfStaff } from '../purchases/tills.service.js'
import { Refusal } from '../refusal.js'
import { Stores } from '../stores/stores.service.js'
import { CLOCK } from '../tokens.js'
import { firstObstacle } from './checks.rules.js'
import { OfflineTokens } from './offline-tokens.service.js'
import { type Thing, Things } from './things.service.js'
import { Turnstiles } from './turnstiles.service.js'
import { checkText } from './verifications.texts.js'

type Staff = Caller['staff']
/** By its code, or as one of a scanned member's own. */
export type Naming = Pick<Input<'POST /staff/verification-checks'>['body'], 'code' | 'scanId' | 'kind' | 'id'>

/** What a guest shows, and whether it can be verified. Nothing is written but wrong codes. */
@Injectable()
export class ShownCodes {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Members) private readonly members: Members,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Scans) private readonly scans: Scans,
    @Inject(Things) private readonly things: Things,
    @Inject(Turnstiles) private readonly turnstiles: Turnstiles,
    @Inject(OfflineTokens) private readonly tokens: OfflineTokens,
  ) {}

  /**
   * The thing a request names. Refuses `verification.code_unknown`, `verification.cool_down`, `code.expired` (an offline
   * code that has ended), `code.unknown` and `scan.expired` (the scan), `record.not_found` for what is not that member's.
   */
  async thing(staff: Staff, { code, scanId, kind, id }: Naming): Promise<Thing> {
    if (code !== undefined) return this.byCode(staff, code)
    const { memberId } = this.scans.redeem(tillOfStaff(staff), scanId!)
    const thing = await this.things.byId(kind!, Number(id))
    if (thing.memberId !== memberId) throw new Refusal('record.not_found')
    return thing
  }

  /** What an offline code says. Refuses `code.expired`. */
  async token(code: string): Promise<OfflineToken> {
    const token = await this.tokens.resolve(code)
    if (!token) throw new Refusal('code.expired')
    return token
  }

  /** The same for a request that names it; refuses what `thing` refuses. */
  async asked(staff: Staff, body: Input<'POST /staff/verification-checks'>['body']): Promise<VerificationCheck> {
    return this.check(staff, await this.thing(staff, body), body.billFen ?? null)
  }

  /** The checks a waiter reads before confirming. */
  async check(staff: Staff, thing: Thing, billFen: number | null): Promise<VerificationCheck> {
    const store = await this.stores.get(staff.storeId)
    const now = this.clock.now()
    const judged = thing.judge({ store, at: now }, now, billFen)
    const isGone = thing.left === 0
    const [used, owner] = await Promise.all([
      isGone ? this.things.takenBefore(thing) : null,
      this.members.masked(thing.memberId),
    ])
    const { names, expiresAt, left, uses } = thing
    const told = { names, timeZone: store.timeZone, expiresAt, left, uses, used }
    const checks = judged.map(
      (one): Check => ({ rule: one.rule, ok: one.obstacle === null || one.open === true, text: checkText(one, told) }),
    )
    const first = firstObstacle(judged)
    return {
      kind: thing.kind,
      id: String(thing.id),
      name: thing.name,
      valueLine: thing.value,
      condition: thing.condition,
      image: thing.image,
      owner,
      left,
      uses,
      checks,
      firstUse: used && { ...used, at: used.at.toISOString() },
      canVerify: first === null,
      advice: first && checkText(first, told),
      needsBill: thing.needsBill,
      discountFen: thing.discountFen(billFen),
      worthFen: thing.worthFen(billFen),
      expiresAt: expiresAt.toISOString(),
    }
  }

  private async byCode(staff: Staff, code: string): Promise<Thing> {
    if (!isOfflineToken(code)) return this.turnstiles.find(staff.id, code)
    const { kind, subject } = await this.token(code)
    if (kind === 'MEMBER') throw new Refusal('verification.code_unknown')
    return this.turnstiles.find(staff.id, subject)
  }
}
