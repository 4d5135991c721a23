/**
 * Signatures of tills: HMAC-SHA256 by the till's key over what it asks, when, and a nonce that is good once. Pure.
 *   Authorization: HUITOU-HMAC-SHA256 key=<id of the key>, time=<Unix seconds>, nonce=<16 to 64 letters>, signature=<hex>
 */
import { createHmac, hash, timingSafeEqual } from 'node:crypto'

export interface PosSignature {
  keyId: number
  /** Unix seconds by the clock of the till. */
  time: number
  nonce: string
  signature: Buffer
}

/** What is signed, as it was sent: the path below the host with its query, and the body byte by byte. */
export interface SignedRequest {
  method: string
  path: string
  body: Uint8Array
}

/** How far the clocks of a till and of the server may be apart. */
export const SKEW_MS = 5 * 60_000
const SCHEME = /^HUITOU-HMAC-SHA256 /i
const FIELDS = /^key=([1-9]\d{0,15}), ?time=(\d{10}), ?nonce=([A-Za-z0-9_-]{16,64}), ?signature=([0-9a-f]{64})$/

export const isSigned = (authorization: string | undefined): authorization is string => SCHEME.test(authorization ?? '')

/** The fields of a signature; null when it is malformed. */
export function readSignature(authorization: string): PosSignature | null {
  const [, key, time, nonce, signature] = FIELDS.exec(authorization.replace(SCHEME, '').trim()) ?? []
  if (!key || !time || !nonce || !signature) return null
  return { keyId: Number(key), time: Number(time), nonce, signature: Buffer.from(signature, 'hex') }
}

/** Five lines without one at the end: method, path, time, nonce, SHA-256 of the body in hex. */
export function signedText(
  { method, path, body }: SignedRequest,
  { time, nonce }: { time: number; nonce: string },
): string {
  return [method, path, time, nonce, hash('sha256', body)].join('\n')
}

export function isSignedWith(key: string, signed: PosSignature, request: SignedRequest): boolean {
  const expected = createHmac('sha256', key).update(signedText(request, signed)).digest()
  return timingSafeEqual(expected, signed.signature)
}

/** Whether a signature was made too long ago, or lies too far ahead, to count. */
export function isLate({ time }: Pick<PosSignature, 'time'>, now: Date): boolean {
  return Math.abs(now.getTime() - time * 1000) > SKEW_MS
}
