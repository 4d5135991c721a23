import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { big, bytes, instant, PublishedColumns, small, text, tiny } from '../columns.js'

/** What a coupon does and when, as it was published. Never changed. */
@Entity('coupon_version')
@Index('uq_coupon_version_request', ['request_key'], { unique: true })
export class CouponVersionTable extends PublishedColumns {
  @PrimaryColumn(text(40)) code!: string
  @PrimaryColumn('int') version!: number
  @Column('text') definition!: string
}

/** A stock of coupons of one version. */
@Entity('coupon_batch')
@Index('uq_coupon_batch_request', ['request_key'], { unique: true })
@Index('ix_coupon_batch_code', ['code', 'id'])
@Index('ix_coupon_batch_open', ['source', 'state', 'id'])
export class CouponBatchTable {
  @PrimaryColumn(big()) id!: number
  @Column(text(40)) code!: string
  @Column('int') version!: number
  @Column(text(80)) name!: string
  @Column(tiny()) source!: number
  @Column(tiny()) state!: number
  @Column('int') stock!: number
  @Column('int') left_count!: number
  @Column(small()) per_member!: number
  @Column(instant({ nullable: true })) from_at!: Date | null
  @Column(instant({ nullable: true })) until_at!: Date | null
  @Column(instant()) created_at!: Date
  @Column(text(84)) created_by!: string
  @Column(text(100)) request_key!: string
  @Column(bytes(32)) body_hash!: Buffer
}

/** One coupon: whose it is and where it stands. Ends by time are not stored: see `stateAt`. */
@Entity('coupon')
@Index('uq_coupon_code', ['code'], { unique: true })
@Index('uq_coupon_issue', ['issue_key'], { unique: true })
@Index('ix_coupon_member', ['member_id', 'status', 'expires_at'])
@Index('ix_coupon_batch', ['batch_id', 'status', 'expires_at'])
@Index('ix_coupon_lock', ['status', 'lock_until'])
@Index('ix_coupon_ends', ['status', 'expires_at'])
export class CouponTable {
  @PrimaryColumn(big()) id!: number
  @Column(text(12)) code!: string
  @Column(big()) batch_id!: number
  @Column(big()) member_id!: number
  @Column(big()) first_member_id!: number
  @Column(tiny()) status!: number
  @Column(text(100)) issue_key!: string
  @Column(instant()) issued_at!: Date
  @Column(instant()) arrived_at!: Date
  @Column(big({ nullable: true })) store_id!: number | null
  @Column(text(40)) time_zone!: string
  @Column(instant()) valid_from!: Date
  @Column(instant()) expires_at!: Date
  @Column('int') steps!: number
  @Column(text(100, { nullable: true })) lock_key!: string | null
  @Column(tiny({ nullable: true })) lock_purpose!: number | null
  @Column(instant({ nullable: true })) lock_until!: Date | null
  @Column(big({ nullable: true })) use_id!: number | null
  @Column(tiny()) given!: number
}

/** What happened to a coupon, who did it, when and where. */
@Entity('coupon_step')
export class CouponStepTable {
  @PrimaryColumn(big()) coupon_id!: number
  @PrimaryColumn('int') seq!: number
  @Column(text(12)) kind!: string
  @Column(instant()) at!: Date
  @Column(text(8)) actor_kind!: string
  @Column(text(84)) actor!: string
  @Column(big({ nullable: true })) store_id!: number | null
  @Column(text(100)) step_key!: string
  @Column(big()) amount_fen!: number
  @Column(text(200)) note!: string
}

/** The n-th coupon of a batch that a member took: the number is what holds the limit. */
@Entity('coupon_claim')
@Index('uq_coupon_claim', ['claim_key'], { unique: true })
export class CouponClaimTable {
  @PrimaryColumn(big()) batch_id!: number
  @PrimaryColumn(big()) member_id!: number
  @PrimaryColumn('int') nth!: number
  @Column(text(100)) claim_key!: string
  @Column(big()) coupon_id!: number
  @Column(instant()) claimed_at!: Date
}

