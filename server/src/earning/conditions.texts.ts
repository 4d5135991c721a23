/** Conditions in words, as a rule says them ("单笔满 ¥80") and as a bill answers them ("本单 ¥76"). */
import type { Condition, Festival } from '@huitou/shared/rules'
import { clock, FESTIVALS, listOf, shortYuan, WEEKDAYS, weekdaysText } from '../day-words.js'
import type { Bilingual, Told } from './trace.rules.js'

const CHANNELS: Record<string, Bilingual> = {
  STAFF: { zh: '店员扫码', en: 'staff scan' },
  POS: { zh: '收银系统', en: 'till system' },
  MINI_PROGRAM: { zh: '小程序付款', en: 'payment in the mini-program' },
  IMPORT: { zh: '文件导入', en: 'file import' },
  DEMO: { zh: '演示数据', en: 'demo data' },
}
const BIRTHDAYS = {
  DAY: { zh: '生日当天', en: 'on the birthday' },
  WEEK: { zh: '生日当周', en: 'in the week of the birthday' },
  MONTH: { zh: '生日当月', en: 'in the month of the birthday' },
}

const both = (zh: string, en: string): Bilingual => ({ zh, en })

type Said = { condition: Condition; not: boolean; names: Bilingual | null }

/** What a block asks for. `not`: the opposite of it. `names`: what its codes are called. */
export function conditionText({ condition, not, names }: Said): Bilingual {
  const c = condition
  switch (c.field) {
    case 'amount':
      return (c.operator === '>=') !== not
        ? both(
            not ? `单笔超过 ${shortYuan(c.value)}` : `单笔满 ${shortYuan(c.value)}`,
            not ? `the bill is above ${shortYuan(c.value)}` : `the bill is ${shortYuan(c.value)} or more`,
          )
        : both(
            not ? `单笔不满 ${shortYuan(c.value)}` : `单笔不超过 ${shortYuan(c.value)}`,
            not ? `the bill is below ${shortYuan(c.value)}` : `the bill is ${shortYuan(c.value)} or less`,
          )
    case 'weekday':
      return isPositive(c, not)
        ? both(`每${weekdaysText(c.value).zh}`, `on ${weekdaysText(c.value).en}`)
        : both(`${weekdaysText(c.value).zh}以外`, `not on ${weekdaysText(c.value).en}`)
    case 'time': {
      const [from, to] = c.value
      const span =
        from > to ? both(`${from}–次日 ${to}`, `${from}–${to} the next day`) : both(`${from}–${to}`, `${from}–${to}`)
      return not ? both(`${span.zh} 以外`, `outside ${span.en}`) : span
    }
    case 'dayOfMonth': {
      const days = both(c.value.map(day => `${day} 日`).join('、'), c.value.join(', '))
      return isPositive(c, not)
        ? both(`每月 ${days.zh}`, `on day ${days.en} of the month`)
        : both(`每月 ${days.zh}以外`, `not on day ${days.en} of the month`)
    }
    case 'festival': {
      const days = listOf(c.value.map(festival => FESTIVALS[festival]))
      return isPositive(c, not) ? both(`${days.zh}当天`, `on ${days.en}`) : both(`${days.zh}以外`, `not on ${days.en}`)
    }
    case 'birthday':
      return not ? both(`不在${BIRTHDAYS[c.value].zh}`, `not ${BIRTHDAYS[c.value].en}`) : BIRTHDAYS[c.value]
    case 'category':
    case 'product':
    case 'store':
    case 'channel':
    case 'tier':
    case 'tag':
      return listText(c, isPositive(c, not), names)
    default:
      return countText(c, not)
  }
}

const isPositive = (condition: { operator: 'in' | 'notIn' }, not: boolean): boolean =>
  (condition.operator === 'in') !== not

type Listed = Extract<Condition, { field: 'category' | 'product' | 'store' | 'channel' | 'tier' | 'tag' }>

function listText(c: Listed, positive: boolean, given: Bilingual | null): Bilingual {
  const plain = both(c.value.join('、'), c.value.join(', '))
  const names =
    c.field === 'channel' ? listOf(c.value.map(each => CHANNELS[each] ?? both(each, each))) : (given ?? plain)
  const any = c.value.length > 1 ? both('任一', 'any of ') : both('', '')
  switch (c.field) {
    case 'category':
      return positive
        ? both(`含${names.zh}${any.zh}`, `the bill has ${any.en}${names.en}`)
        : both(`不含${names.zh}`, `the bill has none of ${names.en}`)
    case 'product':
      return positive
        ? both(`点了${names.zh}${any.zh}`, `${any.en}${names.en} was ordered`)
        : both(`没点${names.zh}`, `none of ${names.en} was ordered`)
    case 'store':
      return positive ? both(`在${names.zh}`, `at ${names.en}`) : both(`不在${names.zh}`, `not at ${names.en}`)
    case 'channel':
      return positive
        ? both(`通过${names.zh}`, `it came by ${names.en}`)
        : both(`不通过${names.zh}`, `it did not come by ${names.en}`)
    case 'tier':
      return positive
        ? both(`等级为${names.zh}`, `the tier is ${names.en}`)
        : both(`等级不是${names.zh}`, `the tier is not ${names.en}`)
    case 'tag':
      return positive
        ? both(`有标签「${names.zh}」${any.zh}`, `the member is tagged ${any.en}${names.en}`)
        : both(`没有标签「${names.zh}」`, `the member is not tagged ${any.en}${names.en}`)
  }
}

type Counted = Extract<Condition, { field: 'visit' | 'daysSinceLastVisit' | 'tableSize' | 'newProduct' | 'memberDays' }>

