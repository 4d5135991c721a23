/** Lotteries with defaults, so that a test names only what it is about. */
import type { DrawDefinition, DrawPrize } from '@huitou/shared/draws'
import type { TestMall } from './mall-builders.js'
import { draw } from './stress/aim.js'
import type { TestMember } from './world.js'

export const nothing = (odds: number): DrawPrize => ({
  code: 'NONE',
  name: { zh: '谢谢参与', en: 'Nothing this time' },
  gift: { type: 'NOTHING' },
  odds,
  stock: null,
  worthFen: 0,
})

export const pointsPrize = (odds: number, points: number, stock: number | null = null): DrawPrize => ({
  code: `POINTS-${points}`,
  name: { zh: `${points} 积分`, en: `${points} points` },
  gift: { type: 'POINTS', points },
  odds,
  stock,
  worthFen: points,
})

export const grand = (odds: number, stock: number, gift: DrawPrize['gift']): DrawPrize => ({
  code: 'GRAND',
  name: { zh: '招牌烤鱼', en: 'Grilled fish' },
  gift,
  odds,
  stock,
  worthFen: 12_800,
})

/** Ten points a draw, three a day; a tenth wins 50 points, the rest nothing. */
export function lottery(changes: Partial<DrawDefinition> = {}): DrawDefinition {
  return {
    name: { zh: '好运转盘', en: 'Lucky wheel' },
    note: { zh: '', en: '' },
    points: 10,
    prizes: [pointsPrize(100_000, 50), nothing(900_000)],
    consolation: 'NONE',
    limits: { perDay: 3, total: null },
    lowestTier: null,
    window: { from: null, until: null },
    sort: 10,
    ...changes,
  }
}

/** Publishes a lottery that is open, and answers its code. */
export async function publishLottery(mall: TestMall, changes: Partial<DrawDefinition> = {}): Promise<string> {
  const code = draw('POOL-')
  const body = { code, definition: lottery(changes), open: true, requestId: draw('publish-pool-'), reason: '上新' }
  await mall.call('POST /console/draw-pools', { body })
  return code
}

/** A draw as a phone asks for it. */
export function spin(
  member: TestMember,
  code: string,
  more: { points?: number; version?: number; requestId?: string } = {},
) {
  const body = { requestId: draw('spin-request-'), version: 1, points: 10, ...more }
  return member.call('POST /draws/:code/spins', { params: { code }, body })
}
