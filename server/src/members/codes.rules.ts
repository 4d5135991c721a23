/** Member codes: thirty-second windows, signed, as a QR token and as a barcode of twenty digits. Pure. */
import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'

export const WINDOW_MS = 30_000
/** A code is accepted this long after its window, for the way from the phone to the till. */
const GRACE_MS = 15_000
/** After a code is used its successor is shown at once, so one window ahead is accepted. */
export const AHEAD = 1

export interface CodeClaim {
  memberNo: string
  window: number
}

export const windowAt = (nowMs: number): number => Math.floor(nowMs / WINDOW_MS)

/** "HT1.<member number>.<window>.<96-bit signature>": 40 characters, a small QR code. */
export function qrToken(key: KeyObject, claim: CodeClaim): string {
  return `HT1.${claim.memberNo}.${claim.window.toString(36)}.${macOf(key, 'qr', claim).subarray(0, 12).toString('base64url')}`
}

/** Ten digits of member number, four of the window, six of signature: what a till scanner reads as Code 128. */
export function barcode(key: KeyObject, claim: CodeClaim): string {
  return claim.memberNo + String(claim.window % 10_000).padStart(4, '0') + digitsOf(macOf(key, 'bar', claim))
}

/**
 * Reads a scanned code. UNKNOWN: not one of ours, or its signature is wrong. EXPIRED: ours, and too old (or from the
 * future beyond the next window). The barcode's four window digits repeat after 83 hours; the nearest one is meant.
 */
export function readCode(key: KeyObject, code: string, nowMs: number): CodeClaim | 'UNKNOWN' | 'EXPIRED' {
  const claim = /^\d{20}$/.test(code) ? fromBarcode(key, code, nowMs) : fromToken(key, code)
  if (!claim) return 'UNKNOWN'
  const tooOld = (claim.window + 1) * WINDOW_MS + GRACE_MS < nowMs
  return tooOld || claim.window > windowAt(nowMs) + AHEAD ? 'EXPIRED' : claim
}

function fromToken(key: KeyObject, code: string): CodeClaim | null {
  const [, memberNo, window, mac] = /^HT1\.(\d{10})\.([0-9a-z]{1,8})\.([A-Za-z0-9_-]{16})$/.exec(code) ?? []
  if (!memberNo || !window || !mac) return null
  const claim = { memberNo, window: Number.parseInt(window, 36) }
  return timingSafeEqual(Buffer.from(mac, 'base64url'), macOf(key, 'qr', claim).subarray(0, 12)) ? claim : null
}

function fromBarcode(key: KeyObject, code: string, nowMs: number): CodeClaim | null {
  const current = windowAt(nowMs)
  const low = Number(code.slice(10, 14))
  const base = current - ((((current - low) % 10_000) + 10_000) % 10_000)
  // The window before or at now, or the one just ahead.
  for (const window of [base, base + 10_000]) {
    const claim = { memberNo: code.slice(0, 10), window }
    if (
      window <= current + AHEAD &&
      timingSafeEqual(Buffer.from(code.slice(14)), Buffer.from(digitsOf(macOf(key, 'bar', claim))))
    )
      return claim
  }
  return null
}

function macOf(key: KeyObject, use: string, { memberNo, window }: CodeClaim): Buffer {
  return createHmac('sha256', key).update(`${use}|${memberNo}|${window}`).digest()
}

const digitsOf = (mac: Buffer): string => String(mac.readUIntBE(0, 6) % 1_000_000).padStart(6, '0')

/** The check digit (Luhn) that ends a member number, so that a mistyped one is noticed. */
export function checkDigit(digits: string): string {
  let sum = 0
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]) * (i % 2 === 0 ? 2 : 1)
    sum += digit > 9 ? digit - 9 : digit
  }
  return String((10 - (sum % 10)) % 10)
}
