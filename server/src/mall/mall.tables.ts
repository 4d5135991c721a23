import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { big, bytes, instant, PublishedColumns, text, tiny } from '../columns.js'

/** Published versions of rewards. They never change. */
@Entity('reward_version')
@Index('uq_reward_version_request', ['request_key'], { unique: true })
export class RewardVersionTable extends PublishedColumns {
  @PrimaryColumn(text(40)) code!: string
  @PrimaryColumn('int') version!: number
  @Column('text') definition!: string
}

/** The newest version of each reward, its place on the shelf and its stock. */
@Entity('reward')
@Index('ix_reward_shelf', ['on_shelf', 'sort', 'code'])
export class RewardTable {
  @PrimaryColumn(text(40)) code!: string
  @Column('int') version!: number
  @Column(tiny()) on_shelf!: number
  @Column('int') sort!: number
  @Column('int') stock!: number
  @Column('int') left_count!: number
}

/** What operators did to a stock. */
@Entity('reward_stock_change')
@Index('uq_reward_stock_request', ['request_key'], { unique: true })
@Index('ix_reward_stock_code', ['code', 'id'])
export class RewardStockChangeTable {
  @PrimaryColumn(big()) id!: number
  @Column(text(40)) code!: string
  @Column('int') pieces!: number
  @Column(text(200)) reason!: string
  @Column(instant()) changed_at!: Date
  @Column(text(84)) changed_by!: string
  @Column(text(100)) request_key!: string
  @Column(bytes(32)) body_hash!: Buffer
}

/** An exchange: what it took, and where it stands. What happened to it is in `redemption_step`. */
@Entity('redemption')
@Index('uq_redemption_request', ['request_key'], { unique: true })
@Index('ix_redemption_member', ['member_id', 'id'])
@Index('ix_redemption_limit', ['member_id', 'code', 'state', 'ordered_at'])
@Index('ix_redemption_code', ['code', 'state', 'ordered_at'])
export class RedemptionTable {
  @PrimaryColumn(big()) id!: number
  @Column(text(80)) request_key!: string
  @Column(bytes(32)) body_hash!: Buffer
  @Column(big()) member_id!: number
  @Column(text(40)) code!: string
  @Column('int') version!: number
  @Column(big()) points!: number
  @Column(big()) cash_fen!: number
  @Column(tiny()) state!: number
  @Column(big({ nullable: true })) hold_id!: number | null
  /** The spend or capture that paid; none where nothing but cash did. */
  @Column(big({ nullable: true })) journal_id!: number | null
  @Column(big({ nullable: true })) payment_id!: number | null
  @Column(instant()) ordered_at!: Date
  @Column(instant({ nullable: true })) ended_at!: Date | null
  /** MALL, DRAW or GROUP. */
  @Column(text(8, { default: 'MALL' })) source!: string
}

/** What happened to an exchange, each at most once: ORDERED, DONE, CANCELLED, RETURNED. */
@Entity('redemption_step')
export class RedemptionStepTable {
  @PrimaryColumn(big()) redemption_id!: number
  @PrimaryColumn(text(10)) kind!: string
  @Column(instant()) at!: Date
  @Column(text(84)) actor!: string
}

/** Coupons that an exchange put into the wallet. */
@Entity('redemption_coupon')
@Index('uq_redemption_coupon', ['coupon_id'], { unique: true })
export class RedemptionCouponTable {
  @PrimaryColumn(big()) redemption_id!: number
  @PrimaryColumn(big()) coupon_id!: number
}

/** What is shown in a store for a reward. */
@Entity('voucher')
@Index('uq_voucher_code', ['code'], { unique: true })
@Index('uq_voucher_redemption', ['redemption_id'], { unique: true })
@Index('ix_voucher_member', ['member_id', 'status', 'expires_at'])
export class VoucherTable {
  @PrimaryColumn(big()) id!: number
  @Column(text(12)) code!: string
  @Column(big()) redemption_id!: number
  @Column(big()) member_id!: number
  @Column(tiny()) status!: number
  @Column(text(40)) time_zone!: string
  @Column(instant()) issued_at!: Date
  @Column(instant()) expires_at!: Date
  @Column(big({ nullable: true })) use_id!: number | null
  @Column('int', { default: 1 }) uses!: number
  @Column('int', { default: 1 }) uses_left!: number
}

/** A use of a voucher: when, where and by whom. */
@Entity('voucher_use')
@Index('uq_voucher_use', ['use_key'], { unique: true })
@Index('ix_voucher_use_voucher', ['voucher_id'])
export class VoucherUseTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) voucher_id!: number
  @Column(text(100)) use_key!: string
  @Column(big()) store_id!: number
  @Column(text(84)) actor!: string
  @Column(instant()) used_at!: Date
  @Column('int', { default: 1 }) quantity!: number
}

/** A use of a voucher that was undone. */
@Entity('voucher_use_undo')
@Index('ix_voucher_use_undo_voucher', ['voucher_id'])
export class VoucherUseUndoTable {
  @PrimaryColumn(big()) use_id!: number
  @Column(big()) voucher_id!: number
  @Column('int') quantity!: number
  @Column(text(84)) actor!: string
  @Column(instant()) undone_at!: Date
}

/** Goods of an exchange that are sent. The address is sealed, and erased a while after they have arrived. */
@Entity('shipment')
@Index('uq_shipment_request', ['request_key'], { unique: true })
@Index('ix_shipment_state', ['state', 'redemption_id'])
@Index('ix_shipment_sent', ['state', 'dispatched_at'])
@Index('ix_shipment_erase', ['erased_at', 'ended_at'])
export class ShipmentTable {
  @PrimaryColumn(big()) redemption_id!: number
  @Column(big()) member_id!: number
  @Column(tiny()) state!: number
  @Column(text(1600, { nullable: true })) sealed!: string | null
  @Column(text(40, { nullable: true })) carrier!: string | null
  @Column(text(40, { nullable: true })) tracking_no!: string | null
  @Column(text(100, { nullable: true })) request_key!: string | null
  @Column(text(84, { nullable: true })) dispatched_by!: string | null
  @Column(instant({ nullable: true })) dispatched_at!: Date | null
  /** When they arrived, or the exchange was given back. */
  @Column(instant({ nullable: true })) ended_at!: Date | null
  @Column(instant({ nullable: true })) erased_at!: Date | null
}

/** Points given to a good cause. */
@Entity('donation')
@Index('ix_donation_code', ['code'])
@Index('ix_donation_member', ['member_id'])
export class DonationTable {
  @PrimaryColumn(big()) redemption_id!: number
  @Column(big()) member_id!: number
  @Column(text(40)) code!: string
  @Column(big()) points!: number
  @Column(big()) gives_fen!: number
  @Column(text(10)) shown!: string
  @Column(instant()) donated_at!: Date
}

/** A member who wants to be told when a reward can be had. It goes once that was said. */
@Entity('reward_wish')
@Index('ix_reward_wish_member', ['member_id'])
export class RewardWishTable {
  @PrimaryColumn(text(40)) code!: string
  @PrimaryColumn(big()) member_id!: number
  @Column(big()) id!: number
  @Column(instant()) wished_at!: Date
}
