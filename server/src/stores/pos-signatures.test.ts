import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { authorizationOf, newNonce } from '../../../test/simulators/pos/signer.js'
import { openWorld, type World } from '../../../test/world.js'
import { MINUTE, refusalOf, SECOND } from '../../../test/world-basics.js'
import { PosKeys } from './pos-keys.service.js'
import { PosSignatures } from './pos-signatures.service.js'

let world: World
let storeId: number
let till: Awaited<ReturnType<World['pos']>>
beforeAll(async () => {
  world = await openWorld()
  storeId = await world.store()
  till = await world.pos(storeId)
})
afterAll(() => world.close())

const path = '/api/pos/v1/settlements?day=2026-11-23'

/** One signed request with whatever is changed of it; its status and code. */
async function sent(changed: { at?: Date; nonce?: string; id?: string; key?: string; asked?: string } = {}) {
  const { at = world.clock.now(), nonce = newNonce(), id = till.id, key = till.key, asked = path } = changed
  const time = Math.floor(at.getTime() / 1000)
  const authorization = authorizationOf({ id, key }, { method: 'GET', path, body: '', time, nonce })
  const answer = await fetch(`${world.url}${asked}`, { headers: { authorization } })
  const reply = (await answer.json()) as { code?: string; data?: Record<string, unknown> }
  return { status: answer.status, code: reply.code ?? 'ok', data: reply.data }
}

const codes = async (...all: ReturnType<typeof sent>[]) => (await Promise.all(all)).map(({ code }) => code)
const later = (ms: number) => new Date(world.clock.now().getTime() + ms)

test('a signed request is let in; the key alone is not where a signature is asked for', async () => {
  expect((await sent()).status).toBe(200)
  const bare = till.call('GET /pos/v1/settlements', { query: { day: '2026-11-23' } })
  expect(await refusalOf(bare)).toBe('pos.signature_missing')
  const wrong = world.as('htp_wrong')('GET /pos/v1/settlements', { query: { day: '2026-11-23' } })
  expect(await refusalOf(wrong)).toBe('pos.key_invalid')
})

test('a clock may be five minutes off; a till further away is told our time', async () => {
  expect(await codes(sent({ at: later(5 * MINUTE) }), sent({ at: later(-5 * MINUTE) }))).toEqual(['ok', 'ok'])
  const late = await sent({ at: later(-5 * MINUTE - SECOND) })
  expect(late).toMatchObject({
    status: 401,
    code: 'pos.signature_late',
    data: { now: world.clock.now().toISOString() },
  })
  expect((await sent({ at: later(5 * MINUTE + SECOND) })).code).toBe('pos.signature_late')
})

test('a nonce is good once, for one key, as long as its signature is', async () => {
  const nonce = newNonce()
  expect(await codes(...Array.from({ length: 8 }, () => sent({ nonce }))).then(all => all.sort())).toEqual([
    'ok',
    ...Array.from({ length: 7 }, () => 'pos.nonce_used'),
  ])
  const other = await world.pos(storeId, 'till 2')
  expect((await sent({ nonce, ...other })).code).toBe('ok')
  const kept = async () => (await world.db.query<{ n: number }>('SELECT COUNT(*) AS n FROM pos_nonce'))[0]!.n
  const ahead = newNonce()
  expect((await sent({ nonce: ahead, at: later(5 * MINUTE) })).code).toBe('ok')
  world.clock.advance(10 * MINUTE)
  await world.get(PosSignatures).sweep()
  expect((await sent({ nonce: ahead, at: later(-5 * MINUTE) })).code).toBe('pos.nonce_used')
  world.clock.advance(MINUTE + SECOND)
  expect((await world.get(PosSignatures).sweep()).nonces).toBeGreaterThanOrEqual(3)
  expect(await kept()).toBe(0)
})

test('a signature by another key, for another path, or by nobody is wrong, and uses no nonce up', async () => {
  const nonce = newNonce()
  const other = await world.pos(storeId, 'till 3')
  expect(
    await codes(
      sent({ nonce, key: other.key }),
      sent({ nonce, asked: `${path}&limit=1` }),
      sent({ nonce, id: '42' }),
      sent({ nonce: 'short' }),
    ),
  ).toEqual(['pos.signature_wrong', 'pos.signature_wrong', 'pos.key_invalid', 'pos.signature_wrong'])
  expect((await sent({ nonce })).code).toBe('ok')
})

test('a body is signed byte by byte', async () => {
  const body = '{ "code": "鱼" }'
  const asked = '/api/pos/v1/identifications'
  const post = async (text: string) => {
    const time = Math.floor(world.clock.now().getTime() / 1000)
    const authorization = authorizationOf(till, { method: 'POST', path: asked, body, time, nonce: newNonce() })
    const headers = { authorization, 'content-type': 'application/json' }
    const answer = await fetch(`${world.url}${asked}`, { method: 'POST', headers, body: text })
    return ((await answer.json()) as { code: string }).code
  }
  expect(await post(body)).toBe('code.unknown')
  expect(await post('{"code":"鱼"}')).toBe('pos.signature_wrong')
})

test('a key that was made to sign only opens nothing by itself, and everything signed', async () => {
  const admin = await world.operator('ADMIN')
  const { posKey, key } = await admin.call('POST /console/stores/:id/pos-keys', {
    params: { id: String(storeId) },
    body: { name: '新收银机', signedOnly: true },
  })
  expect(posKey.signedOnly).toBe(true)
  expect(await refusalOf(world.as(key)('GET /pos/quote', { query: { paidFen: 100 } }))).toBe('pos.signature_missing')
  const time = Math.floor(world.clock.now().getTime() / 1000)
  const quote = '/api/pos/quote?paidFen=100'
  const signed = { method: 'GET', path: quote, body: '', time, nonce: newNonce() }
  const authorization = authorizationOf({ id: posKey.id, key }, signed)
  expect((await fetch(`${world.url}${quote}`, { headers: { authorization } })).status).toBe(200)
})

test('a key from before keys could sign can once it has been shown, and a revoked one cannot any more', async () => {
  const old = await world.pos(storeId, 'old till')
  await world.db.query('UPDATE pos_key SET sealed_key = NULL WHERE id = ?', [old.id])
  expect((await sent(old)).code).toBe('pos.key_invalid')
  await old.call('GET /pos/quote', { query: { paidFen: 100 } })
  expect((await sent(old)).code).toBe('ok')
  await world.db.transaction(tx => world.get(PosKeys).revoke(tx, Number(old.id)))
  world.get(PosKeys).forget()
  expect((await sent(old)).code).toBe('pos.key_invalid')
})

test('no key stands in the database as it is', async () => {
  const rows = await world.db.query<{ sealed_key: string }>('SELECT sealed_key FROM pos_key WHERE id = ?', [till.id])
  expect(rows[0]!.sealed_key).toMatch(/^v1\./)
  expect(rows[0]!.sealed_key).not.toContain(till.key.slice(4))
})
