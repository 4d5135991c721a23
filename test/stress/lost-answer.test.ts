import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openWorld, type Person, type World } from '../world.js'
import { Refused, testKeys } from '../world-basics.js'
import { type CutProxy, cutProxy } from './cut-proxy.js'
import { type ServerProcess, startServerProcess } from './server-process.js'

// Goal: whatever moment the server or its wire dies in, the till's retry ends at one purchase and one answer.
// Method: a proxy in front of the database cuts at the COMMIT of the ledger's second packet.
let world: World
let proxy: CutProxy
let server: ServerProcess | undefined
let key: string
beforeAll(async () => {
  world = await openWorld({ liveClock: true })
  const url = new URL(world.databaseUrl)
  proxy = await cutProxy({ host: url.hostname, port: Number(url.port) })
  key = (await world.pos(await world.someStore())).key
  server = await start()
})
afterAll(async () => {
  await server?.stop()
  const broken = await world.books()
  await proxy.close()
  await world.close()
  expect(broken).toEqual({})
})

function start(): Promise<ServerProcess> {
  const url = new URL(world.databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String(proxy.port)
  return startServerProcess({
    ...testKeys(),
    DATABASE_URL: url.href,
    WECHAT_API_URL: world.wechat.url,
    WECHAT_APP_ID: world.config.wechat.appId,
    WECHAT_APP_SECRET: world.config.wechat.appSecret,
  })
}

async function send(body: object): Promise<unknown> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const answer = await fetch(`${server?.url}/api/pos/bills`, { method: 'POST', headers, body: JSON.stringify(body) })
  const reply = await answer.json()
  if (!answer.ok) throw new Refused(answer.status, reply as never, answer.headers)
  return reply
}

const codeOf = async (person: Person) => (await person.call('POST /member/codes')).codes[0]!.qr
const balanceOf = async (person: Person) => (await person.call('GET /member/card')).balances.available

test('the server is killed between commit and answer: the retry gets the first answer', async () => {
  const ana = await world.member()
  const bill = { billNo: 'KILL-1', paidFen: 8850, code: await codeOf(ana) }
  proxy.arm('AFTER_COMMIT', () => server?.kill9())
  await expect(send(bill)).rejects.toThrow()
  expect(proxy.cuts()).toBe(1)
  expect(await balanceOf(ana)).toBe(88)
  server = await start()
  const first = await send(bill)
  expect(first).toMatchObject({ billNo: 'KILL-1', points: 88, balanceAfter: 88 })
  expect(await send(bill)).toEqual(first)
  expect(await balanceOf(ana)).toBe(88)
})

test('the server is killed before its commit arrives: nothing was written, and the retry records it', async () => {
  const bo = await world.member()
  const bill = { billNo: 'KILL-2', paidFen: 1000, code: await codeOf(bo) }
  proxy.arm('BEFORE_COMMIT', () => server?.kill9())
  await expect(send(bill)).rejects.toThrow()
  expect(await balanceOf(bo)).toBe(0)
  server = await start()
  expect(await send(bill)).toMatchObject({ points: 10, balanceAfter: 10 })
})

test('the wire to the database breaks after the commit: the till is told to retry and is not paid twice', async () => {
  const cy = await world.member()
  const bill = { billNo: 'CUT-3', paidFen: 2000, code: await codeOf(cy) }
  proxy.arm('AFTER_COMMIT')
  const refused = await send(bill).then(
    () => null,
    (error: unknown) => error as Refused,
  )
  expect(refused).toMatchObject({ status: 503, body: { code: 'server.busy' } })
  expect(refused?.headers.get('retry-after')).toBe('2')
  expect(await send(bill)).toMatchObject({ points: 20, balanceAfter: 20 })
  expect(await balanceOf(cy)).toBe(20)
})
