import { createSecretKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'

const key = z
  .string()
  .transform(text => Buffer.from(text, 'base64'))
  .refine(bytes => bytes.length >= 32, 'must be at least 32 bytes in base64')
  .transform(bytes => createSecretKey(bytes))

const Environment = z.object({
  DATABASE_URL: z.url({ protocol: /^mysql$|^mariadb$/ }),
  DATABASE_ADMIN_URL: z.string().optional(),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default('0.0.0.0'),
  PUBLIC_URL: z.url().default('http://localhost:3000'),
  WECHAT_API_URL: z.url().default('https://api.weixin.qq.com'),
  WECHAT_APP_ID: z.string().min(1),
  WECHAT_APP_SECRET: z.string().min(1),
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

export interface Config {
  databaseUrl: string
  databaseAdminUrl: string
  port: number
  host: string
  publicUrl: string
  wechat: { apiUrl: string; appId: string; appSecret: string; timeoutMs: number }
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
    publicUrl: env.PUBLIC_URL.replace(/\/$/, ''),
    wechat: { apiUrl: env.WECHAT_API_URL, appId: env.WECHAT_APP_ID, appSecret: env.WECHAT_APP_SECRET, timeoutMs: 5000 },
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
