import { Writable } from 'node:stream'
import { api } from '@huitou/shared/api'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import pino from 'pino'
import { openWorld, type World } from '../../test/world.js'
import { createApp } from './app.js'

let world: World
let lines: Record<string, unknown>[] = []
let app: NestFastifyApplication
let url: string

/** A second application on the world's parts, whose log we read. */
beforeAll(async () => {
  world = await openWorld()
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)))
      done()
    },
  })
  const config = { ...world.config, publicUrl: 'https://huitou.example' }
  app = await createApp({ ...world.parts, config, log: pino({ level: 'info', base: null }, sink) })
  await app.listen(0, '127.0.0.1')
  url = await app.getUrl()
})

afterAll(async () => {
  await app.close()
  await world.close()
})

const send = (path: string, init?: RequestInit) => fetch(`${url}${path}`, { redirect: 'manual', ...init })
const post = (path: string, body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  send(path, { method: 'POST', body, headers })
const codeOf = async (answer: Promise<Response>) => {
  const reply = await answer
  const body = (await reply.json()) as { code: string; requestId: string }
  return { status: reply.status, code: body.code }
}

test('every route of the contract is mounted under /api', () => {
  const server = app.getHttpAdapter().getInstance()
  for (const key of Object.keys(api)) {
    const [method, path] = key.split(' ') as ['GET', string]
    expect({ key, mounted: server.hasRoute({ method, url: `/api${path}` }) }).toEqual({ key, mounted: true })
  }
})

describe('what comes in', () => {
  test('a body of more than 64 KiB is refused', async () => {
    const body = JSON.stringify({ code: 'x'.repeat(65_536) })
    expect(await codeOf(post('/api/sessions', body))).toEqual({ status: 413, code: 'input.too_large' })
  })

  test('a body just below the limit is read', async () => {
    const body = JSON.stringify({ code: 'x'.repeat(65_000) })
    expect(await codeOf(post('/api/sessions', body))).toEqual({ status: 400, code: 'input.invalid' })
  })

  test.each([
    ['cut off', '{"code":'],
    ['not JSON', 'code=1'],
    ['meant to change every object', '{"__proto__":{"admin":true},"code":"c"}'],
    ['meant to change every constructor', '{"constructor":{"prototype":{"admin":true}},"code":"c"}'],
  ])('a body that is %s is refused', async (_, body) => {
    expect(await codeOf(post('/api/sessions', body))).toEqual({ status: 400, code: 'input.invalid' })
  })

  test('a body of another type is refused', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    expect(await codeOf(post('/api/sessions', 'code=1', form))).toEqual({ status: 415, code: 'input.not_json' })
    const text = { 'content-type': 'text/plain' }
    expect(await codeOf(post('/api/sessions', '{"code":"1"}', text))).toEqual({ status: 415, code: 'input.not_json' })
  })

  test('a content type without a body is no mistake', async () => {
    const member = await world.member()
    const headers = { authorization: `Bearer ${member.token}`, 'content-type': 'application/json' }
    expect((await send('/api/member/codes', { method: 'POST', headers })).status).toBe(200)
  })

  test.each([
    ['an unknown page', 'GET', '/nowhere'],
    ['an unknown route', 'GET', '/api/nowhere'],
    ['another method', 'DELETE', '/api/programme'],
    ['a route outside /api', 'GET', '/programme'],
  ])('%s is not found', async (_, method, path) => {
    expect(await codeOf(send(path, { method }))).toEqual({ status: 404, code: 'route.unknown' })
  })

  test.each([['/api/%ZZ'], [`/t/${'a'.repeat(200)}`]])('an address that cannot be read is refused: %s', async path => {
    const answer = await send(path)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await codeOf(Promise.resolve(answer))).toEqual({ status: 400, code: 'input.invalid' })
  })
})

