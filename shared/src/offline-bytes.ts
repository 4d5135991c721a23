/**
 * Bytes and texts without anything a phone of ten years may lack: no TextEncoder, no atob, no BigInt. A plain value, shipped
 * in the mini-program.
 */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Base64 with "-" and "_" and no padding. */
export function toBase64Url(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at
    const bits = (bytes[at]! << 16) | ((left > 1 ? bytes[at + 1]! : 0) << 8) | (left > 2 ? bytes[at + 2]! : 0)
    text += ALPHABET.charAt(bits >> 18) + ALPHABET.charAt((bits >> 12) & 63)
    if (left > 1) text += ALPHABET.charAt((bits >> 6) & 63)
    if (left > 2) text += ALPHABET.charAt(bits & 63)
  }
  return text
}

/** The bytes behind such a text; null unless it is the one and only way to write them. */
export function fromBase64Url(text: string): Uint8Array | null {
  const rest = text.length % 4
  if (rest === 1) return null
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let bits = 0
  let count = 0
  let at = 0
  for (let place = 0; place < text.length; place += 1) {
    const value = ALPHABET.indexOf(text.charAt(place))
    if (value < 0) return null
    bits = ((bits << 6) | value) & 0xffffff
    count += 6
    if (count < 8) continue
    count -= 8
    bytes[at] = (bits >> count) & 255
    at += 1
  }
  // Bits that stand for nothing must be nought, or one token could be written in several ways.
  return (bits & ((1 << count) - 1)) === 0 ? bytes : null
}

/** UTF-8 of a text, cut between characters so that it is never longer than `most` bytes. */
export function toUtf8(text: string, most: number): number[] {
  const bytes: number[] = []
  for (const character of Array.from(text)) {
    const more = utf8Of(character.codePointAt(0) ?? 63)
    if (bytes.length + more.length > most) break
    bytes.push(...more)
  }
  return bytes
}

/** The text behind bytes that `toUtf8` made; whatever is no UTF-8 becomes "?". */
export function fromUtf8(bytes: Uint8Array): string {
  let text = ''
  let at = 0
  while (at < bytes.length) {
    const first = bytes[at]!
    const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
    let point = length === 1 ? first : first & (0xff >> (length + 1))
    for (let next = 1; next < length; next += 1) point = (point << 6) | ((bytes[at + next] ?? 0) & 63)
    text += point > 0x10ffff ? '?' : String.fromCodePoint(point)
    at += length
  }
  return text
}

function utf8Of(point: number): number[] {
  if (point < 0x80) return [point]
  if (point < 0x800) return [0xc0 | (point >> 6), 0x80 | (point & 63)]
  if (point < 0x10000) return [0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63)]
  return [0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63)]
}

/** A 32-bit digest (FNV-1a) of a text of plain characters. Good for telling apart, not for keeping secrets. */
export function digest32(text: string, seed = 0): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0
  }
  // Stirred once more: the last characters of neighbouring numbers would hardly reach the upper bits.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) >>> 0
  return (hash ^ (hash >>> 13)) >>> 0
}
