/** Figures for Prometheus. Labels are routes and status classes, never anybody's id: their number must stay small. */
import type { FastifyRequest } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Lane } from './ledger/lane.service.js'

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
  private readonly children = new Map<string, Child>()

  constructor(lane: Lane) {
    collectDefaultMetrics({ register: this.registry })
    this.gauge('http_requests_in_flight', 'Requests that have begun and not ended', () => this.inFlight)
    this.gauge('ledger_lane_waiting', 'Operations that wait for the next batch', () => lane.waiting)
    this.counter('ledger_lane_commits_total', 'Batches committed', () => lane.commits)
    this.counter('ledger_lane_operations_total', 'Operations answered', () => lane.operations)
  }

  /** Counts a request that has ended. */
  observe(request: FastifyRequest, statusCode: number, ms: number): void {
    const route = `${request.method} ${request.routeOptions.url ?? 'unknown'}`
    const status = `${Math.floor(statusCode / 100)}xx`
    const key = `${route} ${status}`
    let child = this.children.get(key)
    if (!child) {
      child = this.durations.labels(route, status)
      this.children.set(key, child)
    }
    child.observe(ms / 1000)
  }

  private gauge(name: string, help: string, read: () => number): void {
    const gauge: Gauge = new Gauge({ name, help, registers: [this.registry], collect: () => void gauge.set(read()) })
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
