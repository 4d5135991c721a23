import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import { useTexts } from '../language'

/** "300 分", "300 分 + ¥9.90" or "¥39": what a reward takes, in words of this language. */
export function usePriceText(): (price: { points: number; cashFen: number }) => string {
  const { t } = useTexts()
  return ({ points, cashFen }) => {
    if (points === 0) return formatYuan(cashFen)
    if (cashFen === 0) return t('reward.points', { points: formatPoints(points) })
    return t('reward.both', { points: formatPoints(points), yuan: formatYuan(cashFen) })
  }
}
