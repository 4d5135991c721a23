import { spawn } from 'node:child_process'
import path from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Connection, createConnection } from 'mysql2/promise'
import { openWorld, type World } from '../../test/world.js'
import { testKeys } from '../../test/world-basics.js'
import { createApp } from './app.js'

const root = path.resolve(import.meta.dirname, '../..')

let world: World

beforeAll(async () => {
  world = await openWorld()
})

afterAll(() => world.close())

/** A second server on the world's parts, to be closed by the test. */
async function open() {
  const app = await createApp(world.parts)
  await app.listen(0, '127.0.0.1')
  return { app, url: await app.getUrl() }
}

/** Holds the accounts of everybody, so that whatever posts to the ledger has to wait. */
async function holdAccounts(): Promise<Connection> {
  const connection = await createConnection({ uri: world.databaseUrl })
  await connection.query('START TRANSACTION')
  await connection.query('SELECT id FROM account FOR UPDATE')
  return connection
}

async function release(connection: Connection): Promise<void> {
  await connection.query('ROLLBACK')
  await connection.end()
}

describe('closing', () => {
  test('lets a bill under way be answered, and takes no new one', async () => {
    const { app, url } = await open()
    const store = await world.store()
    const till = await world.pos(store)
    const member = await world.member({ points: 1 })
    const { codes } = await member.call('POST /member/codes')
    const held = await holdAccounts()
    const bill = fetch(`${url}/api/pos/bills`, {
      method: 'POST',
      headers: { authorization: `Bearer ${till.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ billNo: 'CLOSING-1', paidFen: 5_000, code: codes[0]!.qr }),
    })
    await sleep(300)
    const closed = app.close()
    await sleep(100)
    for (const path of ['/api/stores', '/health/ready']) {
      const late = await fetch(`${url}${path}`)
      expect(late.status).toBe(503)
      expect(late.headers.get('retry-after')).toBe('1')
      expect(await late.json()).toMatchObject({ code: 'server.busy' })
    }
    expect((await fetch(`${url}/health/live`)).status).toBe(200)
    await release(held)
    const answer = await bill
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ points: 50 })
    const began = performance.now()
    await closed
    expect(performance.now() - began).toBeLessThan(2_000)
    await expect(fetch(`${url}/health/live`)).rejects.toThrow()
    expect((await member.call('GET /member/card')).balances.available).toBe(51)
  })

  test('waits for the work of a client that has gone', async () => {
    const { app, url } = await open()
    const till = await world.pos(await world.store())
    const member = await world.member({ points: 1 })
    const { codes } = await member.call('POST /member/codes')
    const held = await holdAccounts()
    const gone = new AbortController()
    const bill = fetch(`${url}/api/pos/bills`, {
      method: 'POST',
      headers: { authorization: `Bearer ${till.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ billNo: 'CLOSING-2', paidFen: 5_000, code: codes[0]!.qr }),
      signal: gone.signal,
    })
    await sleep(300)
    gone.abort()
    await expect(bill).rejects.toThrow()
    let closed = false
    const closing = app.close().then(() => {
      closed = true
    })
    await sleep(300)
    expect(closed).toBe(false)
    await release(held)
    await closing
    expect((await member.call('GET /member/card')).balances.available).toBe(51)
  })

  test('does not wait for phones that wait for news', async () => {
    const { app, url } = await open()
    const member = await world.member()
    const headers = { authorization: `Bearer ${member.token}` }
    const news = fetch(`${url}/api/member/news?after=0&waitSeconds=25`, { headers })
    await sleep(300)
    const began = performance.now()
    await app.close()
    expect(performance.now() - began).toBeLessThan(2_000)
    expect((await news).status).toBe(200)
  })
})

/** Each compiles the sources first, which takes its time on a busy machine. */
const PROCESS_MS = 120_000

describe('the processes', () => {
  const environment = () => ({
    ...process.env,
    ...testKeys(),
    TSX_TSCONFIG_PATH: path.join(root, 'test/tsconfig.json'),
    DATABASE_URL: world.databaseUrl,
    WECHAT_API_URL: world.wechat.url,
    WECHAT_APP_ID: world.config.wechat.appId,
    WECHAT_APP_SECRET: world.config.wechat.appSecret,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'info',
  })

  function start(program: string, env: NodeJS.ProcessEnv = environment()) {
    const loader = path.join(root, 'test/node_modules/tsx/dist/loader.mjs')
    const child = spawn(process.execPath, ['--import', `file://${loader}`, path.join(root, 'server/src', program)], {
      env,
    })
    const said = { out: '', err: '' }
    child.stdout.on('data', chunk => {
      said.out += chunk
    })
    child.stderr.on('data', chunk => {
      said.err += chunk
    })
    const ended = new Promise<number | null>(resolve => child.once('close', resolve))
    const says = async (text: string) => {
      for (let waited = 0; !said.out.includes(text); waited += 50) {
        if (waited > 90_000 || child.exitCode !== null)
          throw new Error(`${program} did not say "${text}": ${said.out}${said.err}`)
        await sleep(50)
      }
    }
    return { child, said, ended, says }
  }

  test(
    'the server listens, logs JSON only, and ends by itself on SIGTERM',
    async () => {
      const { child, said, ended, says } = start('main.ts')
      await says('listening')
      const { url } = said.out
        .split('\n')
        .filter(Boolean)
        .map(line => JSON.parse(line))
        .at(-1) as { url: string }
      expect((await fetch(`${url}/health/ready`)).status).toBe(200)
      child.kill('SIGTERM')
      expect(await ended).toBe(0)
      const messages = said.out
        .trim()
        .split('\n')
        .map(line => (JSON.parse(line) as { msg: string }).msg)
      expect(messages).toEqual(['listening', 'stopping', 'stopped'])
      expect(said.err).toBe('')
      const [row] = await world.db.query<{ live: number }>(
        'SELECT COUNT(*) AS live FROM id_node WHERE until > UTC_TIMESTAMP(3)',
      )
      expect(Number(row!.live)).toBe(1)
    },
    PROCESS_MS,
  )

  test(
    'the worker settles what is due, one worker at a time, and ends on SIGTERM',
    async () => {
      const first = start('worker.ts')
      await first.says('working')
      await sleep(500)
      const [lease] = await world.db.query<{ holder: string }>('SELECT holder FROM job_lease WHERE name = ?', ['sweep'])
      expect(lease?.holder).toContain(`:${first.child.pid}:`)
      first.child.kill('SIGTERM')
      expect(await first.ended).toBe(0)
      expect(await world.db.query('SELECT holder FROM job_lease')).toEqual([])
    },
    PROCESS_MS,
  )

  test(
    'the server without its database says so in one sentence',
    async () => {
      const { said, ended } = start('main.ts', { ...environment(), DATABASE_URL: 'mysql://a:b@127.0.0.1:1/x' })
      expect(await ended).toBe(1)
      expect(said.err.trim()).toMatch(/^The database at 127\.0\.0\.1:1 cannot be used: .*ECONNREFUSED.*\.$/)
    },
    PROCESS_MS,
  )
})
