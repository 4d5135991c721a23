import { describe, expect, test } from '@jest/globals'
import { testKeys } from '../../test/world-basics.js'
import { readConfig } from './config.js'

const keysOfTests = testKeys()
const sessionKey = keysOfTests.HUITOU_SESSION_KEY!
const complete = {
  ...keysOfTests,
  DATABASE_URL: 'mysql://app:secret@localhost:3306/huitou',
  WECHAT_APP_ID: 'wx1234',
  WECHAT_APP_SECRET: 'very-secret',
}

describe('a complete environment', () => {
  test('is read with the defaults of production', () => {
    expect(readConfig(complete)).toMatchObject({
      databaseUrl: complete.DATABASE_URL,
      databaseAdminUrl: complete.DATABASE_URL,
      port: 3000,
      host: '0.0.0.0',
      wechat: { apiUrl: 'https://api.weixin.qq.com', appId: 'wx1234', timeoutMs: 5000 },
      demo: false,
      rateLimits: true,
      trustProxy: false,
      logLevel: 'info',
    })
  })

  test('says what differs from the defaults', () => {
    const config = readConfig({
      ...complete,
      DATABASE_ADMIN_URL: 'mysql://root:secret@localhost:3306/huitou',
      PORT: '0',
      PUBLIC_URL: 'https://huitou.example/',
      HUITOU_DEMO: '1',
      HUITOU_RATE_LIMITS: 'off',
      HUITOU_TRUST_PROXY: '1',
      LOG_LEVEL: 'silent',
    })
    expect(config).toMatchObject({
      databaseAdminUrl: 'mysql://root:secret@localhost:3306/huitou',
      port: 0,
      publicUrl: 'https://huitou.example',
      demo: true,
      rateLimits: false,
      trustProxy: true,
      logLevel: 'silent',
    })
  })

  test('keeps its keys where printing does not show them', () => {
    const { keys } = readConfig(complete)
    expect(keys.session.export()).toEqual(Buffer.from(sessionKey, 'base64'))
    expect(JSON.stringify(keys)).not.toContain(sessionKey.slice(0, 10))
  })
})

describe('an environment that is not complete', () => {
  const sentence = (environment: NodeJS.ProcessEnv) => {
    try {
      readConfig(environment)
      return ''
    } catch (error) {
      return (error as Error).message
    }
  }

  test('names everything that is missing, in one sentence', () => {
    const said = sentence({})
    expect(said.split('\n')).toHaveLength(1)
    for (const name of ['DATABASE_URL', 'WECHAT_APP_ID', 'WECHAT_APP_SECRET', 'HUITOU_SESSION_KEY', 'HUITOU_TOTP_KEY'])
      expect(said).toContain(name)
  })

  test.each([
    ['DATABASE_URL', 'postgres://localhost/huitou'],
    ['DATABASE_URL', 'localhost'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', 'http'],
    ['PUBLIC_URL', 'huitou.example'],
    ['WECHAT_API_URL', ''],
    ['WECHAT_APP_SECRET', ''],
    ['HUITOU_DEMO', 'yes'],
    ['HUITOU_RATE_LIMITS', '1'],
    ['LOG_LEVEL', 'loud'],
    ['HUITOU_PHONE_KEY', Buffer.alloc(31).toString('base64')],
    ['HUITOU_PHONE_KEY', ''],
  ])('refuses %s=%s by name', (name, value) => {
    expect(sentence({ ...complete, [name]: value })).toContain(name)
  })

  test('never repeats a secret', () => {
    const said = sentence({ ...complete, DATABASE_URL: 'mysqlx://app:secret@localhost/x', HUITOU_CODE_KEY: 'c2hvcnQ=' })
    expect(said).toContain('HUITOU_CODE_KEY')
    for (const secret of ['secret@', 'c2hvcnQ=', 'very-secret']) expect(said).not.toContain(secret)
  })

  test('accepts a key of exactly 32 bytes', () => {
    expect(sentence({ ...complete, HUITOU_PHONE_KEY: Buffer.alloc(32, 7).toString('base64') })).toBe('')
  })
})
