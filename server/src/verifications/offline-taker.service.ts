import type { OfflineToken } from '@huitou/shared/offline-tokens'
import { offlineProblem } from '@huitou/shared/offline-tokens'
import type { RefusalCode } from '@huitou/shared/refusals'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import { Bills, CHANNEL } from '../purchases/bills.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { acceptedAt, OFFLINE_STATE } from './offline.rules.js'
import { type HandedIn, OfflineBook, type Outcome } from './offline-book.service.js'
import { OfflineFirstUses } from './offline-first-uses.service.js'
import type { OfflineRow } from './offline-records.service.js'
import { requestKeyOf } from './requests.rules.js'
import { Things } from './things.service.js'
import { KIND, serialText } from './verification.rules.js'
import { Verifications } from './verifications.service.js'

/** Somebody had it, or some of it, before. */
const TAKEN: readonly RefusalCode[] = ['verification.used', 'verification.too_many']

/** Decides what becomes of one acceptance: verified, in conflict with an earlier use, or refused. */
@Injectable()
export class OfflineTaker {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Bills) private readonly bills: Bills,
    @Inject(Things) private readonly things: Things,
    @Inject(Verifications) private readonly verifications: Verifications,
    @Inject(OfflineFirstUses) private readonly firstUses: OfflineFirstUses,
    @Inject(OfflineBook) private readonly book: OfflineBook,
  ) {}

  /** Never without an outcome on record. Throws only what is no outcome: a duplicate key, a database that is away. */
  async decide(handed: HandedIn): Promise<OfflineRow> {
    const { token, item, staff } = handed
    if (!token) return this.book.keep(handed, refused('offline.token_invalid'))
    const when = acceptedAt(new Date(item.acceptedAt), token, this.clock.now())
    if (typeof when === 'string') return this.book.keep(handed, refused(when))
    const timed = { ...handed, at: when.at, skewSeconds: when.skewSeconds }
    const place = { nowMs: when.at.getTime(), storeId: String(staff.storeId) }
    if (offlineProblem(token, place) === 'OTHER_STORE') return this.book.keep(timed, refused('offline.other_store'))
    try {
      return token.kind === 'MEMBER' ? await this.bill(timed, token) : await this.verify(timed, token)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return this.book.keep(timed, await this.outcomeOf(timed, token, error))
    }
  }

  /** The thing itself is asked now; whether it had ended is asked of the moment it was accepted. */
  private async verify(handed: HandedIn, token: OfflineToken): Promise<OfflineRow> {
    const { staff, item, at } = handed
    // A code that is gone has changed hands: whoever gave the coupon away kept the old one.
    const thing = await this.things.byCode(token.subject)
    if (!thing) throw new Refusal('coupon.given')
    const prepared = await this.verifications.prepare(staff, { thing })
    const key = requestKeyOf(staff.id, item.requestId)
    return this.db.transaction(async tx => {
      // Sent with a network once, and accepted without one because the answer was lost: it is one and the same.
      const done = await this.firstUses.ofRequest(tx, key, { kind: KIND[thing.kind], id: thing.id })
      const {
        id: verificationId,
        serial,
        worth_fen,
      } = done ??
      (await this.verifications.verify(tx, {
        ...prepared,
        key,
        bodyHash: handed.hash,
        quantity: item.quantity,
        billFen: item.billFen ?? null,
        billNo: item.billNo ?? null,
        note: '',
        staff,
        offline: { acceptedAt: at },
      }))
      const outcome = { verification_id: verificationId, serial_no: serialText(serial), worth_fen }
      return this.book.write(tx, handed, { state: OFFLINE_STATE.ACCEPTED, ...outcome })
    })
  }

  /** A member's bill brings its points when it comes in, by the rules of the moment it was paid. */
  private async bill(handed: HandedIn, token: OfflineToken): Promise<OfflineRow> {
    const { staff, item, at } = handed
    const sql = 'SELECT id FROM member WHERE member_no = ?'
    const [member] = await this.db.query<{ id: number }>(sql, [token.subject])
    if (!member) throw new Refusal('record.not_found')
    if (item.billNo === undefined || item.billFen === undefined) throw new Refusal('offline.bill_needed')
    const { row } = await this.bills.record({
      storeId: staff.storeId,
      billNo: item.billNo,
      paidFen: item.billFen,
      memberId: member.id,
      channel: CHANNEL.STAFF,
      who: staff.staffNo,
      staffId: staff.id,
      paidAt: at,
    })
    return this.book.keep(handed, { state: OFFLINE_STATE.ACCEPTED, worth_fen: 0, points: row.points })
  }

  private async outcomeOf({ item }: HandedIn, token: OfflineToken, refusal: Refusal): Promise<Outcome> {
    if (token.kind === 'MEMBER' || !TAKEN.includes(refusal.code)) return refused(refusal.code)
    const thing = await this.things.byCode(token.subject)
    const first = thing ? await this.firstUses.of(thing) : {}
    const worth_fen = (token.worthFen ?? 0) * item.quantity
    return { state: OFFLINE_STATE.CONFLICT, code: refusal.code, worth_fen, ...first }
  }
}

const refused = (code: RefusalCode): Outcome => ({ state: OFFLINE_STATE.REFUSED, code })
