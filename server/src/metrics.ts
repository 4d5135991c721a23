/** Figures for Prometheus. Labels are routes and status classes, never anybody's id: their number must stay small. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { SendFigures } from './deliveries/send-figures.service.js'
import type { Lane } from './ledger/lane.service.js'
import type { Sealer } from './ledger/sealer.service.js'
import type { WechatClient } from './wechat/wechat.client.js'
import type { PayClient } from './wechat-pay/wechat-pay.client.js'

type Child = { observe(seconds: number): void }

const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

export class Metrics {
  readonly registry = new Registry()
  /** Requests that have begun and not ended. */
  inFlight = 0
  private readonly durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer',
    labelNames: ['route', 'status'],
    buckets: SECONDS,
    registers: [this.registry],
  })
  /** By route and hundreds of the status. */
  private readonly children = new Map<string, Child[]>()

  constructor(lane: Lane, sealer: Sealer, wechat: WechatClient) {
    collectDefaultMetrics({ register: this.registry })
    this.gauge('http_requests_in_flight', 'Requests that have begun and not ended', () => this.inFlight)
    this.gauge('ledger_lane_waiting', 'Operations that wait for the next batch', () => lane.waiting)
    this.counter('ledger_lane_commits_total', 'Batches committed', () => lane.commits)
    this.counter('ledger_lane_operations_total', 'Operations answered', () => lane.operations)
    this.asked('ledger_seal_waiting', 'Journals that wait to be sealed into a block', () => sealer.waiting())
    this.watchWechat(wechat)
  }

  /** How far behind sending is. What waits for the morning on purpose is not behind. */
  watchMessages(figures: SendFigures): void {
    // One look for all the figures of one scrape.
    let asking: ReturnType<SendFigures['queue']> | null = null
    const ask = () => {
      asking ??= figures.queue().finally(() => {
        asking = null
      })
      return asking
    }
    this.asked(
      'messages_queue_age_seconds',
      'Age of the oldest message that should have been sent',
      async () => (await ask()).oldestSeconds,
    )
    this.asked('messages_queue_waiting', 'Messages that should have been sent', async () => (await ask()).waiting)
    this.asked('messages_dead', 'Deliveries somebody has to look at', async () => (await ask()).dead)
    this.asked('messages_unknown', 'Deliveries whose outcome nobody knows', async () => (await ask()).unknown)
  }

  /** Counts a request that has ended. */
  observe(route: string, statusCode: number, ms: number): void {
    const hundreds = Math.floor(statusCode / 100)
    let children = this.children.get(route)
    if (!children) {
      children = []
      this.children.set(route, children)
    }
    children[hundreds] ??= this.durations.labels(route, `${hundreds}xx`)
    children[hundreds].observe(ms / 1000)
  }

  /** One figure per endpoint and outcome of a client that asks WeChat. */
  private watchWechat(wechat: WechatClient): void {
    const durations = new Histogram({
      name: 'wechat_request_duration_seconds',
      help: 'Time of one request to WeChat, by endpoint and what came of it',
      labelNames: ['endpoint', 'outcome'],
      buckets: SECONDS,
      registers: [this.registry],
    })
    wechat.watch(({ endpoint, outcome, ms }) => durations.labels(endpoint, outcome).observe(ms / 1000))
    this.gauge(
      'wechat_circuits_open',
      'Endpoints of WeChat that are left alone because they did not answer',
      () => wechat.openCircuits().length,
    )
  }

  /** The same of WeChat Pay, where there is a merchant. */
  watchPay(pay: PayClient | null): void {
    const durations = new Histogram({
      name: 'wechat_pay_request_duration_seconds',
      help: 'Time of one request to WeChat Pay, by endpoint and what came of it',
      labelNames: ['endpoint', 'outcome'],
      buckets: SECONDS,
      registers: [this.registry],
    })
    pay?.watch(({ endpoint, outcome, ms }) => durations.labels(endpoint, outcome).observe(ms / 1000))
  }

  /** The jobs of the worker: how long their turns take, what came of them, and when one last went well. */
  watchJobs(): (turn: { job: string; outcome: string; ms: number }) => void {
    const durations = new Histogram({
      name: 'job_duration_seconds',
      help: 'Time of one turn of a job, by what came of it',
      labelNames: ['job', 'outcome'],
      buckets: SECONDS,
      registers: [this.registry],
    })
    const well = new Gauge({
      name: 'job_last_success_timestamp_seconds',
      help: 'When a job last ended well in this process, by its own clock',
      labelNames: ['job'],
      registers: [this.registry],
    })
    return ({ job, outcome, ms }) => {
      durations.labels(job, outcome).observe(ms / 1000)
      if (outcome === 'ok') well.labels(job).setToCurrentTime()
    }
  }

  private gauge(name: string, help: string, read: () => number): void {
    const gauge: Gauge = new Gauge({ name, help, registers: [this.registry], collect: () => void gauge.set(read()) })
  }

  /** A figure the database is asked for. While it does not answer, the last one stands. */
  private asked(name: string, help: string, read: () => Promise<number>): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [this.registry],
      collect: () =>
        read().then(
          value => gauge.set(value),
          () => undefined,
        ),
    })
  }

  private counter(name: string, help: string, read: () => number): void {
    const counter: Counter = new Counter({
      name,
      help,
      registers: [this.registry],
      collect: () => {
        counter.reset()
        counter.inc(read())
      },
    })
  }
}
