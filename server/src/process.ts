/** What a process of the server is made of, from the configuration to a leased process number. */
import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import process from 'node:process'
import pino, { type DestinationStream, type Logger } from 'pino'
import { Clock } from './clock.js'
import type { Config } from './config.js'
import { Db } from './db.js'
import { Ids } from './ids.js'
import { keepNode, releaseNode, takeNode } from './lease.js'
import { tables } from './providers.js'
import type { Parts } from './server.module.js'
import { WechatClient } from './wechat/wechat.client.js'
import { PayClient } from './wechat-pay/wechat-pay.client.js'
import { SharedTokenStore } from './wechat-token-store.js'

const DRIFT_MS = 2_000
const RENEW_MS = 10_000
const RETRY_MS = 1_000

/** Parts that were opened, and how to close them: after everything that uses them. */
export interface OpenParts extends Parts {
  /** Who this process is in leases: host, process id and a number drawn at start. */
  holder: string
  close(): Promise<void>
}

export interface Overrides {
  /** A clock that tests hold; it is not compared with the database's. */
  clock?: Clock
  log?: Logger
  /** Where ids take their milliseconds from: the machine's clock unless given, so that they never run backwards. */
  now?: () => number
  /** What happens when another process has our number: the process ends, unless given. */
  onLeaseLost?: () => void
}

/**
 * Opens the database, compares clocks, leases a process number and makes everything the modules are handed.
 * Throws one sentence when the database is away, not migrated, or its clock is off by more than two seconds.
 */
export async function openParts(config: Config, overrides: Overrides = {}): Promise<OpenParts> {
  const log = overrides.log ?? makeLog(config.logLevel)
  const clock = overrides.clock ?? new Clock()
  const db = await openDatabase(config.databaseUrl)
  try {
    if (!overrides.clock) await compareClocks(db, clock)
    const holder = `${hostname().slice(0, 30)}:${process.pid}:${randomBytes(6).toString('hex')}`
    const node = await takeNode(db, holder).catch(notMigrated)
    const onLost = overrides.onLeaseLost ?? endProcess(log, node)
    const stopRenewing = renew({ keep: () => keepNode(db, node, holder), onLost, log })
    const wechat = new WechatClient(config.wechat, clock, appId => new SharedTokenStore(db, appId, config.keys.token))
    wechat.watch(call => log.debug({ ...call, ms: Math.round(call.ms) }, 'wechat'))
    const pay =
      config.pay &&
      new PayClient(config.pay, clock, call => log.debug({ ...call, ms: Math.round(call.ms) }, 'wechat pay'))
    const close = async () => {
      stopRenewing()
      await releaseNode(db, node, holder).catch(error =>
        log.warn({ reason: error.code }, 'process number not released'),
      )
      await db.close()
    }
    return { config, db, clock, ids: new Ids(node, overrides.now), log, wechat, pay, holder, close }
  } catch (error) {
    await db.close()
    throw error
  }
}

async function openDatabase(url: string): Promise<Db> {
  try {
    return await Db.open(url, tables)
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    throw new Error(`The database at ${new URL(url).host} cannot be used: ${message || code}.`, { cause: error })
  }
}

function notMigrated(error: unknown): never {
  if ((error as { code?: string }).code !== 'ER_NO_SUCH_TABLE') throw error
  throw new Error('The database has not been migrated: run commands/migrate first.', { cause: error })
}

/** Refuses a clock that is off: the times of facts and the leases of processes would contradict each other. */
export async function compareClocks(db: Db, clock: Clock): Promise<void> {
  const before = clock.now().getTime()
  const [row] = await db.query<{ now: Date }>('SELECT UTC_TIMESTAMP(3) AS now')
  const after = clock.now().getTime()
  const theirs = row!.now.getTime()
  const off = Math.max(before - theirs, theirs - after, 0)
  if (off <= DRIFT_MS) return
  const seconds = (off / 1000).toFixed(1)
  throw new Error(
    `The clocks of this machine and of the database differ by ${seconds} s: set them right, at most 2 s apart.`,
  )
}

/** One JSON object a line on stdout, written in the background so that logging costs a request next to nothing. */
export function makeLog(level: string, fd = 1): Logger {
  return pino({ level, base: null, timestamp: timeStamper() }, new Lines(fd))
}

const LINES_WAIT_MS = 20

/** Collects lines for a moment and hands them over together: fifty lines cost hardly more to write than one. */
class Lines implements DestinationStream {
  private readonly out: ReturnType<typeof pino.destination>
  private waiting = ''

  constructor(fd: number) {
    // Without a least length, its flush would answer before the write under way has ended, and a late line overtake it.
    this.out = pino.destination({ fd, sync: false, minLength: 1 })
    process.once('exit', () => this.flushSync())
  }

  write(line: string): void {
    if (this.waiting === '') setTimeout(() => this.pass(), LINES_WAIT_MS).unref()
    this.waiting += line
  }

  flush(done: (error?: Error) => void): void {
    this.pass()
    this.out.flush(done)
  }

  flushSync(): void {
    this.pass()
    this.out.flushSync()
  }

  private pass(): void {
    if (this.waiting !== '') this.out.write(this.waiting)
    this.waiting = ''
  }
}

/** ISO time with milliseconds, made into text once for all lines of a millisecond. */
function timeStamper(): () => string {
  let last = 0
  let text = ''
  return () => {
    const now = Date.now()
    if (now !== last) text = `,"time":"${new Date(now).toISOString()}"`
    last = now
    return text
  }
}

/**
 * Keeps a lease alive. While the database is away nobody else can take it either, so only a clear "not yours any
 * more" ends it. Answers how to stop.
 */
export function renew(lease: { keep: () => Promise<boolean>; onLost: () => void; log: Logger; everyMs?: number }) {
  const { keep, onLost, log, everyMs = RENEW_MS } = lease
  let timer: NodeJS.Timeout
  let stopped = false
  const plan = (ms: number) => {
    if (stopped) return
    timer = setTimeout(() => void turn(), ms)
    timer.unref()
  }
  const turn = async () => {
    try {
      if (await keep()) plan(everyMs)
      else if (!stopped) onLost()
    } catch (error) {
      if (stopped) return
      log.warn({ reason: (error as { code?: string }).code }, 'process number not renewed')
      plan(Math.min(everyMs, RETRY_MS))
    }
  }
  plan(everyMs)
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}

function endProcess(log: Logger, node: number): () => void {
  return () => {
    log.fatal({ node }, 'another process has our process number: ending before ids collide')
    log.flush()
    process.exit(1)
  }
}
