import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { big, bytes, instant, PublishedColumns, small, text, tiny } from '../columns.js'

/** A bill that waits at a table. Its row is the turnstile: who pays stands in `checkout_id`. */
@Entity('table_bill')
@Index('uq_table_bill', ['store_id', 'bill_no'], { unique: true })
@Index('uq_table_bill_open', ['open_table_id'], { unique: true })
@Index('ix_table_bill_table', ['table_id', 'revision'])
@Index('ix_table_bill_store', ['store_id', 'id'])
export class TableBillTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) store_id!: number
  @Column(text(32)) bill_no!: string
  @Column(big()) table_id!: number
  /** The table while the bill is open: a table has one open bill. */
  @Column(big({ nullable: true })) open_table_id!: number | null
  @Column(big()) amount_fen!: number
  /** The dishes as they were sent. */
  @Column('mediumtext') items!: string
  @Column(small({ nullable: true })) table_size!: number | null
  @Column(bytes(32)) body_hash!: Buffer
  @Column(tiny()) state!: number
  /** Rises with every change, so that phones that wait can be told. */
  @Column(big()) revision!: number
  @Column(big({ nullable: true })) checkout_id!: number | null
  @Column(instant()) opened_at!: Date
  @Column(text(40)) opened_by!: string
  @Column(instant({ nullable: true })) ended_at!: Date | null
  @Column(text(40, { nullable: true })) ended_by!: string | null
}

/**
 * One try to pay a bill: what was set aside for it, and what became of that. A bill at a table is named by `bill_id`; one at
 * a till stands beside it, in `till_checkout`.
 */
@Entity('checkout')
@Index('uq_checkout_request', ['request_key'], { unique: true })
@Index('ix_checkout_bill', ['bill_id', 'state'])
@Index('ix_checkout_purchase', ['purchase_id'])
export class CheckoutTable {
  @PrimaryColumn(big()) id!: number
  @Column(big({ nullable: true })) bill_id!: number | null
  @Column(big()) store_id!: number
  @Column(big()) member_id!: number
  @Column(big({ nullable: true })) identity_id!: number | null
  @Column(text(100)) request_key!: string
  @Column(bytes(32)) body_hash!: Buffer
  @Column(big()) amount_fen!: number
  @Column(big()) coupon_fen!: number
  @Column(big()) points!: number
  @Column(big()) points_fen!: number
  @Column(big()) payable_fen!: number
  /** Of the points the bill earns, by coupons that multiply them. */
  @Column(small()) percent!: number
  @Column('int') setting_version!: number
  @Column(tiny()) state!: number
  /** Why it was let go: CANCELLED, TIMED_OUT or RETURNED. */
  @Column(text(10, { nullable: true })) let_go!: string | null
  @Column(big({ nullable: true })) hold_id!: number | null
  /** The entry by which the points went out. */
  @Column(big({ nullable: true })) spend_id!: number | null
  @Column(big({ nullable: true })) purchase_id!: number | null
  @Column(big({ nullable: true })) order_id!: number | null
  @Column(instant()) begun_at!: Date
  @Column(instant()) expires_at!: Date
  @Column(instant({ nullable: true })) ended_at!: Date | null
}

/** A coupon on a checkout and what it takes off. */
@Entity('checkout_coupon')
export class CheckoutCouponTable {
  @PrimaryColumn(big()) checkout_id!: number
  @PrimaryColumn(big()) coupon_id!: number
  @Column(big()) off_fen!: number
  @Column(text(30)) name_zh!: string
  @Column(text(60)) name_en!: string
}

/** What happened to a checkout and through whom: BEGUN, GIVEN_UP, LET_GO, PAID. */
@Entity('checkout_step')
export class CheckoutStepTable {
  @PrimaryColumn(big()) checkout_id!: number
  @PrimaryColumn(text(10)) step!: string
  @Column(instant()) at!: Date
  @Column(text(40)) who!: string
}

/** What a refund gave back of a bill paid here; its shares sum to the amount. */
@Entity('checkout_refund')
@Index('uq_checkout_refund', ['store_id', 'refund_no'], { unique: true })
@Index('ix_checkout_refund_checkout', ['checkout_id'])
@Index('ix_checkout_refund_day', ['store_id', 'refunded_at'])
export class CheckoutRefundTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) checkout_id!: number
  @Column(big()) store_id!: number
  @Column(text(32)) refund_no!: string
  @Column(big()) amount_fen!: number
  /** Through WeChat Pay; less than the share where points that were spent are kept back in money. */
  @Column(big()) cash_fen!: number
  @Column(big()) points!: number
  @Column(text(64, { nullable: true })) out_refund_no!: string | null
  @Column(text(40)) recorded_by!: string
  @Column(instant()) refunded_at!: Date
}

/** CASH, POINTS, or the id of a coupon. */
@Entity('checkout_refund_share')
export class CheckoutRefundShareTable {
  @PrimaryColumn(big()) refund_id!: number
  @PrimaryColumn(text(16)) source!: string
  @Column(big()) fen!: number
  @Column(tiny()) whole!: number
}

/** Facts: what points are worth in a payment, from a moment on. */
@Entity('offset_setting')
@Index('uq_offset_setting_request', ['request_key'], { unique: true })
export class OffsetSettingTable extends PublishedColumns {
  @PrimaryColumn('int') version!: number
  @Column(tiny()) enabled!: number
  @Column('int') points!: number
  @Column('int') fen!: number
  @Column(tiny()) cap_percent!: number
  @Column('int') min_points!: number
}
