import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { big, bytes, instant, text, tiny } from '../columns.js'

@Entity('brand')
export class BrandTable {
  @PrimaryColumn(big()) id!: number
  @Column(text(40)) name!: string
}

@Entity('store')
@Index('uq_store_code', ['code'], { unique: true })
export class StoreTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) brand_id!: number
  @Column(text(20)) code!: string
  @Column(text(40)) name!: string
  @Column(text(120)) address!: string
  @Column(text(20)) phone!: string
  @Column(text(40)) time_zone!: string
  @Column(text(5)) day_cut_off!: string
  @Column(text(60)) open_hours!: string
  @Column('double', { nullable: true }) latitude!: number | null
  @Column('double', { nullable: true }) longitude!: number | null
  @Column(instant()) created_at!: Date
}

@Entity('dining_table')
@Index('uq_table_name', ['store_id', 'name'], { unique: true })
@Index('uq_table_scene', ['scene'], { unique: true })
export class DiningTableTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) store_id!: number
  @Column(text(20)) name!: string
  @Column(tiny()) enabled!: number
  @Column(text(32)) scene!: string
  @Column(instant()) issued_at!: Date
  @Column('int', { default: 0 }) scans!: number
}

@Entity('table_session')
@Index('uq_session_open', ['open_table_id'], { unique: true })
@Index('ix_table_session_table', ['table_id', 'opened_at'])
export class TableSessionTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) table_id!: number
  @Column(big()) store_id!: number
  @Column(big({ nullable: true })) open_table_id!: number | null
  @Column(instant()) opened_at!: Date
  @Column(instant({ nullable: true })) closed_at!: Date | null
}

@Entity('table_visit')
@Index('uq_visit_open', ['open_member_id'], { unique: true })
@Index('ix_visit_session', ['session_id', 'joined_at'])
export class TableVisitTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) session_id!: number
  @Column(big()) member_id!: number
  @Column(big({ nullable: true })) open_member_id!: number | null
  @Column(instant()) joined_at!: Date
  @Column(instant({ nullable: true })) left_at!: Date | null
}

@Entity('staff')
@Index('uq_staff_no', ['staff_no'], { unique: true })
@Index('uq_staff_identity', ['identity_id'], { unique: true })
@Index('uq_staff_invite', ['invite_hash'], { unique: true })
@Index('ix_staff_store', ['store_id'])
export class StaffTable {
  @PrimaryColumn(big()) id!: number
  @Column(text(12)) staff_no!: string
  @Column(big()) store_id!: number
  @Column(text(20)) name!: string
  @Column(text(20)) role!: string
  @Column(bytes(32, { nullable: true })) invite_hash!: Buffer | null
  @Column(instant({ nullable: true })) invite_until!: Date | null
  @Column(big({ nullable: true })) identity_id!: number | null
  @Column(instant({ nullable: true })) bound_at!: Date | null
  @Column(instant({ nullable: true })) revoked_at!: Date | null
  @Column(instant()) created_at!: Date
}

@Entity('pos_key')
@Index('uq_pos_key', ['key_hash'], { unique: true })
@Index('ix_pos_key_store', ['store_id', 'id'])
export class PosKeyTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) store_id!: number
  @Column(text(40)) name!: string
  @Column(bytes(32)) key_hash!: Buffer
  @Column(instant()) created_at!: Date
  @Column(instant({ nullable: true })) revoked_at!: Date | null
  /** The first letters, by which people tell keys apart; none for keys older than this column. */
  @Column(text(12, { default: '' })) prefix!: string
  @Column(instant({ nullable: true })) last_used_at!: Date | null
  /** The key itself, sealed: to check signatures it takes more than a hash. None until a key from before is used again. */
  @Column(text(255, { nullable: true })) sealed_key!: string | null
  /** Whether this till must sign everything it asks. */
  @Column(tiny({ default: 0 })) signed_only!: number
}

/** Nonces of signed requests, for as long as a signature is good: each is taken once. */
@Entity('pos_nonce')
@Index('ix_pos_nonce_seen', ['seen_at'])
export class PosNonceTable {
  @PrimaryColumn(big()) key_id!: number
  @PrimaryColumn(text(64)) nonce!: string
  @Column(instant()) seen_at!: Date
}
