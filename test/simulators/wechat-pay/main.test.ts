import { type ChildProcess, spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { PayClient } from '../../../server/src/wechat-pay/wechat-pay.client.js'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))
const testPackage = fileURLToPath(new URL('../../', import.meta.url))
const started: ChildProcess[] = []
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pay-simulator-'))
})

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

async function launch(env: Record<string, string>): Promise<{ child: ChildProcess; url: string }> {
  const options = { cwd: testPackage, env: { ...process.env, PORT: '0', ...env } }
  const child = spawn(process.execPath, ['--import', 'tsx', main], options)
  started.push(child)
  const [chunk] = await once(child.stdout!, 'data')
  return { child, url: (JSON.parse(String(chunk).split('\n')[0] ?? '') as { url: string }).url }
}

const pem = () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    own: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    open: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}

test('the process knows its merchant from the environment and keeps what was paid across restarts', async () => {
  const [ours, theirs] = [pem(), pem()]
  const account = { mchid: '1900000200', apiKey: 'k'.repeat(32), certSerial: 'AB'.repeat(20) }
  const id = 'PUB_KEY_ID_0119000002002026112300000000000000'
  const env = {
    WECHAT_APP_ID: 'wx-of-this-test',
    WECHAT_PAY_MCHID: account.mchid,
    WECHAT_PAY_API_KEY: account.apiKey,
    WECHAT_PAY_CERT_SERIAL: account.certSerial,
    WECHAT_PAY_KEY: Buffer.from(ours.own).toString('base64'),
    WECHAT_PAY_PUBLIC_KEY_ID: id,
    WECHAT_PAY_SIM_KEY: theirs.own.replaceAll('\n', '\\n'),
    WECHAT_PAY_SIM_STATE: join(folder, 'deeper', 'orders.json'),
    WECHAT_API_URL: '',
  }
  const first = await launch(env)
  const config = {
    ...account,
    timeoutMs: 5_000,
    appId: 'wx-of-this-test',
    privateKey: ours.own,
    publicKeys: [{ id, pem: theirs.open }],
    notifyUrl: 'http://127.0.0.1:9/nobody',
  }
  const client = (apiUrl: string) => new PayClient({ ...config, apiUrl }, { now: () => new Date() })
  const order = { outTradeNo: 'T000001', description: '辣子鸡', amountFen: 100, openid: 'o-ana' }
  const expiresAt = new Date(Date.now() + 600_000)
  const prepayId = await client(first.url).prepay({ ...order, expiresAt })
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ prepayId }) }
  expect((await fetch(`${first.url}/__sim/prepaid-payments`, init)).status).toBe(200)
  first.child.kill('SIGTERM')
  expect((await once(first.child, 'exit'))[0]).toBe(0)

  const second = await launch(env)
  expect(await client(second.url).query('T000001')).toMatchObject({ state: 'SUCCESS', amountFen: 100 })
}, 60_000)
