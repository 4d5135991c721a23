import { generateKeyPairSync, sign } from 'node:crypto'
import {
  type OfflineToken,
  offlineMessage,
  offlinePayload,
  offlineText,
  readOfflineToken,
  storeDigest,
} from '@huitou/shared/offline-tokens'
import { expect, test } from '@jest/globals'
import { type Counter, leftHere, obstacleOf } from './judge'
import { type Queue, withEntry } from './queue'
import { verifySignature } from './signature'

const NOON = Date.parse('2026-11-23T04:00:00.000Z')
const HOUR = 3_600_000
const noodles: OfflineToken = {
  kind: 'VOUCHER',
  subject: '731834987235',
  keyId: 3,
  issuedAt: NOON,
  fromAt: NOON,
  untilAt: NOON + 12 * HOUR,
  left: 2,
  worthFen: 2_800,
  minFen: 0,
  stores: null,
  askOnline: false,
  name: '鸡丝凉面',
}
const empty: Queue = { deviceId: 'a-device-number', nextSeq: 1, entries: [] }
const allowance = { perHourCount: 20, perHourWorthFen: 50_000, perItemWorthFen: 5_600 }
const counter = (more: Partial<Counter> = {}): Counter => ({
  storeId: '1001',
  nowMs: NOON + HOUR,
  queue: empty,
  allowance,
  suspect: false,
  ...more,
})
const used = (quantity: number): Queue =>
  withEntry(empty, {
    requestId: 'request-1',
    token: 'x',
    kind: 'VOUCHER',
    subject: noodles.subject,
    name: '',
    quantity,
    worthFen: 0,
    billFen: null,
    billNo: null,
    at: new Date(NOON).toISOString(),
    untilAt: noodles.untilAt,
  })

const token = (change: Partial<OfflineToken> = {}): OfflineToken => ({ ...noodles, ...change })

test.each<[string, string | null, string | null]>([
  ['a voucher nobody has used', null, obstacleOf(token(), counter())],
  ['both uses at once', null, obstacleOf(token(), counter(), 2)],
  ['one use more than there are', 'NONE_LEFT', obstacleOf(token(), counter(), 3)],
  ['the second use after the first one here', null, obstacleOf(token(), counter({ queue: used(1) }))],
  ['a third use after two here', 'USED_HERE', obstacleOf(token(), counter({ queue: used(2) }))],
  ['what the filter suspects', 'SUSPECT', obstacleOf(token(), counter({ suspect: true }))],
  ['a code of yesterday', 'EXPIRED', obstacleOf(token(), counter({ nowMs: NOON + 12 * HOUR }))],
  ['another store’s', 'OTHER_STORE', obstacleOf(token({ stores: [storeDigest('7')] }), counter())],
  ['what asks for the network', 'ASK_ONLINE', obstacleOf(token({ askOnline: true }), counter())],
  ['what nobody knows the worth of', 'ASK_ONLINE', obstacleOf(token({ worthFen: null }), counter())],
  ['a worth beyond one item’s', 'ITEM_WORTH', obstacleOf(token({ worthFen: 5_601 }), counter())],
  ['a member, whom no filter holds', null, obstacleOf(token({ kind: 'MEMBER', left: 0 }), counter({ suspect: true }))],
])('%s: %s', (_, expected, obstacle) => {
  expect(obstacle).toBe(expected)
})

test('what is left here is what was left when it was issued, less what this phone has accepted', () => {
  expect([leftHere(noodles, empty), leftHere(noodles, used(1)), leftHere(noodles, used(5))]).toEqual([2, 1, 0])
})

test('a signature of the server is believed in plain arithmetic, and no other', () => {
  const pair = generateKeyPairSync('ed25519')
  const key = new Uint8Array(Buffer.from(pair.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'))
  const payload = offlinePayload(noodles)
  const text = offlineText(payload, new Uint8Array(sign(null, offlineMessage(payload), pair.privateKey)))
  expect(readOfflineToken(text, () => key, verifySignature)).toEqual(noodles)
  const bent = text.slice(0, -2) + (text.slice(-2) === 'AA' ? 'BA' : 'AA')
  expect(typeof readOfflineToken(bent, () => key, verifySignature)).toBe('string')
  for (let at = 0; at < key.length; at += 8) {
    const other = key.slice()
    other[at] = (other[at] ?? 0) ^ 1
    expect(readOfflineToken(text, () => other, verifySignature)).toBe('FORGED')
  }
})