/** A use of a coupon, and what it took off. A coupon that came back may be used again. */
@Entity('coupon_use')
@Index('uq_coupon_use', ['use_key', 'coupon_id'], { unique: true })
@Index('ix_coupon_use_coupon', ['coupon_id'])
@Index('ix_coupon_use_batch', ['batch_id', 'used_at'])
export class CouponUseTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) coupon_id!: number
  @Column(big()) batch_id!: number
  @Column(big()) member_id!: number
  @Column(text(100)) use_key!: string
  @Column(big()) off_fen!: number
  @Column(big()) store_id!: number
  @Column(text(84)) actor!: string
  @Column(instant()) used_at!: Date
}

/** What a refund gave back of a use. Never sums to more than the use took off. */
@Entity('coupon_return')
@Index('uq_coupon_return', ['return_key', 'use_id'], { unique: true })
@Index('ix_coupon_return_use', ['use_id'])
@Index('ix_coupon_return_batch', ['batch_id'])
export class CouponReturnTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) use_id!: number
  @Column(big()) coupon_id!: number
  @Column(big()) batch_id!: number
  @Column(text(100)) return_key!: string
  @Column(big()) fen!: number
  @Column(tiny()) whole!: number
  @Column(text(84)) actor!: string
  @Column(instant()) returned_at!: Date
}

/** An offer to a friend: who opens the link first has the coupon. */
@Entity('coupon_given')
@Index('uq_coupon_given_token', ['token_hash'], { unique: true })
@Index('uq_coupon_given_request', ['request_key'], { unique: true })
@Index('ix_coupon_given_coupon', ['coupon_id', 'id'])
@Index('ix_coupon_given_from', ['from_member_id', 'id'])
export class CouponGivenTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) coupon_id!: number
  @Column(bytes(32)) token_hash!: Buffer
  @Column(big()) from_member_id!: number
  @Column(big({ nullable: true })) to_member_id!: number | null
  @Column(text(100)) request_key!: string
  @Column(instant()) given_at!: Date
  @Column(instant()) until_at!: Date
  @Column(instant({ nullable: true })) ended_at!: Date | null
}

/** A code on paper that can be turned into a coupon once. */
@Entity('coupon_printed')
@Index('ix_coupon_printed_batch', ['batch_id', 'coupon_id'])
export class CouponPrintedTable {
  @PrimaryColumn(text(32)) code!: string
  @Column(big()) batch_id!: number
  @Column(big()) import_id!: number
  @Column(big({ nullable: true })) coupon_id!: number | null
  @Column(instant({ nullable: true })) redeemed_at!: Date | null
}

/** An import of such codes and what was said about it. */
@Entity('coupon_import')
@Index('uq_coupon_import', ['request_key'], { unique: true })
export class CouponImportTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) batch_id!: number
  @Column(text(100)) request_key!: string
  @Column(bytes(32)) body_hash!: Buffer
  @Column('mediumtext') report!: string
  @Column(instant()) imported_at!: Date
  @Column(text(84)) imported_by!: string
}

/** A recall or an extension of a whole batch, and how far it is. */
@Entity('coupon_task')
@Index('uq_coupon_task', ['request_key'], { unique: true })
@Index('ix_coupon_task_open', ['done_at', 'id'])
@Index('ix_coupon_task_batch', ['batch_id', 'id'])
export class CouponTaskTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) batch_id!: number
  @Column(text(8)) kind!: string
  @Column(instant({ nullable: true })) until_at!: Date | null
  @Column(tiny()) include_expired!: number
  @Column(text(200)) reason!: string
  @Column(text(84)) asked_by!: string
  @Column(instant()) asked_at!: Date
  @Column(text(100)) request_key!: string
  @Column(bytes(32)) body_hash!: Buffer
  @Column('int') changed!: number
  @Column(big()) after_id!: number
  @Column(instant({ nullable: true })) done_at!: Date | null
}

/** When a member last opened the wallet. */
@Entity('coupon_view')
export class CouponViewTable {
  @PrimaryColumn(big()) member_id!: number
  @Column(instant()) seen_at!: Date
}
