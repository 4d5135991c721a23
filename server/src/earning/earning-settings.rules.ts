/** What a point costs and what is too generous, as published versions. Pure. */
import { formatYuan } from '@huitou/shared/amounts'
import type { PointCost } from './caps.rules.js'

/** A published version. It never changes: entries of its time were reckoned by it. */
export interface Setting {
  version: number
  cost: PointCost
  generousPercent: number
  publishedAt: Date
  publishedBy: string
  reason: string
}

/** A point costs from a tenth of a fen to a hundred fen, both included. */
export function isCost({ fen, points }: PointCost): boolean {
  return fen * 10 >= points && fen <= points * 100
}

/** The version that held at a moment; before the first one, the first. `versions` are in order, and not empty. */
export function settingAt(versions: readonly Setting[], at: Date): Setting {
  return versions.findLast(({ publishedAt }) => publishedAt <= at) ?? versions[0]!
}

/** Stretches of time with one cost of a point, oldest first: a change of something else begins none. */
export function costPeriods(versions: readonly Setting[]): { from: Date; cost: PointCost }[] {
  const periods: { from: Date; cost: PointCost }[] = []
  for (const { publishedAt, cost } of versions) {
    const last = periods.at(-1)?.cost
    // Equal as ratios: 1 fen for a point and 100 fen for 100 of them.
    if (!last || last.fen * cost.points !== cost.fen * last.points) periods.push({ from: publishedAt, cost })
  }
  return periods
}

/** "100 分 = ¥1.00, 20%", for the audit log. */
export function settingText({ cost, generousPercent }: Pick<Setting, 'cost' | 'generousPercent'>): string {
  return `${cost.points} 分 = ${formatYuan(cost.fen)}，${generousPercent}%`
}
