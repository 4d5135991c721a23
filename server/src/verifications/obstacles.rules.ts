/** What a verification is refused with when something stands in its way. Pure. */
import type { RefusalCode } from '@huitou/shared/refusals'
import type { Judged, Obstacle } from './checks.rules.js'

/** `isUsed`: the refusal tells when, where and by whom. */
export function obstacleRefusal({ obstacle }: Judged): { code: RefusalCode; isUsed: boolean } {
  if (!obstacle) throw new Error('nothing stands in the way')
  const isUsed = (obstacle.kind === 'STATE' || obstacle.kind === 'VOUCHER') && obstacle.state === 'USED'
  return { code: isUsed ? 'verification.used' : codeOf(obstacle), isUsed }
}

const COUPON_STATES: Record<Extract<Obstacle, { kind: 'STATE' }>['state'], RefusalCode> = {
  USED: 'verification.used',
  LOCKED: 'coupon.locked',
  GIVEN: 'coupon.given',
  RECALLED: 'coupon.recalled',
  NOT_YET: 'coupon.not_yet',
  EXPIRED: 'coupon.expired',
}

function codeOf(obstacle: Obstacle): RefusalCode {
  switch (obstacle.kind) {
    case 'STATE':
      return COUPON_STATES[obstacle.state]
    case 'VOUCHER':
      return obstacle.state === 'RETURNED' ? 'voucher.returned' : 'voucher.expired'
    case 'STORE':
    case 'CHANNEL':
      return 'verification.not_here'
    case 'FESTIVAL':
    case 'DAY':
    case 'TIME':
      return 'verification.not_now'
    case 'AT_THE_BILL':
      return 'verification.at_the_bill'
    case 'NO_BILL':
      return 'verification.bill_needed'
    default:
      return 'verification.bill_too_small'
  }
}
