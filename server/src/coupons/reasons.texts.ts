/** Why a coupon cannot be used here and now, or lost to another one: each a sentence of its own, with the next step. */
import type { Text } from '@huitou/shared/basics'
import { FESTIVALS, listOf, shortYuan } from '../day-words.js'
import { both, CHANNELS, type CouponNames, dishNames, productTexts, storeNames, windowsText } from './coupon.texts.js'
import { lastDayOf, momentOf } from './moments.texts.js'
import type { Lost } from './stacking.rules.js'
import type { Reason } from './usable.rules.js'

/** `timeZone` is the store's. */
export function reasonText(reason: Reason, names: CouponNames, timeZone: string): Text {
  switch (reason.kind) {
    case 'STATE':
      return stateText(reason, timeZone)
    case 'STORE': {
      const stores = storeNames(reason.stores, names)
      return both(`这张券不能在本店用，可用门店：${stores}。`, `Not at this store. It may be used at ${stores}.`)
    }
    case 'CHANNEL': {
      const ways = listOf(reason.channels.map(channel => CHANNELS[channel]))
      return both(`这张券只能用于${ways.zh}。`, `It may be used for ${ways.en} only.`)
    }
    case 'FESTIVAL': {
      const days = listOf(reason.festivals.map(festival => FESTIVALS[festival]))
      return both(
        `今天是${days.zh}，这张券节日不可用。券还在，改天再来。`,
        `Not on ${days.en}. The coupon stays for another day.`,
      )
    }
    case 'DAY': {
      const span = reason.first === reason.last ? reason.first : `${reason.first} – ${reason.last}`
      return both(`${span} 不可用。券还在，改天再来。`, `Not on ${span}. The coupon stays for another day.`)
    }
    case 'TIME': {
      const hours = windowsText(reason.windows)
      return both(`现在不在可用时段，可用时段：${hours.zh}。`, `Not at this hour. It may be used ${hours.en}.`)
    }
    default:
      return billText(reason, names)
  }
}

function billText(reason: Extract<Reason, { kind: 'DISHES' | 'ITEM' | 'MINIMUM' }>, names: CouponNames): Text {
  if (reason.kind === 'MINIMUM') {
    const { minFen, countedFen } = reason
    const [minimum, short] = [shortYuan(minFen), shortYuan(minFen - countedFen)]
    return both(
      `适用菜品满 ${minimum} 才能用，现在 ${shortYuan(countedFen)}，还差 ${short}。`,
      `The dishes it is for must come to ${minimum}. They come to ${shortYuan(countedFen)}, ${short} short.`,
    )
  }
  if (reason.kind === 'ITEM') {
    const dishes = listOf(productTexts(reason.products, names))
    return both(`本单没有点${dishes.zh}，点了就能用。`, `${dishes.en} is not on the bill; order it to use the coupon.`)
  }
  const dishes = dishNames(reason.dishes, names)
  return reason.dishes.mode === 'ONLY'
    ? both(`本单没有适用的菜品，仅限${dishes.zh}。`, `Nothing on the bill counts; it is for ${dishes.en} only.`)
    : both(`本单只有${dishes.zh}，这张券不适用。`, `The bill has only ${dishes.en}, which it is not for.`)
}

function stateText({ state, validFrom, expiresAt }: Extract<Reason, { kind: 'STATE' }>, timeZone: string): Text {
  switch (state) {
    case 'NOT_YET': {
      const from = momentOf(validFrom, timeZone)
      return both(`${from} 起可用，还没到时间。`, `It may be used from ${from} on.`)
    }
    case 'LOCKED':
      return both('这张券正在另一单里使用，完成或取消后才能再用。', 'It is in use for another bill at this moment.')
    case 'GIVEN':
      return both('这张券正在转赠给朋友，收回后才能用。', 'It is offered to a friend; take it back to use it.')
    case 'USED':
      return both('这张券已经用过了。', 'It has been used already.')
    case 'EXPIRED': {
      const last = lastDayOf(expiresAt, timeZone)
      return both(`已过期，有效期到 ${last}。`, `It ended with ${last}.`)
    }
    case 'RECALLED':
      return both('这张券已被商家收回，请向店员了解。', 'It was called back. Please ask the staff.')
  }
}

/** What a coupon lost to. `nameOf` names a coupon by its id. */
export function lostText(lost: Lost, nameOf: (id: number) => Text, names: CouponNames): Text {
  const to = listOf(lost.to.map(nameOf))
  const would =
    lost.wouldFen > 0
      ? both(`，单用可减 ${shortYuan(lost.wouldFen)}`, `; alone it takes ${shortYuan(lost.wouldFen)} off`)
      : both('', '')
  switch (lost.why) {
    case 'POINTS':
      return both(`不能与积分抵现同用${would.zh}。`, `Not together with points${would.en}.`)
    case 'TIER_PRICE':
      return both(`不能与会员等级价同用${would.zh}。`, `Not together with a tier price${would.en}.`)
    case 'TOGETHER':
      return both(`不能与「${to.zh}」同用${would.zh}。`, `Not together with ${to.en}${would.en}.`)
    case 'SAME':
      return both(`同一单已用满这种券${would.zh}。`, `As many of this kind as may be are on the bill${would.en}.`)
    case 'MANY':
      return both('同一单最多用 5 张券。', 'Five coupons a bill at most.')
    case 'NOTHING':
      return both('用了也不能再减。', 'It would take nothing more off.')
    case 'LACKING':
      // Names the day in no zone: what a bill lacks knows of none.
      return lost.reason
        ? reasonText(lost.reason, names, 'UTC')
        : both('本单不满足条件。', 'The bill does not meet it.')
  }
}
