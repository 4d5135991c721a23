import type { ShiftReport, ShiftSums } from '@huitou/shared/shifts'
import { Injectable } from '@nestjs/common'
import { CHANNEL } from '../purchases/bills.service.js'
import { kindOf, serialText } from '../verifications/verification.rules.js'
import { differenceOf } from './shifts.rules.js'

/** Whose acts, in which span; both ends belong to it. */
export interface Span {
  storeId: number
  staffId: number
  /** By which bills know a person. */
  staffNo: string
  from: Date
  to: Date
}

/** Runs a query, in a transaction or not. */
export type Read = <T>(sql: string, values: unknown[]) => Promise<T[]>

interface VerifiedLine {
  kind: number
  name_zh: string
  name_en: string
  many: number
  uses: number
  worth: number
}

interface VoidLine {
  serial: number
  name_zh: string
  name_en: string
  worth_fen: number
  verified_by: string
  voided_at: Date
  actor: string
  reason: string
}

interface BilledLine {
  serial: number
  bill_no: string
  bill_fen: number | null
  discount_fen: number | null
  paid_fen: number | null
}

type Amounts = Record<string, number | null>

const LINES = 50
const LISTED = 100
const NOT_UNDONE = 'NOT EXISTS (SELECT 1 FROM verification_void x WHERE x.verification_id = v.id)'

/** What a shift comes to, from the facts alone. */
@Injectable()
export class ShiftReports {
  async of(read: Read, span: Span): Promise<ShiftReport> {
    const { storeId, from, to } = span
    const mine = await this.sums(read, span, true)
    const store = await this.sums(read, span, false)
    const [bills] = await read<Amounts>(
      `SELECT SUM(channel = ${CHANNEL.POS}) AS till, SUM(CASE WHEN channel = ${CHANNEL.POS} THEN paid_fen ELSE 0 END) AS tillFen,
         SUM(channel = ${CHANNEL.STAFF}) AS hand, SUM(CASE WHEN channel = ${CHANNEL.STAFF} THEN paid_fen ELSE 0 END) AS handFen
       FROM purchase WHERE store_id = ? AND recorded_at BETWEEN ? AND ?`,
      [storeId, from, to],
    )
    const [joined] = await read<Amounts>(
      'SELECT COUNT(*) AS enrolments FROM member WHERE source_store_id = ? AND enrolled_at BETWEEN ? AND ?',
      [storeId, from, to],
    )
    return {
      mine,
      store: {
        ...store,
        tillBills: amount(bills, 'till'),
        tillFen: amount(bills, 'tillFen'),
        handBills: amount(bills, 'hand'),
        handFen: amount(bills, 'handFen'),
        enrolments: amount(joined, 'enrolments'),
      },
      lines: await this.lines(read, span),
      voids: await this.voids(read, span),
      differences: await this.differences(read, span),
    }
  }

  private async sums(read: Read, { storeId, staffId, staffNo, from, to }: Span, mine: boolean): Promise<ShiftSums> {
    const values = [storeId, from, to]
    const [bills] = await read<Amounts>(
      `SELECT COUNT(*) AS many, SUM(paid_fen) AS fen, SUM(points) AS points FROM purchase
       WHERE store_id = ? AND recorded_at BETWEEN ? AND ?${mine ? ' AND recorded_by = ?' : ''}`,
      [...values, ...(mine ? [staffNo] : [])],
    )
    const [refunds] = await read<Amounts>(
      `SELECT COUNT(*) AS many, SUM(amount_fen) AS fen FROM refund
       WHERE store_id = ? AND refunded_at BETWEEN ? AND ?${mine ? ' AND recorded_by = ?' : ''}`,
      [...values, ...(mine ? [staffNo] : [])],
    )
    const [verified] = await read<Amounts>(
      `SELECT COUNT(*) AS many, SUM(v.quantity) AS uses, SUM(v.worth_fen) AS fen, SUM(v.offline) AS offline FROM verification v
       WHERE v.store_id = ? AND v.recorded_at BETWEEN ? AND ?${mine ? ' AND v.staff_id = ?' : ''} AND ${NOT_UNDONE}`,
      [...values, ...(mine ? [staffId] : [])],
    )
    const [undone] = await read<Amounts>(
      `SELECT COUNT(*) AS many FROM verification_void WHERE store_id = ? AND voided_at BETWEEN ? AND ?${mine ? ' AND staff_id = ?' : ''}`,
      [...values, ...(mine ? [staffId] : [])],
    )
    return {
      bills: amount(bills, 'many'),
      paidFen: amount(bills, 'fen'),
      points: amount(bills, 'points'),
      refunds: amount(refunds, 'many'),
      refundedFen: amount(refunds, 'fen'),
      verifications: amount(verified, 'many'),
      uses: amount(verified, 'uses'),
      worthFen: amount(verified, 'fen'),
      voids: amount(undone, 'many'),
      offline: amount(verified, 'offline'),
    }
  }

