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
  /** Visits counted under the lock, and the business time of the latest: as the journals with `activity_of` say. */
  @Column(big({ default: 0 })) activities!: number
  @Column(instant({ nullable: true })) last_activity_at!: Date | null
  /** 1 once a lot whose end visits put off has been granted here. */
  @Column(tiny({ default: 0 })) extending!: number
}

@Entity('lot')
@Index(
  'uq_lot_merge',
  ['account_id', 'expires_at', 'available_at', 'issuer_id', 'cohort', 'source', 'restriction_id', 'extend_months'],
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
  /** What went on to another lot: a later end, another member. */
  @Column(big({ default: 0 })) moved!: number
  /** Months after a visit at whose end this lot ends; 0 for an end that stays. */
  @Column(small({ default: 0 })) extend_months!: number
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
  /** The points account on which this earn counted as a visit. */
  @Column(big({ nullable: true })) activity_of!: number | null
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
  /** Days for which points come back whose lot has ended meanwhile; 0 lets them expire at once. */
  @Column(small({ default: 0 })) grace_days!: number
}

@Entity('reversal_cap')
export class ReversalCapTable {
  @PrimaryColumn(big()) journal_id!: number
  @PrimaryColumn(small()) currency_id!: number
  @Column(big()) amount!: number
  @Column(big()) reversed!: number
}

/** Limited counters of earning: budgets and caps. Locked by ascending name after the accounts. */
@Entity('tally')
export class TallyTable {
  @PrimaryColumn(text(80)) name!: string
  @Column(big()) amount!: number
}

/** When, and for what, points of a restricted lot may be used. */
@Entity('lot_restriction')
@Index('uq_lot_restriction', ['digest'], { unique: true })
export class LotRestrictionTable {
  @PrimaryColumn(big()) id!: number
  @Column(bytes(32)) digest!: Buffer
  @Column('text') definition!: string
}

/** Policies of the programme that differ from their defaults. */
@Entity('ledger_policy')
export class LedgerPolicyTable {
  @PrimaryColumn(text(40)) name!: string
  @Column(big()) setting!: number
  @Column(instant()) changed_at!: Date
}

@Entity('adjust_request')
@Index('uq_adjust_journal', ['journal_id'], { unique: true })
@Index('uq_adjust_request', ['request_key'], { unique: true })
@Index('ix_adjust_status', ['status', 'id'])
@Index('ix_adjust_store', ['store_id', 'id'])
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
  /** The maker and the request number of the client. */
  @Column(text(100, { nullable: true })) request_key!: string | null
  @Column(big({ nullable: true })) store_id!: number | null
  @Column(tiny({ default: 1 })) needs_approval!: number
  /** What the maker might do alone when it was asked for. */
  @Column(big({ default: 0 })) free_points!: number
  /** The day whose cap it was counted against, where the maker did it alone. */
  @Column('date', { nullable: true }) counted_on!: string | null
  @Column(text(100, { nullable: true })) decision_key!: string | null
  @Column(text(200, { default: '' })) note!: string
  @Column(text(40, { nullable: true })) refusal!: string | null
  @Column(instant({ nullable: true })) decided_at!: Date | null
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
}

/** Which block's hash was written down where, outside of this database. */
@Entity('seal_anchor')
export class SealAnchorTable {
  @PrimaryColumn(big()) seq!: number
  @PrimaryColumn(text(200)) place!: string
  @Column(bytes(32)) hash!: Buffer
  @Column(instant()) anchored_at!: Date
}

@Entity('seal_item')
@Index('ix_seal_item_block', ['seq'])
export class SealItemTable {
  @PrimaryColumn(big()) journal_id!: number
  @Column(big()) seq!: number
  @Column(bytes(32)) digest!: Buffer
  @Column({ type: 'varbinary', length: 2000 }) marks!: Buffer
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
