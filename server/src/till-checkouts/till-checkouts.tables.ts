import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { big, bytes, instant, small, text, tiny } from '../columns.js'

/** What a till knows of a checkout; what is set aside for it stands in `checkout`, under the same id. */
@Entity('till_checkout')
@Index('uq_till_checkout', ['store_id', 'reserve_key'], { unique: true })
@Index('uq_till_checkout_open', ['store_id', 'open_bill_no'], { unique: true })
@Index('ix_till_checkout_until', ['open_until'])
@Index('ix_till_checkout_paid', ['store_id', 'paid_at'])
@Index('ix_till_checkout_day', ['store_id', 'reserved_at'])
export class TillCheckoutTable {
  @PrimaryColumn(big()) checkout_id!: number
  @Column(big()) store_id!: number
  /** The till's own name for this try, once per store. */
  @Column(text(64)) reserve_key!: string
  @Column(text(32)) bill_no!: string
  /** The bill while it is reserved: a bill has one open reservation. */
  @Column(text(32, { nullable: true })) open_bill_no!: string | null
  @Column(instant({ nullable: true })) open_until!: Date | null
  @Column(big({ nullable: true })) table_id!: number | null
  /** The dishes as they were sent. */
  @Column('mediumtext') items!: string
  @Column(small({ nullable: true })) table_size!: number | null
  @Column(tiny()) tier_price!: number
  @Column(tiny()) channel!: number
  @Column(instant()) reserved_at!: Date
  @Column(text(40)) reserved_by!: string
  @Column(big({ nullable: true })) staff_id!: number | null
  /** Of each dish: its part of the bill, what coupons take off it, what points do. */
  @Column('text') line_shares!: string
  /** What the commit said, once there is one. */
  @Column(bytes(32, { nullable: true })) commit_hash!: Buffer | null
  @Column(big({ nullable: true })) paid_fen!: number | null
  @Column(instant({ nullable: true })) paid_at!: Date | null
  @Column(text(40, { nullable: true })) committed_by!: string | null
}

/** Facts: the money as the till took it. */
@Entity('till_payment')
export class TillPaymentTable {
  @PrimaryColumn(big()) checkout_id!: number
  @PrimaryColumn(small()) seq!: number
  @Column(text(10)) method!: string
  @Column(big()) fen!: number
  @Column(text(64)) reference!: string
}

/** Facts: dishes that were taken back with a refund. */
@Entity('till_return_line')
export class TillReturnLineTable {
  @PrimaryColumn(big()) checkout_id!: number
  @PrimaryColumn(text(32)) refund_no!: string
  @PrimaryColumn(small()) line!: number
  @Column('int') quantity!: number
  @Column(big()) fen!: number
}

/** Facts: how long a reservation holds, from a moment on. */
@Entity('till_setting')
@Index('uq_till_setting_request', ['request_key'], { unique: true })
export class TillSettingTable {
  @PrimaryColumn('int') version!: number
  @Column(tiny()) hold_minutes!: number
  @Column(text(200)) reason!: string
  @Column(instant()) published_at!: Date
  @Column(text(84)) published_by!: string
  @Column(text(100)) request_key!: string
  @Column(bytes(32)) body_hash!: Buffer
}
