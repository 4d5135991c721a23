/** What a waiter reads about a coupon or voucher before taking it, zh first. Pure. */
import type { Text } from '@huitou/shared/basics'
import { both, type CouponNames, storeNames } from '../coupons/coupon.texts.js'
import { lastDayOf, momentOf } from '../coupons/moments.texts.js'
import { reasonText } from '../coupons/reasons.texts.js'
import { shortYuan } from '../day-words.js'
import type { Judged, Obstacle } from './checks.rules.js'

/** What the words need: names of stores and dishes, the store's time, the end, the uses. */
export interface Told {
  names: CouponNames
  timeZone: string
  expiresAt: Date
  left: number
  uses: number
  used: { at: Date; store: string; by: string } | null
}

export function checkText({ rule, obstacle }: Judged, told: Told): Text {
  if (obstacle) return obstacleText(obstacle, told)
  switch (rule) {
    case 'STATE':
      return told.uses > 1
        ? both(`还可用 ${told.left} 次，共 ${told.uses} 次`, `${told.left} of ${told.uses} uses left`)
        : both('未使用', 'Not used')
    case 'VALIDITY': {
      const last = lastDayOf(told.expiresAt, told.timeZone)
      return both(`有效期到 ${last}`, `Good until ${last}`)
    }
    case 'STORE':
      return both('本店可用', 'Good in this store')
    case 'TIME':
      return both('现在可用', 'Good at this time')
    case 'BILL':
      return both('账单已达到门槛', 'The bill comes to the minimum')
  }
}

/** Why not, and what the guest can do. */
export function obstacleText(obstacle: Obstacle, told: Told): Text {
  switch (obstacle.kind) {
    case 'AT_THE_BILL':
      return both(
        '这张券在买单时使用，不用核销：请顾客用小程序付款，或在收银台结账时出示。',
        'It works in a payment: let the guest pay in the mini-program or show it at the till.',
      )
    case 'NO_BILL': {
      const { minFen } = obstacle
      if (minFen === 0) return both('请输入账单金额', 'Type in what the bill comes to')
      const minimum = shortYuan(minFen)
      return both(`满 ${minimum} 可用，请输入账单金额`, `From ${minimum} on: type in what the bill comes to`)
    }
    case 'VOUCHER':
      return voucherText(obstacle, told)
    case 'STORE': {
      const stores = storeNames(obstacle.stores, told.names)
      return both(`不能在本店用，可用门店：${stores}。`, `Not at this store. It may be used at ${stores}.`)
    }
    case 'STATE':
      if (obstacle.state === 'USED') return usedText(told)
      return reasonText(obstacle, told.names, told.timeZone)
    default:
      return reasonText(obstacle, told.names, told.timeZone)
  }
}

function voucherText({ state, expiresAt }: Extract<Obstacle, { kind: 'VOUCHER' }>, told: Told): Text {
  if (state === 'USED') return usedText(told)
  if (state === 'RETURNED') {
    return both(
      '顾客已把它退回，积分已退给顾客。请顾客重新兑换。',
      'The guest has given it back and has the points again.',
    )
  }
  const last = lastDayOf(expiresAt, told.timeZone)
  return both(`已过期，有效期到 ${last}。`, `It ended with ${last}.`)
}

function usedText({ used, timeZone }: Told): Text {
  if (!used) return both('已经使用过。', 'It has been used already.')
  const at = momentOf(used.at, timeZone)
  return both(`已于 ${at} 在${used.store}由${used.by}核销。`, `Verified on ${at} at ${used.store} by ${used.by}.`)
}

export const VOUCHER_VALUE = both('兑换券', 'Voucher')
export const several = (uses: number): Text => both(`${uses} 次券`, `${uses} uses`)
