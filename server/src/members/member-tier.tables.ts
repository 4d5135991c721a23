import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { big, instant, PublishedColumns, text, tiny } from '../columns.js'

/** Published ladders. They never change; the newest holds. */
@Entity('tier_ladder')
@Index('uq_tier_ladder_request', ['request_key'], { unique: true })
export class TierLadderTable extends PublishedColumns {
  @PrimaryColumn('int') version!: number
  @Column('text') definition!: string
  @Column(tiny()) grandfather!: number
}

/** Where a member stands: what replaying the changes gives, kept for whoever has to know it quickly. */
@Entity('member_tier')
@Index('ix_member_tier_code', ['tier_code', 'member_id'])
@Index('ix_member_tier_next', ['next_at', 'member_id'])
@Index('ix_member_tier_ladder', ['ladder_version', 'member_id'])
export class MemberTierTable {
  @PrimaryColumn(big()) member_id!: number
  @Column(text(20)) tier_code!: string
  @Column(instant()) since!: Date
  /** The moment of the last change. */
  @Column(instant()) decided_at!: Date
  @Column(instant({ nullable: true })) grace_until!: Date | null
  /** Whether the tier was kept for points since the last review. */
  @Column(tiny({ default: 0 })) bought!: number
  @Column('int', { default: 0 }) changes!: number
  @Column('int') ladder_version!: number
  /** When a review or the end of the grace period is due. */
  @Column(instant()) next_at!: Date
}

/** Members to look at: a row is written with what may raise them and goes once that has been decided. */
@Entity('tier_due')
@Index('ix_tier_due_member', ['member_id', 'at'])
export class TierDueTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) member_id!: number
  @Column(instant()) at!: Date
  /** All the growth the member had right after it. */
  @Column(big()) growth!: number
}
