import { Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import pino from 'pino'
import { SharedTokenStore } from '../../server/src/wechat-token-store.js'
import { openWorld, type World } from '../world.js'
import { type Secrets, walk } from './journey.js'
import { closeRaw } from './raw-request.js'

// Goal: 0 secrets of people in the log at its most talkative, 0 plain secrets in a dump of every table.
let world: World
let secrets: Secrets
const lines: string[] = []
beforeAll(async () => {
  const sink = new Writable({
    write(chunk: Buffer, _, done) {
      lines.push(...chunk.toString('utf8').split('\n').filter(Boolean))
      done()
    },
  })
  world = await openWorld({ log: pino({ level: 'trace' }, sink) })
  secrets = await walk(world)
  // WeChat's own secrets are known to the simulator alone.
  const { keys, wechat } = world.config
  const token = await new SharedTokenStore(world.db, wechat.appId, keys.token).get()
  secrets['WeChat token'] = [token!.value]
  secrets['WeChat app secret'] = [world.config.wechat.appSecret]
  secrets.key = Object.values(world.config.keys).flatMap(key => [
    key.export().toString('base64'),
    key.export().toString('hex'),
  ])
})
afterAll(async () => {
  closeRaw()
  await world.close()
})

const KINDS = [
  'phone',
  'openid',
  'access token',
  'refresh token',
  'phone code',
  'member code',
  'scan ticket',
  'voucher code',
  'POS key',
  'password',
  'invitation',
  'TOTP secret',
  'WeChat token',
  'WeChat app secret',
  'key',
]

describe('the log of a whole journey at its most talkative', () => {
  test('is there: requests of every audience, calls to WeChat, refusals', () => {
    const text = lines.join('\n')
    expect(lines.length).toBeGreaterThan(40)
    for (const part of ['POST /api/enrolments', 'POST /api/staff/bills', 'POST /api/pos/bills', '/api/console/members'])
      expect(text).toContain(part)
    for (const part of ['jscode2session', 'wechat.phone_code_invalid', 'operator.credentials', 'code.unknown'])
      expect(text).toContain(part)
    expect(Object.keys(secrets).sort()).toEqual([...KINDS].sort())
  })

  test.each(KINDS)('holds no %s', kind => {
    for (const secret of secrets[kind]!) {
      expect(secret.length).toBeGreaterThanOrEqual(6)
      const shapes = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]
      expect(lines.filter(line => shapes.some(shape => line.includes(shape)))).toEqual([])
    }
  })
})

describe('a dump of every table', () => {
  // An openid is how WeChat knows its user here; a voucher is found by its code, and its holder reads it again and again.
  const KEPT = ['openid', 'voucher code']

  test.each(KINDS.filter(kind => !KEPT.includes(kind)))('holds no %s', async kind => {
    const tables = await world.db.query<{ name: string }>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'",
    )
    expect(tables.length).toBeGreaterThan(20)
    for (const { name } of tables) {
      const rows = await world.db.query<Record<string, unknown>>(`SELECT * FROM \`${name}\``)
      const values = rows.flatMap(row => Object.values(row).map(plain))
      for (const secret of secrets[kind]!) {
        const shapes = [secret, Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('hex')]
        expect(values.filter(value => shapes.some(shape => value.includes(shape)))).toEqual([])
      }
    }
  })

  test('holds the phone only sealed, and sealed anew for everybody', async () => {
    const rows = await world.db.query<{ phone_cipher: string; phone_masked: string }>(
      'SELECT phone_cipher, phone_masked FROM member WHERE phone_cipher IS NOT NULL',
    )
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows) {
      expect(row.phone_cipher).toMatch(/^v1\.[\w-]{16}\.[\w-]{22}\.[\w-]{15}$/)
      expect(row.phone_masked).toMatch(/^\d{3}\*{4}\d{4}$/)
    }
  })
})

/** A value as somebody who reads a dump would see it, bytes both as text and as hexadecimal. */
function plain(value: unknown): string {
  if (Buffer.isBuffer(value)) return `${value.toString('latin1')} ${value.toString('hex')}`
  return value instanceof Date ? value.toISOString() : String(value)
}
