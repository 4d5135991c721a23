/** How far it is: to the next rung, and to keeping this one at the next review. */
import type { Ladder } from '@huitou/shared/tiers'
import { MEASURES, type RungOf, type Sums } from './ladder.rules.js'
import type { Missing } from './tiers.texts.js'

/** Growth for money: `points` for every full `fen` of a bill. */
export interface GrowthRate {
  points: number
  fen: number
}

/** What is missing to a rung by the alternative that is nearest to being met; null when one is met. */
export function missingTo(rung: RungOf, sums: Sums, rate: GrowthRate | null): Missing | null {
  const open = MEASURES.flatMap(measure => {
    const asked = rung.threshold[measure]
    if (asked === null) return []
    return [{ measure, amount: asked - sums[measure], share: asked === 0 ? 1 : sums[measure] / asked }]
  })
  if (open.length === 0 || open.some(({ amount }) => amount <= 0)) return null
  const { measure, amount } = open.reduce((best, one) => (one.share > best.share ? one : best))
  return { measure, amount, fen: fenFor(measure, amount, rate) }
}

/** 0 to 100 on the way from one rung to the next, by the alternative that is farthest; 100 on the top. */
export function progressOf(ladder: Ladder, level: number, sums: Sums): number {
  const next = ladder.rungs[level]
  if (!next) return 100
  const from = ladder.rungs[level - 1]!
  const shares = MEASURES.flatMap(measure => {
    const [low, high] = [from.threshold[measure] ?? 0, next.threshold[measure]]
    return high === null ? [] : [(sums[measure] - low) / Math.max(1, high - low)]
  })
  return Math.floor(Math.min(1, Math.max(0, ...shares)) * 100)
}

/** The smallest single bill that earns so much growth: rates round down. */
function fenFor(measure: Missing['measure'], amount: number, rate: GrowthRate | null): number | null {
  if (measure === 'spendFen') return amount
  if (measure !== 'growth' || !rate || rate.points <= 0) return null
  return Math.ceil(amount / rate.points) * rate.fen
}
