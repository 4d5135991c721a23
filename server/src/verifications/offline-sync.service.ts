import type { OfflineItem } from '@huitou/shared/offline'
import type { OfflineToken } from '@huitou/shared/offline-tokens'
import { offlineProblem } from '@huitou/shared/offline-tokens'
import type { RefusalCode } from '@huitou/shared/refusals'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db, insert, isDuplicate, rowsOf, type Sql, type Tx } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import type { Ids } from '../ids.js'
import { OfflineKeys } from '../members/offline-keys.service.js'
import { Bills, CHANNEL } from '../purchases/bills.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { type Allowance, acceptedAt, isOverAllowance, OFFLINE_KIND, OFFLINE_STATE } from './offline.rules.js'
import { type FirstColumn, OfflineFirstUses } from './offline-first-uses.service.js'
import { OfflineRecords, type OfflineRow, outcomeOf } from './offline-records.service.js'
import { actorOf, hashOf, requestKeyOf } from './requests.rules.js'
import { Things } from './things.service.js'
import { HOUR_MS, KIND, serialText } from './verification.rules.js'
import { VerificationSettings } from './verification-settings.service.js'
import { Verifications } from './verifications.service.js'

type Staff = Caller['staff']

/** An acceptance on its way into the books. */
interface HandedIn {
  staff: Staff
  deviceId: string
  item: OfflineItem
  token: OfflineToken | null
  at: Date
  skewSeconds: number
  hash: Buffer
  allowance: Allowance
}

/** What came of it, as columns. */
type Outcome = Pick<OfflineRow, 'state'> &
  Partial<Pick<OfflineRow, 'worth_fen' | 'verification_id' | 'serial_no' | 'points' | 'code' | FirstColumn>>

/** Somebody had it, or some of it, before. */
const TAKEN: readonly RefusalCode[] = ['verification.used', 'verification.too_many']

