/** Fixed windows in memory, one map entry a bucket: constant cost per request whatever the limit. */
export class Limiter {
  private readonly windows = new Map<string, { count: number; ends: number }>()

  constructor(private readonly maxBuckets = 200_000) {}

  /** Counts one request; false when the bucket has had its share of the window. */
  take(bucket: string, limit: number, windowMs: number, now = Date.now()): boolean {
    const open = this.windows.get(bucket)
    if (open && open.ends > now) {
      open.count += 1
      return open.count <= limit
    }
    if (this.windows.size >= this.maxBuckets) this.sweep(now)
    this.windows.set(bucket, { count: 1, ends: now + windowMs })
    return true
  }

  /** The bucket begins anew: what it counted turned out to be fine. */
  forget(bucket: string): void {
    this.windows.delete(bucket)
  }

  private sweep(now: number): void {
    for (const [bucket, { ends }] of this.windows) if (ends <= now) this.windows.delete(bucket)
    // Still full of live windows: somebody floods us with addresses. Forget the oldest half.
    if (this.windows.size < this.maxBuckets) return
    let excess = this.windows.size / 2
    for (const bucket of this.windows.keys()) {
      if (excess-- <= 0) break
      this.windows.delete(bucket)
    }
  }
}
