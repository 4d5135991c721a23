import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { big, bytes, instant, text, tiny } from '../columns.js'

/** What a member of staff took: what, of whom, where, when. Never changed; undone by a row of `verification_void`. */
@Entity('verification')
@Index('uq_verification_request', ['request_key'], { unique: true })
@Index('uq_verification_serial', ['store_id', 'business_day', 'serial'], { unique: true })
@Index('ix_verification_store', ['store_id', 'id'])
@Index('ix_verification_item', ['kind', 'item_id', 'id'])
@Index('ix_verification_member', ['member_id', 'id'])
@Index('ix_verification_staff', ['staff_id', 'verified_at'])
@Index('ix_verification_recorded', ['store_id', 'recorded_at'])
export class VerificationTable {
  @PrimaryColumn(big()) id!: number
  @Column(text(100)) request_key!: string
  @Column(bytes(32)) body_hash!: Buffer
  @Column(tiny()) kind!: number
  @Column(big()) item_id!: number
  /** The exchange a voucher came from. */
  @Column(big({ nullable: true })) redemption_id!: number | null
  @Column(big()) member_id!: number
  @Column(big()) store_id!: number
  @Column(text(10)) business_day!: string
  @Column('int') serial!: number
  @Column(big()) staff_id!: number
  @Column(text(84)) actor!: string
  @Column(text(60)) name_zh!: string
  @Column(text(120)) name_en!: string
  @Column(text(60)) value_zh!: string
  @Column(text(120)) value_en!: string
  @Column('int') quantity!: number
  @Column('int') left_after!: number
  @Column('int') uses!: number
  @Column(big({ nullable: true })) discount_fen!: number | null
  @Column(big()) worth_fen!: number
  @Column(big({ nullable: true })) bill_fen!: number | null
  @Column(text(32, { nullable: true })) bill_no!: string | null
  @Column(text(100)) note!: string
  @Column(tiny()) offline!: number
  /** When it was taken, and when we heard of it: with no network that is later. */
  @Column(instant()) verified_at!: Date
  @Column(instant()) recorded_at!: Date
  /** Until when whoever did it may undo it; null when only a manager may. And until when a manager may. */
  @Column(instant({ nullable: true })) undo_until!: Date | null
  @Column(instant()) manager_until!: Date
}

/** A verification that was undone. */
@Entity('verification_void')
@Index('uq_verification_void_request', ['request_key'], { unique: true })
@Index('ix_verification_void_member', ['member_id', 'id'])
@Index('ix_verification_void_store', ['store_id', 'voided_at'])
export class VerificationVoidTable {
  @PrimaryColumn(big()) verification_id!: number
  @Column(big()) id!: number
  @Column(text(100)) request_key!: string
  @Column(bytes(32)) body_hash!: Buffer
  @Column(big()) member_id!: number
  @Column(big()) store_id!: number
  @Column(big()) staff_id!: number
  @Column(text(84)) actor!: string
  @Column(text(100)) reason!: string
  /** Whether it could be used again at that moment: USABLE or EXPIRED. */
  @Column(text(8)) back!: string
  @Column(instant()) voided_at!: Date
}

/** How verification is bounded, as it was published. Never changed. */
@Entity('verification_setting')
@Index('uq_verification_setting_request', ['request_key'], { unique: true })
export class VerificationSettingTable {
  @PrimaryColumn('int') version!: number
  @Column('text') terms!: string
  @Column(text(200)) reason!: string
  @Column(instant()) published_at!: Date
  @Column(text(84)) published_by!: string
  @Column(text(100)) request_key!: string
  @Column(bytes(32)) body_hash!: Buffer
}

/** The turnstile of a person of the staff: whoever counts what that person has done holds it. */
@Entity('verification_person')
export class VerificationPersonTable {
  @PrimaryColumn(big()) staff_id!: number
  @Column('int') verified!: number
}

/** The last serial number of a store's business day. */
@Entity('verification_day')
export class VerificationDayTable {
  @PrimaryColumn(big()) store_id!: number
  @PrimaryColumn(text(10)) business_day!: string
  @Column('int') last_serial!: number
}

/** A code somebody typed or scanned that there is not. */
@Entity('verification_miss')
@Index('ix_verification_miss_staff', ['staff_id', 'missed_at'])
export class VerificationMissTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) staff_id!: number
  @Column(instant()) missed_at!: Date
}

/** Who of the staff looked at what a member holds. */
@Entity('member_look')
@Index('ix_member_look_member', ['member_id', 'id'])
@Index('ix_member_look_staff', ['staff_id', 'looked_at'])
export class MemberLookTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) member_id!: number
  @Column(big()) staff_id!: number
  @Column(big()) store_id!: number
  @Column(instant()) looked_at!: Date
}
