import net from 'node:net'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openWorld, type World } from '../world.js'
import { asJson, bearer, closeRaw, type RawAnswer, refusalIn, sendRaw } from './raw-request.js'

// Goal: whoever asks too often, too much or too slowly is told so, and nobody else notices.
let world: World
let store: number
beforeAll(async () => {
  world = await openWorld({ environment: { HUITOU_RATE_LIMITS: 'on', HUITOU_TRUST_PROXY: '1' } })
  store = await world.store()
})
afterAll(async () => {
  closeRaw()
  await world.close()
})

/** Asks again and again until told to wait, at most `most` times; answers that refusal and how many got through. */
async function untilLimited(
  ask: () => Promise<RawAnswer>,
  most: number,
): Promise<{ through: number; last: RawAnswer }> {
  for (let through = 0; ; through += 8) {
    const answers = await Promise.all(Array.from({ length: 8 }, ask))
    const last = answers.find(({ status }) => status === 429)
    if (last) return { through: through + answers.filter(({ status }) => status !== 429).length, last }
    if (through > most) throw new Error(`${through} requests passed`)
  }
}

function expectToWait(answer: RawAnswer): void {
  expect(refusalIn(answer).code).toBe('rate.limited')
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
}

const get = (path: string, token?: string, headers: Record<string, string> = {}) =>
  sendRaw(world.url, { method: 'GET', path, headers: { ...bearer(token), ...headers } })
const from = (address: string) => ({ 'x-forwarded-for': address })

describe('asking too often', () => {
  test('a session meets its limit; another session from the same address does not', async () => {
    const [ana, bo] = [await world.guest(), await world.guest()]
    const { through, last } = await untilLimited(() => get('/me', ana.token), 240)
    expect(through).toBe(120)
    expectToWait(last)
    expect((await get('/me', bo.token)).status).toBe(200)
  })

  test('a phone that may not ask for one thing may still ask for another', async () => {
    const ana = await world.member()
    await untilLimited(() => get('/me', ana.token), 240)
    expect((await get('/member/card', ana.token)).status).toBe(200)
  })

  test('open routes are limited by address', async () => {
    const { last } = await untilLimited(() => get('/programme', undefined, from('10.0.0.1')), 600)
    expectToWait(last)
    expect((await get('/programme', undefined, from('10.0.0.2'))).status).toBe(200)
  })

  test('whoever tries tokens or keys is limited by address; a till behind the same address goes on', async () => {
    const till = await world.pos(store)
    const guess = () => get('/pos/quote?paidFen=100', `pk_${Math.random()}`, from('10.0.0.3'))
    const { through, last } = await untilLimited(guess, 1_200)
    expect(through).toBe(600)
    expectToWait(last)
    expect((await get('/pos/quote?paidFen=100', till.key, from('10.0.0.3'))).status).toBe(200)
  })

  test('an operator who mistypes too often is told how long the account stays locked', async () => {
    const { username } = await world.operator('SUPPORT')
    const body = JSON.stringify({ username, password: 'not it at all' })
    const request = { method: 'POST', path: '/console/sessions', headers: { ...asJson, ...from('10.0.0.4') }, body }
    let answer = await sendRaw(world.url, request)
    for (let tries = 0; tries < 10 && answer.status === 401; tries += 1) answer = await sendRaw(world.url, request)
    expect(refusalIn(answer).code).toBe('operator.locked')
    expect(Number(answer.headers['retry-after'])).toBe(15 * 60)
  })

  test('one address guesses passwords of many operators twenty times a minute, no more', async () => {
    const guess = () =>
      sendRaw(world.url, {
        method: 'POST',
        path: '/console/sessions',
        headers: { ...asJson, ...from('10.0.0.5') },
        body: JSON.stringify({ username: `guess${Math.random()}`.slice(0, 30), password: 'not it at all' }),
      })
    const { through, last } = await untilLimited(guess, 40)
    expect(through).toBe(20)
    expectToWait(last)
  })
})

describe('asking too much', () => {
  const post = (body: string, headers = {}) =>
    sendRaw(world.url, {
      method: 'POST',
      path: '/sessions',
      headers: { ...asJson, ...from('10.0.0.6'), ...headers },
      body,
    })

  test('a body of 64 KB is read, one byte more is not', async () => {
    const ofSize = (bytes: number) =>
      JSON.stringify({ code: 'x', pad: 'p'.repeat(bytes - '{"code":"x","pad":""}'.length) })
    expect(refusalIn(await post(ofSize(64 * 1024))).code).toBe('wechat.code_invalid')
    expect(refusalIn(await post(ofSize(64 * 1024 + 1))).code).toBe('input.too_large')
  })

  test('a body that hides its length is cut off all the same', async () => {
    const text = await exchange(
      'POST /api/sessions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
      async socket => {
        for (let chunk = 0; chunk < 40 && socket.writable; chunk += 1) socket.write(`1000\r\n${'x'.repeat(4096)}\r\n`)
      },
    )
    expect(text).toMatch(/^HTTP\/1\.1 413 /)
    expect(text).toContain('input.too_large')
  })

  test.each([
    ['headers of 20 KB', `X-Long: ${'x'.repeat(20_000)}`, /^HTTP\/1\.1 431 /],
    ['a hundred cookies', `Cookie: ${'a=1; '.repeat(100)}`, /^HTTP\/1\.1 200 /],
    ['two lengths', 'Content-Length: 1\r\nContent-Length: 2', /^HTTP\/1\.1 400 /],
    ['a length and chunks', 'Content-Length: 1\r\nTransfer-Encoding: chunked', /^HTTP\/1\.1 400 /],
    ['a header that is none', 'no colon', /^HTTP\/1\.1 400 /],
  ])('%s', async (_, header, expected) => {
    const text = await exchange(
      `GET /api/programme HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 10.0.0.7\r\nConnection: close\r\n${header}\r\n\r\n`,
    )
    expect(text).toMatch(expected)
    expect((await get('/programme', undefined, from('10.0.0.8'))).status).toBe(200)
  })
})

describe('asking too slowly', () => {
  test('bodies that trickle in hold up nobody, and are given up within twenty seconds', async () => {
    const { hostname, port } = new URL(world.url)
    const began = performance.now()
    const slow = Array.from({ length: 50 }, () => {
      const socket = net.connect(Number(port), hostname)
      const head =
        'POST /api/sessions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n'
      socket.write(head)
      const trickle = setInterval(() => socket.writable && socket.write(' '), 500)
      socket.on('error', () => undefined)
      const closed = new Promise<void>(resolve => socket.on('close', () => resolve()))
      return closed.finally(() => clearInterval(trickle))
    })
    await sleep(300)
    const asked = performance.now()
    expect((await get('/programme', undefined, from('10.0.0.9'))).status).toBe(200)
    expect(performance.now() - asked).toBeLessThan(2_000)
    await Promise.all(slow)
    expect(performance.now() - began).toBeLessThan(20_000)
  })
})

/** Writes bytes to a socket of their own and answers everything that comes back until it is closed. */
function exchange(head: string, more?: (socket: net.Socket) => Promise<void>): Promise<string> {
  const { hostname, port } = new URL(world.url)
  return new Promise(resolve => {
    let text = ''
    const socket = net.connect(Number(port), hostname, () => {
      socket.write(head)
      void more?.(socket)
    })
    socket.on('data', data => {
      text += data.toString()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(text))
  })
}
