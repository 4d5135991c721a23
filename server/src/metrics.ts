/** Figures for Prometheus. Labels are routes and status classes, never anybody's id: their number must stay small. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Lane } from './ledger/lane.service.js'
import type { Sealer } from './ledger/sealer.service.js'

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

  constructor(lane: Lane, sealer: Sealer) {
    collectDefaultMetrics({ register: this.registry })
    this.gauge('http_requests_in_flight', 'Requests that have begun and not ended', () => this.inFlight)
    this.gauge('ledger_lane_waiting', 'Operations that wait for the next batch', () => lane.waiting)
    this.counter('ledger_lane_commits_total', 'Batches committed', () => lane.commits)
    this.counter('ledger_lane_operations_total', 'Operations answered', () => lane.operations)
    this.asked('ledger_seal_waiting', 'Journals that wait to be sealed into a block', () => sealer.waiting())
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
