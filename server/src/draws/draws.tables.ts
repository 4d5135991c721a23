import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { big, bytes, instant, text, tiny } from '../columns.js'

/** Published versions of lotteries. They never change. */
@Entity('draw_pool_version')
@Index('uq_draw_pool_version_request', ['request_key'], { unique: true })
export class DrawPoolVersionTable {
  @PrimaryColumn(text(40)) code!: string
  @PrimaryColumn('int') version!: number
  @Column('text') definition!: string
  @Column(text(200)) reason!: string
  @Column(instant()) published_at!: Date
  @Column(text(84)) published_by!: string
  @Column(text(100)) request_key!: string
  @Column(bytes(32)) body_hash!: Buffer
}

/** The newest version of each lottery, and whether it is open. */
@Entity('draw_pool')
@Index('ix_draw_pool_open', ['is_open', 'sort', 'code'])
export class DrawPoolTable {
  @PrimaryColumn(text(40)) code!: string
  @Column('int') version!: number
  @Column(tiny()) is_open!: number
  @Column('int') sort!: number
}

/** Prizes that have an end. */
@Entity('draw_prize')
export class DrawPrizeTable {
  @PrimaryColumn(text(40)) pool_code!: string
  @PrimaryColumn(text(20)) code!: string
  @Column('int') stock!: number
  @Column('int') left_count!: number
}

/** The seed of a pool and day: sealed, with the SHA-256 that is published before. It never changes. */
@Entity('draw_seed')
export class DrawSeedTable {
  @PrimaryColumn(text(40)) pool_code!: string
  @PrimaryColumn(text(10)) day!: string
  @Column(text(200)) sealed!: string
  @Column(text(64)) sha256!: string
  @Column(instant()) made_at!: Date
}

/** How many draws were made of a pool on a day: they are numbered without a gap. */
@Entity('draw_day')
export class DrawDayTable {
  @PrimaryColumn(text(40)) pool_code!: string
  @PrimaryColumn(text(10)) day!: string
  @Column('int') drawn!: number
}

/** A draw and what came of it. It never changes. */
@Entity('draw')
@Index('uq_draw_request', ['request_key'], { unique: true })
@Index('uq_draw_number', ['pool_code', 'day', 'number'], { unique: true })
@Index('uq_draw_redemption', ['redemption_id'], { unique: true })
@Index('ix_draw_member', ['member_id', 'id'])
@Index('ix_draw_limit', ['member_id', 'pool_code', 'day'])
@Index('ix_draw_prize', ['pool_code', 'given'])
export class DrawTable {
  @PrimaryColumn(big()) id!: number
  @Column(text(80)) request_key!: string
  @Column(bytes(32)) body_hash!: Buffer
  @Column(big()) member_id!: number
  @Column(text(40)) pool_code!: string
  @Column('int') version!: number
  @Column(text(10)) day!: string
  @Column('int') number!: number
  @Column('int') ticket!: number
  /** The prize the ticket points to, and the one that was given: the consolation where that one was out of stock. */
  @Column(text(20)) landed!: string
  @Column(text(20)) given!: string
  @Column(text(8)) kind!: string
  @Column(big()) points!: number
  @Column(big()) points_won!: number
  @Column(big()) spend_journal_id!: number
  @Column(big({ nullable: true })) prize_journal_id!: number | null
  @Column(big({ nullable: true })) redemption_id!: number | null
  @Column(big({ nullable: true })) coupon_id!: number | null
  @Column(instant()) drawn_at!: Date
}