function countText(c: Counted, not: boolean): Bilingual {
  const n = c.value
  switch (c.field) {
    case 'visit':
      return visitText(c, not)
    case 'daysSinceLastVisit':
      if (c.operator === '>=') {
        return not
          ? both(`距上次消费不满 ${n} 天或首次消费`, `it is less than ${n} days after the last visit, or the first one`)
          : both(`距上次消费满 ${n} 天`, `it is ${n} days or more after the last visit`)
      }
      return not
        ? both(`距上次消费超过 ${n} 天或首次消费`, `it is more than ${n} days after the last visit, or the first one`)
        : both(`距上次消费不超过 ${n} 天`, `it is within ${n} days of the last visit`)
    case 'tableSize':
      if (c.operator === '>=') {
        return not
          ? both(`用餐不满 ${n} 人`, `there are fewer than ${n} guests`)
          : both(`用餐满 ${n} 人`, `there are ${n} guests or more`)
      }
      return not
        ? both(`用餐超过 ${n} 人`, `there are more than ${n} guests`)
        : both(`用餐不超过 ${n} 人`, `there are ${n} guests or fewer`)
    case 'newProduct':
      return not
        ? both(`没点上市 ${n} 天内的新品`, `no dish is at most ${n} days new`)
        : both(`点了上市 ${n} 天内的新品`, `a dish is at most ${n} days new`)
    case 'memberDays':
      if (c.operator === '>=') {
        return not
          ? both(`入会不满 ${n} 天`, `they joined less than ${n} days ago`)
          : both(`入会满 ${n} 天`, `they joined ${n} days ago or earlier`)
      }
      return not
        ? both(`入会超过 ${n} 天`, `they joined more than ${n} days ago`)
        : both(`入会不超过 ${n} 天`, `they joined at most ${n} days ago`)
  }
}

function visitText({ operator, value: n }: Extract<Counted, { field: 'visit' }>, not: boolean): Bilingual {
  switch (operator) {
    case '=':
      return not ? both(`不是第 ${n} 次消费`, `it is not visit ${n}`) : both(`第 ${n} 次消费`, `it is visit ${n}`)
    case 'every':
      return not
        ? both(`不是每第 ${n} 次消费`, `it is not every ${n}th visit`)
        : both(`每第 ${n} 次消费`, `it is every ${n}th visit`)
    case '>=':
      return not
        ? both(`第 ${n} 次之前的消费`, `it is before visit ${n}`)
        : both(`第 ${n} 次及以后的消费`, `it is visit ${n} or later`)
    case '<=':
      return not
        ? both(`第 ${n} 次之后的消费`, `it is after visit ${n}`)
        : both(`前 ${n} 次消费`, `it is at most visit ${n}`)
  }
}

/** What a bill had instead: "本单 ¥76". */
export function actualText({ field, actual, actually }: Told): Bilingual {
  const n = typeof actual === 'number' ? actual : 0
  switch (field) {
    case 'amount':
      return both(`本单 ${shortYuan(n)}`, `this one is ${shortYuan(n)}`)
    case 'weekday':
      return both(`本单${WEEKDAYS[n]!.zh}`, `this was ${WEEKDAYS[n]!.en}`)
    case 'time':
      return both(`本单 ${clock(n)}`, `this was at ${clock(n)}`)
    case 'dayOfMonth':
      return both(`本单 ${n} 日`, `this was day ${n}`)
    case 'festival': {
      const days = listOf((Array.isArray(actual) ? actual : []).map(day => FESTIVALS[day as Festival]))
      return days.zh === '' ? both('当天不是', 'this day was not') : both(`当天是${days.zh}`, `this day was ${days.en}`)
    }
    case 'birthday':
      if (actual === null) return both('还没有填写生日', 'no birthday is given')
      return String(actual).startsWith('L')
        ? both(`生日农历 ${String(actual).slice(1)}`, `the lunar birthday is ${String(actual).slice(1)}`)
        : both(`生日 ${actual}`, `the birthday is ${actual}`)
    case 'tier':
    case 'store':
    case 'category':
    case 'product':
      return namedText(field, actually)
    default:
      return countedText(field, actual)
  }
}

function namedText(field: 'tier' | 'store' | 'category' | 'product', actually: Bilingual | undefined): Bilingual {
  const names = actually && actually.zh !== '' ? actually : both('未知', 'unknown')
  return {
    tier: both(`当前${names.zh}`, `the tier is ${names.en}`),
    store: both(`本单在${names.zh}`, `this was at ${names.en}`),
    category: both(`本单为${names.zh}`, `this one has ${names.en}`),
    product: both(`本单点了${names.zh}`, `this one has ${names.en}`),
  }[field]
}

function countedText(field: Told['field'], actual: Told['actual']): Bilingual {
  switch (field) {
    case 'daysSinceLastVisit':
      return actual === null
        ? both('本次是首次消费', 'this was the first visit')
        : both(`本次是第 ${actual} 天`, `this was day ${actual}`)
    case 'tableSize':
      return actual === null
        ? both('没有登记人数', 'the number of guests is not known')
        : both(`本单 ${actual} 人`, `this was for ${actual}`)
    case 'newProduct':
      return actual === null
        ? both('本单没有新品', 'there was none')
        : both(`本单最新的上市 ${actual} 天`, `the newest one here is ${actual} days old`)
    case 'visit':
      return both(`本次是第 ${actual} 次`, `this was visit ${actual}`)
    case 'memberDays':
      return both(`本次是入会第 ${actual} 天`, `this was day ${actual}`)
    default:
      return both('本单不是', 'this one is not')
  }
}
