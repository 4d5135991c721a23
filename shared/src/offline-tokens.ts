/**
 * Offline tokens: what a guest's QR code says about a coupon, a voucher or a membership, signed by the server (Ed25519) so
 * that a waiter's phone can believe it in a basement. Short-lived, since nothing but time takes a signature back. A plain
 * value, shipped in the mini-program: no zod, no BigInt, no WebCrypto, no TextEncoder.
 */
import { digest32, fromBase64Url, fromUtf8, toBase64Url, toUtf8 } from './offline-bytes.js'

export const OFFLINE_PREFIX = 'HTO1.'
/** The longest token there is; with error correction M it makes a QR code of version 10, which old cameras read. */
export const MAX_OFFLINE_TOKEN = 192
/** More stores than this do not fit: such a coupon asks for the network. */
export const MAX_OFFLINE_STORES = 4

const KINDS = ['COUPON', 'VOUCHER', 'MEMBER'] as const
export type OfflineKind = (typeof KINDS)[number]

export interface OfflineToken {
  kind: OfflineKind
  /** The twelve digits of a coupon's or voucher's code, the ten of a member's number. */
  subject: string
  /** Of the key that signed it, 1 to 65,535. */
  keyId: number
  /** Instants in milliseconds; the token holds whole seconds and, from the first on, whole minutes. */
  issuedAt: number
  /** It may be accepted from then on, and before `untilAt`. */
  fromAt: number
  untilAt: number
  /** Uses left when it was issued, at most 255. */
  left: number
  /** What one use is worth, in fen; null where that depends on the bill. */
  worthFen: number | null
  /** What the bill must come to; 0 for any bill or none. */
  minFen: number
  /** Digests of the stores it is good in, see `storeDigest`; null is everywhere in this chain. */
  stores: number[] | null
  /** It has terms a phone cannot check alone. */
  askOnline: boolean
  /** What it is for, cut to ten characters of Chinese. */
  name: string
}

/** Whether `signature` (64 bytes) of `message` was made with the private half of `publicKey` (32 bytes). */
export type VerifySignature = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean

/** MALFORMED: no token of ours. UNKNOWN_KEY: signed by a key this phone has not met. FORGED: the signature is wrong. */
export type OfflineFault = 'MALFORMED' | 'UNKNOWN_KEY' | 'FORGED'

const FIXED = 30
const NAME_BYTES = 30
const SIGNATURE = 64
const ANYWHERE = 255
const VERSION = 1
const WORTH_KNOWN = 1
const ASK_ONLINE = 2
const MINUTE_MS = 60_000
const MAX_MINUTES = 65_535
const MAX_U32 = 4_294_967_295

/** The order of the curve's group, little end first: a signature whose second half is not below it is a copy bent by hand. */
const ORDER = [
  0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0x10,
]

export const isOfflineToken = (text: string): boolean => text.indexOf(OFFLINE_PREFIX) === 0

/** What stands for a store in a token. Two of a chain share one with a chance of one in four thousand millions. */
export const storeDigest = (storeId: string): number => digest32(storeId)

/**
 * The code of a coupon or voucher in what was scanned: of a token the twelve digits it stands for, whoever signed it, since
 * with a network those digits are looked up anyway; of anything else the text as it is.
 */
export function codeIn(text: string): string {
  if (!isOfflineToken(text) || text.length > MAX_OFFLINE_TOKEN) return text
  const bytes = fromBase64Url(text.slice(OFFLINE_PREFIX.length))
  const token = bytes && bytes.length >= FIXED + SIGNATURE ? tokenOf(bytes.subarray(0, bytes.length - SIGNATURE)) : null
  return token && token.kind !== 'MEMBER' ? token.subject : text
}

/** The bytes of a token before its signature. @throws RangeError when a field does not fit */
export function offlinePayload(token: OfflineToken): Uint8Array {
  const name = toUtf8(token.name, NAME_BYTES)
  const stores = token.stores ?? []
  if (stores.length > MAX_OFFLINE_STORES || (token.stores && stores.length === 0)) throw new RangeError('stores')
  const issued = Math.floor(token.issuedAt / 1000)
  const bytes = new Uint8Array(FIXED + stores.length * 4 + name.length)
  bytes[0] = (VERSION << 4) | (KINDS.indexOf(token.kind) + 1)
  write(bytes, { at: 1, size: 2, value: token.keyId, name: 'keyId' })
  write(bytes, { at: 3, size: 7, value: Number(token.subject), name: 'subject' })
  write(bytes, { at: 10, size: 4, value: issued, name: 'issuedAt' })
  // Inwards both ways: a phone must never accept a minute the server would not.
  write(bytes, { at: 14, size: 2, value: minutesAfter(issued, token.fromAt, Math.ceil), name: 'fromAt' })
  write(bytes, { at: 16, size: 2, value: minutesAfter(issued, token.untilAt, Math.floor), name: 'untilAt' })
  bytes[18] = (token.worthFen === null ? 0 : WORTH_KNOWN) | (token.askOnline ? ASK_ONLINE : 0)
  bytes[19] = token.stores ? stores.length : ANYWHERE
  bytes[20] = Math.min(255, token.left)
  write(bytes, { at: 21, size: 4, value: token.worthFen ?? 0, name: 'worthFen' })
  write(bytes, { at: 25, size: 4, value: token.minFen, name: 'minFen' })
  bytes[29] = name.length
  for (const [place, store] of stores.entries())
    write(bytes, { at: FIXED + place * 4, size: 4, value: store, name: 'stores' })
  bytes.set(name, FIXED + stores.length * 4)
  return bytes
}

