/** The worker process: what has to happen although nobody asks for it. Any number may run; one of them does the work. */
import 'reflect-metadata'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { NestFactory } from '@nestjs/core'
import { readConfig } from './config.js'
import { isDatabaseAway } from './db.js'
import { holdJob, releaseJob } from './lease.js'
import { Sweeper } from './ledger/sweeper.service.js'
import { type OpenParts, openParts } from './process.js'
import { ServerModule } from './server.module.js'

const TURN_MS = 5_000
/** Longer than a turn, so that the worker which has the job keeps it; what a longer sweep overlaps with is safe too. */
const LEASE_SECONDS = 30
const SWEEP = 'sweep'

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}

async function main(): Promise<void> {
  const parts = await openParts(readConfig(process.env))
  const app = await NestFactory.createApplicationContext(ServerModule.of(parts), { logger: false, abortOnError: false })
  const sweeper = app.get(Sweeper)
  const stop = new AbortController()
  process.on('SIGTERM', () => stop.abort())
  process.on('SIGINT', () => stop.abort())
  parts.log.info('working')
  while (!stop.signal.aborted) {
    await turn(parts, sweeper)
    await sleep(TURN_MS, undefined, { signal: stop.signal }).catch(() => undefined)
  }
  await releaseJob(parts.db, SWEEP, parts.holder).catch(() => undefined)
  await app.close()
  await parts.close()
  parts.log.info('stopped')
  parts.log.flush(() => process.exit(0))
}

/** One turn. A database that is away, or a bug in one sweep, is logged and tried again in the next turn. */
async function turn({ db, holder, log }: OpenParts, sweeper: Sweeper): Promise<void> {
  const began = performance.now()
  const done = (outcome: string, more: object = {}) =>
    log.info({ job: SWEEP, outcome, ms: Math.round(performance.now() - began), ...more })
  try {
    if (!(await holdJob(db, { name: SWEEP, holder, seconds: LEASE_SECONDS }))) return
    const { accounts, entries } = await sweeper.sweep()
    if (accounts > 0) done('ok', { accounts, entries })
  } catch (error) {
    if (isDatabaseAway(error)) return done('server.busy')
    log.error({ job: SWEEP, err: { name: (error as Error).name, stack: (error as Error).stack } }, 'a bug')
  }
}
