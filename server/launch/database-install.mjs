import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { aptInstall, aptUnpack, hasApt, isRoot } from './apt.mjs'
import { toolsDir } from './places.mjs'
import { say, Trouble } from './say.mjs'

/**
 * @typedef {{ bin: string, base: string, flavor: 'mariadb' | 'mysql', version: string, env: NodeJS.ProcessEnv }} DatabaseServer
 *   a database server program: its file, the folder it is installed under, and the environment it needs
 */

const unpacked = path.join(toolsDir, 'mariadb')

/**
 * The database server program of this machine; installs MariaDB where apt can.
 * @returns {Promise<DatabaseServer>}
 * @throws {Trouble} one sentence with the three ways out, when there is none and apt cannot help
 */
export async function databaseServer() {
  const found = findServer()
  if (found) return found
  const why = await install()
  const installed = findServer()
  if (installed) return installed
  throw new Trouble(
    `There is no MariaDB or MySQL on this machine${why}: install one (Debian, Ubuntu: apt-get install mariadb-server), ` +
      'or start one in a container (docker compose -f server/launch/compose.yaml up -d; the file tells the DATABASE_URL), ' +
      'or set DATABASE_URL to a MySQL 8 or MariaDB 10.6 (or newer) that you have.',
  )
}

/** @returns {Promise<string>} why it did not work, as part of a sentence; '' when it did */
async function install() {
  if (!hasApt()) return ''
  try {
    if (isRoot) await aptInstall(['mariadb-server-core'])
    else await aptUnpack(['mariadb-server-core'], unpacked)
    return ''
  } catch (error) {
    if (error instanceof Trouble && error.output) say(error.output.split('\n').slice(-5).join('\n'))
    return ' and apt could not fetch one'
  }
}

/** @returns {DatabaseServer | undefined} */
export function findServer() {
  const folders = [
    ...(process.env.PATH ?? '').split(path.delimiter),
    '/usr/sbin', // not on the PATH of an ordinary user
    '/usr/local/sbin',
    '/usr/libexec',
    '/opt/homebrew/opt/mariadb/bin',
    '/usr/local/mysql/bin',
    path.join(unpacked, 'usr/sbin'),
  ]
  for (const name of ['mariadbd', 'mysqld']) {
    for (const folder of folders) {
      const server = folder ? describe(path.join(folder, name)) : undefined
      if (server) return server
    }
  }
  return undefined
}

/**
 * @param {string} file
 * @returns {DatabaseServer | undefined} undefined when it is no server program, or one too old
 */
function describe(file) {
  if (!fs.existsSync(file)) return undefined
  const env = withLibraries(file)
  const { stdout } = spawnSync(file, ['--no-defaults', '--version'], { env, encoding: 'utf8' })
  const said = /Ver (\d+\.\d+\.\d+)\S*/.exec(stdout ?? '')
  if (!said?.[1]) return undefined
  const version = said[1]
  const flavor = /MariaDB/i.test(stdout) ? 'mariadb' : 'mysql'
  if (!isRecent(flavor, version)) return undefined
  return { bin: file, base: path.resolve(path.dirname(fs.realpathSync(file)), '..'), flavor, version, env }
}

/**
 * MySQL 8 and MariaDB 10.6 are the oldest with SKIP LOCKED, on which the job queue stands.
 * @param {string} flavor
 * @param {string} version such as 10.11.6
 */
export function isRecent(flavor, version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return flavor === 'mysql' ? major >= 8 : major > 10 || (major === 10 && minor >= 6)
}

/**
 * A server unpacked without root finds its libraries beside it.
 * @param {string} file
 */
function withLibraries(file) {
  if (!file.startsWith(unpacked)) return process.env
  const folders = ['usr/lib', 'lib'].map(folder => path.join(unpacked, folder)).filter(folder => fs.existsSync(folder))
  const libraries = folders.flatMap(folder =>
    fs
      .readdirSync(folder, { withFileTypes: true })
      .flatMap(entry =>
        entry.isDirectory() && entry.name.endsWith('-linux-gnu') ? [path.join(folder, entry.name)] : [],
      ),
  )
  return { ...process.env, LD_LIBRARY_PATH: libraries.join(path.delimiter) }
}
