/** What days, hours and amounts are called in sentences, in both languages. */
import { formatYuan } from '@huitou/shared/amounts'
import type { Text } from '@huitou/shared/basics'
import type { Festival } from '@huitou/shared/rules'

/** "¥80" and "¥79.99": a limit is easier to read without its zeros. */
export function shortYuan(fen: number): string {
  const text = formatYuan(fen)
  return text.endsWith('.00') ? text.slice(0, -3) : text
}

export const FESTIVALS: Record<Festival, Text> = {
  NEW_YEAR: { zh: '元旦', en: "New Year's Day" },
  SPRING_FESTIVAL_EVE: { zh: '除夕', en: 'Spring Festival Eve' },
  SPRING_FESTIVAL: { zh: '春节', en: 'Spring Festival' },
  LANTERN: { zh: '元宵节', en: 'Lantern Festival' },
  QINGMING: { zh: '清明节', en: 'Qingming' },
  LABOUR_DAY: { zh: '劳动节', en: 'Labour Day' },
  CHILDREN_DAY: { zh: '儿童节', en: "Children's Day" },
  DRAGON_BOAT: { zh: '端午节', en: 'Dragon Boat Festival' },
  QIXI: { zh: '七夕', en: 'Qixi' },
  MID_AUTUMN: { zh: '中秋节', en: 'Mid-Autumn Festival' },
  NATIONAL_DAY: { zh: '国庆节', en: 'National Day' },
  DOUBLE_NINTH: { zh: '重阳节', en: 'Double Ninth' },
  LABA: { zh: '腊八节', en: 'Laba' },
  WINTER_SOLSTICE: { zh: '冬至', en: 'winter solstice' },
}
export const WEEKDAYS: Record<number, Text> = {
  1: { zh: '周一', en: 'Monday' },
  2: { zh: '周二', en: 'Tuesday' },
  3: { zh: '周三', en: 'Wednesday' },
  4: { zh: '周四', en: 'Thursday' },
  5: { zh: '周五', en: 'Friday' },
  6: { zh: '周六', en: 'Saturday' },
  7: { zh: '周日', en: 'Sunday' },
}

export function weekdaysText(days: readonly number[]): Text {
  return listOf(days.map(day => WEEKDAYS[day]!))
}

export function listOf(texts: readonly Text[]): Text {
  return { zh: texts.map(text => text.zh).join('、'), en: texts.map(text => text.en).join(', ') }
}

export function clock(minute: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}
