import { spawn } from 'node:child_process'
import { createHash, randomBytes, randomInt } from 'node:crypto'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { isRoot } from './apt.mjs'
import { createData } from './database-create.mjs'
import { databaseServer } from './database-install.mjs'
import { commandLineOf, identityOf } from './process-identity.mjs'
import { openLog } from './processes.mjs'
import { diskFullLine, diskIsFull, Trouble } from './say.mjs'
import { writePrivately } from './secrets.mjs'

/**
 * @typedef {object} Access how to reach the private database of one folder
 * @property {string} url for the server at run time: sees only what migrations grant it
 * @property {string} adminUrl for migrations and for tests that make databases of their own
 * @property {number} port on 127.0.0.1
 * @property {string} socket
 * @property {{ app: string, admin: string }} passwords
 *
 * @typedef {object} PrivateDatabase a running one
 * @property {string} url
 * @property {string} adminUrl
 * @property {string} socket
 * @property {number} pid of the process that serves it now
 * @property {string} log
 * @property {Promise<string>} ended how the process that serves it now ended
 * @property {() => Promise<void>} stop shuts it down cleanly
 * @property {() => Promise<void>} kill9 ends it as a power cut would
 * @property {() => Promise<void>} restart brings it up again, at the same address
 *
 * @typedef {object} DatabaseOptions
 * @property {string} home the folder that holds everything of this database
 * @property {boolean} [socketOnly] no TCP port; the URLs then name the socket
 * @property {number} [redoMb] size of the redo log
 * @property {string[]} [extraArgs] further options of the server program; they win over ours
 * @property {string} [log] where it writes its log, `home/database.log` unless given
 */

/** Servers of this process, ended with it at the latest. @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set()
process.on('exit', () => {
  for (const child of children) child.kill('SIGTERM')
})

/**
 * Brings up the private database of a folder: makes it when it is not there, ends what an earlier launcher left
 * running, and resolves when it answers. The caller makes sure that nobody else starts one in the same folder.
 * @param {DatabaseOptions} options
 * @returns {Promise<PrivateDatabase>}
 */
export async function startDatabase({ home, socketOnly = false, redoMb = 192, extraArgs = [], log }) {
  const server = await databaseServer()
  // A server that starts deletes the temporary tables it finds, so two must not share the machine's temporary folder.
  fs.mkdirSync(path.join(home, 'tmp'), { recursive: true, mode: 0o700 })
  await endLeftover(home)
  const redo = `--loose-innodb-log-file-size=${redoMb}M`
  await createData(server, { home, passwords: databaseAccess(home).passwords, redo })
  const access = databaseAccess(home, { socketOnly, port: await usablePort(home) })
  const logFile = log ?? path.join(home, 'database.log')
  const args = [...settings(server, home, access.socket), redo, ...listen(access, socketOnly), ...extraArgs]
  const begin = () => serve(server, { home, access, args, log: logFile })
  let serving = await begin()
  const end = async (/** @type {NodeJS.Signals} */ signal) => {
    serving.child.kill(signal)
    await Promise.race([serving.ended, sleep(60_000, undefined, { ref: false })])
    serving.child.kill('SIGKILL')
    await serving.ended
  }
  return {
    url: access.url,
    adminUrl: access.adminUrl,
    socket: access.socket,
    log: logFile,
    get pid() {
      return serving.child.pid ?? 0
    },
    get ended() {
      return serving.ended
    },
    stop: () => end('SIGTERM'),
    kill9: () => end('SIGKILL'),
    restart: async () => {
      await end('SIGTERM')
      serving = await begin()
    },
  }
}

/**
 * How the private database of a folder is reached, now or once it has been started: passwords and port are chosen on
 * the first call and remembered.
 * @param {string} home
 * @param {{ socketOnly?: boolean, port?: number }} [options]
 * @returns {Access}
 */
export function databaseAccess(home, { socketOnly = false, port = rememberedPort(home) } = {}) {
  const file = path.join(home, 'users.json')
  fs.mkdirSync(home, { recursive: true, mode: 0o700 })
  if (!fs.existsSync(file)) {
    if (fs.existsSync(path.join(home, 'data'))) {
      throw new Trouble(
        `${file} is gone, and with it the passwords of the database beside it: put the file back, or start over with npm run reset.`,
      )
    }
    writePrivately(file, { app: randomBytes(18).toString('hex'), admin: randomBytes(18).toString('hex') })
  }
  const passwords = JSON.parse(fs.readFileSync(file, 'utf8'))
  const socket = socketPath(home)
  const url = (/** @type {'app' | 'admin'} */ user) =>
    socketOnly
      ? `mysql://huitou_${user}:${passwords[user]}@localhost/huitou?socketPath=${encodeURIComponent(socket)}`
      : `mysql://huitou_${user}:${passwords[user]}@127.0.0.1:${port}/huitou`
  return { url: url('app'), adminUrl: url('admin'), port, socket, passwords }
}

/** Whether the private database of a folder answers now. @param {string} home */
export async function databaseAnswers(home) {
  return fs.existsSync(socketPath(home)) && (await greets(socketPath(home)))
}

/** A socket's path must fit into 107 bytes, so a deep folder gets one in the temporary folder. @param {string} home */
function socketPath(home) {
  const beside = path.join(home, 'mysql.sock')
  if (Buffer.byteLength(beside) <= 100) return beside
  return path.join(os.tmpdir(), `huitou-${createHash('sha256').update(home).digest('hex').slice(0, 12)}.sock`)
}

