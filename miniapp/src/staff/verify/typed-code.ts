/** Codes as they are read aloud and typed: twelve digits of a coupon or voucher, twenty of a member's barcode. Pure. */

/** A member's barcode has as many digits; nothing longer is typed. */
export const LONGEST = 20
const CODE = 12

export type CodeKind = 'COUPON' | 'VOUCHER' | 'MEMBER'

/** What the digits will be once they are complete, by the first ones; null while nobody can say. */
export function kindOf(digits: string): CodeKind | null {
  if (digits.length > CODE) return 'MEMBER'
  if (digits.startsWith('7')) return 'VOUCHER'
  // Member numbers begin with a six as well: the thirteenth digit tells.
  return digits.startsWith('6') ? 'COUPON' : null
}

/** Whether it is worth sending. Twelve digits carry a check digit, which tells a wrong key before the server is asked. */
export function isComplete(digits: string): boolean {
  if (digits.length === LONGEST) return true
  return digits.length === CODE && kindOf(digits) !== null && checkDigit(digits.slice(0, -1)) === digits.slice(-1)
}

/** True for twelve digits, in groups or not, that cannot be a code of ours because the check digit is another one. */
export function mistakeOf(typed: string): boolean {
  const digits = typed.replace(/[\s-]/g, '')
  return /^[67]\d{11}$/.test(digits) && !isComplete(digits)
}

export type DigitKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | 'CLEAR' | 'BACK'

/** The digits after a key. */
export function withKey(digits: string, key: DigitKey): string {
  if (key === 'CLEAR') return ''
  if (key === 'BACK') return digits.slice(0, -1)
  return digits.length < LONGEST ? digits + key : digits
}

/** The check digit (Luhn) that ends a code. */
function checkDigit(digits: string): string {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits.charAt(digits.length - 1 - i)) * (i % 2 === 0 ? 2 : 1)
    sum += digit > 9 ? digit - 9 : digit
  }
  return String((10 - (sum % 10)) % 10)
}
