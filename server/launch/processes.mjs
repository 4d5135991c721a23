import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { diskFullLine, diskIsFull, Trouble } from './say.mjs'

const tailLength = 20_000

/** Process groups that must not outlive the launcher. @type {Set<number>} */
const groups = new Set()
/** Those of them that are commands of a step, ended as soon as the launcher ends. @type {Set<number>} */
const commands = new Set()
let ending = false

process.on('exit', () => {
  for (const group of groups) signalGroup(group, 'SIGKILL')
})

/**
 * Sends a signal to a process and everything it started. Says whether anybody was there.
 * @param {number} group
 * @param {NodeJS.Signals} signal
 */
export function signalGroup(group, signal) {
  try {
    return process.kill(-group, signal)
  } catch {
    return false
  }
}

/**
 * Every child leads a process group of its own: Ctrl-C in the terminal then reaches only the launcher, which decides
 * the order in which the children stop, and grandchildren can be stopped with their parent.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, stdio: import('node:child_process').StdioOptions }} options
 */
function spawnGroup(command, args, options) {
  if (ending) throw new Trouble('Stopped before the work was done.')
  const child = spawn(command, args, { ...options, detached: true })
  const group = child.pid
  if (group) groups.add(group)
  /** @type {Promise<string>} how it ended: 'exit code 1', 'SIGKILL', or why it never started */
  const ended = new Promise(resolve => {
    child.once('error', error => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  ended.then(() => {
    if (!group) return
    signalGroup(group, 'SIGKILL') // what it left behind
    groups.delete(group)
    commands.delete(group)
  })
  return { child, group, ended }
}

/**
 * Runs one command of a step to its end and resolves with what it printed on stdout.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, failure: string, input?: string }} options
 *   `failure` is the sentence thrown as Trouble, with the last lines of output, when it does not end with exit code 0
 */
export async function run(command, args, { cwd, env, failure, input }) {
  const { child, group, ended } = spawnGroup(command, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] })
  if (group) commands.add(group)
  let stdout = ''
  let tail = ''
  child.stdout?.on('data', chunk => {
    stdout += chunk
    tail = (tail + chunk).slice(-tailLength)
  })
  child.stderr?.on('data', chunk => {
    tail = (tail + chunk).slice(-tailLength)
  })
  child.stdin?.on('error', () => {}) // it ended without reading; its exit code tells why
  child.stdin?.end(input)
  const printed = new Promise(resolve => child.once('close', resolve))
  const end = await ended
  await Promise.race([printed, sleep(1_000)]) // the last lines may still be in the pipe
  if (end === 'exit code 0') return stdout
  const full = diskFullLine(tail)
  if (full) throw new Trouble(diskIsFull(full))
  throw new Trouble(`${failure} (${end}).`, tail.trimEnd().split('\n').slice(-40).join('\n'))
}

/**
 * Runs a command in the foreground, on the launcher's own stdin, stdout and stderr. Resolves with its exit code.
 * @param {string[]} args of node
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 */
export async function runInForeground(args, options) {
  const { child, group, ended } = spawnGroup(process.execPath, args, { ...options, stdio: 'inherit' })
  if (group) commands.add(group)
  await ended
  return child.exitCode ?? 1
}

/** Ends the commands that are under way, and refuses new ones. */
export async function endCommands() {
  ending = true
  for (const group of commands) signalGroup(group, 'SIGTERM')
  for (let waited = 0; commands.size > 0 && waited < 10_000; waited += 20) await sleep(20)
}

/**
 * @typedef {{ name: string, pid: number, log: string, ended: Promise<string>, stop: (graceMs?: number) => Promise<void> }} Child
 */

/**
 * Starts a long-running node process that writes to a log file of its own; the log of the run before is kept beside it.
 * @param {string} name what people call it, such as 'worker'
 * @param {string[]} args of node
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, log: string }} options
 * @returns {Child}
 */
export function startChild(name, args, { cwd, env, log }) {
  const output = openLog(log)
  const { child, group, ended } = spawnGroup(process.execPath, args, { cwd, env, stdio: ['ignore', output, output] })
  fs.closeSync(output)
  const stop = async (graceMs = 15_000) => {
    child.kill('SIGTERM')
    await Promise.race([ended, sleep(graceMs, undefined, { ref: false })])
    if (group && child.exitCode === null && child.signalCode === null) signalGroup(group, 'SIGKILL')
    await ended
  }
  return { name, pid: group ?? 0, log, ended, stop }
}

/** Opens a fresh log; the one before is kept as `*.previous.log`. @param {string} file */
export function openLog(file) {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  if (fs.existsSync(file)) fs.renameSync(file, file.replace(/\.log$/, '.previous.log'))
  return fs.openSync(file, 'w')
}

/**
 * Waits for `probe` to find something, or for one of the children to end, which is trouble.
 * @template T
 * @param {Child[]} children
 * @param {{ what: string, timeoutMs: number, probe: () => Promise<T | undefined> | T | undefined }} options
 * @returns {Promise<T>}
 */
export async function waitFor(children, { what, timeoutMs, probe }) {
  const died = firstDeath(children)
  const deadline = Date.now() + timeoutMs
  while (Date.now() < deadline) {
    const found = await Promise.race([died, probe()])
    if (found !== undefined) return /** @type {T} */ (found)
    await Promise.race([died, sleep(30)])
  }
  const logs = children.map(child => child.log).join(', ')
  throw new Trouble(`${what} did not answer within ${timeoutMs / 1000} seconds: see ${logs}.`)
}

/**
 * Rejects with one sentence as soon as any of the children ends by itself.
 * @param {Child[]} children
 * @returns {Promise<never>}
 */
export function firstDeath(children) {
  return Promise.race(
    children.map(async child => {
      const how = await child.ended
      throw new Trouble(`The ${child.name} stopped by itself (${how}), so everything stops: see ${child.log}.`)
    }),
  )
}
