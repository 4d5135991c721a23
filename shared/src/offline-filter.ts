/**
 * The revocation filter: a Bloom filter over things that have live tokens and must not be accepted any more. It never
 * forgets one that is in it; of others it wrongly suspects about one in a thousand, who are asked to go online. A plain
 * value, shipped in the mini-program.
 */
import { digest32, fromBase64Url, toBase64Url } from './offline-bytes.js'

/** Of things that are not in a full filter, the share that is suspected all the same. */
export const FALSE_POSITIVES = 0.001
/** Bits for each thing and questions for each answer that give that rate: n·ln(1/p)/ln²2 and log2(1/p). */
const BITS_EACH = 14.378
const HASHES = 10
/** A filter of so many things takes 36 kB; more than that are not held, and tokens from before are not accepted. */
export const MAX_REVOKED = 20_000

/** A filter with nothing in it has no bits and suspects nobody. */
export interface OfflineFilter {
  /** Bits in base64url, the lowest of each byte first. */
  bits: string
  size: number
  hashes: number
}

/** A filter of these codes. */
export function filterOf(keys: readonly string[]): OfflineFilter {
  const size = keys.length === 0 ? 0 : Math.max(64, Math.ceil((keys.length * BITS_EACH) / 8) * 8)
  const bytes = new Uint8Array(size / 8)
  for (const key of keys) {
    for (const place of placesOf(key, size, HASHES)) bytes[place >> 3] = bytes[place >> 3]! | (1 << (place & 7))
  }
  return { bits: toBase64Url(bytes), size, hashes: HASHES }
}

/** Answers whether a thing may be in the filter. @throws when the filter itself cannot be read */
export function suspectIn({ bits, size, hashes }: OfflineFilter): (key: string) => boolean {
  const bytes = fromBase64Url(bits)
  if (!bytes || bytes.length * 8 !== size) throw new Error('the revocation filter is damaged')
  return key => size > 0 && placesOf(key, size, hashes).every(place => (bytes[place >> 3]! & (1 << (place & 7))) !== 0)
}

/** Two digests make all the places (Kirsch and Mitzenmacher, 2006). */
function placesOf(key: string, size: number, hashes: number): number[] {
  const first = digest32(key)
  const step = digest32(key, 0x9e3779b9) | 1
  const places: number[] = []
  for (let nth = 0; nth < hashes; nth += 1) places.push(((first + nth * (step >>> 0)) % 4_294_967_296) % size)
  return places
}
