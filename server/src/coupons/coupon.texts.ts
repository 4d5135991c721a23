/** A coupon in words, made from its definition and from nothing else. */
import type { Text } from '@huitou/shared/basics'
import type {
  CouponChannel,
  CouponDefinition,
  CouponGroup,
  CouponScope,
  CouponValidity,
  TimeWindow,
} from '@huitou/shared/coupons'
import { PROGRAMME_ZONE } from '../calendar.js'
import { FESTIVALS, listOf, shortYuan, WEEKDAYS, weekdaysText } from '../day-words.js'
import { lastDayOf, momentOf } from './moments.texts.js'
import { minimumOf } from './usable.rules.js'

/** What ids and codes are called; one that is not known is told as it is. */
export interface CouponNames {
  stores: ReadonlyMap<string, string>
  categories: ReadonlyMap<string, string>
  products: ReadonlyMap<string, string>
}

export const both = (zh: string, en: string): Text => ({ zh, en })
const join = (parts: readonly Text[], zh: string, en: string): Text =>
  both(parts.map(part => part.zh).join(zh), parts.map(part => part.en).join(en))

export const GROUPS: Record<CouponGroup, Text> = {
  GENERAL: both('通用券', 'general coupons'),
  DISH: both('菜品券', 'dish coupons'),
  WELCOME: both('新人券', 'welcome coupons'),
  BIRTHDAY: both('生日券', 'birthday coupons'),
  CAMPAIGN: both('活动券', 'campaign coupons'),
  PARTNER: both('联名券', 'partner coupons'),
  POINTS: both('积分券', 'points coupons'),
}
export const CHANNELS: Record<CouponChannel, Text> = {
  STAFF: both('店员核销', 'verification by staff'),
  POS: both('收银台结账', 'paying at the till'),
  MINI_PROGRAM: both('小程序付款', 'paying in the mini-program'),
}

/** An English name where there is one. */
export const nameText = ({ name }: Pick<CouponDefinition, 'name'>): Text => both(name.zh, name.en || name.zh)

/** What stands large on the coupon, and its one line of conditions. */
export function faceText(definition: CouponDefinition): { value: Text; condition: Text } {
  return { value: valueText(definition), condition: conditionText(definition) }
}

function valueText({ effect }: CouponDefinition): Text {
  switch (effect.type) {
    case 'THRESHOLD_OFF':
    case 'CASH':
      return both(shortYuan(effect.offFen), shortYuan(effect.offFen))
    case 'PERCENT_OFF':
      return both(`${(100 - effect.offPercent) / 10} 折`, `${effect.offPercent}% off`)
    case 'ITEM':
      return both(effect.item.zh, effect.item.en || effect.item.zh)
    case 'MULTIPLIER':
      return both(`${effect.percent / 100} 倍积分`, `${effect.percent / 100}× points`)
  }
}

function conditionText(definition: CouponDefinition): Text {
  const minFen = minimumOf(definition)
  const minimum = minFen > 0 ? both(`满 ${shortYuan(minFen)} 可用`, `from ${shortYuan(minFen)}`) : null
  const cap = capText(definition)
  if (minimum && cap) return join([minimum, cap], '，', ', ')
  return minimum ?? cap ?? both('无门槛', 'no minimum')
}

function capText({ effect }: CouponDefinition): Text | null {
  if (effect.type === 'PERCENT_OFF' && effect.capFen !== null) {
    return both(`最多减 ${shortYuan(effect.capFen)}`, `${shortYuan(effect.capFen)} off at most`)
  }
  if (effect.type === 'ITEM' && effect.capFen !== null) {
    return both(`最高抵 ${shortYuan(effect.capFen)}`, `worth ${shortYuan(effect.capFen)} at most`)
  }
  return null
}

