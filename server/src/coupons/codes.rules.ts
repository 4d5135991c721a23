/** Coupon codes as they are read aloud, and codes printed elsewhere that are brought in. Pure. */
import { codeIn } from '@huitou/shared/offline-tokens'
import { checkDigit } from '../members/codes.rules.js'

/** The first digit tells a waiter's phone that this is a coupon: member numbers and barcodes have other lengths. */
const PREFIX = '6'
/** Ten digits are drawn by chance, so a million coupons that can be used leave one hit in ten thousand tries. */
export const CODES = 10_000_000_000
const PRINTED = /^[A-Z0-9]{6,32}$/
export const MAX_ROWS = 3_000

/** Twelve digits: the prefix, ten drawn ones, a check digit. `drawn` is below `CODES`. */
export function couponCode(drawn: number): string {
  const digits = PREFIX + String(drawn).padStart(10, '0')
  return digits + checkDigit(digits)
}

/** The code behind what somebody typed or scanned, without its groups; null when it cannot be one of ours. */
export function readCouponCode(typed: string): string | null {
  const digits = codeIn(typed).replace(/[\s-]/g, '')
  if (!/^6\d{11}$/.test(digits)) return null
  return checkDigit(digits.slice(0, -1)) === digits.slice(-1) ? digits : null
}

/** A printed code in the one way it is kept: capitals and digits. */
export function printedCode(typed: string): string {
  return typed.replace(/[\s-]/g, '').toUpperCase()
}

export interface CodeRow {
  row: number
  code: string
  why: 'SHAPE' | 'TWICE' | null
}

/**
 * The codes of a file of one column. Rows are counted as a spreadsheet shows them; empty ones and a heading are passed over.
 * Answers null when there are more than 3,000.
 */
export function codesOf(csv: string): CodeRow[] | null {
  const seen = new Set<string>()
  const rows: CodeRow[] = []
  const lines = csv.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  for (const [index, line] of lines.entries()) {
    const cell = line
      .split(/[,;\t]/)[0]!
      .trim()
      .replace(/^"(.*)"$/, '$1')
    if (cell === '' || (index === 0 && /^(code|券码|兑换码)$/i.test(cell))) continue
    if (rows.length >= MAX_ROWS) return null
    const code = printedCode(cell)
    const why = !PRINTED.test(code) ? 'SHAPE' : seen.has(code) ? 'TWICE' : null
    seen.add(code)
    rows.push({ row: index + 1, code: why === 'SHAPE' ? cell.slice(0, 40) : code, why })
  }
  return rows
}
