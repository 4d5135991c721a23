import { createSecretKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'

const key = z
  .string()
  .transform(text => Buffer.from(text, 'base64'))
  .refine(bytes => bytes.length >= 32, 'must be at least 32 bytes in base64')
  .transform(bytes => createSecretKey(bytes))

const aesKey = z
  .string()
  .regex(/^[A-Za-z0-9+/]{43}$/, 'must be the 43 characters of EncodingAESKey')
  .transform(text => Buffer.from(`${text}=`, 'base64'))
const pushToken = z.string().regex(/^[A-Za-z0-9]{3,32}$/, 'must be 3 to 32 letters and digits')

/** A key as PEM, or the same in base64 on one line, for environments that hold no line breaks. */
const pem = z
  .string()
  .transform(text =>
    text.includes('-----BEGIN') ? text.replaceAll('\\n', '\n') : Buffer.from(text, 'base64').toString('utf8'),
  )
  .refine(text => /^-----BEGIN [A-Z ]*KEY-----/.test(text), 'must be a key as PEM, or PEM in base64')

const Environment = z.object({
  DATABASE_URL: z.url({ protocol: /^mysql$|^mariadb$/ }),
  DATABASE_ADMIN_URL: z.string().optional(),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default('0.0.0.0'),
  WORKER_METRICS_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  PUBLIC_URL: z.url().default('http://localhost:3000'),
  WECHAT_API_URL: z.url().default('https://api.weixin.qq.com'),
  WECHAT_APP_ID: z.string().min(1),
  WECHAT_APP_SECRET: z.string().min(1),
  WECHAT_PUSH_TOKEN: pushToken.optional(),
  WECHAT_PUSH_AES_KEY: aesKey.optional(),
  WECHAT_OA_APP_ID: z.string().min(1).optional(),
  WECHAT_OA_APP_SECRET: z.string().min(1).optional(),
  WECHAT_OA_PUSH_TOKEN: pushToken.optional(),
  WECHAT_OA_PUSH_AES_KEY: aesKey.optional(),
  WECHAT_PAY_URL: z.url().default('https://api.mch.weixin.qq.com'),
  WECHAT_PAY_MCHID: z
    .string()
    .regex(/^\d{8,12}$/, 'must be the 8 to 12 digits of a merchant')
    .optional(),
  WECHAT_PAY_CERT_SERIAL: z
    .string()
    .regex(/^[0-9A-Fa-f]{16,40}$/, 'must be the serial number of the API certificate')
    .optional(),
  WECHAT_PAY_KEY: pem.optional(),
  WECHAT_PAY_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{32}$/, 'must be the 32 characters of the APIv3 key')
    .optional(),
  WECHAT_PAY_PUBLIC_KEY_ID: z
    .string()
    .regex(/^PUB_KEY_ID_\d{16,40}$/, 'must begin with PUB_KEY_ID_')
    .optional(),
  WECHAT_PAY_PUBLIC_KEY: pem.optional(),
  WECHAT_PAY_NOTIFY_URL: z.url().max(255).optional(),
  HUITOU_SMS_URL: z.url().optional(),
  HUITOU_SMS_SECRET: z.string().min(16).optional(),
  HUITOU_WECOM_URL: z.url().optional(),
  HUITOU_SESSION_KEY: key,
  HUITOU_CODE_KEY: key,
  HUITOU_PHONE_KEY: key,
  HUITOU_PHONE_LOOKUP_KEY: key,
  HUITOU_TOTP_KEY: key,
  HUITOU_TOKEN_KEY: key,
  HUITOU_DEMO: z.enum(['0', '1']).default('0'),
  HUITOU_RATE_LIMITS: z.enum(['on', 'off']).default('on'),
  HUITOU_TRUST_PROXY: z.enum(['0', '1']).default('0'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
})

/** How the events that WeChat sends to an address of ours are recognised. */
export interface PushSettings {
  /** The Token entered in WeChat's console. */
  token: string
  /** Where one is set, only encrypted events are taken: a plain one's signature does not cover its body. */
  aesKey: Buffer | null
}

/** A merchant of WeChat Pay's, of its own (not under a service provider). */
export interface PaySettings {
  apiUrl: string
  /** Bounds one request to WeChat Pay, whole. */
  timeoutMs: number
  appId: string
  mchid: string
  /** Of the merchant's API certificate. */
  certSerial: string
  /** The private key of that certificate, as PEM. */
  privateKey: string
  /** The APIv3 key. */
  apiKey: string
  /** WeChat Pay's public key of this merchant; none for a merchant on platform certificates, which are fetched. */
  publicKeys: { id: string; pem: string }[]
  /** Where WeChat Pay sends notifications: https, and reachable from outside. */
  notifyUrl: string
}

export interface Config {
  databaseUrl: string
  databaseAdminUrl: string
  port: number
  host: string
  /** Where the worker shows its figures; null where nobody asks for them. */
  workerMetricsPort: number | null
  publicUrl: string
  wechat: {
    apiUrl: string
    appId: string
    appSecret: string
    /** Bounds one request to WeChat, whole. */
    timeoutMs: number
    /** Null: the mini-program's events are not taken. */
    push: PushSettings | null
    /** The official account of the same owner, bound to the same Open Platform account; null: there is none. */
    account: { appId: string; appSecret: string; push: PushSettings | null } | null
  }
  /** The merchant who is paid through WeChat Pay; null: nobody can pay here. */
  pay: PaySettings | null
  /** Other ways to reach members; null where there is none. */
  messages: { sms: { url: string; secret: string } | null; wecom: { url: string } | null }
  keys: {
    session: KeyObject
    code: KeyObject
    phone: KeyObject
    phoneLookup: KeyObject
    totp: KeyObject
    token: KeyObject
  }
  demo: boolean
  rateLimits: boolean
  trustProxy: boolean
  logLevel: string
}

/** The environment, parsed once. Throws one sentence that names every variable that is missing or wrong. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const parsed = Environment.safeParse(environment)
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(issue => `${issue.path.join('.')} ${issue.message.toLowerCase()}`)
    throw new Error(`The environment is not complete: ${wrong.join('; ')}.`)
  }
  const env = parsed.data
  return {
    databaseUrl: env.DATABASE_URL,
    databaseAdminUrl: env.DATABASE_ADMIN_URL ?? env.DATABASE_URL,
    port: env.PORT,
    host: env.HOST,
    workerMetricsPort: env.WORKER_METRICS_PORT ?? null,
    publicUrl: env.PUBLIC_URL.replace(/\/$/, ''),
    wechat: {
      apiUrl: env.WECHAT_API_URL,
      appId: env.WECHAT_APP_ID,
      appSecret: env.WECHAT_APP_SECRET,
      timeoutMs: 5000,
      push: pushOf(env.WECHAT_PUSH_TOKEN, env.WECHAT_PUSH_AES_KEY),
      account: accountOf(env),
    },
    pay: payOf(env),
    messages: {
      sms:
        env.HUITOU_SMS_URL && env.HUITOU_SMS_SECRET ? { url: env.HUITOU_SMS_URL, secret: env.HUITOU_SMS_SECRET } : null,
      wecom: env.HUITOU_WECOM_URL ? { url: env.HUITOU_WECOM_URL } : null,
    },
    keys: {
      session: env.HUITOU_SESSION_KEY,
      code: env.HUITOU_CODE_KEY,
      phone: env.HUITOU_PHONE_KEY,
      phoneLookup: env.HUITOU_PHONE_LOOKUP_KEY,
      totp: env.HUITOU_TOTP_KEY,
      token: env.HUITOU_TOKEN_KEY,
    },
    demo: env.HUITOU_DEMO === '1',
    rateLimits: env.HUITOU_RATE_LIMITS === 'on',
    trustProxy: env.HUITOU_TRUST_PROXY === '1',
    logLevel: env.LOG_LEVEL,
  }
}

function pushOf(token: string | undefined, key: Buffer | undefined): PushSettings | null {
  return token === undefined ? null : { token, aesKey: key ?? null }
}

function accountOf(env: z.output<typeof Environment>): Config['wechat']['account'] {
  const { WECHAT_OA_APP_ID: appId, WECHAT_OA_APP_SECRET: appSecret } = env
  if (appId === undefined || appSecret === undefined) return null
  return { appId, appSecret, push: pushOf(env.WECHAT_OA_PUSH_TOKEN, env.WECHAT_OA_PUSH_AES_KEY) }
}

/** All of a merchant or nothing of one: half a merchant would be found out by the first guest who pays. */
function payOf(env: z.output<typeof Environment>): PaySettings | null {
  const { WECHAT_PAY_MCHID: mchid, WECHAT_PAY_CERT_SERIAL: certSerial } = env
  const { WECHAT_PAY_KEY: privateKey, WECHAT_PAY_API_KEY: apiKey } = env
  const { WECHAT_PAY_PUBLIC_KEY_ID: id, WECHAT_PAY_PUBLIC_KEY: pem } = env
  if (!mchid && !certSerial && !privateKey && !apiKey) return null
  if (!mchid || !certSerial || !privateKey || !apiKey || (id === undefined) !== (pem === undefined)) {
    throw new Error(
      'WeChat Pay is half configured: give WECHAT_PAY_MCHID, WECHAT_PAY_CERT_SERIAL, WECHAT_PAY_KEY and WECHAT_PAY_API_KEY, and WECHAT_PAY_PUBLIC_KEY_ID with WECHAT_PAY_PUBLIC_KEY, or none of them.',
    )
  }
  return {
    apiUrl: env.WECHAT_PAY_URL,
    timeoutMs: 5000,
    appId: env.WECHAT_APP_ID,
    mchid,
    certSerial,
    privateKey,
    apiKey,
    publicKeys: id !== undefined && pem !== undefined ? [{ id, pem }] : [],
    notifyUrl: env.WECHAT_PAY_NOTIFY_URL ?? `${env.PUBLIC_URL.replace(/\/$/, '')}/wechat/pay/notifications`,
  }
}