/** Takes what phones accepted without a network: each once, in their order, and never without an outcome. */
@Injectable()
export class OfflineSync {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Bills) private readonly bills: Bills,
    @Inject(Things) private readonly things: Things,
    @Inject(Verifications) private readonly verifications: Verifications,
    @Inject(VerificationSettings) private readonly settings: VerificationSettings,
    @Inject(OfflineKeys) private readonly keys: OfflineKeys,
    @Inject(OfflineFirstUses) private readonly firstUses: OfflineFirstUses,
    @Inject(OfflineRecords) private readonly records: OfflineRecords,
  ) {}

  /**
   * One after the other by `seq`, each in a transaction of its own, so that a fault in the middle leaves the earlier ones
   * done and the later ones to be sent again. Refuses `offline.different` for a `seq` that stood for something else.
   */
  async take(
    staff: Staff,
    { deviceId, items }: Input<'POST /staff/offline-verifications'>['body'],
  ): Promise<Reply<'POST /staff/offline-verifications'>> {
    const rows: OfflineRow[] = []
    for (const item of items.toSorted((one, other) => one.seq - other.seq)) {
      rows.push(await this.takeOne(staff, deviceId, item))
    }
    return { items: rows.map(outcomeOf) }
  }

  private async takeOne(staff: Staff, deviceId: string, item: OfflineItem): Promise<OfflineRow> {
    const hash = hashOf(item)
    const known = await this.db.transaction(tx => this.before(tx, { staff, deviceId, item, hash }))
    if (known) return known
    const handed = await this.read(staff, deviceId, { item, hash })
    try {
      return await this.decide(handed)
    } catch (error) {
      // The same phone sends twice at once, and the other one was quicker.
      if (!isDuplicate(error)) throw error
      const first = await this.db.transaction(tx => this.before(tx, handed))
      if (!first) throw error
      return first
    }
  }

  private async before(
    tx: Tx,
    { staff, deviceId, item, hash }: Pick<HandedIn, 'staff' | 'deviceId' | 'item' | 'hash'>,
  ): Promise<OfflineRow | null> {
    const row = await this.records.find(tx, { staff_id: staff.id, device_id: deviceId, seq: item.seq })
    if (row && !row.body_hash.equals(hash)) throw new Refusal('offline.different', { seq: item.seq })
    return row
  }

  private async read(staff: Staff, deviceId: string, of: { item: OfflineItem; hash: Buffer }): Promise<HandedIn> {
    const [token, { offline }] = await Promise.all([this.keys.read(of.item.token), this.settings.current()])
    const now = this.clock.now()
    const said = new Date(of.item.acceptedAt)
    const at = said > now ? now : said
    return {
      staff,
      deviceId,
      ...of,
      token: typeof token === 'string' ? null : token,
      at,
      skewSeconds: 0,
      allowance: offline,
    }
  }

  private async decide(handed: HandedIn): Promise<OfflineRow> {
    const { token, item, staff } = handed
    if (!token) return this.keep(handed, refused('offline.token_invalid'))
    const when = acceptedAt(new Date(item.acceptedAt), token, this.clock.now())
    if (typeof when === 'string') return this.keep(handed, refused(when))
    const timed = { ...handed, at: when.at, skewSeconds: when.skewSeconds }
    const place = { nowMs: when.at.getTime(), storeId: String(staff.storeId) }
    if (offlineProblem(token, place) === 'OTHER_STORE') return this.keep(timed, refused('offline.other_store'))
    try {
      return token.kind === 'MEMBER' ? await this.bill(timed, token) : await this.verify(timed, token)
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'offline.different') throw error
      return this.keep(timed, await this.outcomeOf(timed, token, error))
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
      return this.write(tx, handed, { state: OFFLINE_STATE.ACCEPTED, ...outcome })
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
    return this.keep(handed, { state: OFFLINE_STATE.ACCEPTED, worth_fen: 0, points: row.points })
  }

  private async outcomeOf({ item }: HandedIn, token: OfflineToken, refusal: Refusal): Promise<Outcome> {
    if (token.kind === 'MEMBER' || !TAKEN.includes(refusal.code)) return refused(refusal.code)
    const thing = await this.things.byCode(token.subject)
    const first = thing ? await this.firstUses.of(thing) : {}
    const worth_fen = (token.worthFen ?? 0) * item.quantity
    return { state: OFFLINE_STATE.CONFLICT, code: refusal.code, worth_fen, ...first }
  }

  private keep(handed: HandedIn, outcome: Outcome): Promise<OfflineRow> {
    return this.db.transaction(tx => this.write(tx, handed, outcome))
  }

  private async write(tx: Tx, handed: HandedIn, outcome: Outcome): Promise<OfflineRow> {
    const { staff, deviceId, item, token, at, skewSeconds, hash } = handed
    const row: OfflineRow = {
      id: this.ids.next(),
      store_id: staff.storeId,
      staff_id: staff.id,
      actor: actorOf(staff),
      device_id: deviceId,
      seq: item.seq,
      body_hash: hash,
      kind: token ? OFFLINE_KIND[token.kind] : 0,
      subject: token?.subject ?? '',
      name: token?.name ?? '',
      quantity: item.quantity,
      worth_fen: (token?.worthFen ?? 0) * item.quantity,
      accepted_at: at,
      skew_seconds: skewSeconds,
      synced_at: this.clock.now(),
      over_allowance: 0,
      verification_id: null,
      serial_no: null,
      points: null,
      code: null,
      first_at: null,
      first_store: '',
      first_by: '',
      first_serial: null,
      first_device: null,
      first_offline: 0,
      ...outcome,
    }
    row.over_allowance = (await this.isOver(tx, row, handed.allowance)) ? 1 : 0
    await insert(tx, 'offline_verification', row as unknown as Record<string, Sql>)
    return row
  }

  private async isOver(tx: Tx, row: OfflineRow, allowance: Allowance): Promise<boolean> {
    const sql = `SELECT COUNT(*) AS count, COALESCE(SUM(worth_fen), 0) AS worth FROM offline_verification
      WHERE staff_id = ? AND device_id = ? AND accepted_at > ? AND accepted_at <= ?`
    const hour = [new Date(row.accepted_at.getTime() - HOUR_MS), row.accepted_at]
    const [sum] = await rowsOf<{ count: number; worth: number }>(tx, sql, [row.staff_id, row.device_id, ...hour])
    const all = { count: Number(sum?.count ?? 0) + 1, worthFen: Number(sum?.worth ?? 0) + row.worth_fen }
    return isOverAllowance(allowance, row.worth_fen, all)
  }
}

const refused = (code: RefusalCode): Outcome => ({ state: OFFLINE_STATE.REFUSED, code })
