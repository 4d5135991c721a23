import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { big, bytes, instant, small, text, tiny } from '../columns.js'

/** Until when a token of a code may be out there: only those are asked about for the revocation filter. */
@Entity('offline_issue')
@Index('ix_offline_issue_live', ['live_until', 'code'])
export class OfflineIssueTable {
  @PrimaryColumn(text(12)) code!: string
  @Column(instant()) live_until!: Date
}

/** What a phone accepted with no network, and what became of it: decided once, at the sync. */
@Entity('offline_verification')
@Index('uq_offline_verification_seq', ['staff_id', 'device_id', 'seq'], { unique: true })
@Index('ix_offline_verification_store', ['store_id', 'id'])
@Index('ix_offline_verification_state', ['state', 'id'])
@Index('ix_offline_verification_staff', ['staff_id', 'device_id', 'accepted_at'])
@Index('ix_offline_verification_use', ['verification_id'])
export class OfflineVerificationTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) store_id!: number
  @Column(big()) staff_id!: number
  @Column(text(84)) actor!: string
  @Column(text(40)) device_id!: string
  @Column('int') seq!: number
  @Column(bytes(32)) body_hash!: Buffer
  @Column(tiny()) state!: number
  /** 0 where the token could not be read. */
  @Column(tiny()) kind!: number
  /** The code, or the number of the member; empty where the token could not be read. */
  @Column(text(12)) subject!: string
  @Column(text(40)) name!: string
  @Column(small()) quantity!: number
  @Column(big()) worth_fen!: number
  @Column(instant()) accepted_at!: Date
  @Column('int') skew_seconds!: number
  @Column(instant()) synced_at!: Date
  @Column(tiny()) over_allowance!: number
  @Column(big({ nullable: true })) verification_id!: number | null
  @Column(text(12, { nullable: true })) serial_no!: string | null
  @Column(big({ nullable: true })) points!: number | null
  @Column(text(60, { nullable: true })) code!: string | null
  /** Of a conflict: the use that counts, as it was told then. */
  @Column(instant({ nullable: true })) first_at!: Date | null
  @Column(text(80)) first_store!: string
  @Column(text(84)) first_by!: string
  @Column(text(12, { nullable: true })) first_serial!: string | null
  @Column(text(40, { nullable: true })) first_device!: string | null
  @Column(tiny()) first_offline!: number
}
