/** Voucher codes as they are read aloud, and where a voucher stands. Pure. */
import { codeIn } from '@huitou/shared/offline-tokens'
import { checkDigit } from '../members/codes.rules.js'

/** The first digit tells a waiter's phone that this is a voucher; coupons begin with 6. */
const PREFIX = '7'
/** Ten digits are drawn by chance, so a million vouchers that can be used leave one hit in ten thousand tries. */
export const CODES = 10_000_000_000

/** Twelve digits: the prefix, ten drawn ones, a check digit. `drawn` is below `CODES`. */
export function voucherCode(drawn: number): string {
  const digits = PREFIX + String(drawn).padStart(10, '0')
  return digits + checkDigit(digits)
}

/** The code behind what somebody typed or scanned, without its groups; null when it cannot be one of ours. */
export function readVoucherCode(typed: string): string | null {
  const digits = codeIn(typed).replace(/[\s-]/g, '')
  if (!/^7\d{11}$/.test(digits)) return null
  return checkDigit(digits.slice(0, -1)) === digits.slice(-1) ? digits : null
}

/** Numbers are stored and never change their meaning. An end by time is not stored: it follows from the date. */
export const VOUCHER = { READY: 1, USED: 2, RETURNED: 3 } as const

export function voucherState(
  { status, expires_at }: { status: number; expires_at: Date },
  at: Date,
): 'READY' | 'USED' | 'EXPIRED' | 'RETURNED' {
  if (status === VOUCHER.USED) return 'USED'
  if (status === VOUCHER.RETURNED) return 'RETURNED'
  return expires_at <= at ? 'EXPIRED' : 'READY'
}
