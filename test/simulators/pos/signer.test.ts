import { expect, test } from '@jest/globals'
import { authorizationOf, newNonce } from './signer.js'

// Made with OpenSSL: printf '<the five lines>' | openssl dgst -sha256 -hmac <key> -hex
const till = { id: '4242', key: 'htp_0123456789abcdefghijklmnopqrstuvwxyzABCD' }
const time = 1_795_408_200

test('a request with a body is signed over its bytes, Chinese and all', () => {
  const body = '{"code":"8888","note":"鱼"}'
  const path = '/api/pos/v1/identifications'
  expect(authorizationOf(till, { method: 'POST', path, body, time, nonce: 'nonce-0123456789ab' })).toBe(
    'HUITOU-HMAC-SHA256 key=4242, time=1795408200, nonce=nonce-0123456789ab, signature=0e7c03018a0c0839d883c872a92e756a0f5d00cf4e3df4108319684f1fcf1439',
  )
})

test('a request without a body is signed with the hash of nothing, and its query counts', () => {
  const path = '/api/pos/v1/settlements?day=2026-11-23&limit=2'
  expect(authorizationOf(till, { method: 'GET', path, body: '', time, nonce: 'nonce-0123456789ac' })).toBe(
    'HUITOU-HMAC-SHA256 key=4242, time=1795408200, nonce=nonce-0123456789ac, signature=35cc646c5141b1eb7665c60234221d0faf834ff526e422280d186c1962d38430',
  )
})

test('no nonce comes twice, and each is one the server takes', () => {
  const nonces = Array.from({ length: 1_000 }, newNonce)
  expect(new Set(nonces).size).toBe(1_000)
  for (const nonce of nonces) expect(nonce).toMatch(/^[A-Za-z0-9_-]{16,64}$/)
})
