import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import { usePreferences } from '../preferences'

/** "300 分", "300 分 + ¥9.90" or "¥39.00". */
export function usePrice(): (price: { points: number; cashFen: number }) => string {
  const { say } = usePreferences()
  return ({ points, cashFen }) => {
    if (points === 0) return formatYuan(cashFen)
    if (cashFen === 0) return say('rewards.price.points', { points: formatPoints(points) })
    return say('rewards.price.both', { points: formatPoints(points), yuan: formatYuan(cashFen) })
  }
}
