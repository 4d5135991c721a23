import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { openWorld, type World } from '../../test/world.js'
import { startDatabase } from '../launch/database.mjs'
import { createApp } from './app.js'

let world: World
let folder: string
let app: NestFastifyApplication
let url: string

/** The world's server, and one beside it that serves pages written here. */
beforeAll(async () => {
  world = await openWorld()
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'huitou-pages-'))
  const write = (name: string, text: string) => {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    fs.writeFileSync(path.join(folder, name), text)
  }
  write('m/index.html', '<!doctype html><title>mini-program</title>')
  write('m/js/app.3f9c2a1b.js', 'const a = 1')
  write('m/js/plain.js', 'const a = 1')
  write('m/tabs/home-highlighted.png', 'a picture')
  write('console/index.html', '<!doctype html><title>console</title>')
  write('console/assets/index-BX3kd9_a.css', 'a { color: red }')
  write('secret.txt', 'not for everybody')
  const folders = { miniapp: path.join(folder, 'm'), console: path.join(folder, 'console') }
  app = await createApp({ ...world.parts, config: { ...world.config, demo: false } }, folders)
  await app.listen(0, '127.0.0.1')
  url = await app.getUrl()
})

afterAll(async () => {
  await app.close()
  await world.close()
  fs.rmSync(folder, { recursive: true })
})

const get = (at: string, init?: RequestInit) => fetch(`${url}${at}`, { redirect: 'manual', ...init })

describe('health', () => {
  test('is alive and ready', async () => {
    expect(await (await get('/health/live')).json()).toEqual({ alive: true })
    expect(await (await get('/health/ready')).json()).toEqual({ ready: true })
  })
})

describe('metrics', () => {
  test('count requests by route and class of status, never by person', async () => {
    const member = await world.member()
    const headers = { authorization: `Bearer ${member.token}` }
    await get('/api/member/card', { headers })
    await get(`/api/console/members/${member.memberNo}`)
    await get('/t/SceneOfSomebody')
    const answer = await get('/metrics')
    expect(answer.headers.get('content-type')).toContain('text/plain')
    const text = await answer.text()
    expect(text).toContain('http_request_duration_seconds_count{route="GET /api/member/card",status="2xx"} 1')
    expect(text).toContain('{route="GET /api/console/members/:memberNo",status="4xx"} 1')
    for (const secret of [member.memberNo, String(member.id), 'SceneOfSomebody']) expect(text).not.toContain(secret)
  })

  test('tell of the lane, of requests under way and of the process', async () => {
    const commits = async () =>
      Number(/ledger_lane_commits_total (\d+)/.exec(await (await fetch(`${world.url}/metrics`)).text())?.[1])
    const before = await commits()
    await world.member({ points: 5 })
    expect(await commits()).toBeGreaterThan(before)
    const text = await (await get('/metrics')).text()
    for (const name of [
      'ledger_lane_waiting',
      'ledger_lane_operations_total',
      'nodejs_eventloop_lag_seconds',
      'process_cpu_seconds_total',
    ])
      expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'))
    expect(text).toMatch(/^http_requests_in_flight 1$/m)
  })

  test('tell of what was asked of WeChat, by endpoint and outcome', async () => {
    await world.guest()
    const text = await (await get('/metrics')).text()
    expect(text).toMatch(/^wechat_request_duration_seconds_count\{endpoint="jscode2session",outcome="OK"\} [1-9]\d*$/m)
    expect(text).toMatch(/^wechat_circuits_open 0$/m)
  })
})

describe('documents', () => {
  test('the contract as OpenAPI, and as a page that runs only its own script', async () => {
    const document = (await (await get('/openapi.json')).json()) as { openapi: string }
    expect(document.openapi).toBe('3.1.1')
    const page = await get('/docs')
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'sha256-[\w+/=]+';/)
    expect(await page.text()).toContain('POST /sessions')
  })
})

