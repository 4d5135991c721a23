import type { RewardFigures } from '@huitou/shared/mall'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import { CLOCK, DB } from '../tokens.js'
import { REDEMPTION } from './rewards.rules.js'
import type { Reward } from './rewards.service.js'
import { VOUCHER } from './vouchers.rules.js'

interface Counted {
  code: string
  redeemed: number
  returned: number
  paying: number
  used: number
  expired: number
  members: number
  points: number
  cash_fen: number
  lately: number
}

const LATELY_MS = 30 * 86_400_000
const one = (condition: string, what = '1') => `SUM(CASE WHEN ${condition} THEN ${what} ELSE 0 END)`
const DONE = `r.state = ${REDEMPTION.DONE}`

/** How rewards sell. Sums are made in MySQL and arrive as numbers or texts. */
@Injectable()
export class RewardFiguresReader {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async of(rewards: readonly Reward[]): Promise<Map<string, RewardFigures>> {
    if (rewards.length === 0) return new Map()
    const now = this.clock.now()
    const rows = await this.db.query<Counted>(
      `SELECT r.code, ${one(DONE)} AS redeemed, ${one(`r.state = ${REDEMPTION.RETURNED}`)} AS returned,
       ${one(`r.state = ${REDEMPTION.PAYING}`)} AS paying, ${one(`v.status = ${VOUCHER.USED}`)} AS used,
       ${one(`v.status = ${VOUCHER.READY} AND v.expires_at <= ?`)} AS expired,
       COUNT(DISTINCT CASE WHEN ${DONE} THEN r.member_id END) AS members, ${one(DONE, 'r.points')} AS points,
       ${one(DONE, 'r.cash_fen')} AS cash_fen, ${one(`${DONE} AND r.ordered_at > ?`)} AS lately
       FROM redemption r LEFT JOIN voucher v ON v.redemption_id = r.id WHERE r.code IN (?) GROUP BY r.code`,
      [now, new Date(now.getTime() - LATELY_MS), rewards.map(({ row }) => row.code)],
    )
    const counted = new Map(rows.map(row => [row.code, row]))
    return new Map(rewards.map(reward => [reward.row.code, figuresOf(reward, counted.get(reward.row.code))]))
  }
}

function figuresOf({ row, definition }: Reward, counted: Counted | undefined): RewardFigures {
  const of = (name: Exclude<keyof Counted, 'code'>) => Number(counted?.[name] ?? 0)
  const [redeemed, points, cashFen] = [of('redeemed'), of('points'), of('cash_fen')]
  const { costFen } = definition
  return {
    stock: row.stock,
    left: row.left_count,
    redeemed,
    used: of('used'),
    expired: of('expired'),
    returned: of('returned'),
    paying: of('paying'),
    members: of('members'),
    points,
    cashFen,
    milliFenPerPoint:
      costFen === null || points === 0 ? null : Math.round(((costFen * redeemed - cashFen) * 1000) / points),
    lately: of('lately'),
  }
}
