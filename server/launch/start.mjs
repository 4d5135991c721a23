import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { checkReachable, checkSignIn, givenDatabase } from './database-given.mjs'
import { server, serverEnvironment, simulatesWechat, typescript, typescriptEnvironment } from './environment.mjs'
import { bringUpDatabase, claimDataDir, freePort } from './instance.mjs'
import { launch, onEnd } from './launch.mjs'
import { simulatedMerchant } from './merchant.mjs'
import { serverFlags } from './node-flags.mjs'
import { dataDir, root } from './places.mjs'
import { build, install } from './prepare.mjs'
import { identityOf } from './process-identity.mjs'
import { firstDeath, run, startChild, waitFor } from './processes.mjs'
import { say, step } from './say.mjs'

/** @type {import('./processes.mjs').Child[]} */
const children = []

await launch(start, { interruptedCode: 0 })

async function start() {
  const began = performance.now()
  const lock = await claimDataDir('npm start', { port: Number(process.env.PORT || 3000) })
  const port = await freePort()
  const given = givenDatabase()
  if (given) await checkReachable(given.url)
  say(`Huitou is starting; everything it keeps is in ${dataDir()}.`)

  const serverBuilt = install().then(() => build(['server']))
  const [database] = await Promise.all([bringUpDatabase(), serverBuilt])
  if (given) await checkSignIn(given.adminUrl)
  const pages = build(['console', 'h5'])
  const environment = prepareData({ lock, port, database })
  const [env] = await Promise.all([environment, pages])

  await freePort() // minutes may have passed since the first look
  await step('start the server', async () => {
    const main = begin(lock, { name: 'server', args: [...serverFlags, server('main')], env })
    const worker = begin(lock, { name: 'worker', args: [...serverFlags, server('worker')], env })
    onEnd(() => Promise.all([main.stop(), worker.stop()]))
    await waitFor(children, { what: 'The server', timeoutMs: 60_000, probe: () => isReady(port) })
  })
  lock.tell({ ready: true })
  say(`Ready after ${((performance.now() - began) / 1000).toFixed(1)} s.`)
  printAddresses(String(env.PUBLIC_URL), simulatesWechat() && env.HUITOU_DEMO === '1')
  return firstDeath([...children, ...watched(database)])
}

/**
 * Migrates the database and fills it with the demonstration, with WeChat simulated beside it.
 * @param {{ lock: import('./lock.mjs').Lock, port: number, database: import('./instance.mjs').InstanceDatabase }} options
 */
async function prepareData({ lock, port, database }) {
  const settings = serverEnvironment({ database, port })
  const migrated = step('migrate the database', () =>
    run(process.execPath, [server('commands/migrate')], {
      cwd: root,
      env: settings,
      failure: 'The database could not be migrated',
    }),
  )
  // A simulated WeChat belongs to the demonstration: without that nobody could sign in as anybody they like.
  const simulated = simulatesWechat() && settings.HUITOU_DEMO === '1'
  const [wechatUrl] = await Promise.all([simulated ? startSimulator(lock, settings) : undefined, migrated])
  const pays = simulated && !process.env.WECHAT_PAY_MCHID
  const payUrl =
    pays && wechatUrl ? await startPaySimulator(lock, { ...settings, WECHAT_API_URL: wechatUrl }) : undefined
  const env = serverEnvironment({ database, port, wechatUrl, payUrl })
  lock.tell({ wechatUrl, privateDatabase: !givenDatabase() })
  if (env.HUITOU_DEMO !== '0') {
    await step('fill in the demonstration', () =>
      run(process.execPath, [server('commands/demo')], {
        cwd: root,
        env,
        failure: 'The demonstration could not be filled in',
      }),
    )
  }
  return env
}

/**
 * @param {import('./lock.mjs').Lock} lock
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>} its address
 */
function startSimulator(lock, env) {
  return step('start the WeChat simulator', async () => {
    const simulator = begin(lock, {
      name: 'WeChat simulator',
      args: typescript('test/simulators/wechat/main.ts'),
      env: {
        ...env,
        ...typescriptEnvironment,
        PORT: '0',
        WECHAT_SIM_STATE: path.join(dataDir(), 'wechat.json'),
        WECHAT_SIM_PUSH_URL: `http://127.0.0.1:${env.PORT}`,
      },
    })
    onEnd(() => simulator.stop())
    return waitFor([simulator], {
      what: 'The WeChat simulator',
      timeoutMs: 30_000,
      probe: () => announcedUrl(simulator.log),
    })
  })
}

/**
 * @param {import('./lock.mjs').Lock} lock
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>} its address
 */
function startPaySimulator(lock, env) {
  const merchant = simulatedMerchant(dataDir())
  return step('start the WeChat Pay simulator', async () => {
    const simulator = begin(lock, {
      name: 'WeChat Pay simulator',
      args: typescript('test/simulators/wechat-pay/main.ts'),
      env: { ...env, ...typescriptEnvironment, ...merchant.server, ...merchant.simulator, PORT: '0' },
    })
    onEnd(() => simulator.stop())
    return waitFor([simulator], {
      what: 'The WeChat Pay simulator',
      timeoutMs: 30_000,
      probe: () => announcedUrl(simulator.log),
    })
  })
}

/**
 * Starts a child and notes it in the lock, so that a later launcher can end it should this one be killed.
 * @param {import('./lock.mjs').Lock} lock
 * @param {{ name: string, args: string[], env: NodeJS.ProcessEnv }} options
 */
function begin(lock, { name, args, env }) {
  const log = path.join(dataDir(), 'logs', `${name.toLowerCase().replaceAll(' ', '-')}.log`)
  const child = startChild(name, args, { cwd: root, env, log })
  children.push(child)
  lock.tell({ children: children.map(({ name, pid }) => ({ name, pid, identity: identityOf(pid) })) })
  return child
}

/** The first line of the simulator's log that is JSON tells where it listens. @param {string} log */
function announcedUrl(log) {
  const line = fs
    .readFileSync(log, 'utf8')
    .split('\n')
    .slice(0, -1)
    .find(text => text.startsWith('{"url"'))
  return line ? /** @type {string} */ (JSON.parse(line).url) : undefined
}

/** @param {number} port */
async function isReady(port) {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(2_000) })
    return answer.status === 200 ? true : undefined
  } catch {
    return undefined
  }
}

/** @param {import('./instance.mjs').InstanceDatabase} database a given one is not ours to watch */
function watched({ log, ended }) {
  return log && ended ? [{ name: 'database', pid: 0, log, ended, stop: async () => {} }] : []
}

/** @param {string} url @param {boolean} simulated whether there is a page that shows what WeChat would */
function printAddresses(url, simulated) {
  const lines = [
    '',
    `  Mini-program in the browser   ${url}/m`,
    `  Console                       ${url}/console`,
    `  API                           ${url}/docs`,
    ...(simulated ? [`  What WeChat shows (a phone)   ${url}/demo/phone`] : []),
  ]
  const demo = path.join(dataDir(), 'demo.json')
  if (fs.existsSync(demo)) {
    lines.push('', '  Sign-ins of the demonstration')
    for (const { where, who, how } of JSON.parse(fs.readFileSync(demo, 'utf8')).signIns) {
      lines.push(`    ${where}: ${who} — ${how}`)
    }
  }
  process.stdout.write(`${lines.join('\n')}\n\n  Stop with Ctrl-C. Logs: ${path.join(dataDir(), 'logs')}\n`)
}
