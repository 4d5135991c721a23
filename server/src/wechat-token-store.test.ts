import { createSecretKey, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { openWorld, type World } from '../../test/world.js'
import { SharedTokenStore } from './wechat-token-store.js'

// The one access token opens everything of the app at WeChat, so a dump of the table must not hold it.
const key = createSecretKey(randomBytes(32))
const expiresAt = new Date('2026-11-23T06:30:00.000Z')
let world: World
let store: SharedTokenStore
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.db.query('DELETE FROM shared_token')
  store = new SharedTokenStore(world.db, 'wx1', key)
})

const raw = async () =>
  (await world.db.query<{ value: string }>('SELECT value FROM shared_token')).map(row => row.value)

test('a token comes back as it was put, by every process with the key, and lies there sealed', async () => {
  const value = `88_${'x'.repeat(509)}`
  await store.put({ value, expiresAt })
  expect(await new SharedTokenStore(world.db, 'wx1', key).get()).toEqual({ value, expiresAt })
  const [sealed] = await raw()
  expect(sealed).toMatch(/^v1\./)
  expect(sealed).not.toContain(value)
  expect(Buffer.from(sealed!.split('.').at(-1)!, 'base64url').toString('latin1')).not.toContain('88_')
})

test('a row of an earlier version is read as it is, and is sealed when it is next written', async () => {
  await world.db.query("INSERT INTO shared_token (name, value, expires_at) VALUES ('wechat:wx1', '88_plain', ?)", [
    expiresAt,
  ])
  expect(await store.get()).toEqual({ value: '88_plain', expiresAt })
  await store.dropIfEquals('88_plain')
  expect(await store.get()).toBeNull()
  await world.db.query("INSERT INTO shared_token (name, value, expires_at) VALUES ('wechat:wx1', '88_plain', ?)", [
    expiresAt,
  ])
  await store.put({ value: '88_next', expiresAt })
  expect(await raw()).toEqual([expect.stringMatching(/^v1\./)])
})

test('only the token that failed is dropped', async () => {
  await store.put({ value: '88_new', expiresAt })
  await store.dropIfEquals('88_old')
  expect((await store.get())?.value).toBe('88_new')
  await store.dropIfEquals('88_new')
  expect(await store.get()).toBeNull()
})

test('after a change of the key, or in the row of another app, a token does not open and is asked for anew', async () => {
  await store.put({ value: '88_new', expiresAt })
  const [sealed] = await raw()
  expect(await new SharedTokenStore(world.db, 'wx1', createSecretKey(randomBytes(32))).get()).toBeNull()
  await world.db.query("INSERT INTO shared_token (name, value, expires_at) VALUES ('wechat:wx2', ?, ?)", [
    sealed,
    expiresAt,
  ])
  expect(await new SharedTokenStore(world.db, 'wx2', key).get()).toBeNull()
})
