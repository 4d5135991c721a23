import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { big, bytes, instant, small, text, tiny } from '../columns.js'

/** One message on one channel, and where that stands. */
@Entity('delivery')
@Index('uq_delivery', ['message_id', 'channel'], { unique: true })
@Index('ix_delivery_next', ['state', 'channel', 'next_at', 'id'])
@Index('ix_delivery_member', ['member_id', 'counts_at'])
@Index('ix_delivery_batch', ['batch', 'state', 'reason'])
@Index('ix_delivery_provider', ['provider_id'])
@Index('ix_delivery_sent', ['batch', 'sent_at'])
export class DeliveryTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) message_id!: number
  @Column(big()) member_id!: number
  @Column(text(24)) kind!: string
  @Column(text(12)) channel!: string
  @Column(text(48)) batch!: string
  @Column(text(64)) template_id!: string
  @Column(text(12)) state!: string
  @Column(text(24, { nullable: true })) reason!: string | null
  @Column(small({ default: 0 })) attempts!: number
  /** When it may be sent; while it is being sent, until when the sender has it. */
  @Column(instant()) next_at!: Date
  /** The moment the caps count it at: when it was meant to go. */
  @Column(instant()) counts_at!: Date
  @Column(instant()) until_at!: Date
  /** Who is sending it: a process and its batch. */
  @Column(text(90, { nullable: true })) holder!: string | null
  /** What the provider calls it. */
  @Column(text(64, { nullable: true })) provider_id!: string | null
  @Column(instant({ nullable: true })) sent_at!: Date | null
}

/** What happened to a delivery, one row each. */
@Entity('delivery_step')
@Index('ix_delivery_step', ['delivery_id', 'id'])
export class DeliveryStepTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) delivery_id!: number
  @Column(instant()) at!: Date
  @Column(text(12)) state!: string
  @Column(text(24, { nullable: true })) reason!: string | null
  @Column('int', { nullable: true }) error_code!: number | null
  /** The process or the operator it was done by. */
  @Column(text(84)) who!: string
}

/** How many sends WeChat still lets us make to a member by a template, as far as we know. */
@Entity('grant_stock')
export class GrantStockTable {
  @PrimaryColumn(big()) member_id!: number
  @PrimaryColumn(text(64)) template_id!: string
  @Column('int') remaining!: number
  /** The last answer given, by tap or in WeChat's settings. */
  @Column(text(8)) answer!: string
  @Column(instant()) answered_at!: Date
}

/** Every report of a tap, so that a repeat of one counts once. */
@Entity('grant_report')
export class GrantReportTable {
  @PrimaryColumn(text(120)) report_key!: string
  @Column(bytes(32)) body_hash!: Buffer
  @Column(instant()) at!: Date
}

/** Every answer of every report. The client's and WeChat's own of the same tap are a pair, and count once. */
@Entity('grant_answer')
@Index('ix_grant_answer', ['member_id', 'template_id', 'at'])
@Index('uq_grant_pair', ['pair_id'], { unique: true })
export class GrantAnswerTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) member_id!: number
  @Column(text(64)) template_id!: string
  @Column(text(8)) answer!: string
  /** CLIENT, EVENT or SETTING. */
  @Column(text(8)) source!: string
  /** Where in the app it was asked. */
  @Column(text(16, { nullable: true })) moment!: string | null
  @Column(big({ nullable: true })) pair_id!: number | null
  @Column(tiny()) credit!: number
  @Column(instant()) at!: Date
}

/** What a member wants to be told, where that differs from everything. */
@Entity('reminder_choice')
@Index('ix_reminder_choice', ['kind', 'wanted', 'changed_at'])
export class ReminderChoiceTable {
  @PrimaryColumn(big()) member_id!: number
  @PrimaryColumn(text(24)) kind!: string
  @Column(tiny()) wanted!: number
  @Column(instant()) changed_at!: Date
}

/** Versions of templates that differ from the shipped ones. The newest holds. */
@Entity('message_template')
@Index('uq_message_template_request', ['request_key'], { unique: true })
export class MessageTemplateTable {
  @PrimaryColumn(text(24)) kind!: string
  @PrimaryColumn(text(12)) channel!: string
  @PrimaryColumn('int') version!: number
  @Column('text') definition!: string
  @Column(text(100)) request_key!: string
  @Column(bytes(32)) body_hash!: Buffer
  @Column(instant()) changed_at!: Date
  @Column(text(84)) changed_by!: string
}

/** Templates WeChat does not take at present, and why. Saving a template with this id removes the row. */
@Entity('template_trouble')
export class TemplateTroubleTable {
  @PrimaryColumn(text(64)) template_id!: string
  @Column(text(24)) reason!: string
  @Column(instant()) since!: Date
}

/** Versions of caps and quiet hours. The newest holds. */
@Entity('message_limits')
@Index('uq_message_limits_request', ['request_key'], { unique: true })
export class MessageLimitsTable {
  @PrimaryColumn('int') version!: number
  @Column('text') definition!: string
  @Column(text(100)) request_key!: string
  @Column(bytes(32)) body_hash!: Buffer
  @Column(instant()) changed_at!: Date
  @Column(text(84)) changed_by!: string
}

/** Messages that go together, and whether they go at all. */
@Entity('message_send')
@Index('ix_message_send_created', ['created_at', 'code'])
@Index('uq_message_send_request', ['request_key'], { unique: true })
export class MessageSendTable {
  @PrimaryColumn(text(48)) code!: string
  @Column(text(24)) kind!: string
  @Column(text(80)) title!: string
  /** RUNNING, PAUSED or CANCELLED. */
  @Column(text(10)) state!: string
  @Column(instant()) created_at!: Date
  @Column(instant()) changed_at!: Date
  @Column(text(84)) changed_by!: string
  @Column(text(100, { nullable: true })) request_key!: string | null
  @Column(bytes(32, { nullable: true })) body_hash!: Buffer | null
  /** Who it is for and what it says, while not all of its messages are written; null afterwards. */
  @Column('text', { nullable: true }) writing!: string | null
  /** The member written last. */
  @Column(big({ default: 0 })) written_to!: number
}

/** A channel whose provider is down, and when it is tried next. */
@Entity('channel_pause')
export class ChannelPauseTable {
  @PrimaryColumn(text(12)) channel!: string
  @Column(text(24)) reason!: string
  @Column('int') failures!: number
  @Column(instant()) since!: Date
  @Column(instant()) closed_until!: Date
}

/** How far a reader of other features' rows has come: the number of a block, never an id. */
@Entity('delivery_cursor')
export class DeliveryCursorTable {
  @PrimaryColumn(text(40)) name!: string
  @Column(big()) position!: number
}

/** Reminders that have been written, so that they are not looked for again: "POINTS_EXPIRING:2026-12-31:7". */
@Entity('reminder_run')
export class ReminderRunTable {
  @PrimaryColumn(text(64)) name!: string
  @Column(instant()) done_at!: Date
}
