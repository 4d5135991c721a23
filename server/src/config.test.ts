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
  test('has no official account and takes no events unless told to', () => {
    expect(readConfig(complete).wechat).toMatchObject({ push: null, account: null })
    const push = { WECHAT_PUSH_TOKEN: 'Token1', WECHAT_PUSH_AES_KEY: 'A'.repeat(43) }
    const account = { WECHAT_OA_APP_ID: 'wx5678', WECHAT_OA_APP_SECRET: 'secret', WECHAT_OA_PUSH_TOKEN: 'Token2' }
    expect(readConfig({ ...complete, ...push, ...account }).wechat).toMatchObject({
      push: { token: 'Token1', aesKey: Buffer.alloc(32) },
      account: { appId: 'wx5678', appSecret: 'secret', push: { token: 'Token2', aesKey: null } },
    })
    for (const bad of [{ WECHAT_PUSH_TOKEN: 'no' }, { WECHAT_PUSH_AES_KEY: 'A'.repeat(42) }]) {
      expect(() => readConfig({ ...complete, ...bad })).toThrow(/The environment is not complete: WECHAT_PUSH/)
    }
  })

  test('is read with the defaults of production', () => {
    expect(readConfig(complete)).toMatchObject({
      databaseUrl: complete.DATABASE_URL,
      databaseAdminUrl: complete.DATABASE_URL,
      port: 3000,
      host: '0.0.0.0',
      workerMetricsPort: null,
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
      WORKER_METRICS_PORT: '9464',
      PUBLIC_URL: 'https://huitou.example/',
      HUITOU_DEMO: '1',
      HUITOU_RATE_LIMITS: 'off',
      HUITOU_TRUST_PROXY: '1',
      LOG_LEVEL: 'silent',
    })
    expect(config).toMatchObject({
      databaseAdminUrl: 'mysql://root:secret@localhost:3306/huitou',
      port: 0,
      workerMetricsPort: 9_464,
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
    ['WORKER_METRICS_PORT', '65536'],
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

describe('a merchant of WeChat Pay', () => {
  const pem = '-----BEGIN PRIVATE KEY-----\nMII=\n-----END PRIVATE KEY-----\n'
  const account = {
    WECHAT_PAY_MCHID: '1900000109',
    WECHAT_PAY_CERT_SERIAL: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
    WECHAT_PAY_KEY: pem,
    WECHAT_PAY_API_KEY: 'a'.repeat(32),
  }

  test('is none unless one is given', () => {
    expect(readConfig(complete).pay).toBeNull()
  })

  test('hears of payments at our own address, unless another one is given', () => {
    const { pay } = readConfig({ ...complete, ...account, PUBLIC_URL: 'https://huitou.example/' })
    expect(pay).toMatchObject({
      apiUrl: 'https://api.mch.weixin.qq.com',
      mchid: '1900000109',
      publicKeys: [],
      notifyUrl: 'https://huitou.example/wechat/pay/notifications',
    })
    const other = { WECHAT_PAY_NOTIFY_URL: 'https://hook.example/pay' }
    expect(readConfig({ ...complete, ...account, ...other }).pay?.notifyUrl).toBe('https://hook.example/pay')
  })

  test('may bring its keys as PEM, on one line with \\n, or in base64', () => {
    for (const key of [pem, pem.replaceAll('\n', '\\n'), Buffer.from(pem).toString('base64')])
      expect(readConfig({ ...complete, ...account, WECHAT_PAY_KEY: key }).pay?.privateKey).toBe(pem)
  })

  test.each(Object.keys(account))('without %s is half a merchant, and refused', name => {
    expect(() => readConfig({ ...complete, ...account, [name]: undefined })).toThrow(/half configured/)
  })

  test('whose public key has no id is refused as well', () => {
    const half = { WECHAT_PAY_PUBLIC_KEY: pem.replaceAll('PRIVATE', 'PUBLIC') }
    expect(() => readConfig({ ...complete, ...account, ...half })).toThrow(/half configured/)
    const whole = { ...half, WECHAT_PAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_0119000001092026112300000000000000' }
    expect(readConfig({ ...complete, ...account, ...whole }).pay?.publicKeys).toHaveLength(1)
  })
})
