import { createHash } from 'node:crypto'
import { prizeAt } from '@huitou/shared/draw-proof'
import type { DrawDefinition } from '@huitou/shared/draws'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db, insert, isDuplicate, rowsOf, type Tx } from '../db.js'
import type { Input } from '../http.js'
import type { Ids } from '../ids.js'
import { Ledger } from '../ledger/ledger.service.js'
import { MallMembers } from '../mall/mall-members.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { DRAW_REFUSALS, type Drawn, drawBar, prizeOf } from './draws.rules.js'
import { spentOn } from './draws.texts.js'
import { DrawPools, type PoolRow } from './pools.service.js'
import { BIZ_DRAW, DrawPrizes, type PrizeGround } from './prizes.service.js'
import { DrawSeeds, type SeedRow } from './seeds.service.js'

type Body = Input<'POST /draws/:code/spins'>['body']

interface Spin {
  memberId: number
  code: string
  body: Body
  key: string
  hash: Buffer
  day: string
  seed: SeedRow
  definition: DrawDefinition
  reached: readonly string[]
  honours: readonly number[]
  ground: PrizeGround
}

const TRIES = 5

/**
 * Draws. The member's account is the turnstile: who has asked before, and how often, is read behind it. The points go out
 * first, then comes the number in the day's row of draws, which says where it lands, then the prize.
 */
@Injectable()
export class Spinning {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(MallMembers) private readonly members: MallMembers,
    @Inject(DrawPools) private readonly pools: DrawPools,
    @Inject(DrawSeeds) private readonly seeds: DrawSeeds,
    @Inject(DrawPrizes) private readonly prizes: DrawPrizes,
  ) {}

  /**
   * Draws once and answers the id of the draw; the same request gets the first result for ever. Refuses `draw.*`,
   * `points.*` (which is kept under the request), `record.not_found`; `draw.different` for another body.
   */
  async spin(memberId: number, code: string, body: Body): Promise<number> {
    const named = keyOf(memberId, code, body)
    const before = await this.byRequest(this.db.query.bind(this.db), named)
    if (before) return before
    const { row, definition } = await this.pools.get(code)
    if (row.version !== body.version || definition.points !== body.points) throw new Refusal('draw.changed')
    const day = this.seeds.today()
    const seed = await this.seeds.ensure(code, day)
    const [traits, honours] = await Promise.all([this.members.of(memberId), this.members.honours(code)])
    for (let attempt = 1; ; attempt += 1) {
      const ground = await this.prizes.ground(memberId, definition)
      const spin = { ...named, memberId, code, body, day, seed, definition, honours, ground, reached: traits.reached }
      const id = this.ids.next()
      try {
        return await this.db.transaction(tx => this.write(tx, spin, id))
      } catch (error) {
        if (!isDuplicate(error) || attempt >= TRIES) throw error
      }
    }
  }

  /** How many draws a member has made of a pool. In a transaction that holds the member's account nobody adds to it. */
  async drawn(query: Ask, memberId: number, code: string, day: string): Promise<Drawn> {
    const sql =
      'SELECT COUNT(*) AS total, COALESCE(SUM(day = ?), 0) AS today FROM draw WHERE member_id = ? AND pool_code = ?'
    const [row] = await query<{ total: number; today: number | string }>(sql, [day, memberId, code])
    return { total: row?.total ?? 0, today: Number(row?.today ?? 0) }
  }

  private async write(tx: Tx, spin: Spin, id: number): Promise<number> {
    const { memberId, code, definition, day } = spin
    await this.ledger.lock(tx, memberId)
    const ask: Ask = (sql, values) => rowsOf(tx, sql, values)
    const before = await this.byRequest(ask, spin)
    if (before) return before
    await this.assertMay(ask, spin)
    const spendJournalId = await this.spend(tx, spin, id)
    const { number, ticket } = await this.seeds.next(tx, { pool: code, day, seed: spin.seed })
    // Whoever publishes changes the version: odds that were not shown are not drawn by.
    const [now] = await ask<PoolRow>('SELECT version, is_open FROM draw_pool WHERE code = ?', [code])
    if (now?.version !== spin.body.version) throw new Refusal('draw.changed')
    if (now.is_open !== 1) throw new Refusal('draw.closed')
    const landed = prizeOf(definition, prizeAt(ticket, definition.prizes))
    const winner = { id, memberId, hash: spin.hash, pool: code, definition, ground: spin.ground }
    const given = await this.prizes.give(tx, winner, landed)
    await insert(tx, 'draw', {
      id,
      request_key: spin.key,
      body_hash: spin.hash,
      member_id: memberId,
      pool_code: code,
      version: spin.body.version,
      day,
      number,
      ticket,
      landed: landed.code,
      given: given.prize.code,
      kind: given.prize.gift.type,
      points: definition.points,
      points_won: given.pointsWon,
      spend_journal_id: spendJournalId,
      prize_journal_id: given.prizeJournalId,
      redemption_id: given.redemptionId,
      coupon_id: given.couponId,
      drawn_at: this.clock.now(),
    })
    return id
  }

  private async assertMay(ask: Ask, { memberId, code, definition, day, reached }: Spin): Promise<void> {
    const drawn = await this.drawn(ask, memberId, code, day)
    const bar = drawBar(definition, { isOpen: true, at: this.clock.now() }, { reached, drawn })
    if (bar) throw new Refusal(DRAW_REFUSALS[bar], { limits: definition.limits })
  }

  private async spend(tx: Tx, { key, memberId, definition, ground, honours }: Spin, id: number): Promise<number> {
    const { points } = definition
    const { journalId } = await this.ledger.post(tx, {
      kind: 'SPEND',
      key,
      body: `${memberId}|${points}`,
      memberId,
      brandId: ground.brandId,
      storeId: null,
      operatorId: null,
      biz: { type: BIZ_DRAW, id: String(id) },
      occurredAt: this.clock.now(),
      points,
      honours,
      explanation: { kind: 'SPEND', what: { ...spentOn(definition) }, points },
    })
    return journalId
  }

  private async byRequest(ask: Ask, { key, hash }: Pick<Spin, 'key' | 'hash'>): Promise<number | null> {
    const sql = 'SELECT id, body_hash FROM draw WHERE request_key = ?'
    const [before] = await ask<{ id: number; body_hash: Buffer }>(sql, [key])
    if (before && !before.body_hash.equals(hash)) throw new Refusal('draw.different')
    return before?.id ?? null
  }
}

/** A question to the database, inside a transaction or outside. */
export type Ask = <T>(sql: string, values: unknown[]) => Promise<T[]>

function keyOf(memberId: number, code: string, { requestId, ...body }: Body): { key: string; hash: Buffer } {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  const key = `draw:${digest(`${memberId}:${requestId}`).toString('base64url')}`
  return { key, hash: digest(JSON.stringify([code, body.points, body.version])) }
}
