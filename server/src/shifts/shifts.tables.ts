import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { big, bytes, instant, text, tiny } from '../columns.js'

/** A person's turn of work in a store. `open_staff_id` holds that there is one open at a time. */
@Entity('shift')
@Index('uq_shift_request', ['request_key'], { unique: true })
@Index('uq_shift_open', ['open_staff_id'], { unique: true })
@Index('ix_shift_staff', ['staff_id', 'id'])
@Index('ix_shift_store', ['store_id', 'id'])
@Index('ix_shift_ends', ['closed_at', 'ends_at'])
export class ShiftTable {
  @PrimaryColumn(big()) id!: number
  @Column(text(100)) request_key!: string
  @Column(big()) staff_id!: number
  @Column(big({ nullable: true })) open_staff_id!: number | null
  @Column(big()) store_id!: number
  @Column(text(84)) actor!: string
  @Column(text(20)) staff_no!: string
  @Column(text(10)) business_day!: string
  @Column(instant()) opened_at!: Date
  @Column(instant()) ends_at!: Date
  @Column(instant({ nullable: true })) closed_at!: Date | null
}

/** What a shift was closed with. Never changed. */
@Entity('shift_report')
@Index('uq_shift_report_request', ['request_key'], { unique: true })
export class ShiftReportTable {
  @PrimaryColumn(big()) shift_id!: number
  @Column(text(100)) request_key!: string
  @Column(bytes(32)) body_hash!: Buffer
  @Column(tiny()) automatic!: number
  @Column(text(200)) note!: string
  @Column('mediumtext') report!: string
  @Column(instant()) closed_at!: Date
}
