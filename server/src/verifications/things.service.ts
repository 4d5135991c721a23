import type { Text } from '@huitou/shared/basics'
import type { VerifiedKind } from '@huitou/shared/verifications'
import { Inject, Injectable } from '@nestjs/common'
import { readCouponCode } from '../coupons/codes.rules.js'
import { both, type CouponNames, faceText, nameText } from '../coupons/coupon.texts.js'
import { CouponNamesReader } from '../coupons/coupon-names.service.js'
import { CouponRows, type KnownCoupon } from '../coupons/coupon-rows.service.js'
import { stateThen } from '../coupons/state.rules.js'
import { worthOf } from '../coupons/worth.rules.js'
import { type Db, rowsOf, type Tx } from '../db.js'
import { imagePath } from '../images/images.rules.js'
import { nameOf } from '../mall/mall.texts.js'
import type { VoucherRow } from '../mall/redemption-rows.service.js'
import { Rewards } from '../mall/rewards.service.js'
import { voucherState } from '../mall/vouchers.rules.js'
import { type ShownVoucher, Vouchers } from '../mall/vouchers.service.js'
import { Refusal } from '../refusal.js'
import { DB } from '../tokens.js'
import { type Counter, discountOf, type Judged, judgeCoupon, judgeVoucher, needsBill } from './checks.rules.js'
import { KIND, serialText } from './verification.rules.js'
import { several, VOUCHER_VALUE } from './verifications.texts.js'

/** A coupon or a voucher as a waiter meets it. What may change is asked for by `judge`, `left` and `ended`. */
export interface Thing {
  kind: VerifiedKind
  id: number
  memberId: number
  code: string
  redemptionId: number | null
  name: Text
  value: Text
  condition: Text
  image: string | null
  uses: number
  left: number
  expiresAt: Date
  needsBill: boolean
  /** What one use takes off; null for a dish or a thing. */
  discountFen(billFen: number | null): number | null
  /** What one use counts for in limits. */
  worthFen(billFen: number | null): number
  /** Dates, place and hour by the counter; locks and uses as of `now`. */
  judge(counter: Counter, now: Date, billFen: number | null): Judged[]
  names: CouponNames
  /** The same under its lock, as it is now. */
  locked(tx: Tx): Promise<Thing>
}

/** When, where and by whom something was taken; `serialNo` is null where a payment took it. */
export interface TakenBefore {
  at: Date
  store: string
  by: string
  serialNo: string | null
}

interface TakenRow {
  at: Date
  store: string | null
  actor: string
  serial: number | null
}

/** A guess where a reward says nothing of its worth. */
const GUESS_FEN = 1_000

/** What may be verified, whatever table it is in. */
@Injectable()
export class Things {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CouponRows) private readonly coupons: CouponRows,
    @Inject(CouponNamesReader) private readonly names: CouponNamesReader,
    @Inject(Vouchers) private readonly vouchers: Vouchers,
    @Inject(Rewards) private readonly rewards: Rewards,
  ) {}

  /** What a code of twelve digits stands for, as typed or scanned; null when there is none. */
  async byCode(typed: string): Promise<Thing | null> {
    const code = readCouponCode(typed)
    const coupon = code ? await this.coupons.byCode(code) : undefined
    if (coupon) return this.ofCoupon(coupon)
    const voucher = await this.vouchers.byCode(typed)
    return voucher && this.ofVoucher(voucher)
  }

  /** One of them. Refuses `record.not_found`. */
  async byId(kind: VerifiedKind, id: number): Promise<Thing> {
    if (kind === 'COUPON') return this.ofCoupon(await this.coupons.get(id))
    const voucher = await this.vouchers.byId(id)
    if (!voucher) throw new Refusal('record.not_found')
    return this.ofVoucher(voucher)
  }

  async ofCoupon(coupon: KnownCoupon): Promise<Thing> {
    return this.couponThing(coupon, await this.names.of([coupon.published.definition]))
  }

  async ofVoucher(voucher: ShownVoucher): Promise<Thing> {
    const { definition } = await this.rewards.version(voucher.reward_code, voucher.reward_version)
    const { uses, expires_at: expiresAt } = voucher
    const names = await this.names.of([])
    const whole = definition.worthFen ?? definition.costFen ?? GUESS_FEN
    const of = (row: VoucherRow): Thing => ({
      kind: 'VOUCHER',
      id: row.id,
      memberId: row.member_id,
      code: row.code,
      redemptionId: row.redemption_id,
      name: nameOf(definition),
      value: uses > 1 ? several(uses) : VOUCHER_VALUE,
      condition: both('', ''),
      image: definition.image ? imagePath(definition.image) : null,
      uses,
      left: row.uses_left,
      expiresAt,
      needsBill: false,
      discountFen: () => null,
      worthFen: () => Math.ceil(whole / uses),
      judge: (counter, _now) =>
        judgeVoucher({ state: voucherState(row, counter.at), expiresAt, stores: definition.stores }, counter),
      names,
      locked: async tx => of(await this.vouchers.lock(tx, row.id)),
    })
    return of(voucher)
  }

  /** Whoever took the last use that counts; null when nobody has. */
  async takenBefore({ kind, id }: Pick<Thing, 'kind' | 'id'>, tx?: Tx): Promise<TakenBefore | null> {
    const read = (sql: string) => (tx ? rowsOf<TakenRow>(tx, sql, [id]) : this.db.query<TakenRow>(sql, [id]))
    const [verified] = await read(
      `SELECT v.verified_at AS at, s.name AS store, v.actor, v.serial FROM verification v LEFT JOIN store s ON s.id = v.store_id
       LEFT JOIN verification_void x ON x.verification_id = v.id
       WHERE v.kind = ${KIND[kind]} AND v.item_id = ? AND x.verification_id IS NULL ORDER BY v.id DESC LIMIT 1`,
    )
    const table = kind === 'COUPON' ? 'coupon' : 'voucher'
    const [used] = verified
      ? [verified]
      : await read(
          `SELECT u.used_at AS at, s.name AS store, u.actor, NULL AS serial FROM ${table} t JOIN ${table}_use u ON u.id = t.use_id
           LEFT JOIN store s ON s.id = u.store_id WHERE t.id = ?`,
        )
    if (!used) return null
    const serialNo = used.serial === null ? null : serialText(used.serial)
    return { at: used.at, store: used.store ?? '', by: used.actor, serialNo }
  }

  private couponThing(coupon: KnownCoupon, names: CouponNames): Thing {
    const { row, published, validFrom, expiresAt } = coupon
    const { definition } = published
    const face = faceText(definition)
    const worthFen = (billFen: number | null) => discountOf(definition, billFen) ?? worthOf(definition)
    return {
      kind: 'COUPON',
      id: row.id,
      memberId: row.member_id,
      code: row.code,
      redemptionId: null,
      name: nameText(definition),
      value: face.value,
      condition: face.condition,
      image: definition.image ? imagePath(definition.image) : null,
      uses: 1,
      left: row.use_id === null ? 1 : 0,
      expiresAt,
      needsBill: needsBill(definition),
      discountFen: billFen => discountOf(definition, billFen),
      worthFen,
      judge: (counter, now, billFen) => {
        const state = stateThen(coupon, now, counter.at)
        return judgeCoupon({ state, validFrom, expiresAt, definition }, counter, billFen)
      },
      names,
      locked: async tx => {
        const [fresh] = await this.coupons.lock(tx, [row.id])
        if (!fresh) throw new Refusal('record.not_found')
        return this.couponThing(fresh, names)
      },
    }
  }
}
