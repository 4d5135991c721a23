import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { big, bytes, instant, small, text } from '../columns.js'

/** What WeChat told us, once each, until whoever it is for has dealt with it. */
@Entity('wechat_event')
@Index('uq_wechat_event', ['event_key'], { unique: true })
@Index('ix_wechat_event_waiting', ['handled_at', 'kind', 'due_at'])
@Index('ix_wechat_event_received', ['received_at'])
export class WechatEventTable {
  @PrimaryColumn(big()) id!: number
  /** A hash over everything that tells two events apart: WeChat repeats itself. */
  @Column(bytes(32)) event_key!: Buffer
  /** Of the mini-program or of the official account. */
  @Column(text(32)) app_id!: string
  @Column(text(24)) kind!: string
  @Column(text(64)) openid!: string
  /** The template or the trace of a media check. */
  @Column(text(128)) subject!: string
  /** The id a send was answered with. */
  @Column(text(128)) message_id!: string
  @Column(text(128)) outcome!: string
  @Column(instant()) happened_at!: Date
  @Column(instant()) received_at!: Date
  @Column(small()) attempts!: number
  /** When it is to be tried next. */
  @Column(instant()) due_at!: Date
  @Column(instant({ nullable: true })) handled_at!: Date | null
}
