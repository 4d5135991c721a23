import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { big, instant, text } from '../columns.js'

/** What happened to a member's tier, why, and on what sums. Never changed: replaying the rows gives the standing. */
@Entity('tier_change')
@Index('uq_tier_change', ['member_id', 'seq'], { unique: true })
@Index('ix_tier_change_at', ['at', 'reason'])
export class TierChangeTable {
  /** Made under the member's lock, so it stands behind every fact that was known, and before those that came later. */
  @PrimaryColumn(big()) id!: number
  @Column(big()) member_id!: number
  @Column('int') seq!: number
  @Column(instant()) at!: Date
  @Column(text(20)) from_code!: string
  @Column(text(20)) to_code!: string
  @Column(text(16)) reason!: string
  @Column('int') ladder_version!: number
  @Column(big()) growth!: number
  @Column(big()) spend_fen!: number
  @Column('int') visits!: number
  @Column(big()) points_used!: number
  @Column(instant({ nullable: true })) grace_until!: Date | null
  @Column(big({ nullable: true })) journal_id!: number | null
  @Column(instant()) recorded_at!: Date
}

/** A use of a right that is limited. */
@Entity('right_use')
@Index('uq_right_use_key', ['use_key'], { unique: true })
@Index('uq_right_use', ['member_id', 'right_code', 'period', 'nth'], { unique: true })
export class RightUseTable {
  @PrimaryColumn(big()) id!: number
  @Column(text(100)) use_key!: string
  @Column(big()) member_id!: number
  @Column(text(20)) right_code!: string
  @Column(text(7)) period!: string
  @Column('int') nth!: number
  @Column(instant()) used_at!: Date
}
