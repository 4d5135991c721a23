const maxAdvanceSeconds = 10 * 366 * 86_400

/** WeChat's own time: the given clock plus whatever a test has skipped. It only moves forward. */
export class SimClock {
  #skippedMs = 0
  readonly #now: () => Date

  constructor(now: () => Date) {
    this.#now = now
  }

  now(): Date {
    return new Date(this.#now().getTime() + this.#skippedMs)
  }

  seconds(): number {
    return Math.floor(this.now().getTime() / 1000)
  }

  advance(seconds: number): void {
    if (!(seconds >= 0 && this.#skippedMs / 1000 + seconds <= maxAdvanceSeconds)) {
      throw new RangeError('the clock moves forward only, and by ten years at most')
    }
    this.#skippedMs += seconds * 1000
  }
}

/** Counts calls per key in fixed windows: a minute, or a Beijing day (what WeChat's daily quotas follow). */
export class CallWindow {
  #window = -1
  #counts = new Map<string, number>()
  readonly #clock: SimClock
  readonly #seconds: number

  constructor(clock: SimClock, unit: 'minute' | 'day') {
    this.#clock = clock
    this.#seconds = unit === 'minute' ? 60 : 86_400
  }

  /** Counts one call; false when this window already held `limit` of them. */
  take(key: string, limit: number): boolean {
    const window = Math.floor((this.#clock.seconds() + 8 * 3600) / this.#seconds)
    if (window !== this.#window) this.#counts.clear()
    this.#window = window
    const count = this.#counts.get(key) ?? 0
    if (count >= limit) return false
    this.#counts.set(key, count + 1)
    return true
  }
}
