import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { identityOf } from './process-identity.mjs'

/**
 * @typedef {{ pid: number, identity: string, [fact: string]: unknown }} Holder who holds a lock, and what it tells about itself
 */

/** Who holds the lock now; undefined when it is free, or its holder died without releasing it. @param {string} file */
export function lockHolder(file) {
  const holder = readLock(file)
  return holder && identityOf(holder.pid) === holder.identity ? holder : undefined
}

/**
 * What the lock file says, whether or not its writer still lives.
 * @param {string} file
 * @returns {Holder | undefined}
 */
export function readLock(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/**
 * Takes the lock, or tells who holds it.
 * @param {string} file
 * @param {Record<string, unknown>} facts told to whoever finds the lock taken
 * @returns {{ taken: Lock, holder?: undefined } | { taken?: undefined, holder: Holder }}
 */
export function takeLock(file, facts) {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  const lock = new Lock(file, facts)
  for (let attempt = 0; attempt < 100; attempt++) {
    if (lock.place()) return { taken: lock }
    const holder = lockHolder(file)
    if (holder) return { holder }
    clearStale(file)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, attempt)
  }
  throw new Error(`${file} can be neither taken nor cleared`)
}

/**
 * Waits for the lock.
 * @param {string} file
 * @param {(holder: Holder) => void} onWait called once when somebody else holds it
 */
export async function waitForLock(file, onWait) {
  for (let told = false; ; await sleep(100)) {
    const { taken, holder } = takeLock(file, {})
    if (taken) return taken
    if (!told) onWait(holder)
    told = true
  }
}

/**
 * Only one process at a time may remove a stale lock: without this, a slow one would remove the fresh lock of a fast one.
 * @param {string} file
 */
function clearStale(file) {
  const guard = `${file}.clearing`
  try {
    fs.mkdirSync(guard)
  } catch {
    const age = Date.now() - (fs.statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    if (age > 5_000) fs.rmSync(guard, { recursive: true, force: true })
    return
  }
  try {
    if (!lockHolder(file)) fs.rmSync(file, { force: true })
  } finally {
    fs.rmSync(guard, { recursive: true, force: true })
  }
}

export class Lock {
  /** @type {Holder} */
  #holder

  /**
   * @param {string} file
   * @param {Record<string, unknown>} facts
   */
  constructor(file, facts) {
    this.file = file
    this.#holder = { ...facts, pid: process.pid, identity: identityOf(process.pid) ?? '' }
  }

  /** A hard link appears whole or not at all, so nobody ever reads a half-written lock. */
  place() {
    const draft = this.#draft()
    try {
      fs.linkSync(draft, this.file)
      return true
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false
      throw error
    } finally {
      fs.rmSync(draft, { force: true })
    }
  }

  /** Tells more about the holder. @param {Record<string, unknown>} facts */
  tell(facts) {
    Object.assign(this.#holder, facts)
    fs.renameSync(this.#draft(), this.file)
  }

  release() {
    if (readLock(this.file)?.identity === this.#holder.identity) fs.rmSync(this.file, { force: true })
  }

  #draft() {
    const draft = `${this.file}.${process.pid}`
    fs.writeFileSync(draft, JSON.stringify(this.#holder, undefined, 2))
    return draft
  }
}
