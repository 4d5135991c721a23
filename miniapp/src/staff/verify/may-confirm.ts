/** Whether what lies on the counter may be confirmed, and what is still missing. Pure. */
import type { Check, Choice } from '../verify-client'

export type Standing = 'READY' | 'NEEDS_BILL' | 'CHECKING' | 'NO'

interface Looked {
  check: Check
  choice: Choice
  /** The bill the check was made with; null for none. */
  checkedWith: number | null
}

/**
 * A coupon that depends on the bill is judged with the bill that is typed in, so an answer for another amount does not
 * count. Without the bill everything else must be right already, or nobody needs to type it.
 */
export function standingOf({ check, choice, checkedWith }: Looked): Standing {
  if (choice.quantity < 1 || choice.quantity > Math.max(1, check.left)) return 'NO'
  if (!check.needsBill) return check.canVerify ? 'READY' : 'NO'
  if (choice.billFen === null) return onlyTheBill(check) ? 'NEEDS_BILL' : 'NO'
  if (checkedWith !== choice.billFen) return 'CHECKING'
  return check.canVerify ? 'READY' : 'NO'
}

/** True when no rule but that of the bill says no: then the amount pad is worth showing. */
export function onlyTheBill({ checks }: Pick<Check, 'checks'>): boolean {
  return checks.every(({ rule, ok }) => ok || rule === 'BILL')
}