/** What it does: "满 ¥100 减 ¥20", "8 折，最多减 ¥30". */
function effectText(definition: CouponDefinition): Text {
  const { effect } = definition
  const minFen = minimumOf(definition)
  const when = minFen > 0 ? both(`满 ${shortYuan(minFen)} `, `on ${shortYuan(minFen)} or more, `) : both('', '')
  const cap = capText(definition)
  const end = cap ? both(`，${cap.zh}`, `, ${cap.en}`) : both('', '')
  switch (effect.type) {
    case 'THRESHOLD_OFF':
    case 'CASH': {
      const off = shortYuan(effect.offFen)
      const plain = effect.type === 'CASH' ? both(`抵 ${off}，不找零`, `${off} off, no change given`) : null
      return both(`${when.zh}${plain?.zh ?? `减 ${off}`}`, `${when.en}${plain?.en ?? `${off} off`}`)
    }
    case 'PERCENT_OFF':
      return both(
        `${when.zh}${when.zh && '打 '}${valueText(definition).zh}${end.zh}`,
        `${when.en}${valueText(definition).en}${end.en}`,
      )
    case 'ITEM':
      return both(
        `${when.zh}${when.zh && '送 '}${valueText(definition).zh}${when.zh ? '' : ' 1 份免费'}${end.zh}`,
        `${when.en}${valueText(definition).en} for free${end.en}`,
      )
    case 'MULTIPLIER':
      return both(`${when.zh}本单 ${valueText(definition).zh}`, `${when.en}${valueText(definition).en} on the bill`)
  }
}

/** Everything the coupon asks for, in one sentence. */
export function couponSentence(definition: CouponDefinition, names: CouponNames): Text {
  const { scope, stacking } = definition
  const parts = [
    effectText(definition),
    dishesText(scope, names),
    storesText(scope, names),
    scope.channels && both(`限${listText(scope.channels).zh}`, `only when ${listText(scope.channels).en}`),
    scope.windows && windowsText(scope.windows),
    notOnText(scope),
    validityText(definition.validity),
    stacking.points
      ? both('可与积分抵现同用', 'may be used with points')
      : both('不与积分抵现同用', 'not together with points'),
  ].filter(part => part !== null)
  const whole = join(parts, '；', '; ')
  return both(`${whole.zh}。`, `${whole.en.charAt(0).toUpperCase()}${whole.en.slice(1)}.`)
}

/** The same, one line to a question a guest may have. */
export function couponTerms(definition: CouponDefinition, names: CouponNames): { label: Text; text: Text }[] {
  const { scope } = definition
  const line = (label: Text, text: Text | null) => (text ? [{ label, text }] : [])
  return [
    ...line(both('优惠', 'What it does'), effectText(definition)),
    ...line(both('适用菜品', 'Dishes'), dishesText(scope, names) ?? both('全部菜品', 'All dishes')),
    ...line(both('适用门店', 'Stores'), storesText(scope, names) ?? both('全部门店', 'All stores')),
    ...line(both('使用方式', 'How'), scope.channels && listText(scope.channels)),
    ...line(
      both('可用时段', 'Hours'),
      scope.windows ? windowsText(scope.windows) : both('营业时间内均可', 'Whenever the store is open'),
    ),
    ...line(both('不可用日期', 'Not on'), notOnText(scope)),
    ...line(both('有效期', 'Validity'), validityText(definition.validity)),
    ...line(
      both('同一单', 'On one bill'),
      both(`最多用 ${definition.stacking.perBill} 张`, `${definition.stacking.perBill} at most`),
    ),
    ...line(both('转赠', 'To a friend'), definition.giftable ? both('可转赠一次', 'Once') : both('不可转赠', 'No')),
  ]
}

/** What goes with it and what does not. A family goes with it as far as this coupon says; the other one has a say too. */
export function stackingRows({ stacking }: Pick<CouponDefinition, 'stacking'>) {
  const row = (code: string, name: Text, together: boolean) => ({ code, name, together })
  return [
    row('POINTS_OFFSET', both('积分抵现', 'points as money'), stacking.points),
    row('TIER_PRICE', both('会员等级价', 'tier prices'), stacking.tierPrice),
    ...(Object.keys(GROUPS) as CouponGroup[]).map(group => row(group, GROUPS[group], stacking.with.includes(group))),
  ]
}