/** What is signed: the prefix keeps a signature from meaning anything elsewhere. */
export function offlineMessage(payload: Uint8Array): Uint8Array {
  const message = new Uint8Array(OFFLINE_PREFIX.length + payload.length)
  for (let at = 0; at < OFFLINE_PREFIX.length; at += 1) message[at] = OFFLINE_PREFIX.charCodeAt(at)
  message.set(payload, OFFLINE_PREFIX.length)
  return message
}

/** "HTO1.<payload and signature in base64url>". */
export function offlineText(payload: Uint8Array, signature: Uint8Array): string {
  const bytes = new Uint8Array(payload.length + signature.length)
  bytes.set(payload)
  bytes.set(signature, payload.length)
  return OFFLINE_PREFIX + toBase64Url(bytes)
}

/**
 * The token in a text, if one of the keys signed it. Says nothing of time or place: see `offlineProblem`. `keys` answers
 * the public half of a key in 32 bytes, or null.
 */
export function readOfflineToken(
  text: string,
  keys: (keyId: number) => Uint8Array | null,
  verify: VerifySignature,
): OfflineToken | OfflineFault {
  if (!isOfflineToken(text) || text.length > MAX_OFFLINE_TOKEN) return 'MALFORMED'
  const bytes = fromBase64Url(text.slice(OFFLINE_PREFIX.length))
  if (!bytes || bytes.length < FIXED + SIGNATURE) return 'MALFORMED'
  const payload = bytes.subarray(0, bytes.length - SIGNATURE)
  const signature = bytes.subarray(bytes.length - SIGNATURE)
  const token = tokenOf(payload)
  if (!token) return 'MALFORMED'
  const key = keys(token.keyId)
  if (!key) return 'UNKNOWN_KEY'
  return isReduced(signature) && verify(key, offlineMessage(payload), signature) ? token : 'FORGED'
}

/** Why a true token cannot be accepted here, now, with no network. */
export type OfflineProblem = 'EXPIRED' | 'NOT_YET' | 'OTHER_STORE' | 'NONE_LEFT' | 'ASK_ONLINE'

/** The first thing in the way, or null. The first moment it may be accepted is `fromAt`, the first it may not `untilAt`. */
export function offlineProblem(token: OfflineToken, at: { nowMs: number; storeId: string }): OfflineProblem | null {
  if (at.nowMs >= token.untilAt) return 'EXPIRED'
  if (token.stores && token.stores.indexOf(storeDigest(at.storeId)) < 0) return 'OTHER_STORE'
  if (at.nowMs < token.fromAt) return 'NOT_YET'
  if (token.kind !== 'MEMBER' && token.left < 1) return 'NONE_LEFT'
  return token.askOnline ? 'ASK_ONLINE' : null
}

function tokenOf(payload: Uint8Array): OfflineToken | null {
  const kind = KINDS[(payload[0]! & 15) - 1]
  if (payload[0]! >> 4 !== VERSION || !kind) return null
  const count = payload[19] === ANYWHERE ? 0 : payload[19]!
  const nameAt = FIXED + count * 4
  if (count > MAX_OFFLINE_STORES || payload.length !== nameAt + payload[29]! || payload[29]! > NAME_BYTES) return null
  const issued = read(payload, 10, 4)
  const minutes = (at: number) => issued * 1000 + read(payload, at, 2) * MINUTE_MS
  const stores: number[] = []
  for (let place = 0; place < count; place += 1) stores.push(read(payload, FIXED + place * 4, 4))
  return {
    kind,
    subject: kind === 'MEMBER' ? padded(read(payload, 3, 7)) : String(read(payload, 3, 7)),
    keyId: read(payload, 1, 2),
    issuedAt: issued * 1000,
    fromAt: minutes(14),
    untilAt: minutes(16),
    left: payload[20]!,
    worthFen: (payload[18]! & WORTH_KNOWN) === 0 ? null : read(payload, 21, 4),
    minFen: read(payload, 25, 4),
    stores: payload[19] === ANYWHERE ? null : stores,
    askOnline: (payload[18]! & ASK_ONLINE) !== 0,
    name: fromUtf8(payload.subarray(nameAt)),
  }
}

/** Member numbers have ten digits. */
function padded(number: number): string {
  const digits = String(number)
  return '0000000000'.slice(Math.min(10, digits.length)) + digits
}

function minutesAfter(issued: number, at: number, round: (minutes: number) => number): number {
  return Math.min(MAX_MINUTES, Math.max(0, round((at - issued * 1000) / MINUTE_MS)))
}

function write(bytes: Uint8Array, field: { at: number; size: number; value: number; name: string }): void {
  const { at, size, name } = field
  let left = field.value
  const most = size === 7 ? 9_007_199_254_740_991 : size === 4 ? MAX_U32 : MAX_MINUTES
  if (!(left >= 0 && left <= most) || Math.floor(left) !== left) throw new RangeError(name)
  for (let place = size - 1; place >= 0; place -= 1) {
    bytes[at + place] = left % 256
    left = Math.floor(left / 256)
  }
}

function read(bytes: Uint8Array, at: number, size: number): number {
  let value = 0
  for (let place = 0; place < size; place += 1) value = value * 256 + bytes[at + place]!
  return value
}

function isReduced(signature: Uint8Array): boolean {
  for (let place = 31; place >= 0; place -= 1) {
    const difference = signature[32 + place]! - ORDER[place]!
    if (difference !== 0) return difference < 0
  }
  return false
}
