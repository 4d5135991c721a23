import type { go } from '../routes'
import { type Scan, scanned } from './till'

/**
 * Where a scanned member or table leads: to what the member can use here, if there is anything; otherwise straight to the
 * bill, because at the till every tap counts.
 */
export function toMember(scan: ReturnType<typeof scanned.now>, way: typeof go): void {
  if (scan?.kind === 'MEMBER' && benefitsOf(scan) > 0) way('member', { scanId: scan.scanId })
  else way('bill')
}

/** How many things a scanned member can use here and now. */
export function benefitsOf(scan: Scan): number {
  return scan.kind === 'MEMBER' ? scan.benefits : 0
}
