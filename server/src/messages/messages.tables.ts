import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { big, instant, text, tiny } from '../columns.js'

/** What members are to be told, and told again in their inbox: written with what gives reason for it. */
@Entity('message')
@Index('uq_message', ['member_id', 'kind', 'occurrence'], { unique: true })
@Index('ix_message_due', ['state', 'due_at', 'id'])
@Index('ix_message_inbox', ['member_id', 'id'])
@Index('ix_message_waiting', ['member_id', 'state', 'due_at'])
@Index('ix_message_batch', ['batch', 'state', 'stop', 'reason'])
export class MessageTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) member_id!: number
  @Column(text(24)) kind!: string
  @Column(text(64)) occurrence!: string
  @Column('text') data!: string
  @Column(big()) worth_fen!: number
  @Column(text(48)) batch!: string
  @Column(instant()) due_at!: Date
  @Column(instant()) until_at!: Date
  /** See MESSAGE_STATE. */
  @Column(tiny()) state!: number
  /** Where the planner let it stop, and the finer reason. */
  @Column(text(12, { nullable: true })) stop!: string | null
  @Column(text(24, { nullable: true })) reason!: string | null
  @Column(instant()) created_at!: Date
  @Column(instant({ nullable: true })) read_at!: Date | null
}