/** @param {string} home */
function rememberedPort(home) {
  const file = path.join(home, 'port')
  const remembered = fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8')) : 0
  return remembered || rememberPort(home)
}

/**
 * Below the range from which systems take the ports of outgoing connections: a port from that range could be in use
 * at the moment a killed database comes back to it.
 * @param {string} home
 */
function rememberPort(home) {
  const port = randomInt(13_000, 32_000)
  fs.mkdirSync(home, { recursive: true, mode: 0o700 })
  fs.writeFileSync(path.join(home, 'port'), `${port}\n`)
  return port
}

/** The remembered port, or another one if somebody else took it meanwhile. @param {string} home */
async function usablePort(home) {
  for (let port = rememberedPort(home), tries = 0; tries < 50; tries++, port = rememberPort(home)) {
    if (await isFree(port)) return port
  }
  throw new Trouble('No free port was found on 127.0.0.1 for the database.')
}

/** @param {number} port */
function isFree(port) {
  return new Promise(resolve => {
    const probe = net.createServer().once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

/**
 * @param {import('./database-install.mjs').DatabaseServer} server
 * @param {string} home
 * @param {string} socket
 */
function settings({ base, flavor }, home, socket) {
  const messages = path.join(base, 'share/mysql')
  return [
    '--no-defaults', // must come first; the machine's own settings are not ours
    `--basedir=${base}`,
    // A server unpacked somewhere else looks for its messages in the wrong place.
    ...(flavor === 'mariadb' && fs.existsSync(messages) ? [`--lc-messages-dir=${messages}`] : []),
    `--datadir=${path.join(home, 'data')}`,
    `--tmpdir=${path.join(home, 'tmp')}`,
    `--socket=${socket}`,
    `--pid-file=${path.join(home, 'mariadbd.pid')}`,
    ...(isRoot ? ['--user=root'] : []),
    '--innodb-flush-log-at-trx-commit=1',
    '--innodb-buffer-pool-size=512M',
    '--transaction-isolation=READ-COMMITTED',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_bin',
    '--default-time-zone=+00:00',
    '--max-connections=200',
    '--skip-name-resolve',
    '--skip-log-bin',
    '--loose-mysqlx=OFF',
  ]
}

/**
 * @param {Access} access
 * @param {boolean} socketOnly
 */
function listen({ port }, socketOnly) {
  return socketOnly ? ['--skip-networking'] : ['--bind-address=127.0.0.1', `--port=${port}`]
}

/**
 * Runs the server program until it answers. It ignores Ctrl-C, so it outlives what is drained before it.
 * @param {import('./database-install.mjs').DatabaseServer} server
 * @param {{ home: string, access: Access, args: string[], log: string }} options
 */
async function serve({ bin, env }, { home, access, args, log }) {
  const output = openLog(log)
  const child = spawn(bin, args, { stdio: ['ignore', output, output], env })
  fs.closeSync(output)
  children.add(child)
  /** @type {Promise<string>} */
  const ended = new Promise(resolve => {
    child.once('error', error => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  let end = ''
  ended.then(how => {
    end = how
    children.delete(child)
  })
  const deadline = Date.now() + 120_000 // recovery after a crash in the middle of heavy work takes its time
  while (!(servingPid(home) === child.pid && (await greets(access.socket)))) {
    if (end) throw startFailure(end, log)
    if (Date.now() > deadline) {
      child.kill('SIGKILL')
      throw new Trouble(`The database did not answer within two minutes: see ${log}.`)
    }
    await sleep(10)
  }
  return { child, ended }
}

/**
 * @param {string} how
 * @param {string} log
 */
function startFailure(how, log) {
  const full = diskFullLine(fs.readFileSync(log, 'utf8'))
  if (full) return new Trouble(diskIsFull(full))
  return new Trouble(`The database did not start (${how}): see ${log}.`)
}

/** @param {string} home */
function servingPid(home) {
  const file = path.join(home, 'mariadbd.pid')
  return fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8')) : 0
}

/**
 * Whether a database greets at this socket: its first packet names protocol 10. (It could be a server other than
 * ours, which is why the pid is compared besides.)
 * @param {string} socket
 * @returns {Promise<boolean>}
 */
function greets(socket) {
  return new Promise(resolve => {
    const connection = net.connect({ path: socket }).setTimeout(2_000)
    const answer = (/** @type {boolean} */ yes) => {
      connection.destroy()
      resolve(yes)
    }
    connection.once('data', packet => answer(packet[4] === 10))
    connection
      .once('error', () => answer(false))
      .once('timeout', () => answer(false))
      .once('close', () => answer(false))
  })
}

/** Ends the database that a launcher killed the hard way left running in this folder. @param {string} home */
export async function endLeftover(home) {
  const pid = servingPid(home)
  const identity = pid ? identityOf(pid) : undefined
  if (!identity || !commandLineOf(pid).includes(path.join(home, 'data'))) return
  process.kill(pid, 'SIGTERM')
  for (let waited = 0; identityOf(pid) === identity; waited += 20) {
    if (waited > 60_000) process.kill(pid, 'SIGKILL')
    await sleep(20)
  }
}
