import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { ClientWorld } from '../../../test/simulators/wechat/client-world.js'
import { MemoryTokenStore, StableToken, type StoredToken } from './wechat.token.js'
import { WechatTransport } from './wechat.transport.js'

let world: ClientWorld
const tokenPath = '/cgi-bin/stable_token'
const phonePath = '/wxa/business/getuserphonenumber'

beforeEach(async () => {
  world = await ClientWorld.start()
})

afterEach(() => world.close())

const fiftyNumbers = () => Promise.all(Array.from({ length: 50 }, () => world.client.phoneNumber(world.phoneCode())))

test('fifty calls at once fetch one token', async () => {
  expect(await fiftyNumbers()).toHaveLength(50)
  expect(world.tokenFetches()).toBe(1)
})

test('a token is used until 180 seconds before its end, then renewed within the hand-over', async () => {
  const token = new StableToken(new WechatTransport(world.config, () => {}), world)
  const first = await token.current()
  world.control.advance(7200 - 181)
  expect(await token.current()).toBe(first)
  world.control.advance(1)
  const renewed = await token.current()
  expect(renewed).not.toBe(first)
  expect(world.tokenFetches()).toBe(2)
})

test('within the hand-over an instance with the old token and one with the new both work', async () => {
  const another = world.newClient(new MemoryTokenStore())
  await world.client.phoneNumber(world.phoneCode())
  world.control.advance(6910)
  await another.phoneNumber(world.phoneCode())
  await world.client.phoneNumber(world.phoneCode())
  expect(world.tokenFetches()).toBe(2)
  expect(world.calls.map(call => call.outcome)).not.toContain('TOKEN_REFUSED')
})

test.each([
  ['expired (42001)', 'expire'],
  ['revoked (40001)', 'revoke'],
] as const)(
  'a token %s under fifty callers is replaced by one fetch and every caller gets a number',
  async (_, action) => {
    await world.client.phoneNumber(world.phoneCode())
    world.control.token('stable', action)
    world.control.clearLog()
    expect(await fiftyNumbers()).toHaveLength(50)
    expect(world.tokenFetches()).toBe(1)
    expect(world.control.log(phonePath).length).toBeLessThanOrEqual(100)
  },
)

test('a token called malformed (40014) is replaced as well', async () => {
  world.control.setFault({ endpoint: phonePath, errcode: 40014 })
  await world.client.phoneNumber(world.phoneCode())
  const outcomes = world.calls.map(call => `${call.endpoint} ${call.outcome}`)
  expect(outcomes).toEqual([
    'stable_token OK',
    'getuserphonenumber TOKEN_REFUSED',
    'stable_token OK',
    'getuserphonenumber OK',
  ])
})

test.each([40001, 40014, 42001])(
  'a fresh token refused again (%i) is RETRY_LATER after two requests',
  async errcode => {
    world.control.setFault({ endpoint: phonePath, errcode, times: 10 })
    const error = await world.failure(world.client.phoneNumber(world.phoneCode()))
    expect(error).toMatchObject({ kind: 'RETRY_LATER', errcode })
    expect(world.control.log(phonePath)).toHaveLength(2)
    expect(world.tokenFetches()).toBe(2)
  },
)

test('instances that share a store fetch one token between them', async () => {
  const another = world.newClient()
  await world.client.phoneNumber(world.phoneCode())
  await another.phoneNumber(world.phoneCode())
  expect(world.tokenFetches()).toBe(1)
})

test('two instances that lose their shared token at once end on the same new one', async () => {
  const another = world.newClient()
  await world.client.phoneNumber(world.phoneCode())
  world.control.token('stable', 'revoke')
  const both = [world.client, another].map(client => client.phoneNumber(world.phoneCode()))
  expect(await Promise.all(both)).toHaveLength(2)
  const shared = await world.store.get()
  await another.phoneNumber(world.phoneCode())
  expect(await world.store.get()).toEqual(shared)
  expect(world.tokenFetches()).toBeLessThanOrEqual(3)
})

test('a caller late with an old token does not throw away the one that replaced it', async () => {
  const ends = new Date('2026-03-31T14:00:00+08:00')
  const store = new MemoryTokenStore()
  await store.put({ value: 'new-token', expiresAt: ends })
  await store.dropIfEquals('old-token')
  expect(await store.get()).toEqual({ value: 'new-token', expiresAt: ends })
  await store.dropIfEquals('new-token')
  expect(await store.get()).toBeNull()
})

/** A store whose reading takes as long as we like, as a busy database would. */
class SlowStore extends MemoryTokenStore {
  reading: Promise<void> = Promise.resolve()

  override async get(): Promise<StoredToken | null> {
    const read = await super.get()
    await this.reading
    return read
  }
}

test('a refused token that a slower look-up brings back is not used a second time', async () => {
  const store = new SlowStore()
  const token = new StableToken(new WechatTransport(world.config, () => {}), { ...world, clock: world.clock, store })
  const refused = await token.current()
  world.control.token('stable', 'revoke')
  let finishReading = () => {}
  store.reading = new Promise(resolve => {
    finishReading = resolve
  })
  const slow = token.current()
  await Promise.resolve()
  const replaced = token.replace(refused)
  finishReading()
  expect(await slow).toBe(refused)
  expect(await replaced).not.toBe(refused)
})

test('a busy token endpoint is asked once more, and a failed fetch is forgotten', async () => {
  world.control.setFault({ endpoint: tokenPath, errcode: -1 })
  await world.client.phoneNumber(world.phoneCode())
  world.control.token('stable', 'revoke')
  world.control.setFault({ endpoint: tokenPath, errcode: -1, times: 2 })
  const error = await world.failure(world.client.phoneNumber(world.phoneCode()))
  expect(error).toMatchObject({ kind: 'RETRY_LATER', endpoint: 'stable_token' })
  await world.client.phoneNumber(world.phoneCode())
  expect(world.tokenFetches()).toBe(5)
})

test.each([
  [40001, 'MISCONFIGURED'],
  [40164, 'MISCONFIGURED'],
  [45009, 'RATE_LIMITED'],
  [45011, 'RATE_LIMITED'],
])(
  'errcode %i of the token endpoint is %s after one request, and the phone code stays unspent',
  async (errcode, kind) => {
    const code = world.phoneCode()
    world.control.setFault({ endpoint: tokenPath, errcode })
    const error = await world.failure(world.client.phoneNumber(code))
    expect(error).toMatchObject({ kind, errcode, endpoint: 'stable_token' })
    expect(world.tokenFetches()).toBe(1)
    expect(world.control.log(phonePath)).toEqual([])
    await world.client.phoneNumber(code)
  },
)

test('a wrong secret is MISCONFIGURED', async () => {
  const client = world.newClient(world.store, { appSecret: world.keepSecret('a-wrong-secret') })
  const error = await world.failure(client.phoneNumber(world.phoneCode()))
  expect(error).toMatchObject({ kind: 'MISCONFIGURED', errcode: 40125 })
})

test('a token answer that is cut is UNREACHABLE for every caller who waited for it', async () => {
  world.control.setFault({ endpoint: tokenPath, truncateBody: 'midway' })
  const calls = [1, 2, 3].map(() => world.failure(world.client.phoneNumber(world.phoneCode())))
  for (const error of await Promise.all(calls)) expect(error.kind).toBe('UNREACHABLE')
  expect(world.tokenFetches()).toBe(1)
})
