/** Small pieces of sentences about points. */
import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import type { Bilingual } from './trace.rules.js'

export interface Rate {
  points: number
  fen: number
}

/** "¥88.50 × 1 分 = 88 分". */
export function product(fen: number, rate: Rate, points: number): Bilingual {
  const unit = rate.fen === 100 ? '' : ` ÷ ${formatYuan(rate.fen)}`
  return {
    zh: `${formatYuan(fen)}${unit} × ${rate.points} 分 = ${formatPoints(points)} 分`,
    en: `${formatYuan(fen)}${unit} × ${rate.points} = ${formatPoints(points)} ${plural(points)}`,
  }
}

export const plural = (count: number): string => (count === 1 ? 'point' : 'points')

/** 200 as "2", 150 as "1.5", 125 as "1.25". */
export function timesText(percent: number): string {
  return String(percent / 100)
}

/** A rule without an English name goes by its Chinese one. */
export function nameOf({ name }: { name: Bilingual }): Bilingual {
  return { zh: name.zh, en: name.en === '' ? name.zh : name.en }
}

/** The product of what counts, where that is not all that was paid: "¥88.50 中 ¥70.00 × 1 分 = 70 分". */
export function ofCounted(paidFen: number, countedFen: number, by: { rate: Rate; points: number }): Bilingual {
  if (countedFen === paidFen) return product(paidFen, by.rate, by.points)
  const counted = product(countedFen, by.rate, by.points)
  return {
    zh: `${formatYuan(paidFen)} 中 ${counted.zh}`,
    en: `of ${formatYuan(paidFen)}, ${counted.en}`,
  }
}
