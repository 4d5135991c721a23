/** What guests read about points in a payment, and what entries say of it. */
import { formatPoints } from '@huitou/shared/amounts'
import type { Text } from '@huitou/shared/basics'
import type { OffsetTerms } from '@huitou/shared/checkouts'
import { shortYuan } from '../day-words.js'

/** "100 积分抵 ¥1，最多抵券后金额的 50%，100 积分起用". */
export function offsetText({ enabled, points, fen, capPercent, minPoints }: OffsetTerms): Text {
  if (!enabled) return { zh: '积分抵现已停用', en: 'Points cannot be used to pay at present' }
  const [rate, least] = [formatPoints(points), formatPoints(minPoints)]
  const cap = capPercent === 100 ? null : `${capPercent}%`
  return {
    zh: `${rate} 积分抵 ${shortYuan(fen)}${cap ? `，最多抵券后金额的 ${cap}` : ''}，${least} 积分起用`,
    en: `${rate} points take off ${shortYuan(fen)}${cap ? `, up to ${cap} of what is left after coupons` : ''}, from ${least} points on`,
  }
}

/** "国贸店 A12 桌买单抵现". */
export function payingText(store: string, table: string): Text {
  return { zh: `${store} ${table} 桌买单抵现`, en: `a bill at ${store}, table ${table}` }
}

export function refundText(billNo: string): Text {
  return { zh: `账单 ${billNo} 退款`, en: `bill ${billNo} was refunded` }
}

/** What the payer reads at WeChat Pay and on its receipt. */
export function descriptionOf(store: string, table: string): string {
  return `${store} ${table} 桌`
}

/** Names of the coupons that multiply the points of a bill, as one. */
export function multiplierName(names: readonly Text[]): Text {
  const zh = names.map(name => name.zh).join('、')
  return {
    zh: zh.slice(0, 40),
    en: names
      .map(name => name.en || name.zh)
      .join(', ')
      .slice(0, 80),
  }
}