describe('pages', () => {
  test.each(['/m/', '/console/'])('%s is never kept, and may run its own files only', async at => {
    const page = await get(at)
    expect(page.status).toBe(200)
    expect(page.headers.get('cache-control')).toBe('no-cache')
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';")
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('a page asked for again is confirmed without a policy that would replace its own', async () => {
    const first = await get('/console/')
    const etag = String(first.headers.get('etag'))
    // As a browser asks on a reload; left alone, fetch would say no-cache and get the whole page.
    const again = await get('/console/', { headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' } })
    expect(again.status).toBe(304)
    expect(again.headers.get('content-security-policy')).toBeNull()
    expect(again.headers.get('cache-control')).toBe('no-cache')
  })

  test('files named by their content are kept for a year, others are not', async () => {
    for (const at of ['/m/js/app.3f9c2a1b.js', '/console/assets/index-BX3kd9_a.css'])
      expect((await get(at)).headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    for (const at of ['/m/js/plain.js', '/m/tabs/home-highlighted.png'])
      expect((await get(at)).headers.get('cache-control')).toBe('no-cache')
  })

  test("addresses of the console's own pages lead to it, missing files do not", async () => {
    for (const at of ['/console/members', '/console/members/M12345', '/console/stores/1?tab=codes'])
      expect(await (await get(at)).text()).toContain('<title>console</title>')
    for (const at of ['/console/assets/gone-12345678.js', '/m/gone', '/m/js/gone.js'])
      expect([at, (await get(at)).status]).toEqual([at, 404])
    expect((await get('/console/members', { method: 'POST' })).status).toBe(404)
  })

  test.each(['/m/../secret.txt', '/m/%2e%2e/secret.txt', '/m/..%2fsecret.txt', '/console/%2e%2e%2fsecret.txt'])(
    'nothing outside the folder is served: %s',
    async at => {
      const answer = await get(at)
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(await answer.text()).not.toContain('not for everybody')
    },
  )

  test.each([
    ['/', '/m/'],
    ['/m', '/m/'],
    ['/console', '/console/'],
    ['/t/Qx7Lm2', '/m/?t=Qx7Lm2'],
    ['/t/a%26b', '/m/?t=a%26b'],
  ])('%s leads to %s', async (from, to) => {
    const answer = await get(from)
    expect(answer.status).toBe(302)
    expect(new URL(answer.headers.get('location') ?? '', url).href).toBe(new URL(to, url).href)
  })
})

describe('the simulated WeChat of a demonstration', () => {
  const ask = (base: string, what: string, body: object) =>
    fetch(`${base}/demo/wechat/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  test('a browser gets codes with which it signs in', async () => {
    const answer = await ask(world.url, 'login', { device: 'device-of-ana' })
    const { code } = (await answer.json()) as { code: string }
    const { tokens } = await world.as()('POST /sessions', { body: { code } })
    expect(tokens.accessToken).not.toBe('')
    expect((await ask(world.url, 'phone', { device: 'device-of-ana' })).status).toBe(200)
  })

  test('a browser asks for messages, answers itself or as its phone is set, and finds its phone', async () => {
    const templateIds = ['huitou-coupon', 'huitou-points-expiring']
    const panel = { device: 'device-of-ana', templateIds, answers: { 'huitou-coupon': 'reject' } }
    expect(await (await ask(world.url, 'subscribe', panel)).json()).toEqual({
      errMsg: 'requestSubscribeMessage:ok',
      'huitou-coupon': 'reject',
      'huitou-points-expiring': 'accept',
    })
    const unknown = await ask(world.url, 'subscribe', { device: 'device-of-ana', templateIds: ['none'] })
    expect(await unknown.json()).toMatchObject({ errCode: 20001 })
    expect((await ask(world.url, 'subscribe', { device: 'device-of-ana' })).status).toBe(400)
    const phone = await fetch(`${world.url}/demo/phone?device=device-of-ana`, { redirect: 'manual' })
    expect(phone.headers.get('location')).toBe(`${world.wechat.url}/phone?device=device-of-ana`)
    expect((await fetch(`${world.url}/demo/phone?device=../x`, { redirect: 'follow' })).status).toBe(200)
  })

  test('a device without a proper name is refused', async () => {
    expect((await ask(world.url, 'login', { device: '../users' })).status).toBe(400)
    expect((await ask(world.url, 'login', {})).status).toBe(400)
  })

  test('does not exist in production', async () => {
    expect((await ask(url, 'login', { device: 'device-of-ana' })).status).toBe(404)
  })
})

describe('a database that goes away', () => {
  let away: World
  let database: Awaited<ReturnType<typeof startDatabase>>
  let home: string

  beforeAll(async () => {
    home = fs.mkdtempSync(path.join(os.tmpdir(), 'huitou-db-'))
    database = await startDatabase({ home, redoMb: 48 })
    away = await openWorld({ adminUrl: database.adminUrl })
  })

  afterAll(async () => {
    await away.close()
    await database.stop()
    fs.rmSync(home, { recursive: true })
  })

  test('is answered with 503 and Retry-After, and everything works again once it is back', async () => {
    const ready = () => fetch(`${away.url}/health/ready`)
    const stores = () => fetch(`${away.url}/api/stores`)
    await away.store()
    const member = await away.member({ points: 10 })
    expect((await ready()).status).toBe(200)
    expect((await stores()).status).toBe(200)

    await database.kill9()
    const began = performance.now()
    for (const answer of [
      await ready(),
      await stores(),
      await fetch(`${away.url}/api/enrolments`, {
        method: 'POST',
        headers: { authorization: `Bearer ${member.token}`, 'content-type': 'application/json' },
        body: JSON.stringify(away.enrolment(member.openid)),
      }),
    ]) {
      expect(answer.status).toBe(503)
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(await answer.json()).toMatchObject({ code: 'server.busy', requestId: expect.any(String) })
    }
    expect(performance.now() - began).toBeLessThan(5_000)
    expect((await fetch(`${away.url}/health/live`)).status).toBe(200)

    await database.restart()
    for (let waited = 0; (await ready()).status !== 200 && waited < 5_000; waited += 50) await sleep(50)
    expect((await ready()).status).toBe(200)
    expect((await stores()).status).toBe(200)
    await away.bill({ memberId: member.id, paidFen: 1_000 })
    expect((await member.call('GET /member/card')).balances).toMatchObject({ available: 20 })
    expect(await away.books()).toEqual({})
  })
})
