import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import type { Reply } from '../http.js'
import { list } from '../ledger/literals.service.js'
import { accountId, CURRENCY } from '../ledger/operation.rules.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { Statements } from './statements.service.js'

interface Waiter {
  memberId: number
  after: number
  since: Date
  wake(): void
}

const POLL_MS = 400
const WAITERS_MAX = 20_000
const WAIT_SECONDS = 25

/**
 * Requests that wait for something to happen to a member. One query per tick asks about everybody who waits in this
 * process, so it works across processes and costs the same for one waiting phone and for ten thousand.
 */
@Injectable()
export class News implements OnModuleDestroy {
  private readonly waiters = new Set<Waiter>()
  private timer: NodeJS.Timeout | null = null
  private closing = false

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Statements) private readonly statements: Statements,
  ) {}

  /** Entries newer than `after`, at once or as soon as there are some; empty when the time runs out. */
  async wait(memberId: number, after: number, waitSeconds = WAIT_SECONDS): Promise<Reply<'GET /member/news'>> {
    const since = this.clock.now()
    const first = await this.look(memberId, after, since)
    if (waitSeconds === 0 || this.closing || first.version > after) return first
    if (this.waiters.size >= WAITERS_MAX) throw new Refusal('server.busy')
    await this.sleep({ memberId, after, since }, waitSeconds * 1000)
    return this.look(memberId, after, since)
  }

  /** Phones that wait are told to ask again. Nest calls this before it waits for requests under way. */
  onModuleDestroy(): void {
    this.closing = true
    this.release()
  }

  release(): void {
    for (const waiter of this.waiters) waiter.wake()
  }

  private sleep(who: Omit<Waiter, 'wake'>, ms: number): Promise<void> {
    return new Promise(resolve => {
      const waiter: Waiter = { ...who, wake: () => this.end(waiter, timeout, resolve) }
      const timeout = setTimeout(() => waiter.wake(), ms)
      this.waiters.add(waiter)
      this.timer ??= setTimeout(() => this.tick(), POLL_MS)
    })
  }

  private end(waiter: Waiter, timeout: NodeJS.Timeout, resolve: () => void): void {
    clearTimeout(timeout)
    this.waiters.delete(waiter)
    resolve()
  }

  private async tick(): Promise<void> {
    this.timer = null
    try {
      await this.wakeChanged()
    } catch {
      // The database is away for a moment: whoever waits goes on waiting until its own time runs out.
    }
    if (this.waiters.size > 0) this.timer ??= setTimeout(() => this.tick(), POLL_MS)
  }

  private async wakeChanged(): Promise<void> {
    const waiting = [...this.waiters]
    for (let from = 0; from < waiting.length; from += 1000) {
      const chunk = waiting.slice(from, from + 1000)
      const [versions, scans] = await Promise.all([this.versionsOf(chunk), this.scansOf(chunk)])
      for (const waiter of chunk) {
        const scanned = scans.get(waiter.memberId)
        if ((versions.get(waiter.memberId) ?? 0) > waiter.after || (scanned && scanned >= waiter.since)) waiter.wake()
      }
    }
  }

  private async versionsOf(waiters: Waiter[]): Promise<Map<number, number>> {
    const ids = waiters.map(waiter => accountId(waiter.memberId, CURRENCY.POINTS))
    const rows = await this.db.query<{ owner_id: number; version: number }>(
      `SELECT owner_id, version FROM account WHERE id IN (${list(ids)})`,
    )
    return new Map(rows.map(row => [row.owner_id, row.version]))
  }

  private async scansOf(waiters: Waiter[]): Promise<Map<number, Date>> {
    const oldest = waiters.reduce((least, waiter) => (waiter.since < least ? waiter.since : least), this.clock.now())
    const rows = await this.db.query<{ member_id: number; at: Date }>(
      `SELECT member_id, MAX(used_at) AS at FROM member_code_use WHERE member_id IN (${list(waiters.map(w => w.memberId))}) AND used_at >= ? GROUP BY member_id`,
      [oldest],
    )
    return new Map(rows.map(row => [row.member_id, row.at]))
  }

  private async look(memberId: number, after: number, since: Date): Promise<Reply<'GET /member/news'>> {
    const [account] = await this.db.query<{ version: number }>('SELECT version FROM account WHERE id = ?', [
      accountId(memberId, CURRENCY.POINTS),
    ])
    const version = account?.version ?? 0
    const entries = version > after ? await this.statements.since(memberId, after, version) : []
    const [scan] = await this.db.query<{ used_at: Date; name: string }>(
      'SELECT u.used_at, s.name FROM member_code_use u JOIN store s ON s.id = u.store_id WHERE u.member_id = ? AND u.used_at >= ? ORDER BY u.used_at DESC LIMIT 1',
      [memberId, since],
    )
    return { version, entries, scan: scan ? { storeName: scan.name, at: scan.used_at.toISOString() } : null }
  }
}
