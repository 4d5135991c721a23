import type { DrawFigures, DrawPoolFile, DrawPoolSummary } from '@huitou/shared/draws'
import { Inject, Injectable } from '@nestjs/common'
import type { Db } from '../db.js'
import type { Input, Reply } from '../http.js'
import { DB } from '../tokens.js'
import { expectedMilliFen } from './draws.rules.js'
import { DrawPools, type PoolRow } from './pools.service.js'
import { DrawSeeds } from './seeds.service.js'

interface Counted {
  pool_code: string
  given: string
  landed: string
  draws: number
  points: number
  points_won: number
}

const PAGE = 50
const VERSIONS = 50

/** Lotteries as marketers see them. */
@Injectable()
export class DrawPoolOffice {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(DrawPools) private readonly pools: DrawPools,
    @Inject(DrawSeeds) private readonly seeds: DrawSeeds,
  ) {}

  async list(query: Input<'GET /console/draw-pools'>['query']): Promise<Reply<'GET /console/draw-pools'>> {
    const limit = query.limit ?? PAGE
    const from = Number(query.cursor ?? 0)
    const all = await this.pools.all()
    const items = await this.summaries(all.slice(from, from + limit))
    return { items, nextCursor: all.length > from + limit ? String(from + limit) : null }
  }

  /** One lottery. Refuses `record.not_found`. */
  async file(code: string): Promise<DrawPoolFile> {
    const { row } = await this.pools.get(code)
    const [[summary], versions] = await Promise.all([this.summaries([row]), this.pools.versions(code, VERSIONS)])
    return {
      ...summary!,
      versions: versions.map(({ version, reason, publishedAt, publishedBy }) => ({
        version,
        reason,
        publishedAt: publishedAt.toISOString(),
        publishedBy,
      })),
    }
  }

  private async summaries(rows: readonly PoolRow[]): Promise<DrawPoolSummary[]> {
    if (rows.length === 0) return []
    const codes = rows.map(({ code }) => code)
    const [counted, people, left] = await Promise.all([this.counted(codes), this.people(codes), this.pools.left(codes)])
    const summaries: DrawPoolSummary[] = []
    for (const { code, version, is_open } of rows) {
      const { definition, publishedAt } = await this.pools.version(code, version)
      const own = counted.filter(({ pool_code }) => pool_code === code)
      const { today = 0, members = 0 } = people.get(code) ?? {}
      summaries.push({
        code,
        version,
        definition,
        open: is_open === 1,
        publishedAt: publishedAt.toISOString(),
        expectedMilliFen: expectedMilliFen(definition.prizes),
        figures: { ...figuresOf(own, definition, prize => left(code, prize)), today, members },
      })
    }
    return summaries
  }

  private counted(codes: readonly string[]): Promise<Counted[]> {
    return this.db.query<Counted>(
      `SELECT pool_code, given, landed, COUNT(*) AS draws, SUM(points) AS points, SUM(points_won) AS points_won
       FROM draw WHERE pool_code IN (?) GROUP BY pool_code, given, landed`,
      [[...codes]],
    )
  }

  private async people(codes: readonly string[]): Promise<Map<string, { today: number; members: number }>> {
    const rows = await this.db.query<{ pool_code: string; today: number | string; members: number }>(
      'SELECT pool_code, SUM(day = ?) AS today, COUNT(DISTINCT member_id) AS members FROM draw WHERE pool_code IN (?) GROUP BY pool_code',
      [this.seeds.today(), [...codes]],
    )
    return new Map(rows.map(row => [row.pool_code, { today: Number(row.today), members: row.members }]))
  }
}

function figuresOf(
  counted: readonly Counted[],
  { prizes }: DrawPoolSummary['definition'],
  left: (prize: string) => number,
): Omit<DrawFigures, 'today' | 'members'> {
  const sum = (rows: readonly Counted[], of: 'draws' | 'points' | 'points_won') =>
    rows.reduce((all, row) => all + Number(row[of]), 0)
  return {
    draws: sum(counted, 'draws'),
    points: sum(counted, 'points'),
    pointsGiven: sum(counted, 'points_won'),
    worthFen: prizes.reduce(
      (all, { code, worthFen }) =>
        all +
        worthFen *
          sum(
            counted.filter(({ given }) => given === code),
            'draws',
          ),
      0,
    ),
    prizes: prizes.map(({ code, stock }) => ({
      code,
      given: sum(
        counted.filter(({ given }) => given === code),
        'draws',
      ),
      missed: sum(
        counted.filter(({ landed, given }) => landed === code && given !== code),
        'draws',
      ),
      left: stock === null ? null : left(code),
    })),
  }
}
