import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { startDatabase } from './database.mjs'
import { checkReachable, givenDatabase } from './database-given.mjs'
import { onEnd } from './launch.mjs'
import { lockHolder, readLock, takeLock } from './lock.mjs'
import { dataDir, root } from './places.mjs'
import { checkSpace } from './prepare.mjs'
import { identityOf } from './process-identity.mjs'
import { signalGroup } from './processes.mjs'
import { step, Trouble } from './say.mjs'
import { secrets } from './secrets.mjs'

/**
 * One instance of Huitou is one data folder: its database, its secrets, its logs, and a lock that says who is at work in it.
 * @typedef {{ url: string, adminUrl: string, log?: string, ended?: Promise<string> }} InstanceDatabase
 */

const marker = 'this-is-a-data-folder-of-huitou'
const lockName = 'instance.lock'

/** The files that make a folder a data folder and say who works in it. */
export const ownMarks = [marker, lockName]

/** @param {string} folder */
const lockFile = folder => path.join(folder, lockName)

/** Who works in the data folder now. */
export function runningInstance() {
  return lockHolder(lockFile(dataDir()))
}

/**
 * Takes the data folder for this launcher until it ends, and ends what an earlier launcher, killed the hard way, left running.
 * @param {string} command as people type it
 * @param {Record<string, unknown>} [facts] told to other launchers
 * @returns {Promise<import('./lock.mjs').Lock>}
 */
export async function claimDataDir(command, facts = {}) {
  const folder = dataDir()
  openDataDir(folder)
  const before = readLock(lockFile(folder))
  const { taken, holder } = takeLock(lockFile(folder), { command, ...facts })
  if (!taken) throw new Trouble(occupied(holder, folder))
  onEnd(() => taken.release())
  const left = /** @type {{ pid: number, identity: string }[]} */ (before?.children ?? [])
  await Promise.all(left.filter(child => identityOf(child.pid) === child.identity).map(child => endGroup(child.pid)))
  return taken
}

/**
 * @param {import('./lock.mjs').Holder} holder
 * @param {string} folder
 */
function occupied({ command, pid, port }, folder) {
  const at = port ? ` at http://localhost:${port}` : ''
  return `${command} is already at work on ${folder} (process ${pid}${at}): stop it first, or give this one a DATA_DIR and a PORT of its own.`
}

/** @param {number} group */
async function endGroup(group) {
  signalGroup(group, 'SIGTERM')
  for (let waited = 0; identityOf(group) && waited < 15_000; waited += 20) await sleep(20)
  signalGroup(group, 'SIGKILL')
}

/**
 * Makes a folder a data folder. npm run reset empties one, so a folder that holds anything else must not become one;
 * the default one is ours in any case.
 * @param {string} folder
 */
export function openDataDir(folder) {
  fs.mkdirSync(folder, { recursive: true })
  if (isDataFolder(folder)) return
  const foreign = fs.readdirSync(folder).find(name => name !== 'lost+found')
  if (foreign && folder !== path.join(root, '.data')) {
    throw new Trouble(`${folder} holds other things (${foreign}): give DATA_DIR a new or empty folder.`)
  }
  checkSpace(folder, 1)
  fs.writeFileSync(path.join(folder, marker), '')
}

/** @param {string} folder */
export function isDataFolder(folder) {
  return fs.existsSync(path.join(folder, marker))
}

/**
 * The database of this instance, answering: the given one, else the private one, which then stops with this launcher.
 * @returns {Promise<InstanceDatabase>}
 */
export async function bringUpDatabase() {
  const given = givenDatabase()
  if (given) {
    await checkReachable(given.url)
    return given
  }
  const home = path.join(dataDir(), 'db')
  // Made before the database, so that keys missing beside an existing one are noticed.
  secrets(dataDir(), { dataExists: fs.existsSync(path.join(home, 'data')) })
  const log = path.join(dataDir(), 'logs/database.log')
  const database = await step('start the database', () => startDatabase({ home, log }))
  onEnd(() => database.stop())
  return database
}

/** The port people asked for, which nobody else may be using. */
export async function freePort() {
  const text = process.env.PORT || '3000'
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Trouble(`PORT is ${text}, which is no port: give a number from 1 to 65535.`)
  for (const host of ['0.0.0.0', '127.0.0.1']) {
    const refused = await new Promise(resolve => {
      const probe = net.createServer().once('error', error => resolve('code' in error ? error.code : error.message))
      probe.listen(port, host, () => probe.close(() => resolve('')))
    })
    if (refused === 'EACCES')
      throw new Trouble(`Port ${port} needs administrator rights: choose one above 1023, such as PORT=3000 npm start.`)
    if (refused)
      throw new Trouble(
        `Port ${port} is already in use: stop what uses it, or choose another one, such as PORT=${port + 1} npm start.`,
      )
  }
  return port
}
