import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { big, bytes, instant, text, tiny } from '../columns.js'

@Entity('wechat_identity')
@Index('uq_identity_openid', ['app_id', 'openid'], { unique: true })
@Index('ix_identity_member', ['member_id'])
@Index('ix_identity_unionid', ['unionid'])
export class WechatIdentityTable {
  @PrimaryColumn(big()) id!: number
  @Column(text(32)) app_id!: string
  @Column(text(64)) openid!: string
  @Column(text(64, { nullable: true })) unionid!: string | null
  @Column(big({ nullable: true })) member_id!: number | null
  @Column(instant()) created_at!: Date
  @Column(instant()) last_login_at!: Date
}

@Entity('member')
@Index('uq_member_no', ['member_no'], { unique: true })
@Index('uq_member_phone', ['phone_hash'], { unique: true })
@Index('uq_member_enrol', ['enrol_key'], { unique: true })
@Index('ix_member_last4', ['phone_last4', 'id'])
@Index('ix_member_nickname', ['nickname', 'id'])
@Index('ix_member_enrolled', ['enrolled_at', 'id'])
@Index('ix_member_birthday', ['birthday_calendar', 'birthday'])
export class MemberTable {
  @PrimaryColumn(big()) id!: number
  @Column(text(12)) member_no!: string
  @Column(text(40)) nickname!: string
  @Column(text(120, { nullable: true })) phone_cipher!: string | null
  @Column(bytes(32, { nullable: true })) phone_hash!: Buffer | null
  @Column(text(20)) phone_masked!: string
  @Column(text(4)) phone_last4!: string
  @Column(text(20)) source!: string
  @Column(big({ nullable: true })) source_store_id!: number | null
  @Column(text(80)) enrol_key!: string
  @Column(instant()) enrolled_at!: Date
  /** "MM-DD" in the calendar beside it, SOLAR or LUNAR; no year, which nobody needs to know. */
  @Column(text(5, { nullable: true })) birthday!: string | null
  @Column(text(5, { nullable: true })) birthday_calendar!: string | null
  @Column(instant({ nullable: true })) birthday_set_at!: Date | null
}

/** Who is in which group of people, for features that come before those that put them there. */
@Entity('member_tag')
@Index('ix_member_tag_tag', ['tag', 'member_id'])
export class MemberTagTable {
  @PrimaryColumn(big()) member_id!: number
  @PrimaryColumn(text(40)) tag!: string
  @Column(instant()) added_at!: Date
}

@Entity('external_card')
@Index('ix_card_member', ['member_id'])
export class ExternalCardTable {
  @PrimaryColumn(big()) brand_id!: number
  @PrimaryColumn(text(64)) card_no!: string
  @Column(big()) member_id!: number
}

@Entity('consent')
@Index('ix_consent_member', ['member_id', 'id'])
export class ConsentTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) member_id!: number
  @Column(text(20)) purpose!: string
  @Column(text(20)) version!: string
  @Column(tiny()) granted!: number
  @Column(instant()) at!: Date
}

@Entity('member_code_use')
@Index('ix_code_use_at', ['used_at'])
export class MemberCodeUseTable {
  @PrimaryColumn(big()) member_id!: number
  @PrimaryColumn(big()) window_no!: number
  @Column(instant()) used_at!: Date
  @Column(big()) store_id!: number
  @Column(text(40)) used_by!: string
}
