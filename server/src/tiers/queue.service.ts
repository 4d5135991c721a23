import type { Ladder } from '@huitou/shared/tiers'
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common'
import type { Logger } from 'pino'
import { change, type Db, isDatabaseAway } from '../db.js'
import { leastToRise } from '../members/member-tier.rules.js'
import { MemberTiers, TierBell } from '../members/member-tier.service.js'
import { DB, LOG } from '../tokens.js'
import { levelOfCode } from './ladder.rules.js'
import { Tiers } from './tiers.service.js'

interface Waiting {
  id: number
  member_id: number
  growth: number
  tier_code: string
  grace_until: Date | null
}

/** Long enough for the bill's answer to leave first, and for bills of one batch to be looked at together. */
const AFTER_MS = 25
const BATCH = 500
const MEMBERS = 50

/**
 * Looks at members to whom something has happened: at once after a bill, and by the worker, should a process have died
 * between the two. The rows of the queue are written with the bill, so nobody is missed.
 */
@Injectable()
export class TierQueue implements OnModuleInit, OnModuleDestroy {
  private timer: NodeJS.Timeout | null = null
  private running: Promise<unknown> | null = null
  private closed = false

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(LOG) private readonly log: Logger,
    @Inject(MemberTiers) private readonly tiers: MemberTiers,
    @Inject(Tiers) private readonly ladder: Tiers,
    @Inject(TierBell) private readonly bell: TierBell,
  ) {}

  onModuleInit(): void {
    this.bell.onRing(() => this.soon())
  }

  async onModuleDestroy(): Promise<void> {
    this.closed = true
    if (this.timer) clearTimeout(this.timer)
    await this.running?.catch(() => undefined)
  }

  /** Looks at everybody who waits. Answers how many rows of the queue that took and how many changes it made. */
  async drain(): Promise<{ looked: number; changes: number }> {
    const total = { looked: 0, changes: 0 }
    let after = 0
    while (!this.closed) {
      const waiting = await this.db.query<Waiting>(WAITING, [after])
      const last = waiting.at(-1)
      if (!last) return total
      // Only within this run: what was written with a smaller id meanwhile is met by the next one.
      after = last.id
      total.looked += waiting.length
      total.changes += await this.look(waiting)
    }
    return total
  }

  private async look(waiting: Waiting[]): Promise<number> {
    const { ladder } = await this.tiers.current()
    const hopeless = waiting.filter(one => !mayChange(ladder, one)).map(one => one.id)
    if (hopeless.length > 0)
      await this.db.transaction(tx => change(tx, 'DELETE FROM tier_due WHERE id IN (?)', [hopeless]))
    const members = [...new Set(waiting.filter(one => mayChange(ladder, one)).map(one => one.member_id))]
    let changes = 0
    for (let at = 0; at < members.length; at += MEMBERS)
      changes += await this.ladder.settle(members.slice(at, at + MEMBERS))
    return changes
  }

  private soon(): void {
    if (this.closed || this.timer) return
    this.timer = setTimeout(() => {
      this.timer = null
      const before = this.running ?? Promise.resolve()
      const run: Promise<unknown> = before.then(() => this.drain()).catch(error => this.failed(error))
      this.running = run
    }, AFTER_MS)
    this.timer.unref()
  }

  /** The rows stay; the next bill or the worker takes them up. */
  private failed(error: unknown): void {
    if (this.closed || isDatabaseAway(error)) return
    this.log.error({ job: 'tiers', err: { name: (error as Error).name, stack: (error as Error).stack } }, 'a bug')
  }
}

const WAITING = `SELECT d.id, d.member_id, d.growth, t.tier_code, t.grace_until FROM tier_due d JOIN member_tier t ON t.member_id = d.member_id
  WHERE d.id > ? ORDER BY d.id LIMIT ${BATCH}`

/** Whether a bill can have changed anything: not for somebody whose whole growth is short of the next rung. */
function mayChange(ladder: Ladder, { tier_code, grace_until, growth }: Waiting): boolean {
  if (grace_until) return true
  const from = levelOfCode(ladder, tier_code) - 1
  return from < ladder.rungs.length - 1 && growth >= leastToRise({ ...ladder, rungs: ladder.rungs.slice(from) })
}
