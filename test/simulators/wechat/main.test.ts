import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { exchange, post, send } from './raw-calls.js'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))
const testPackage = fileURLToPath(new URL('../../', import.meta.url))
const started: ChildProcess[] = []
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wechat-simulator-'))
})

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

function launch(env: Record<string, string>): ChildProcess {
  const options = { cwd: testPackage, env: { ...process.env, PORT: '0', ...env } }
  const child = spawn(process.execPath, ['--import', 'tsx', main], options)
  started.push(child)
  return child
}

async function firstLine(stream: NodeJS.ReadableStream | null): Promise<string> {
  if (stream === null) throw new Error('no such stream')
  const [chunk] = await once(stream, 'data')
  return String(chunk).split('\n')[0] ?? ''
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown> {
  child.kill(signal)
  return (await once(child, 'exit'))[0]
}

test('the process says where it listens, knows its app from the environment and keeps people across restarts', async () => {
  const env = {
    WECHAT_SIM_STATE: join(folder, 'deeper', 'users.json'),
    WECHAT_APP_ID: 'wx-of-this-test',
    WECHAT_APP_SECRET: 'secret-of-this-test',
  }
  const first = launch(env)
  const { url } = JSON.parse(await firstLine(first.stdout)) as { url: string }
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const { code } = (await post(`${url}/__sim/phone/login`, { device: 'device-of-ana' })).json
  const app = { appid: 'wx-of-this-test', secret: 'secret-of-this-test' }
  expect((await exchange(url, { js_code: String(code) })).json.errcode).toBe(40013)
  const ana = (await exchange(url, { js_code: String(code), ...app })).json.openid
  await post(`${url}/__sim/users/update`, { openid: ana, nickname: 'Ana' })
  await post(`${url}/__sim/subscribe/ask`, { openid: ana, templateIds: ['huitou-coupon'], always: true })
  await post(`${url}/__sim/account/follow`, { openid: ana, following: true })
  expect(await stop(first, 'SIGTERM')).toBe(0)

  const second = launch(env)
  const reborn = JSON.parse(await firstLine(second.stdout)) as { url: string }
  const { users } = (await send(`${reborn.url}/__sim/users`)).json
  expect(users).toMatchObject([{ openid: ana, nickname: 'Ana' }])
  const { templates, following } = (await send(`${reborn.url}/phone/feed?openid=${ana}`)).json
  expect(templates).toContainEqual(expect.objectContaining({ id: 'huitou-coupon', credits: 1, always: 'accept' }))
  expect(following).toBe(true)
  expect(await stop(second, 'SIGINT')).toBe(0)
}, 30_000)

test('people survive even a kill', async () => {
  const env = { WECHAT_SIM_STATE: join(folder, 'users.json') }
  const child = launch(env)
  const { url } = JSON.parse(await firstLine(child.stdout)) as { url: string }
  await post(`${url}/__sim/users`, { openid: 'o-ana-0001' })
  await send(`${url}/__sim/health`)
  await stop(child, 'SIGKILL')
  expect(JSON.parse(readFileSync(env.WECHAT_SIM_STATE, 'utf8'))).toMatchObject({ users: [{ openid: 'o-ana-0001' }] })
}, 30_000)

test('an unreadable state file ends the start with one sentence that names it', async () => {
  const path = join(folder, 'users.json')
  writeFileSync(path, '{"version":1,"users":[{')
  const child = launch({ WECHAT_SIM_STATE: path })
  const [sentence, [exitCode]] = await Promise.all([firstLine(child.stderr), once(child, 'exit')])
  expect(sentence).toBe(`the WeChat simulator cannot read its users from ${path}; move or delete that file`)
  expect(exitCode).toBe(1)
}, 30_000)
