/** The ledger's tables as the migration makes them; the drift test holds both together. Reads and writes are SQL. */
import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { big, bytes, instant, small, text, tiny } from '../columns.js'

@Entity('currency')
@Index('uq_currency_code', ['code'], { unique: true })
export class CurrencyTable {
  @PrimaryColumn(small()) id!: number
  @Column(text(16)) code!: string
  @Column(tiny()) kind!: number
  @Column(tiny()) spendable!: number
  @Column(tiny()) expires!: number
}

@Entity('account')
@Index('uq_account_owner', ['owner_type', 'owner_id', 'currency_id'], { unique: true })
@Index('ix_account_due', ['next_event_at', 'id'])
export class AccountTable {
  @PrimaryColumn(big()) id!: number
  @Column(small()) currency_id!: number
  @Column(tiny()) owner_type!: number
  @Column(big()) owner_id!: number
  @Column(big({ default: 0 })) pending!: number
  @Column(big({ default: 0 })) available!: number
  @Column(big({ default: 0 })) held!: number
  @Column(big({ default: 0 })) debt!: number
  @Column(big({ default: 0 })) version!: number
  @Column(bytes(32)) head_hash!: Buffer
  @Column(instant()) next_event_at!: Date
  @Column(tiny({ default: 0 })) frozen!: number
}

@Entity('lot')
@Index(
  'uq_lot_merge',
  ['account_id', 'expires_at', 'available_at', 'issuer_id', 'cohort', 'source', 'restriction_id'],
  { unique: true },
)
@Index('ix_lot_spend', ['account_id', 'state', 'expires_at', 'id'])
@Index('ix_lot_due', ['state', 'expires_at', 'account_id'])
export class LotTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) account_id!: number
  @Column(big()) issuer_id!: number
  @Column('int') cohort!: number
  @Column(small()) source!: number
  @Column(big({ default: 0 })) restriction_id!: number
  @Column(instant()) available_at!: Date
  @Column(instant()) expires_at!: Date
  @Column(tiny()) state!: number
  @Column(big()) granted!: number
  @Column(big()) remaining!: number
  @Column(big()) held!: number
  @Column(big()) spent!: number
  @Column(big()) expired!: number
  @Column(big()) clawed!: number
}

@Entity('journal')
@Index('uq_journal_key', ['idem_key'], { unique: true })
@Index('ix_journal_reverses', ['reverses_id'])
@Index('ix_journal_posted', ['posted_at'])
export class JournalTable {
  @PrimaryColumn(big()) id!: number
  @Column(text(80)) idem_key!: string
  @Column(bytes(32)) req_hash!: Buffer
  @Column(tiny()) kind!: number
  @Column(small()) outcome!: number
  @Column(big()) brand_id!: number
  @Column(big({ nullable: true })) store_id!: number | null
  @Column(tiny()) biz_type!: number
  @Column(text(64)) biz_id!: string
  @Column(big({ nullable: true })) reverses_id!: number | null
  @Column(big({ nullable: true })) hold_id!: number | null
  @Column(big({ nullable: true })) approval_id!: number | null
  @Column(big({ nullable: true })) operator_id!: number | null
  @Column(big()) points!: number
  @Column(big()) growth!: number
  @Column('text') explanation!: string
  @Column(instant()) occurred_at!: Date
  @Column(instant()) posted_at!: Date
}

@Entity('posting')
@Index('uq_posting_version', ['account_id', 'version'], { unique: true })
export class PostingTable {
  @PrimaryColumn(big()) journal_id!: number
  @PrimaryColumn(tiny()) seq!: number
  @Column(big()) account_id!: number
  @Column(small()) currency_id!: number
  @Column(tiny()) bucket!: number
  @Column(big()) amount!: number
  @Column(big({ nullable: true })) version!: number | null
  @Column(big({ nullable: true })) balance_after!: number | null
  @Column(bytes(32, { nullable: true })) hash!: Buffer | null
}

@Entity('lot_alloc')
@Index('ix_lot_alloc_lot', ['lot_id'])
export class LotAllocTable {
  @PrimaryColumn(big()) journal_id!: number
  @PrimaryColumn(big()) lot_id!: number
  @PrimaryColumn(tiny()) part!: number
  @Column(big()) amount!: number
}

@Entity('hold')
@Index('uq_hold_journal', ['journal_id'], { unique: true })
@Index('ix_hold_account', ['account_id', 'status'])
@Index('ix_hold_due', ['status', 'expires_at', 'id'])
export class HoldTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) account_id!: number
  @Column(big()) journal_id!: number
  @Column(big()) amount!: number
  @Column(big({ default: 0 })) captured!: number
  @Column(big({ default: 0 })) released!: number
  @Column(tiny()) status!: number
  @Column(instant()) expires_at!: Date
}

@Entity('reversal_cap')
export class ReversalCapTable {
  @PrimaryColumn(big()) journal_id!: number
  @PrimaryColumn(small()) currency_id!: number
  @Column(big()) amount!: number
  @Column(big()) reversed!: number
}

@Entity('adjust_request')
@Index('uq_adjust_journal', ['journal_id'], { unique: true })
export class AdjustRequestTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) account_id!: number
  @Column(big()) amount!: number
  @Column(text(200)) reason!: string
  @Column(big()) maker_id!: number
  @Column(big({ nullable: true })) checker_id!: number | null
  @Column(tiny()) status!: number
  @Column(big({ nullable: true })) journal_id!: number | null
  @Column(instant()) created_at!: Date
}

@Entity('outbox')
@Index('ix_outbox_next', ['next_at', 'id'])
export class OutboxTable {
  @PrimaryColumn(big()) id!: number
  @Column(text(48)) topic!: string
  @Column(big()) subject_id!: number
  @Column('text') payload!: string
  @Column(small({ default: 0 })) attempts!: number
  @Column(instant()) next_at!: Date
}

@Entity('inbox')
export class InboxTable {
  @PrimaryColumn(text(48)) consumer!: string
  @PrimaryColumn(text(80)) message_id!: string
  @Column(instant()) done_at!: Date
}

@Entity('seal_queue')
export class SealQueueTable {
  @PrimaryColumn(big()) journal_id!: number
}

@Entity('seal_block')
export class SealBlockTable {
  @PrimaryColumn(big()) seq!: number
  @Column('int') items!: number
  @Column(bytes(32)) prev_hash!: Buffer
  @Column(bytes(32)) hash!: Buffer
  @Column(instant()) sealed_at!: Date
  @Column(text(200, { nullable: true })) anchor!: string | null
}

@Entity('seal_item')
@Index('ix_seal_item_block', ['seq'])
export class SealItemTable {
  @PrimaryColumn(big()) journal_id!: number
  @Column(big()) seq!: number
}

@Entity('liability_day')
export class LiabilityDayTable {
  @PrimaryColumn(small()) currency_id!: number
  @PrimaryColumn(big()) issuer_id!: number
  @PrimaryColumn('int') cohort!: number
  @PrimaryColumn('date') day!: string
  @Column(big()) opening!: number
  @Column(big()) issued!: number
  @Column(big()) redeemed!: number
  @Column(big()) expired!: number
  @Column(big()) clawed!: number
  @Column(big()) restored!: number
  @Column(big()) closing!: number
}