  private async lines(read: Read, { storeId, staffId, from, to }: Span): Promise<ShiftReport['lines']> {
    const rows = await read<VerifiedLine>(
      `SELECT v.kind, v.name_zh, v.name_en, COUNT(*) AS many, SUM(v.quantity) AS uses, SUM(v.worth_fen) AS worth FROM verification v
       WHERE v.store_id = ? AND v.recorded_at BETWEEN ? AND ? AND v.staff_id = ? AND ${NOT_UNDONE}
       GROUP BY v.kind, v.name_zh, v.name_en ORDER BY many DESC, v.kind, v.name_zh LIMIT ${LINES}`,
      [storeId, from, to, staffId],
    )
    return rows.map(row => ({
      kind: kindOf(row.kind),
      name: { zh: row.name_zh, en: row.name_en },
      verifications: Number(row.many),
      uses: Number(row.uses),
      worthFen: Number(row.worth),
    }))
  }

  private async voids(read: Read, { storeId, staffId, from, to }: Span): Promise<ShiftReport['voids']> {
    const rows = await read<VoidLine>(
      `SELECT v.serial, v.name_zh, v.name_en, v.worth_fen, v.actor AS verified_by, x.voided_at, x.actor, x.reason
       FROM verification_void x JOIN verification v ON v.id = x.verification_id
       WHERE x.store_id = ? AND x.voided_at BETWEEN ? AND ? AND (x.staff_id = ? OR v.staff_id = ?) ORDER BY x.id LIMIT ${LISTED}`,
      [storeId, from, to, staffId, staffId],
    )
    return rows.map(row => ({
      serialNo: serialText(row.serial),
      name: { zh: row.name_zh, en: row.name_en },
      worthFen: row.worth_fen,
      verifiedBy: row.verified_by,
      at: row.voided_at.toISOString(),
      by: row.actor,
      reason: row.reason,
    }))
  }

  private async differences(read: Read, { storeId, staffId, from, to }: Span): Promise<ShiftReport['differences']> {
    const rows = await read<BilledLine>(
      `SELECT v.serial, v.bill_no, v.bill_fen, v.discount_fen, p.paid_fen FROM verification v
       LEFT JOIN purchase p ON p.store_id = v.store_id AND p.bill_no = v.bill_no
       WHERE v.store_id = ? AND v.recorded_at BETWEEN ? AND ? AND v.staff_id = ? AND v.bill_no IS NOT NULL AND ${NOT_UNDONE}
         AND (p.id IS NULL OR (v.bill_fen IS NOT NULL AND p.paid_fen <> v.bill_fen - COALESCE(v.discount_fen, 0)))
       ORDER BY v.id LIMIT ${LISTED}`,
      [storeId, from, to, staffId],
    )
    return rows.map(row => ({ serialNo: serialText(row.serial), billNo: row.bill_no, ...differenceOf(row) }))
  }
}

const amount = (row: Amounts | undefined, name: string): number => Number(row?.[name] ?? 0)
