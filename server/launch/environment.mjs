import { createHash } from 'node:crypto'
import path from 'node:path'
import process from 'node:process'
import { simulatedMerchant } from './merchant.mjs'
import { dataDir, root } from './places.mjs'
import { secrets } from './secrets.mjs'

// Only the simulator knows this app. A real one comes with WECHAT_APP_ID and WECHAT_APP_SECRET of its own.
const demoApp = { id: 'wx5f0a2c7d3e914b86', secret: 'known-only-to-the-simulator' }
const demoAccount = { id: 'wx8b17c40a95d2e36f', secret: 'known-only-to-the-simulator-too' }
// Where no simulator runs, a simulated app must reach nobody rather than the real WeChat.
const nowhere = 'http://127.0.0.1:9'

/** Whether the app is one that only the simulator knows: it is, unless a real app or another address is given. */
export function simulatesWechat() {
  return !process.env.WECHAT_API_URL && !process.env.WECHAT_APP_SECRET
}

/**
 * The environment of the server's processes, as a deployment would set it. What the caller's environment sets wins,
 * except for what this launcher itself decides.
 * @param {{ database: import('./instance.mjs').InstanceDatabase, port?: number, wechatUrl?: string, payUrl?: string }} options
 * @returns {NodeJS.ProcessEnv}
 */
export function serverEnvironment({ database, port = 3000, wechatUrl = process.env.WECHAT_API_URL, payUrl }) {
  const wechat = wechatUrl ?? (simulatesWechat() ? nowhere : undefined)
  const keys = secrets(dataDir())
  return {
    PUBLIC_URL: `http://localhost:${port}`,
    WECHAT_APP_ID: demoApp.id,
    WECHAT_APP_SECRET: demoApp.secret,
    ...(simulatesWechat() ? simulatedEvents(keys) : {}),
    // Only the simulator knows this merchant: without it nobody can pay.
    ...(payUrl ? { ...simulatedMerchant(dataDir()).server, WECHAT_PAY_URL: payUrl } : {}),
    HUITOU_DEMO: '1',
    ...process.env,
    ...keys,
    ...(wechat ? { WECHAT_API_URL: wechat } : {}),
    DATABASE_URL: database.url,
    DATABASE_ADMIN_URL: database.adminUrl,
    DATA_DIR: dataDir(),
    PORT: String(port),
    NODE_ENV: 'production',
    TZ: 'UTC',
  }
}

/**
 * The official account that only the simulator knows, and how its events are signed: with keys of this instance, or
 * anybody who has read this file could tell a demonstration whatever they like.
 * @param {Record<string, string>} keys
 */
function simulatedEvents(keys) {
  const made = (/** @type {string} */ name) => createHash('sha256').update(`${name} ${keys.HUITOU_TOKEN_KEY}`).digest()
  return {
    WECHAT_PUSH_TOKEN: made('push token').toString('hex').slice(0, 32),
    WECHAT_PUSH_AES_KEY: made('push key').toString('base64').slice(0, 43),
    WECHAT_OA_APP_ID: demoAccount.id,
    WECHAT_OA_APP_SECRET: demoAccount.secret,
    WECHAT_OA_PUSH_TOKEN: made('account push token').toString('hex').slice(0, 32),
    WECHAT_OA_PUSH_AES_KEY: made('account push key').toString('base64').slice(0, 43),
  }
}

/** Arguments for node to run a TypeScript file without building it. @param {string} script relative to the project's folder */
export function typescript(script) {
  const loader = path.join(root, 'test/node_modules/tsx/dist/loader.mjs')
  return ['--import', `file://${loader}`, path.join(root, script)]
}

/** tsx takes the compiler options (decorators) from here, wherever it is started. */
export const typescriptEnvironment = { TSX_TSCONFIG_PATH: path.join(root, 'test/tsconfig.json') }

/** A program of the built server. @param {string} name such as 'main' or 'commands/migrate' */
export function server(name) {
  return path.join(root, 'server/dist', `${name}.js`)
}
