import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { run } from './processes.mjs'
import { Trouble } from './say.mjs'

export const isRoot = process.getuid?.() === 0

const lists = '/var/lib/apt/lists'
// Another apt may be at work on the same machine: wait for it rather than fail (it has no such option for its lists).
const patience = ['-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::http::Timeout=20']
const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' }

/** Whether this is a machine of the Debian family, where apt can fetch packages. */
export function hasApt() {
  return fs.existsSync('/usr/bin/apt-get')
}

/**
 * Installs packages for the whole machine; needs root.
 * @param {string[]} packages
 * @throws {import('./say.mjs').Trouble} when apt cannot
 */
export async function aptInstall(packages) {
  const install = () => apt([...patience, 'install', '-y', '--no-install-recommends', ...packages])
  if (!hasLists(lists)) await apt([...patience, 'update'])
  try {
    await install()
  } catch {
    // Old lists name versions the mirror no longer has.
    await apt([...patience, 'update'])
    await install()
  }
}

/**
 * Fetches packages, and what they need beyond what the machine has, and unpacks them into a folder; needs no root.
 * @param {string[]} packages
 * @param {string} target does not exist before, and exists only when everything was unpacked
 */
export async function aptUnpack(packages, target) {
  const draft = `${target}.${process.pid}`
  const downloads = path.join(draft, 'downloads')
  fs.mkdirSync(downloads, { recursive: true })
  try {
    const own = await ownLists(draft)
    // A simulated installation tells which packages are missing here, under the names of this release.
    const plan = await apt([...own, 'install', '--simulate', '--no-install-recommends', ...packages])
    const missing = [...plan.matchAll(/^Inst (\S+)/gm)].map(match => match[1] ?? '')
    await apt([...own, 'download', ...missing], downloads)
    const unpacked = path.join(draft, 'unpacked')
    for (const deb of fs.readdirSync(downloads)) {
      const failure = `${deb} could not be unpacked`
      await run('dpkg-deb', ['-x', path.join(downloads, deb), unpacked], { env, failure })
    }
    fs.renameSync(unpacked, target)
  } finally {
    fs.rmSync(draft, { recursive: true, force: true })
  }
}

/**
 * Where the machine's package lists are missing, they are fetched into a folder of our own.
 * @param {string} folder
 */
async function ownLists(folder) {
  if (hasLists(lists)) return []
  const own = path.join(folder, 'lists')
  fs.mkdirSync(path.join(own, 'partial'), { recursive: true })
  const options = [
    `Dir::State::lists=${own}`,
    `Dir::Cache=${path.join(folder, 'cache')}`,
    'Dir::State::status=/var/lib/dpkg/status',
    'Debug::NoLocking=1',
    'APT::Sandbox::User=',
  ].flatMap(option => ['-o', option])
  await apt([...options, 'update'])
  return options
}

/** @param {string} folder */
function hasLists(folder) {
  return fs.existsSync(folder) && fs.readdirSync(folder).some(name => name.includes('_Packages'))
}

/** @type {Promise<unknown>} */
let before = Promise.resolve()

/**
 * Runs apt-get, one at a time: two would refuse each other's locks. One of another process is waited for.
 * @param {string[]} args
 * @param {string} [cwd]
 * @returns {Promise<string>} what it printed
 */
function apt(args, cwd) {
  const failure = `apt-get ${args.filter(arg => arg !== '-o' && !arg.includes('::')).join(' ')} failed`
  const attempt = async () => {
    for (let tries = 0; ; tries++) {
      try {
        return await run('apt-get', args, { cwd, env, failure })
      } catch (error) {
        const locked = error instanceof Trouble && /Could not get lock|Unable to lock/.test(error.output)
        if (!locked || tries === 60) throw error
        await sleep(2_000)
      }
    }
  }
  const turn = before.then(attempt)
  before = turn.catch(() => {})
  return turn
}
