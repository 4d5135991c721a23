import { expect, test } from '@jest/globals'
import { isLate, isSigned, isSignedWith, readSignature } from './pos-signatures.rules.js'

// Made with OpenSSL: printf '<the five lines>' | openssl dgst -sha256 -hmac <key> -hex
const key = 'htp_0123456789abcdefghijklmnopqrstuvwxyzABCD'
const signature = '0e7c03018a0c0839d883c872a92e756a0f5d00cf4e3df4108319684f1fcf1439'
const header = (fields: string) => `HUITOU-HMAC-SHA256 ${fields}`
const good = header(`key=4242, time=1795408200, nonce=nonce-0123456789ab, signature=${signature}`)
const request = {
  method: 'POST',
  path: '/api/pos/v1/identifications',
  body: Buffer.from('{"code":"8888","note":"鱼"}'),
}

test('what OpenSSL has signed is signed', () => {
  expect(isSigned(good)).toBe(true)
  expect(isSignedWith(key, readSignature(good)!, request)).toBe(true)
})

test.each([
  ['another method', { ...request, method: 'PUT' }],
  ['another path', { ...request, path: '/api/pos/v1/checkouts' }],
  ['a query', { ...request, path: `${request.path}?a=1` }],
  ['a blank more in the body', { ...request, body: Buffer.from('{"code":"8888", "note":"鱼"}') }],
  ['no body', { ...request, body: Buffer.alloc(0) }],
])('%s is not what was signed', (_, changed) => {
  expect(isSignedWith(key, readSignature(good)!, changed)).toBe(false)
})

test('another time, nonce or key is not what was signed', () => {
  const signed = readSignature(good)!
  expect(isSignedWith(key, { ...signed, time: signed.time + 1 }, request)).toBe(false)
  expect(isSignedWith(key, { ...signed, nonce: 'nonce-0123456789ac' }, request)).toBe(false)
  expect(isSignedWith(`${key}x`, signed, request)).toBe(false)
})

test.each([
  ['nothing', ''],
  ['a key of words', good.replace('4242', 'mine')],
  ['a key of nothing', good.replace('4242', '0')],
  ['milliseconds', good.replace('1795408200', '1795408200000')],
  ['a short nonce', good.replace('nonce-0123456789ab', 'nonce-012345678')],
  ['a nonce beyond 64', good.replace('nonce-0123456789ab', 'n'.repeat(65))],
  ['a signature in capitals', good.replace(signature, signature.toUpperCase())],
  ['half a signature', good.replace(signature, signature.slice(32))],
  ['more behind it', `${good}, more=1`],
])('%s is malformed', (_, text) => {
  expect(readSignature(text)).toBeNull()
})

test('five minutes either way count, and not a second more', () => {
  const { time } = readSignature(good)!
  const at = (seconds: number) => isLate({ time }, new Date((time + seconds) * 1000))
  expect([at(-300), at(300), at(-301), at(301)]).toEqual([false, false, true, true])
})

test('a bearer is no signature', () => {
  expect([isSigned(undefined), isSigned('Bearer x'), isSigned('HUITOU-HMAC-SHA256')]).toEqual([false, false, false])
})