describe('what goes out', () => {
  test('carries the request id in header and refusal alike', async () => {
    const answer = await send('/api/nowhere')
    const { requestId } = (await answer.json()) as { requestId: string }
    expect(requestId).toMatch(/^[\w-]{16}$/)
    expect(answer.headers.get('x-request-id')).toBe(requestId)
  })

  test("keeps a proxy's request id when it is well formed, and only then", async () => {
    const kept = await send('/health/live', { headers: { 'x-request-id': 'from-the-proxy-1' } })
    expect(kept.headers.get('x-request-id')).toBe('from-the-proxy-1')
    const replaced = await send('/health/live', { headers: { 'x-request-id': 'no spaces, please' } })
    expect(replaced.headers.get('x-request-id')).toMatch(/^[\w-]{16}$/)
  })

  test.each(['/api/programme', '/api/nowhere', '/health/live'])('carries the security headers: %s', async path => {
    const { headers } = await send(path)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/)
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-powered-by')).toBeNull()
  })

  test('does not ask for TLS where there is none', async () => {
    const { headers } = await fetch(`${world.url}/health/live`)
    expect(headers.get('strict-transport-security')).toBeNull()
  })

  test('speaks the language of the client', async () => {
    const english = await send('/api/nowhere', { headers: { 'accept-language': 'en-GB,en;q=0.9' } })
    expect(((await english.json()) as { message: string }).message).toBe('There is nothing at this address.')
    const chinese = await send('/api/nowhere', { headers: { 'accept-language': 'zh-CN' } })
    expect(((await chinese.json()) as { message: string }).message).toBe('没有这个地址。')
  })
})

describe('the log', () => {
  const lineOf = async (requestId: string) => {
    for (let waited = 0; waited < 2_000; waited += 10) {
      const found = lines.filter(line => line.requestId === requestId)
      if (found.length > 0) return found
      await new Promise(resolve => setTimeout(resolve, 10))
    }
    throw new Error(`no line of ${requestId}`)
  }

  test('has one line a request, with the member and the outcome', async () => {
    const member = await world.member()
    const headers = { authorization: `Bearer ${member.token}`, 'x-request-id': 'log-one-line' }
    await send('/api/member/entries?limit=5', { headers })
    const found = await lineOf('log-one-line')
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({
      route: 'GET /api/member/entries',
      status: 200,
      outcome: 'ok',
      member: member.id,
      ms: expect.any(Number),
    })
  })

  test('names the refusal', async () => {
    await send('/api/me', { headers: { 'x-request-id': 'log-refusal' } })
    expect(await lineOf('log-refusal')).toMatchObject([{ status: 401, outcome: 'session.missing' }])
  })

  test('tells that the client has gone', async () => {
    const member = await world.member()
    const gone = new AbortController()
    const headers = { authorization: `Bearer ${member.token}`, 'x-request-id': 'log-gone-1' }
    const waiting = send('/api/member/news?after=0&waitSeconds=20', { headers, signal: gone.signal })
    setTimeout(() => gone.abort(), 200)
    await expect(waiting).rejects.toThrow()
    expect(await lineOf('log-gone-1')).toMatchObject([{ status: 499, outcome: 'client.gone', member: member.id }])
  })

  test('says nothing of phones, tokens, openids, scenes or query strings', async () => {
    lines = []
    const phone = '13912345678'
    const openid = 'oSecretOpenId1234567890'
    const member = await world.member({ phone })
    const headers = { authorization: `Bearer ${member.token}` }
    world.wechat.control.createUser({ openid, phone: '13912345679' })
    const { code } = world.wechat.control.issueLoginCode({ openid })
    await post('/api/sessions', JSON.stringify({ code }))
    await send('/api/tables/SceneThatIsSecret', { headers })
    await send(`/api/member/entries?cursor=${phone}`, { headers })
    await send('/t/SceneThatIsSecret')
    await send('/api/me', { headers: { ...headers, 'x-request-id': 'log-last-one' } })
    await lineOf('log-last-one')
    const text = JSON.stringify(lines)
    for (const secret of [phone, member.token, openid, code, 'SceneThatIsSecret', 'cursor'])
      expect(text).not.toContain(secret)
  })
})
