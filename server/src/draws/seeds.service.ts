import { createHash, createHmac, randomBytes } from 'node:crypto'
import { drawMessage, ticketOf } from '@huitou/shared/draw-proof'
import { Inject, Injectable } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import { dayOf, PROGRAMME_ZONE } from '../calendar.js'
import type { Clock } from '../clock.js'
import type { Config } from '../config.js'
import { change, type Db, insert, isDuplicate, rowsOf, type Tx } from '../db.js'
import { seal, unseal } from '../sealing.js'
import { CLOCK, CONFIG, DB } from '../tokens.js'
import { endOfDay } from './draws.rules.js'
import { DrawPools } from './pools.service.js'

export interface SeedRow {
  sealed: string
  sha256: string
  made_at: Date
}

const SEED_BYTES = 32

/**
 * The seeds of pools and days. They are drawn by chance, kept sealed, and leave the server when their day is over and not
 * a moment earlier; only their SHA-256 is out before.
 */
@Injectable()
export class DrawSeeds {
  private readonly rows = new LRUCache<string, SeedRow>({ max: 1_000 })

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DrawPools) private readonly pools: DrawPools,
  ) {}

  /** Seeds of all open pools for today and tomorrow, so that every day's SHA-256 is out before the day. */
  async prepare(): Promise<{ seedsMade: number }> {
    const today = this.today()
    const tomorrow = dayOf(endOfDay(today), PROGRAMME_ZONE)
    let seedsMade = 0
    for (const { code } of await this.pools.open()) {
      for (const day of [today, tomorrow]) {
        if (!(await this.find(code, day)) && (await this.make(code, day))) seedsMade += 1
      }
    }
    return { seedsMade }
  }

  today(): string {
    return dayOf(this.clock.now(), PROGRAMME_ZONE)
  }

  /** The seed of a day, sealed, with what is published of it: made here and now for a day that has none, before its first draw. */
  async ensure(pool: string, day: string): Promise<SeedRow> {
    const known = await this.read(pool, day)
    if (known) return known
    await this.make(pool, day)
    const made = await this.read(pool, day)
    if (!made) throw new Error(`no seed of ${pool} for ${day}`)
    return made
  }

  /** The same for a day that has been or is to come, if there is one. */
  find(pool: string, day: string): Promise<SeedRow | null> {
    return this.read(pool, day)
  }

  /** The seed of a day that is over; null before. */
  revealed(pool: string, day: string, row: SeedRow): string | null {
    return this.clock.now() >= endOfDay(day) ? this.open(pool, day, row) : null
  }

  /** The next number of a day and where it points. Everybody who draws from the pool waits here, so it comes late. */
  async next(
    tx: Tx,
    { pool, day, seed }: { pool: string; day: string; seed: SeedRow },
  ): Promise<{ number: number; ticket: number }> {
    const counted = await change(tx, 'UPDATE draw_day SET drawn = drawn + 1 WHERE pool_code = ? AND day = ?', [
      pool,
      day,
    ])
    if (counted !== 1) throw new Error(`no count of ${pool} for ${day}`)
    const sql = 'SELECT drawn FROM draw_day WHERE pool_code = ? AND day = ?'
    const [now] = await rowsOf<{ drawn: number }>(tx, sql, [pool, day])
    const number = now!.drawn
    const mac = createHmac('sha256', this.open(pool, day, seed))
      .update(drawMessage(pool, day, number))
      .digest()
    return { number, ticket: ticketOf(mac) }
  }

  private async read(pool: string, day: string): Promise<SeedRow | null> {
    const known = this.rows.get(`${pool}|${day}`)
    if (known) return known
    const sql = 'SELECT sealed, sha256, made_at FROM draw_seed WHERE pool_code = ? AND day = ?'
    const [row] = await this.db.query<SeedRow>(sql, [pool, day])
    if (row) this.rows.set(`${pool}|${day}`, row)
    return row ?? null
  }

  /** False when another process was quicker: its seed holds. */
  private async make(pool: string, day: string): Promise<boolean> {
    const seed = randomBytes(SEED_BYTES).toString('hex')
    const sealed = seal(seed, this.config.keys.token, boundTo(pool, day))
    const sha256 = createHash('sha256').update(seed).digest('hex')
    try {
      await this.db.transaction(async tx => {
        await insert(tx, 'draw_seed', { pool_code: pool, day, sealed, sha256, made_at: this.clock.now() })
        await insert(tx, 'draw_day', { pool_code: pool, day, drawn: 0 })
      })
      return true
    } catch (error) {
      if (!isDuplicate(error)) throw error
      return false
    }
  }

  private open(pool: string, day: string, { sealed }: SeedRow): string {
    return unseal(sealed, this.config.keys.token, boundTo(pool, day))
  }
}

const boundTo = (pool: string, day: string) => `draw-seed:${pool}:${day}`
