/** The worker process: what has to happen although nobody asks for it. Any number may run; one of them does the work. */
import 'reflect-metadata'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { NestFactory } from '@nestjs/core'
import { readConfig } from './config.js'
import { BatchTasks } from './coupons/batch-tasks.service.js'
import { CouponSweeper } from './coupons/sweeping.service.js'
import { isDatabaseAway } from './db.js'
import { DeliveryJobs } from './deliveries/deliveries.jobs.js'
import { SendFigures } from './deliveries/send-figures.service.js'
import { DrawSeeds } from './draws/seeds.service.js'
import { Birthdays } from './earning/birthdays.jobs.js'
import { holdJob, releaseJob } from './lease.js'
import { Lane } from './ledger/lane.service.js'
import { Sealer } from './ledger/sealer.service.js'
import { Sweeper } from './ledger/sweeper.service.js'
import { RewardWishes } from './mall/mall.jobs.js'
import { Shipments } from './mall/shipments.service.js'
import { AccountLinks } from './members/account-links.service.js'
import { WechatEvents } from './messages/wechat-events.service.js'
import { Metrics } from './metrics.js'
import { GroupSettling } from './pledges/settling.service.js'
import { type OpenParts, openParts } from './process.js'
import { ServerModule } from './server.module.js'
import { SettlementJobs } from './settlements/settlements.jobs.js'
import { ShiftEnds } from './shifts/shifts.jobs.js'
import { PosSignatures } from './stores/pos-signatures.service.js'
import { TierReviews } from './tiers/reviews.service.js'
import { TillTimeOuts } from './till-checkouts/till-checkouts.jobs.js'
import { serveMetrics } from './worker-metrics.js'

const TURN_MS = 5_000
/** Longer than a turn, so that the worker which has the job keeps it; what a longer sweep overlaps with is safe too. */
const LEASE_SECONDS = 30

/** One thing the worker does every turn, under a lease of its own. Answers what to log, or nothing when there was nothing to do. */
interface Job {
  name: string
  run: () => Promise<object | null>
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}

async function main(): Promise<void> {
  const config = readConfig(process.env)
  const parts = await openParts(config)
  const app = await NestFactory.createApplicationContext(ServerModule.of(parts), { logger: false, abortOnError: false })
  const [sweeper, sealer] = [app.get(Sweeper), app.get(Sealer)]
  const reviews = app.get(TierReviews)
  const birthdays = app.get(Birthdays)
  const [links, events] = [app.get(AccountLinks), app.get(WechatEvents)]
  const settlements = app.get(SettlementJobs)
  const deliveries = app.get(DeliveryJobs)
  const jobs: Job[] = [
    { name: 'sweep', run: async () => unlessNone(await sweeper.sweep()) },
    { name: 'seal', run: async () => unlessNone(await sealer.seal()) },
    { name: 'tiers', run: async () => unlessNone({ ...(await reviews.turn()) }) },
    { name: 'payments', run: async () => unlessNone(await settlements.turn()) },
    { name: 'coupon locks', run: async () => unlessNone(await app.get(CouponSweeper).sweep()) },
    { name: 'till time-outs', run: async () => unlessNone(await app.get(TillTimeOuts).sweep()) },
    { name: 'pos nonces', run: async () => unlessNone(await app.get(PosSignatures).sweep()) },
    { name: 'coupon tasks', run: async () => unlessNone(await app.get(BatchTasks).run()) },
    { name: 'reward wishes', run: async () => unlessNone(await app.get(RewardWishes).run()) },
    { name: 'shifts', run: async () => unlessNone(await app.get(ShiftEnds).run()) },
    { name: 'shipments', run: async () => unlessNone(await app.get(Shipments).tidy()) },
    { name: 'draw seeds', run: async () => unlessNone(await app.get(DrawSeeds).prepare()) },
    { name: 'groups', run: async () => unlessNone(await app.get(GroupSettling).run()) },
    { name: 'birthdays', run: async () => unlessNone(await birthdays.run()) },
    { name: 'wechat-events', run: async () => unlessNone(await deliveries.hear()) },
    { name: 'messages', run: async () => unlessNone(await deliveries.write()) },
    { name: 'message-plan', run: async () => unlessNone(await deliveries.plan()) },
    { name: 'message-send', run: async () => unlessNone(await deliveries.send(parts.holder)) },
    { name: 'followers', run: async () => unlessNone(await links.run()) },
    { name: 'wechat-events', run: async () => unlessNone({ forgotten: await events.forget() }) },
  ]
  const stop = new AbortController()
  process.on('SIGTERM', () => stop.abort())
  process.on('SIGINT', () => stop.abort())
  const metrics = new Metrics(app.get(Lane), sealer, parts.wechat)
  metrics.watchPay(parts.pay)
  metrics.watchMessages(app.get(SendFigures))
  const observe = metrics.watchJobs()
  const { workerMetricsPort: port, host } = config
  const page = port === null ? null : await serveMetrics(metrics.registry, { port, host })
  parts.log.info({ metricsPort: page?.port }, 'working')
  while (!stop.signal.aborted) {
    for (const job of jobs) await turn(parts, job, observe)
    await sleep(TURN_MS, undefined, { signal: stop.signal }).catch(() => undefined)
  }
  for (const { name } of jobs) await releaseJob(parts.db, name, parts.holder).catch(() => undefined)
  await page?.close()
  await app.close()
  await parts.close()
  parts.log.info('stopped')
  parts.log.flush(() => process.exit(0))
}

/** One turn of one job. A database that is away, or a bug in one job, is logged and tried again in the next turn. */
async function turn(
  { db, holder, log }: OpenParts,
  { name, run }: Job,
  observe: ReturnType<Metrics['watchJobs']>,
): Promise<void> {
  const began = performance.now()
  const took = () => Math.round(performance.now() - began)
  const done = (outcome: string, more: object = {}) => log.info({ job: name, outcome, ms: took(), ...more })
  try {
    if (!(await holdJob(db, { name, holder, seconds: LEASE_SECONDS }))) return
    const did = await run()
    observe({ job: name, outcome: 'ok', ms: took() })
    if (did) done('ok', did)
  } catch (error) {
    const outcome = isDatabaseAway(error) ? 'server.busy' : 'bug'
    observe({ job: name, outcome, ms: took() })
    if (outcome === 'server.busy') return done(outcome)
    log.error({ job: name, err: { name: (error as Error).name, stack: (error as Error).stack } }, 'a bug')
  }
}

/** A declaration: everything above runs before constants down here would be there. */
function unlessNone(counts: Record<string, number>): object | null {
  return Object.values(counts).some(count => count > 0) ? counts : null
}
