import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { big, bytes, instant, text, tiny } from '../columns.js'

/** A replay of past purchases. While it runs it holds a slot, and its operator's one place; both are free again after it. */
@Entity('backtest')
@Index('uq_backtest_request', ['request_key'], { unique: true })
@Index('uq_backtest_slot', ['slot'], { unique: true })
@Index('uq_backtest_operator', ['running_by'], { unique: true })
export class BacktestTable {
  @PrimaryColumn(big()) id!: number
  @Column(text(100)) request_key!: string
  @Column(bytes(32)) body_hash!: Buffer
  @Column(big()) operator_id!: number
  @Column(text(10)) state!: string
  @Column(tiny({ nullable: true })) slot!: number | null
  @Column(big({ nullable: true })) running_by!: number | null
  @Column('int') done!: number
  @Column('int') of_purchases!: number
  @Column('mediumtext') body!: string
  @Column('mediumtext', { nullable: true }) report!: string | null
  @Column(instant()) started_at!: Date
  @Column(instant()) seen_at!: Date
}
