/** WeChat Pay's bill of a day: how it is read, and where it and our books do not agree. */
import { isOurNumber } from './payments.rules.js'

/** A line of the bill: a payment, or a refund. Amounts are fen; the file has yuan. */
export type BillLine =
  | { kind: 'PAYMENT'; outTradeNo: string; transactionId: string; amountFen: number }
  | { kind: 'REFUND'; outTradeNo: string; outRefundNo: string; amountFen: number }

/** A payment or refund as we have it. */
export type OwnPayment = { outTradeNo: string; transactionId: string | null; amountFen: number }
export type OwnRefund = { outTradeNo: string; outRefundNo: string; amountFen: number }

export const DIFFERENCES = [
  'NOT_HERE',
  'NOT_THERE',
  'AMOUNT',
  'TRANSACTION',
  'REFUND_NOT_HERE',
  'REFUND_NOT_THERE',
  'REFUND_AMOUNT',
] as const
export type DifferenceKind = (typeof DIFFERENCES)[number]

export type Difference = {
  kind: DifferenceKind
  outTradeNo: string
  outRefundNo: string
  oursFen: number | null
  theirsFen: number | null
}

const COLUMNS = {
  transactionId: '微信订单号',
  outTradeNo: '商户订单号',
  state: '交易状态',
  outRefundNo: '商户退款单号',
  totalFen: '订单金额',
  refundFen: '申请退款金额',
} as const

/**
 * Reads a bill. Columns are found by their names; every value has a backtick before it; sums follow the lines. Throws
 * `TypeError` for a file that is no bill or whose sums do not fit its lines: half a bill must not pass for a whole one.
 */
export function readBill(file: Buffer): BillLine[] {
  const rows = file
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter(line => line !== '')
  const head = rows[0]?.split(',') ?? []
  const at = Object.fromEntries(Object.entries(COLUMNS).map(([name, title]) => [name, head.indexOf(title)])) as Record<
    keyof typeof COLUMNS,
    number
  >
  if (Object.values(at).includes(-1)) throw new TypeError('the bill has not the columns it should have')
  const end = rows.findIndex(row => row.split(',', 1)[0] === '总交易单数')
  const sums = rows[end + 1]
  if (end < 0 || !sums) throw new TypeError('the bill has no sums')
  const lines = rows.slice(1, end).map(row => {
    const values = valuesOf(row)
    return lineOf(name => values[at[name]] ?? '')
  })
  if (lines.length !== Number(valuesOf(sums)[0])) throw new TypeError('the bill has lost lines')
  return lines
}

/** Names of goods may hold commas; no value but the next one begins with a backtick. */
function valuesOf(row: string): string[] {
  return row
    .replace(/^`/, '')
    .split(',`')
    .map(value => value.trim())
}

function lineOf(field: (name: keyof typeof COLUMNS) => string): BillLine {
  const outTradeNo = field('outTradeNo')
  const state = field('state')
  if (state === 'REFUND') {
    return { kind: 'REFUND', outTradeNo, outRefundNo: field('outRefundNo'), amountFen: fenOf(field('refundFen')) }
  }
  if (state !== 'SUCCESS') throw new TypeError('the bill has a line of a kind nobody knows')
  return { kind: 'PAYMENT', outTradeNo, transactionId: field('transactionId'), amountFen: fenOf(field('totalFen')) }
}

/** "88.50" → 8850. Without arithmetic on fractions: 0.1 + 0.2 is no amount. */
export function fenOf(yuan: string): number {
  const found = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(yuan)
  if (!found) throw new TypeError('the bill has an amount that is none')
  return Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
}

/** Whether a line is about an order of ours: a merchant may have other systems beside this one. */
export function isOurs(line: BillLine): boolean {
  return isOurNumber(line.outTradeNo)
}

/**
 * Where a day's lines and ours differ. `known` is every payment and refund of ours that a line names, whatever its day;
 * `due` those of ours that belong into this day's bill.
 */
export function differencesOf(
  lines: readonly BillLine[],
  known: { payments: readonly OwnPayment[]; refunds: readonly OwnRefund[] },
  due: { payments: readonly OwnPayment[]; refunds: readonly OwnRefund[] },
): Difference[] {
  const payments = new Map(known.payments.map(one => [one.outTradeNo, one]))
  const refunds = new Map(known.refunds.map(one => [one.outRefundNo, one]))
  const told = new Set(lines.map(line => (line.kind === 'PAYMENT' ? line.outTradeNo : `R ${line.outRefundNo}`)))
  return [
    ...lines.flatMap(line =>
      line.kind === 'PAYMENT'
        ? paymentProblem(line, payments.get(line.outTradeNo))
        : refundProblem(line, refunds.get(line.outRefundNo)),
    ),
    ...due.payments
      .filter(one => !told.has(one.outTradeNo))
      .map(one => difference('NOT_THERE', one.outTradeNo, { oursFen: one.amountFen })),
    ...due.refunds
      .filter(one => !told.has(`R ${one.outRefundNo}`))
      .map(one =>
        difference('REFUND_NOT_THERE', one.outTradeNo, { outRefundNo: one.outRefundNo, oursFen: one.amountFen }),
      ),
  ]
}

function paymentProblem(line: Extract<BillLine, { kind: 'PAYMENT' }>, ours: OwnPayment | undefined): Difference[] {
  const { outTradeNo, amountFen: theirsFen } = line
  if (!ours) return [difference('NOT_HERE', outTradeNo, { theirsFen })]
  const amounts = { oursFen: ours.amountFen, theirsFen }
  if (ours.amountFen !== theirsFen) return [difference('AMOUNT', outTradeNo, amounts)]
  return ours.transactionId === line.transactionId ? [] : [difference('TRANSACTION', outTradeNo, amounts)]
}

function refundProblem(line: Extract<BillLine, { kind: 'REFUND' }>, ours: OwnRefund | undefined): Difference[] {
  const { outTradeNo, outRefundNo, amountFen: theirsFen } = line
  if (!ours) return [difference('REFUND_NOT_HERE', outTradeNo, { outRefundNo, theirsFen })]
  if (ours.amountFen === theirsFen) return []
  return [difference('REFUND_AMOUNT', outTradeNo, { outRefundNo, oursFen: ours.amountFen, theirsFen })]
}

function difference(
  kind: DifferenceKind,
  outTradeNo: string,
  more: Partial<Pick<Difference, 'outRefundNo' | 'oursFen' | 'theirsFen'>>,
): Difference {
  return { kind, outTradeNo, outRefundNo: '', oursFen: null, theirsFen: null, ...more }
}