const listText = (channels: readonly CouponChannel[]): Text => listOf(channels.map(channel => CHANNELS[channel]))

function dishesText({ dishes }: CouponScope, names: CouponNames): Text | null {
  if (!dishes) return null
  const list = dishNames(dishes, names)
  return dishes.mode === 'ONLY'
    ? both(`限${list.zh}`, `only for ${list.en}`)
    : both(`${list.zh}除外`, `not for ${list.en}`)
}

export function dishNames(dishes: NonNullable<CouponScope['dishes']>, names: CouponNames): Text {
  return listOf([
    ...dishes.categories.map(code => names.categories.get(code) ?? code).map(name => both(name, name)),
    ...productTexts(dishes.products, names),
  ])
}

export function productTexts(products: readonly string[], names: CouponNames): Text[] {
  return products.map(id => names.products.get(id) ?? id).map(name => both(name, name))
}

function storesText({ stores }: CouponScope, names: CouponNames): Text | null {
  if (!stores) return null
  const list = storeNames(stores, names)
  return both(`限${list}`, `only at ${list}`)
}

const SHOWN = 5
/** At most five by name. */
export function storeNames(stores: readonly string[], names: CouponNames): string {
  const shown = stores.slice(0, SHOWN).map(id => names.stores.get(id) ?? id)
  return `${shown.join('、')}${stores.length > SHOWN ? ` (${stores.length})` : ''}`
}

/** Three and more in a row are told by their ends: "周一至周五". */
function daysText(days: readonly number[]): Text {
  const [first, last] = [days[0]!, days.at(-1)!]
  if (days.length === 7) return both('每天', 'every day')
  if (days.length < 3 || last - first + 1 !== days.length) return weekdaysText(days)
  return both(`${WEEKDAYS[first]!.zh}至${WEEKDAYS[last]!.zh}`, `${WEEKDAYS[first]!.en} to ${WEEKDAYS[last]!.en}`)
}

/** "周一、周二 11:00–14:00，或周六全天". */
export function windowsText(windows: readonly TimeWindow[]): Text {
  const each = windows.map(({ weekdays, between }) => {
    const days = daysText([...weekdays].sort())
    if (!between) return both(`${days.zh}全天`, `all of ${days.en}`)
    const [from, to] = between
    const [span, spanEn] =
      from > to ? [`${from}–次日 ${to}`, `${from}–${to} the next day`] : [`${from}–${to}`, `${from}–${to}`]
    return both(`${days.zh} ${span}`, `${days.en} ${spanEn}`)
  })
  return join(each, '，或', ', or ')
}

function notOnText({ notOn }: CouponScope): Text | null {
  const days = notOn.days.map(({ first, last }) =>
    first === last ? both(first, first) : both(`${first} 至 ${last}`, `${first} to ${last}`),
  )
  const all = [...notOn.festivals.map(festival => FESTIVALS[festival]), ...days]
  if (all.length === 0) return null
  const list = listOf(all)
  return both(`${list.zh}不可用`, `not on ${list.en}`)
}

function validityText(validity: CouponValidity): Text {
  if (validity.kind === 'FIXED') {
    const [from, last] = [momentOf(validity.from, PROGRAMME_ZONE), lastDayOf(validity.until, PROGRAMME_ZONE)]
    return both(`${from} 至 ${last} 有效`, `valid from ${from} to ${last}`)
  }
  const { days, starts } = validity
  const plural = days === 1 ? 'day' : 'days'
  return starts === 'NOW'
    ? both(`领取后 ${days} 天内有效，含当天`, `valid for ${days} ${plural}, the first being the day it is issued`)
    : both(`领取次日起 ${days} 天内有效`, `valid for ${days} ${plural} from the day after it is issued`)
}
