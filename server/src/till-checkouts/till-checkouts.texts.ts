/** What tills show and print of a checkout, and what entries say of it. */
import { formatFen, formatPoints, formatYuan } from '@huitou/shared/amounts'
import type { Text } from '@huitou/shared/basics'

/** "国贸店收银台抵现". */
export function tillText(store: string): Text {
  return { zh: `${store}收银台抵现`, en: `a bill at the till of ${store}` }
}

interface Reckoned {
  payableFen: number
  couponFen: number
  points: number
  pointsFen: number
}

/** "应付 ¥156.00：券减 ¥20.00，1,200 积分抵 ¥12.00". */
export function payableText({ payableFen, couponFen, points, pointsFen }: Reckoned): Text {
  const zh = [
    ...(couponFen > 0 ? [`券减 ${formatYuan(couponFen)}`] : []),
    ...(points > 0 ? [`${formatPoints(points)} 积分抵 ${formatYuan(pointsFen)}`] : []),
  ]
  const en = [
    ...(couponFen > 0 ? [`coupons take off ${formatYuan(couponFen)}`] : []),
    ...(points > 0 ? [`${formatPoints(points)} points pay ${formatYuan(pointsFen)}`] : []),
  ]
  const with_ = (parts: string[], colon: string, comma: string) =>
    parts.length > 0 ? `${colon}${parts.join(comma)}` : ''
  return {
    zh: `应付 ${formatYuan(payableFen)}${with_(zh, '：', '，')}`,
    en: `${formatYuan(payableFen)} to pay${with_(en, ': ', ', ')}`,
  }
}

/** Of a printer's line, in half-width letters. */
const WIDTH = 32

/** Lines for the guest's paper slip. */
export function receiptOf(
  slip: Reckoned & { memberNo: string; paidFen: number; earned: number; balance: number | null; coupons: string[] },
): string[] {
  const lines = [
    `会员 ${slip.memberNo}`,
    ...slip.coupons.map(name => `用券 ${name}`),
    ...(slip.couponFen > 0 ? [`券减 ${formatFen(slip.couponFen)} 元`] : []),
    ...(slip.points > 0 ? [`${formatPoints(slip.points)} 积分抵 ${formatFen(slip.pointsFen)} 元`] : []),
    `实付 ${formatFen(slip.paidFen)} 元`,
    `本单得 ${formatPoints(slip.earned)} 积分`,
    ...(slip.balance === null ? [] : [`积分余额 ${formatPoints(slip.balance)}`]),
  ]
  return lines.map(printed)
}

/** Cut to a line of paper; what a till's printer may not know becomes a question mark. */
export function printed(text: string): string {
  let [line, width] = ['', 0]
  for (const letter of text) {
    const safe = /[\x20-\x7e]|[\u4e00-\u9fa5]|[，。、；：？！（）《》“”·]/.test(letter) ? letter : '?'
    const wide = safe > '\x7e' ? 2 : 1
    if (width + wide > WIDTH) break
    line += safe
    width += wide
  }
  return line
}
