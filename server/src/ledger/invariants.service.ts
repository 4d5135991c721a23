import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import { CLOCK, DB } from '../tokens.js'
import { INVARIANTS, type Invariant } from './invariants.rules.js'

export interface InvariantResult {
  name: string
  meaning: { zh: string; en: string }
  broken: number
  sample: string[]
}

const SAMPLE = 10

/** How many are checked at once: what one waits for, the other computes. */
const SIDE_BY_SIDE = 2

/** Rebuilds every balance and lot from the facts and compares. Each check sees one moment, so it may run under load. */
@Injectable()
export class Invariants {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Runs all of them; `clean` means no query found a row. */
  async check(): Promise<{ clean: boolean; checks: InvariantResult[]; checkedAt: Date; milliseconds: number }> {
    const started = performance.now()
    const checkedAt = this.clock.now()
    const found = new Map<Invariant, InvariantResult>()
    const waiting = [...INVARIANTS]
    const work = () => this.inSnapshot(waiting, { checkedAt, found })
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
    const checks = INVARIANTS.map(invariant => found.get(invariant) as InvariantResult)
    return {
      clean: checks.every(check => check.broken === 0),
      checks,
      checkedAt,
      milliseconds: Math.round(performance.now() - started),
    }
  }

  /** Takes from `waiting` until nothing is left, over a connection of its own. */
  private async inSnapshot(
    waiting: Invariant[],
    { checkedAt, found }: { checkedAt: Date; found: Map<Invariant, InvariantResult> },
  ): Promise<void> {
    const runner = this.db.source.createQueryRunner()
    try {
      await runner.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
      await runner.query('START TRANSACTION WITH CONSISTENT SNAPSHOT')
      for (let invariant = waiting.shift(); invariant; invariant = waiting.shift()) {
        const { name, meaning, sql, timed } = invariant
        const rows = (await runner.query(`${sql} LIMIT 1000`, timed ? [checkedAt] : [])) as Record<string, unknown>[]
        const sample = rows.slice(0, SAMPLE).map(row => JSON.stringify(row))
        found.set(invariant, { name, meaning, broken: rows.length, sample })
      }
      await runner.query('COMMIT')
    } finally {
      await runner.query('ROLLBACK').catch(() => undefined)
      await runner.release()
    }
  }
}
