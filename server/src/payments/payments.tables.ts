import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { big, instant, small, text, tiny } from '../columns.js'

/** Money asked for through WeChat Pay, once per purpose and ref. What happened to it is in `payment_step`. */
@Entity('payment_order')
@Index('uq_payment_number', ['out_trade_no'], { unique: true })
@Index('uq_payment_ref', ['purpose', 'ref'], { unique: true })
@Index('uq_payment_transaction', ['transaction_id'], { unique: true })
@Index('ix_payment_due', ['due_at'])
@Index('ix_payment_paid', ['paid_at'])
export class PaymentOrderTable {
  @PrimaryColumn(big()) id!: number
  @Column(text(32)) out_trade_no!: string
  @Column(text(20)) purpose!: string
  @Column(text(64)) ref!: string
  @Column(big({ nullable: true })) member_id!: number | null
  /** Whose WeChat pays. */
  @Column(big()) identity_id!: number
  @Column(big({ nullable: true })) store_id!: number | null
  @Column(big()) amount_fen!: number
  @Column(text(127)) description!: string
  @Column(tiny()) state!: number
  /** The money came after the order had been closed here. */
  @Column(tiny({ default: 0 })) late!: number
  @Column(text(64, { nullable: true })) prepay_id!: string | null
  @Column(instant({ nullable: true })) prepaid_at!: Date | null
  @Column(text(64, { nullable: true })) transaction_id!: string | null
  @Column(instant({ nullable: true })) paid_at!: Date | null
  /** What the payer paid, coupons of WeChat's taken off. */
  @Column(big({ nullable: true })) payer_fen!: number | null
  /** Refunds asked for that have not come to nothing, and how many there were at all. */
  @Column(big({ default: 0 })) refunded_fen!: number
  @Column(small({ default: 0 })) refunds!: number
  @Column(instant()) opened_at!: Date
  @Column(instant()) expires_at!: Date
  /** When somebody has to look at it again; none while nothing is to be done. */
  @Column(instant({ nullable: true })) due_at!: Date | null
  @Column(small({ default: 0 })) looks!: number
  @Column(instant({ nullable: true })) settled_at!: Date | null
}

/** What happened to an order, each at most once: OPENED, PREPAID, CLOSED, PAID, SETTLED. */
@Entity('payment_step')
export class PaymentStepTable {
  @PrimaryColumn(big()) order_id!: number
  @PrimaryColumn(text(10)) step!: string
  @Column(instant()) at!: Date
  /** MEMBER, NOTICE, QUERY, JOB or BILL. */
  @Column(text(10)) heard!: string
}

@Entity('payment_refund')
@Index('uq_payment_refund', ['out_refund_no'], { unique: true })
@Index('ix_payment_refund_order', ['order_id'])
@Index('ix_payment_refund_due', ['due_at'])
@Index('ix_payment_refund_accepted', ['accepted_at'])
export class PaymentRefundTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) order_id!: number
  @Column(text(64)) out_refund_no!: string
  @Column(big()) amount_fen!: number
  @Column(text(80)) reason!: string
  @Column(tiny()) state!: number
  @Column(text(64, { nullable: true })) refund_id!: string | null
  @Column(instant()) asked_at!: Date
  @Column(text(84)) asked_by!: string
  /** When WeChat Pay took it, which is the day of its bill. */
  @Column(instant({ nullable: true })) accepted_at!: Date | null
  @Column(instant({ nullable: true })) ended_at!: Date | null
  @Column(instant({ nullable: true })) due_at!: Date | null
  @Column(small({ default: 0 })) tries!: number
  /** Why it has not gone through yet: the kind of the last failure. */
  @Column(text(40, { nullable: true })) trouble!: string | null
}

/** Notifications that were believed, by WeChat Pay's number of them. */
@Entity('payment_notice')
export class PaymentNoticeTable {
  @PrimaryColumn(text(64)) id!: string
  @Column(text(40)) type!: string
  @Column(text(64)) about!: string
  @Column(text(20)) outcome!: string
  @Column(instant()) at!: Date
}

/** A day's bill as it was last gone through. */
@Entity('payment_bill')
export class PaymentBillTable {
  @PrimaryColumn('date') bill_date!: string
  @Column('int') paid_count!: number
  @Column(big()) paid_fen!: number
  @Column('int') refund_count!: number
  @Column(big()) refund_fen!: number
  /** Rows of the merchant's other systems, whose numbers are not ours. */
  @Column('int') foreign_count!: number
  @Column('int') runs!: number
  @Column(instant()) checked_at!: Date
}

/** Where WeChat Pay and we do not agree. It ends when we do, or when somebody says why not. */
@Entity('payment_difference')
@Index('uq_payment_difference', ['bill_date', 'kind', 'out_trade_no', 'out_refund_no'], { unique: true })
@Index('ix_payment_difference_open', ['resolved_at'])
export class PaymentDifferenceTable {
  @PrimaryColumn(big()) id!: number
  @Column('date') bill_date!: string
  @Column(text(20)) kind!: string
  @Column(text(32)) out_trade_no!: string
  @Column(text(64)) out_refund_no!: string
  @Column(big({ nullable: true })) ours_fen!: number | null
  @Column(big({ nullable: true })) theirs_fen!: number | null
  @Column(instant()) found_at!: Date
  @Column(instant({ nullable: true })) resolved_at!: Date | null
  @Column(text(84, { nullable: true })) resolved_by!: string | null
  @Column(text(200, { nullable: true })) note!: string | null
}

/** What was sold and handed over, and whether WeChat has been told. */
@Entity('payment_shipping')
@Index('ix_payment_shipping_due', ['due_at'])
@Index('ix_payment_shipping_state', ['state'])
export class PaymentShippingTable {
  @PrimaryColumn(big()) order_id!: number
  @Column(tiny()) way!: number
  @Column(tiny()) state!: number
  @Column(instant()) asked_at!: Date
  @Column(instant({ nullable: true })) due_at!: Date | null
  @Column(small({ default: 0 })) tries!: number
  /** Why it has not been taken: the kind of the last failure, and WeChat's number of it. */
  @Column(text(40, { nullable: true })) trouble!: string | null
  @Column(instant({ nullable: true })) ended_at!: Date | null
}
