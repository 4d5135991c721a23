import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import { CLOCK, DB } from '../tokens.js'
import { INVARIANTS } from './invariants.rules.js'

export interface InvariantResult {
  name: string
  meaning: { zh: string; en: string }
  broken: number
  sample: string[]
}

const SAMPLE = 10

/** Rebuilds every balance and lot from the facts and compares. One consistent snapshot, so it may run under load. */
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
    const runner = this.db.source.createQueryRunner()
    const checks: InvariantResult[] = []
    try {
      await runner.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
      await runner.query('START TRANSACTION WITH CONSISTENT SNAPSHOT')
      for (const { name, meaning, sql, timed } of INVARIANTS) {
        const rows = (await runner.query(`${sql} LIMIT 1000`, timed ? [checkedAt] : [])) as Record<string, unknown>[]
        checks.push({
          name,
          meaning,
          broken: rows.length,
          sample: rows.slice(0, SAMPLE).map(row => JSON.stringify(row)),
        })
      }
      await runner.query('COMMIT')
    } finally {
      await runner.query('ROLLBACK').catch(() => undefined)
      await runner.release()
    }
    return {
      clean: checks.every(check => check.broken === 0),
      checks,
      checkedAt,
      milliseconds: Math.round(performance.now() - started),
    }
  }
}
