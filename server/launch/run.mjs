import path from 'node:path'
import process from 'node:process'
import { findChromium } from './chromium.mjs'
import { databaseAccess, databaseAnswers } from './database.mjs'
import { checkReachable, checkSignIn, givenDatabase } from './database-given.mjs'
import { server, serverEnvironment, typescript, typescriptEnvironment } from './environment.mjs'
import { bringUpDatabase, claimDataDir, openDataDir, runningInstance } from './instance.mjs'
import { launch, onEnd } from './launch.mjs'
import { takeLock } from './lock.mjs'
import { callerDir, dataDir, root } from './places.mjs'
import { build, install } from './prepare.mjs'
import { run, runInForeground } from './processes.mjs'
import { say, step, Trouble } from './say.mjs'

/**
 * @typedef {object} Command
 * @property {string[]} program arguments of node
 * @property {import('./prepare.mjs').Part[]} builds
 * @property {string} cwd a path given on the command line is relative to it
 * @property {boolean} [browser] needs Chromium
 * @property {boolean} [alone] brings a database of its own, whatever is given, and works in this folder of the data folder
 */

/** @type {Record<string, Command>} */
const commands = {
  bench: { program: typescript('test/bench/main.ts'), builds: ['server'], cwd: root },
  shots: {
    program: typescript('test/shots.ts'),
    builds: ['server', 'console', 'h5', 'weapp'],
    cwd: root,
    browser: true,
  },
  'import-sales': { program: [server('commands/import-sales')], builds: ['server'], cwd: callerDir },
  'verify-chain': { program: [server('commands/verify-chain')], builds: ['server'], cwd: callerDir },
  soak: { program: typescript('test/soak/main.ts'), builds: [], cwd: root, alone: true },
  mutate: { program: [path.join(root, 'test/mutation/main.mjs')], builds: [], cwd: root, alone: true },
  'check-tiers': { program: [server('commands/check-tiers')], builds: ['server'], cwd: callerDir },
  'check-books': { program: [server('commands/check-books')], builds: ['server'], cwd: callerDir },
}

const [name = '', ...args] = process.argv.slice(2)

await launch(() => (name === 'db-url' ? printUrl() : runCommand(name)))

/**
 * Prepares what a command needs and runs it. stdout is the command's alone, so that its last line stays its answer.
 * @param {string} name
 */
async function runCommand(name) {
  const command = commands[name]
  if (!command)
    throw new Trouble(`There is no command "${name}"; there are ${[...Object.keys(commands), 'db-url'].join(', ')}.`)
  await install()
  if (command.alone) return runAlone(name, command)
  const database = await findDatabase(name)
  const [chromium] = await Promise.all([command.browser ? findChromium() : undefined, build(command.builds)])
  if (givenDatabase()) await checkSignIn(database.adminUrl)
  const wechatUrl = runningInstance()?.wechatUrl
  const env = serverEnvironment({ database, wechatUrl: typeof wechatUrl === 'string' ? wechatUrl : undefined })
  await step('migrate the database', () =>
    run(process.execPath, [server('commands/migrate')], {
      cwd: root,
      env,
      failure: 'The database could not be migrated',
    }),
  )
  return runInForeground([...command.program, ...args], {
    cwd: command.cwd,
    env: {
      ...env,
      ...typescriptEnvironment,
      TEST_DATABASE_URL: database.adminUrl,
      ...(chromium ? { CHROMIUM_PATH: chromium } : {}),
    },
  })
}

/**
 * Runs a command that touches nothing but a folder of its own, so it may run beside `npm start`; not twice at once.
 * @param {string} name
 * @param {Command} command
 */
async function runAlone(name, { program, cwd }) {
  openDataDir(dataDir())
  const { taken, holder } = takeLock(path.join(dataDir(), name, 'lock'), { command: `npm run ${name}` })
  if (!taken) throw new Trouble(`${holder.command} is already at work in ${dataDir()} (process ${holder.pid}).`)
  onEnd(() => taken.release())
  const env = { ...process.env, ...typescriptEnvironment, DATA_DIR: dataDir(), TZ: 'UTC' }
  return runInForeground([...program, ...args], { cwd, env })
}

/**
 * The given database; that of a running `npm start`; else the private one, for as long as the command takes.
 * @param {string} name
 * @returns {Promise<import('./instance.mjs').InstanceDatabase>}
 */
async function findDatabase(name) {
  const given = givenDatabase()
  const running = runningInstance()
  if (given) {
    await checkReachable(given.url)
    return given
  }
  if (running?.command === 'npm start') {
    if (!running.ready) throw new Trouble('npm start is still preparing: try again when it has printed its addresses.')
    if (!running.privateDatabase)
      throw new Trouble('The running npm start uses a DATABASE_URL: set the same one for this command.')
    return databaseAccess(path.join(dataDir(), 'db'))
  }
  await claimDataDir(`npm run ${name}`)
  return bringUpDatabase()
}

/** Prints the URL of the database, or with --admin that of the user who migrates it. */
async function printUrl() {
  const home = path.join(dataDir(), 'db')
  if (!givenDatabase()) openDataDir(dataDir())
  const access = givenDatabase() ?? databaseAccess(home)
  if (!givenDatabase() && !(await databaseAnswers(home)))
    say('The database is not running; npm start brings it up at this address.')
  process.stdout.write(`${args.includes('--admin') ? access.adminUrl : access.url}\n`)
  return 0
}
