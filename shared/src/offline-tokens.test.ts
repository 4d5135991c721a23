import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { digest32, fromBase64Url, fromUtf8, toBase64Url, toUtf8 } from './offline-bytes.js'
import { FALSE_POSITIVES, filterOf, MAX_REVOKED, suspectIn } from './offline-filter.js'
import {
  codeIn,
  MAX_OFFLINE_TOKEN,
  OFFLINE_PREFIX,
  type OfflineToken,
  offlineMessage,
  offlinePayload,
  offlineProblem,
  offlineText,
  readOfflineToken,
  storeDigest,
  type VerifySignature,
} from './offline-tokens.js'

const pair = generateKeyPairSync('ed25519')
const publicKey = new Uint8Array(Buffer.from(pair.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'))
const keys = (id: number) => (id === 7 ? publicKey : null)
const check: VerifySignature = (key, message, signature) => {
  const x = Buffer.from(key).toString('base64url')
  return verify(null, message, createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }), signature)
}

const NOON = Date.UTC(2026, 2, 31, 4, 0, 0)
const HOUR = 3_600_000
const soup: OfflineToken = {
  kind: 'VOUCHER',
  subject: '731834987235',
  keyId: 7,
  issuedAt: NOON,
  fromAt: NOON,
  untilAt: NOON + 12 * HOUR,
  left: 1,
  worthFen: 3800,
  minFen: 0,
  stores: null,
  askOnline: false,
  name: '招牌酸菜鱼',
}
const signed = (token: OfflineToken) => {
  const payload = offlinePayload(token)
  return offlineText(payload, sign(null, offlineMessage(payload), pair.privateKey))
}
const readBack = (text: string) => readOfflineToken(text, keys, check)

test.each<[string, Partial<OfflineToken>]>([
  ['a voucher good everywhere', {}],
  ['a coupon for two stores from eighty yuan on', { kind: 'COUPON', stores: [1, 4_294_967_295], minFen: 8000 }],
  ['a coupon whose worth depends on the bill', { kind: 'COUPON', worthFen: null }],
  ['a coupon that wants the network', { askOnline: true }],
  ['a card of ten meals', { left: 10 }],
  ['a coupon that begins at eleven', { fromAt: NOON + 7 * HOUR }],
  ['a member whose number begins with nought', { kind: 'MEMBER', subject: '0012345674', left: 0, worthFen: 0 }],
  ['the largest id there is', { subject: '9007199254740991', keyId: 7, minFen: 4_294_967_295 }],
  ['a name beyond the basic plane', { name: '𠮷野家🍜é' }],
])('%s comes back as it was signed', (_, change) => {
  expect(readBack(signed({ ...soup, ...change }))).toEqual({ ...soup, ...change })
})

test('a long name is cut between two characters', () => {
  const token = readBack(signed({ ...soup, name: '川味观金牌酸菜鱼配手工拉面一大碗' }))
  expect(token).toMatchObject({ name: '川味观金牌酸菜鱼配手' })
})

test('times are rounded inwards, so that a phone never accepts a minute the server would not', () => {
  const token = readBack(signed({ ...soup, fromAt: NOON + 1, untilAt: NOON + HOUR - 1 }))
  expect(token).toMatchObject({ fromAt: NOON + 60_000, untilAt: NOON + HOUR - 60_000 })
})

test('the fullest token fits a QR code of version 10 with error correction M, which holds 213 bytes', () => {
  const full = signed({ ...soup, stores: [1, 2, 3, 4], name: '川味观金牌酸菜鱼配手' })
  expect(full).toHaveLength(MAX_OFFLINE_TOKEN)
  expect(full.length).toBeLessThanOrEqual(213)
  // The usual one: version 8, 152 bytes.
  expect(signed(soup).length).toBeLessThanOrEqual(152)
})

test.each<[string, Partial<OfflineToken>]>([
  ['five stores', { stores: [1, 2, 3, 4, 5] }],
  ['no store at all', { stores: [] }],
  ['a negative worth', { worthFen: -1 }],
  ['a worth beyond 32 bits', { worthFen: 4_294_967_296 }],
  ['half a fen', { minFen: 0.5 }],
  ['an id beyond 2^53', { subject: '9007199254740993' }],
  ['a key number beyond 16 bits', { keyId: 65_536 }],
])('%s is no token', (_, change) => {
  expect(() => offlinePayload({ ...soup, ...change })).toThrow(RangeError)
})

test('a token with any one bit of it changed is refused', () => {
  const bytes = fromBase64Url(signed(soup).slice(OFFLINE_PREFIX.length))!
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const bent = bytes.slice()
    bent[bit >> 3] = bent[bit >> 3]! ^ (1 << (bit & 7))
    expect(['MALFORMED', 'UNKNOWN_KEY', 'FORGED']).toContain(readBack(OFFLINE_PREFIX + toBase64Url(bent)))
  }
})

test('a token with any one character of it changed, dropped or added is refused', () => {
  const text = signed(soup)
  for (let at = 0; at < text.length; at += 1) {
    const other = text.charAt(at) === 'A' ? 'B' : 'A'
    for (const bent of [
      text.slice(0, at) + other + text.slice(at + 1),
      text.slice(0, at) + text.slice(at + 1),
      `${text.slice(0, at)}A${text.slice(at)}`,
    ]) {
      expect(typeof readBack(bent)).toBe('string')
    }
  }
})

