/** What the staff member is in the middle of. A bill whose outcome is unknown outlives even a restart of the app. */
import type { ReplyOf, RequestOf } from '@huitou/shared/client'
import type { TierName } from '../parts/tier-badge'
import { forget, keep, recall } from '../storage'
import { storeOf } from '../store'

/** Of what a scan may bring, the people a bill can go to. */
export type Scan = Extract<ReplyOf<'POST /staff/scans'>, { kind: 'MEMBER' | 'TABLE' }>
export type Bill = ReplyOf<'POST /staff/bills'>
export type Refund = ReplyOf<'POST /staff/bills/:billNo/refunds'>
export type BillBody = RequestOf<'POST /staff/bills'>['body']

/** A member the bill will go to; `scanId` is the server's word that this phone was really shown. */
export interface Diner {
  scanId: string
  name: string
  phoneMasked: string
  memberNo: string
  points: number
  tier: TierName
  tableName: string | null
}

/** What the last scan showed: one diner, or a table with several to choose from. Null when nothing was scanned. */
export const scanned = storeOf<Scan | null>(null)

export function dinersOf(scan: Scan): Diner[] {
  const table = scan.kind === 'TABLE' ? scan.table.name : null
  const diners = scan.kind === 'TABLE' ? scan.diners : [scan]
  return diners.map(({ scanId, member }) => ({
    scanId,
    name: member.nickname,
    phoneMasked: member.phoneMasked,
    memberNo: member.memberNo,
    points: member.points,
    tier: member.tier,
    tableName: table,
  }))
}

/** The outcome the result page shows. */
export type Outcome =
  | { kind: 'BILL'; bill: Bill }
  | { kind: 'REFUND'; refund: Refund }
  | { kind: 'REFUSED'; message: string; requestId: string; billNo: string }

export const outcome = storeOf<Outcome | null>(null)

/** The bill sent last, until its outcome is known. */
export const openBill = storeOf<BillBody | null>(recall<BillBody>('staff:open-bill'))

export function holdBill(body: BillBody): void {
  keep('staff:open-bill', body)
  openBill.set(body)
}

export function settleBill(): void {
  forget('staff:open-bill')
  openBill.set(null)
}
