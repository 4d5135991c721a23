import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { ClientWorld } from '../../../test/simulators/wechat/client-world.js'
import { Breakers } from './wechat.breaker.js'
import type { WechatClient } from './wechat.client.js'
import { WechatError } from './wechat.error.js'

let world: ClientWorld
let client: WechatClient
let ms = 0
const loginPath = '/sns/jscode2session'

beforeEach(async () => {
  world = await ClientWorld.start()
  ms = 0
  client = world.newClient(world.store, { breaker: { failures: 3, openMs: 1000, now: () => ms } })
})

afterEach(() => world.close())

const login = () => client.codeToSession(world.loginCode())
const fail = async (times: number) => {
  for (let time = 0; time < times; time += 1) await world.failure(login())
}

test('after three failures in a row WeChat is left alone, and the next call fails at once', async () => {
  world.control.setFault({ endpoint: loginPath, status: 502, times: 3 })
  await fail(3)
  expect(client.openCircuits()).toEqual(['jscode2session'])
  world.control.clearLog()
  const error = await world.failure(login())
  expect(error).toMatchObject({ kind: 'CIRCUIT_OPEN', effect: 'NONE', retryClass: 'RETRY' })
  expect(world.control.log()).toEqual([])
  expect(world.calls.at(-1)).toMatchObject({ outcome: 'CIRCUIT_OPEN' })
})

test('two failures and a success are no reason to stop, and an errcode is an answer', async () => {
  world.control.setFault({ endpoint: loginPath, dropAfterEffect: true, times: 2 })
  await fail(2)
  await login()
  world.control.setFault({ endpoint: loginPath, errcode: 45011, times: 5 })
  await fail(5)
  expect(client.openCircuits()).toEqual([])
})

test('one endpoint in trouble does not stop the others', async () => {
  world.control.setFault({ endpoint: loginPath, status: 503, times: 3 })
  await fail(3)
  expect(await client.phoneNumber(world.phoneCode())).toHaveProperty('phone')
})

test('after a while one probe goes out: a good one closes the circuit, a bad one opens it again', async () => {
  world.control.setFault({ endpoint: loginPath, status: 502, times: 4 })
  await fail(3)
  ms = 999
  expect((await world.failure(login())).kind).toBe('CIRCUIT_OPEN')
  ms = 1000
  expect((await world.failure(login())).kind).toBe('RETRY_LATER')
  expect((await world.failure(login())).kind).toBe('CIRCUIT_OPEN')
  ms = 2000
  await login()
  await login()
  expect(client.openCircuits()).toEqual([])
})

test('while the probe is out the others wait for it by failing', async () => {
  const breakers = new Breakers({ failures: 1, openMs: 10, now: () => ms })
  const endpoint = 'msg_sec_check'
  const broken = async () => {
    throw new WechatError({ endpoint, kind: 'UNREACHABLE' })
  }
  await expect(breakers.run(endpoint, broken)).rejects.toThrow('UNREACHABLE')
  ms = 10
  let answer = (_: string) => {}
  const probe = breakers.run(endpoint, () => new Promise<string>(resolve => (answer = resolve)))
  await expect(breakers.run(endpoint, async () => 'second')).rejects.toThrow('CIRCUIT_OPEN')
  answer('first')
  expect(await probe).toBe('first')
  expect(await breakers.run(endpoint, async () => 'third')).toBe('third')
})

test('nobody listening has had no effect, a cut connection may have', async () => {
  const lost = world.newClient(world.store, { apiUrl: 'http://127.0.0.1:9' })
  const refused = await world.failure(lost.codeToSession('code'))
  expect(refused).toMatchObject({ kind: 'UNREACHABLE', effect: 'NONE', retryClass: 'RETRY' })
  world.control.setFault({ endpoint: loginPath, dropAfterEffect: true })
  expect(await world.failure(login())).toMatchObject({ kind: 'UNREACHABLE', retryClass: 'UNKNOWN' })
})