test('a copy whose signature was raised by the order of the group is refused, whatever the library says', () => {
  const order = (1n << 252n) + 27742317777372353535851937790883648493n
  const bytes = fromBase64Url(signed(soup).slice(OFFLINE_PREFIX.length))!
  const half = bytes.subarray(bytes.length - 32)
  let raised = half.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n) + order
  for (let at = 0; at < 32; at += 1) {
    half[at] = Number(raised & 255n)
    raised >>= 8n
  }
  expect(readOfflineToken(OFFLINE_PREFIX + toBase64Url(bytes), keys, () => true)).toBe('FORGED')
})

test.each([
  ['', 'MALFORMED'],
  ['HTO1.', 'MALFORMED'],
  ['HT1.1000000017.abc.0123456789abcdef', 'MALFORMED'],
  [`HTO1.${'A'.repeat(187)}A`, 'MALFORMED'],
  [`HTO1.${'A'.repeat(500)}`, 'MALFORMED'],
  ['HTO1.中文', 'MALFORMED'],
])('%j is no token', (text, fault) => {
  expect(readBack(text)).toBe(fault)
})

test('a token of a key this phone has not met is told apart from a forged one', () => {
  expect(readBack(signed({ ...soup, keyId: 8 }))).toBe('UNKNOWN_KEY')
  expect(readOfflineToken(signed(soup), () => publicKey.map(byte => byte ^ 1), check)).toBe('FORGED')
})

test.each<[string, Partial<OfflineToken>, number, string | null]>([
  ['at the moment it begins', { fromAt: NOON + HOUR }, NOON + HOUR, null],
  ['a millisecond before it begins', { fromAt: NOON + HOUR }, NOON + HOUR - 1, 'NOT_YET'],
  ['a millisecond before it ends', {}, NOON + 12 * HOUR - 1, null],
  ['at the moment it ends', {}, NOON + 12 * HOUR, 'EXPIRED'],
  ['in a store that is named', { stores: [storeDigest('1001')] }, NOON, null],
  ['in a store that is not named', { stores: [storeDigest('1002')] }, NOON, 'OTHER_STORE'],
  ['with one use left', { left: 1 }, NOON, null],
  ['with no use left', { left: 0 }, NOON, 'NONE_LEFT'],
  ['for a member, who has no uses', { kind: 'MEMBER', left: 0 }, NOON, null],
  ['with terms no phone can check', { askOnline: true }, NOON, 'ASK_ONLINE'],
])('%s', (_, change, nowMs, problem) => {
  expect(offlineProblem({ ...soup, ...change }, { nowMs, storeId: '1001' })).toBe(problem)
})

test.each(['', 'a', 'ab', 'abc', 'abcd'])('the bytes of %j come back from base64url', text => {
  const bytes = new Uint8Array(Buffer.from(text))
  expect(toBase64Url(bytes)).toBe(Buffer.from(text).toString('base64url'))
  expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes)
})

test.each(['A', 'AB', 'ABC', 'AA=', 'A A', 'AA\n'])('%j is not the one way to write bytes', text => {
  expect(fromBase64Url(text)).toBeNull()
})

test('texts go through UTF-8 and back as Node does it', () => {
  const text = '川味 é ¥88.50 𠮷🍜'
  expect(Buffer.from(toUtf8(text, 100)).toString('utf8')).toBe(text)
  expect(fromUtf8(new Uint8Array(Buffer.from(text)))).toBe(text)
})

test('the filter never forgets one, and suspects about one honest guest in a thousand', () => {
  const revoked = Array.from({ length: 5000 }, (_, nth) => String(731_834_987_000 + nth * 3))
  const suspected = suspectIn(filterOf(revoked))
  expect(revoked.every(suspected)).toBe(true)
  const honest = Array.from({ length: 100_000 }, (_, nth) => String(731_834_987_000 + nth * 3 + 1))
  const wrong = honest.filter(suspected).length / honest.length
  expect(wrong).toBeLessThan(FALSE_POSITIVES * 1.5)
  expect(wrong).toBeGreaterThan(FALSE_POSITIVES / 4)
})

test('an empty filter suspects nobody; a full one is forty kilobytes of text, a damaged one is told as such', () => {
  expect(suspectIn(filterOf([]))('731834987235')).toBe(false)
  const full = filterOf(Array.from({ length: MAX_REVOKED }, (_, nth) => `C${nth}`))
  expect(full.bits.length).toBeLessThan(50_000)
  expect(() => suspectIn({ ...full, bits: full.bits.slice(4) })).toThrow('damaged')
})

test('with a network the code in a token is all that counts, and whatever is no token stays what it is', () => {
  expect(codeIn(signed(soup))).toBe('731834987235')
  const member = signed({ ...soup, kind: 'MEMBER', subject: '1000000017' })
  expect(codeIn(member)).toBe(member)
  expect(codeIn('7318 3498 7235')).toBe('7318 3498 7235')
  expect(codeIn('HTO1.nothing')).toBe('HTO1.nothing')
})

test('stores are told apart', () => {
  expect(digest32('1001')).not.toBe(digest32('1002'))
})
