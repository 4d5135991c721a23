import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { big, bytes, instant, small, text, tiny } from '../columns.js'

/** Published versions of group offers. They never change. */
@Entity('group_offer_version')
@Index('uq_group_offer_version_request', ['request_key'], { unique: true })
export class GroupOfferVersionTable {
  @PrimaryColumn(text(40)) code!: string
  @PrimaryColumn('int') version!: number
  @Column('text') definition!: string
  @Column(text(200)) reason!: string
  @Column(instant()) published_at!: Date
  @Column(text(84)) published_by!: string
  @Column(text(100)) request_key!: string
  @Column(bytes(32)) body_hash!: Buffer
}

/** The newest version of each group offer, whether groups may be opened, and its stock in pieces of the reward. */
@Entity('group_offer')
@Index('ix_group_offer_open', ['is_open', 'sort', 'code'])
export class GroupOfferTable {
  @PrimaryColumn(text(40)) code!: string
  @Column('int') version!: number
  @Column(tiny()) is_open!: number
  @Column('int') sort!: number
  @Column('int') stock!: number
  @Column('int') left_count!: number
}

/** A group: who may still join, until when, and what became of it. */
@Entity('pledge_group')
@Index('uq_pledge_group_token', ['token'], { unique: true })
@Index('ix_pledge_group_end', ['state', 'ends_at'])
@Index('ix_pledge_group_settled', ['settled', 'state'])
@Index('ix_pledge_group_offer', ['offer_code', 'state'])
export class PledgeGroupTable {
  @PrimaryColumn(big()) id!: number
  @Column(text(16)) token!: string
  @Column(text(40)) offer_code!: string
  @Column('int') version!: number
  @Column(text(40)) reward_code!: string
  @Column('int') reward_version!: number
  @Column(small()) size!: number
  @Column(big()) points!: number
  @Column(small()) taken!: number
  @Column(tiny()) state!: number
  @Column(tiny()) settled!: number
  @Column(instant()) opened_at!: Date
  @Column(instant()) ends_at!: Date
  @Column(instant({ nullable: true })) ended_at!: Date | null
}

/** A member's place in a group: points that are set aside, then used or back. */
@Entity('pledge')
@Index('uq_pledge_request', ['request_key'], { unique: true })
@Index('uq_pledge_seat', ['group_id', 'live_member'], { unique: true })
@Index('uq_pledge_hold', ['hold_id'], { unique: true })
@Index('ix_pledge_group', ['group_id', 'id'])
@Index('ix_pledge_member', ['member_id', 'id'])
@Index('ix_pledge_limit', ['member_id', 'offer_code', 'state'])
export class PledgeTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) group_id!: number
  @Column(big()) member_id!: number
  @Column(text(40)) offer_code!: string
  @Column(text(80)) request_key!: string
  @Column(bytes(32)) body_hash!: Buffer
  @Column(big()) points!: number
  @Column(big()) hold_id!: number
  @Column(tiny()) state!: number
  @Column(big({ nullable: true })) live_member!: number | null
  @Column(big({ nullable: true })) end_journal_id!: number | null
  @Column(big({ nullable: true })) redemption_id!: number | null
  @Column(instant()) pledged_at!: Date
  @Column(instant({ nullable: true })) ended_at!: Date | null
}
