import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { big, bytes, instant, PublishedColumns, small, text, tiny } from '../columns.js'

/** What a code stands for: its draft, and how often it was saved. What is live stands in `rule_version`. */
@Entity('rule')
export class RuleTable {
  @PrimaryColumn(text(40)) code!: string
  @Column('text', { nullable: true }) draft!: string | null
  @Column('int') revision!: number
  @Column(instant()) created_at!: Date
  @Column(text(84)) created_by!: string
  @Column(instant()) changed_at!: Date
}

/** Facts: a version never changes. The newest one whose moment has come decides, if its state is LIVE. */
@Entity('rule_version')
@Index('uq_rule_version', ['code', 'version'], { unique: true })
export class RuleVersionTable {
  @PrimaryColumn(big()) id!: number
  @Column(text(40)) code!: string
  @Column('int') version!: number
  @Column('text') definition!: string
  @Column(instant()) published_at!: Date
  @Column(text(40)) published_by!: string
  @Column(text(10, { default: 'LIVE' })) state!: string
  @Column(instant({ default: '2000-01-01 00:00:00.000' })) effective_at!: Date
  @Column(text(200, { default: '' })) reason!: string
}

/** Requests of operators that have been answered, so that a repeat changes nothing. */
@Entity('rule_request')
export class RuleRequestTable {
  @PrimaryColumn(text(100)) request_key!: string
  @Column(bytes(32)) body_hash!: Buffer
  @Column(text(40)) rule_code!: string
  @Column(instant()) at!: Date
}

/** What a marketer said about a borderline case, with the case itself: a later edit is held against it. */
@Entity('rule_tick')
export class RuleTickTable {
  @PrimaryColumn(text(40)) rule_code!: string
  @PrimaryColumn(text(80)) example_key!: string
  @Column(text(5)) tick!: string
  @Column('text') example!: string
  @Column(tiny()) applies!: number
  @Column(big()) points!: number
  @Column(text(84)) ticked_by!: string
  @Column(instant()) ticked_at!: Date
}

/** Facts: what a rule other than the base rate gave with an entry, or lost again with a refund (negative). */
@Entity('rule_award')
@Index('ix_rule_award_rule', ['rule_code', 'occurred_at', 'points'])
export class RuleAwardTable {
  @PrimaryColumn(big()) journal_id!: number
  @PrimaryColumn(text(40)) rule_code!: string
  @Column('int') version!: number
  @Column(big()) points!: number
  @Column(instant()) occurred_at!: Date
}

/** Kinds of dishes that rules tell apart. A code never changes its meaning. */
@Entity('dish_category')
export class DishCategoryTable {
  @PrimaryColumn(text(40)) code!: string
  @Column(text(40)) name!: string
  @Column(small()) sort!: number
}

/** Facts: what a point costs and what is too generous, from a moment on. */
@Entity('earning_setting')
@Index('uq_earning_setting_request', ['request_key'], { unique: true })
export class EarningSettingTable extends PublishedColumns {
  @PrimaryColumn('int') version!: number
  @Column('int') cost_fen!: number
  @Column('int') cost_points!: number
  @Column(tiny()) generous_percent!: number
}
