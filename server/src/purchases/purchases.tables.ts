import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { big, instant, small, text, tiny } from '../columns.js'

@Entity('product')
@Index('uq_product_name', ['brand_id', 'name_key'], { unique: true })
export class ProductTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) brand_id!: number
  @Column(text(80)) name!: string
  @Column(text(80)) name_key!: string
  @Column(text(40, { default: 'OTHER' })) category!: string
  /** The day it came on the menu, where somebody has said so. */
  @Column('date', { nullable: true }) listed_on!: string | null
}

@Entity('purchase')
@Index('uq_purchase_bill', ['store_id', 'bill_no'], { unique: true })
@Index('ix_purchase_member', ['member_id', 'paid_at'])
@Index('ix_purchase_store', ['store_id', 'paid_at'])
@Index('ix_purchase_journal', ['journal_id'])
export class PurchaseTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) store_id!: number
  @Column(text(80)) bill_no!: string
  @Column(big({ nullable: true })) member_id!: number | null
  @Column(big()) paid_fen!: number
  @Column(big({ default: 0 })) refunded_fen!: number
  @Column(big()) points!: number
  @Column(big()) growth!: number
  @Column(big({ nullable: true })) journal_id!: number | null
  @Column(big({ nullable: true })) rule_version_id!: number | null
  @Column(big({ nullable: true })) table_id!: number | null
  @Column(big({ nullable: true })) product_id!: number | null
  @Column(tiny()) channel!: number
  @Column(text(40)) recorded_by!: string
  @Column(big({ nullable: true })) balance_after!: number | null
  @Column(instant({ nullable: true })) expires_at!: Date | null
  @Column(instant()) paid_at!: Date
  @Column(instant()) recorded_at!: Date
  @Column(small({ nullable: true })) table_size!: number | null
}

/** Dishes of a bill as the till sent them; amounts are before discounts of the whole bill. */
@Entity('purchase_line')
@Index('ix_purchase_line_product', ['product_id'])
export class PurchaseLineTable {
  @PrimaryColumn(big()) purchase_id!: number
  @PrimaryColumn(small()) seq!: number
  @Column(big({ nullable: true })) product_id!: number | null
  @Column(text(80)) name!: string
  @Column(text(40)) category!: string
  @Column('int') quantity!: number
  @Column(big()) amount_fen!: number
}

@Entity('refund')
@Index('uq_refund_no', ['store_id', 'refund_no'], { unique: true })
@Index('ix_refund_purchase', ['purchase_id'])
@Index('ix_refund_journal', ['journal_id'])
export class RefundTable {
  @PrimaryColumn(big()) id!: number
  @Column(big()) purchase_id!: number
  @Column(big()) store_id!: number
  @Column(text(80)) refund_no!: string
  @Column(big()) amount_fen!: number
  @Column(big()) points_taken!: number
  @Column(big()) debt_added!: number
  @Column(big()) growth_taken!: number
  @Column(big({ nullable: true })) journal_id!: number | null
  @Column(text(100)) reason!: string
  @Column(text(40)) recorded_by!: string
  @Column(instant()) refunded_at!: Date
  /** To be kept back from the refund, for points that were spent already. */
  @Column(big({ default: 0 })) cash_fen!: number
}
