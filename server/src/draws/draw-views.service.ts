import type { DrawDefinition, DrawPool, DrawProof, DrawResult } from '@huitou/shared/draws'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import type { Input, Reply } from '../http.js'
import { MallMembers } from '../mall/mall-members.service.js'
import { Members } from '../members/members.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { drawBar, endOfDay, leftToday, prizeOf } from './draws.rules.js'
import { termsOf, textOf } from './draws.texts.js'
import { DrawPools } from './pools.service.js'
import { DrawSeeds } from './seeds.service.js'
import { type Ask, Spinning } from './spinning.service.js'

interface DrawRow {
  id: number
  member_id: number
  pool_code: string
  version: number
  day: string
  number: number
  ticket: number
  landed: string
  given: string
  points: number
  points_won: number
  redemption_id: number | null
  coupon_id: number | null
  drawn_at: Date
}

const ROW =
  'id, member_id, pool_code, version, day, number, ticket, landed, given, points, points_won, redemption_id, coupon_id, drawn_at'
const PAGE = 20
const PROVEN = 100

/** Lotteries as members see them, and what they drew. */
@Injectable()
export class DrawViews {
  private readonly ask: Ask = (sql, values) => this.db.query(sql, values)

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Members) private readonly members: Members,
    @Inject(MallMembers) private readonly mallMembers: MallMembers,
    @Inject(DrawPools) private readonly pools: DrawPools,
    @Inject(DrawSeeds) private readonly seeds: DrawSeeds,
    @Inject(Spinning) private readonly spinning: Spinning,
  ) {}

  /** Those that are open and not over. */
  async list(): Promise<Reply<'GET /draws'>> {
    const now = this.clock.now()
    const items: Reply<'GET /draws'>['items'] = []
    for (const { code, version } of await this.pools.open()) {
      const { definition } = await this.pools.version(code, version)
      if (drawBar(definition, { isOpen: true, at: now }, null) !== 'ENDED') items.push(cardOf(code, definition))
    }
    return { items }
  }

  /** One lottery as whoever looks sees it. Refuses `record.not_found`, `draw.closed`. */
  async pool(identityId: number, code: string): Promise<DrawPool> {
    const { row, definition } = await this.pools.get(code)
    if (row.is_open !== 1) throw new Refusal('draw.closed')
    const day = this.seeds.today()
    const memberId = await this.members.memberOf(identityId)
    const [left, promise, who, rungs] = await Promise.all([
      this.pools.left([code]),
      this.seeds.ensure(code, day),
      memberId ? this.who(memberId, code, day) : null,
      this.mallMembers.rungs(),
    ])
    return {
      ...cardOf(code, definition),
      version: row.version,
      prizes: definition.prizes.map(({ code: prize, name, gift, odds, stock, worthFen }) => ({
        code: prize,
        name: textOf(name),
        kind: gift.type,
        points: gift.type === 'POINTS' ? gift.points : null,
        worthFen,
        odds,
        left: stock === null ? null : left(code, prize),
        consolation: prize === definition.consolation,
      })),
      terms: termsOf(definition, rungs.find(rung => rung.code === definition.lowestTier)?.name ?? null),
      bar: drawBar(definition, { isOpen: true, at: this.clock.now() }, who),
      tier: rungs.find(rung => rung.code === definition.lowestTier)?.name ?? null,
      limits: definition.limits,
      mine: who && { ...who.drawn, left: leftToday(definition, who.drawn), available: who.available },
      promise: { day, sha256: promise.sha256 },
    }
  }

  /** The result of a draw, for the member who made it. */
  async result(memberId: number, id: number): Promise<Reply<'POST /draws/:code/spins'>> {
    const [row] = await this.db.query<DrawRow>(`SELECT ${ROW} FROM draw WHERE id = ? AND member_id = ?`, [id, memberId])
    if (!row) throw new Refusal('record.not_found')
    const { definition } = await this.pools.version(row.pool_code, row.version)
    const [drawn, available] = await Promise.all([
      this.spinning.drawn(this.ask, memberId, row.pool_code, this.seeds.today()),
      this.mallMembers.available(memberId),
    ])
    return { ...resultOf(row, definition), available, left: leftToday(definition, drawn) }
  }

  async mine(memberId: number, query: Input<'GET /member/draws'>['query']): Promise<Reply<'GET /member/draws'>> {
    const limit = query.limit ?? PAGE
    const only = [
      ...(query.code ? [{ sql: 'AND pool_code = ?', value: query.code }] : []),
      ...(query.won ? [{ sql: 'AND kind <> ?', value: 'NOTHING' }] : []),
    ]
    const sql = `SELECT ${ROW} FROM draw WHERE member_id = ? AND id < ? ${only.map(one => one.sql).join(' ')} ORDER BY id DESC LIMIT ${limit + 1}`
    const before = Number(query.cursor ?? Number.MAX_SAFE_INTEGER)
    const rows = await this.db.query<DrawRow>(sql, [memberId, before, ...only.map(({ value }) => value)])
    const items: DrawResult[] = []
    for (const row of rows.slice(0, limit)) {
      items.push(resultOf(row, (await this.pools.version(row.pool_code, row.version)).definition))
    }
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
  }

  /** What a day is proven by. Refuses `record.not_found` for a day without a seed. */
  async proof(code: string, day: string, query: Input<'GET /draws/:code/proofs/:day'>['query']): Promise<DrawProof> {
    const [{ definition }, seed] = await Promise.all([this.pools.get(code), this.seeds.find(code, day)])
    if (!seed) throw new Refusal('record.not_found')
    const open = this.seeds.revealed(code, day, seed)
    const [counted] = await this.db.query<{ drawn: number }>(
      'SELECT drawn FROM draw_day WHERE pool_code = ? AND day = ?',
      [code, day],
    )
    const limit = query.limit ?? PROVEN
    const rows = open ? await this.proven(code, day, Number(query.cursor ?? 0), limit) : []
    const results = rows.slice(0, limit)
    return {
      code,
      pool: textOf(definition.name),
      day,
      sha256: seed.sha256,
      promisedAt: seed.made_at.toISOString(),
      seed: open,
      revealedAt: endOfDay(day).toISOString(),
      draws: counted?.drawn ?? 0,
      odds: await this.oddsOf(code, [...new Set(results.map(({ version }) => version))]),
      items: results,
      nextCursor: rows.length > limit ? String(results.at(-1)!.number) : null,
    }
  }

  private proven(code: string, day: string, after: number, limit: number): Promise<DrawProof['items']> {
    return this.db.query(
      `SELECT number, version, ticket, landed, given FROM draw WHERE pool_code = ? AND day = ? AND number > ? ORDER BY number LIMIT ${limit + 1}`,
      [code, day, after],
    )
  }

  private async oddsOf(code: string, versions: readonly number[]): Promise<DrawProof['odds']> {
    const tables: DrawProof['odds'] = []
    for (const version of versions) {
      const { definition } = await this.pools.version(code, version)
      const prizes = definition.prizes.map(({ code: prize, name, odds }) => ({ code: prize, name: textOf(name), odds }))
      tables.push({ version, prizes })
    }
    return tables
  }

  private async who(memberId: number, code: string, day: string) {
    const [{ reached }, drawn, available] = await Promise.all([
      this.mallMembers.of(memberId),
      this.spinning.drawn(this.ask, memberId, code, day),
      this.mallMembers.available(memberId),
    ])
    return { reached, drawn, available }
  }
}

function cardOf(code: string, { name, note, points, window }: DrawDefinition) {
  return { code, name: textOf(name), note: textOf(note), points, from: window.from, until: window.until }
}

function resultOf(row: DrawRow, definition: DrawDefinition): DrawResult {
  const given = prizeOf(definition, row.given)
  return {
    id: String(row.id),
    code: row.pool_code,
    pool: textOf(definition.name),
    points: row.points,
    at: row.drawn_at.toISOString(),
    day: row.day,
    number: row.number,
    ticket: row.ticket,
    prize: {
      code: given.code,
      name: textOf(given.name),
      kind: given.gift.type,
      points: row.points_won > 0 ? row.points_won : null,
    },
    missed: row.landed === row.given ? null : textOf(prizeOf(definition, row.landed).name),
    redemptionId: row.redemption_id ? String(row.redemption_id) : null,
    couponId: row.coupon_id ? String(row.coupon_id) : null,
  }
}
