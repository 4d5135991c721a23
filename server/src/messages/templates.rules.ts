/** What a template may say of a message of each kind. Pure. */
import type { Variables } from '@huitou/shared/message-filling'
import type { MessageKind } from '@huitou/shared/messages'
import type { MessageData } from './kinds.rules.js'
import { copyOf, dayZh, momentZh, whyZh } from './messages.texts.js'

type VariablesOf = { [K in MessageKind]: (data: MessageData[K]) => Record<string, string> }

const OWN: VariablesOf = {
  POINTS_CHANGED: ({ points, balance, why, store, entryNo, at }) => ({
    why: whyZh(why),
    points: String(Math.abs(points)),
    signed: points > 0 ? `+${points}` : `${points}`,
    balance: String(balance),
    store: store ?? '',
    entryNo,
    at: momentZh(at),
  }),
  POINTS_MATURING: ({ points, balance, at }) => ({
    points: String(points),
    balance: String(balance),
    why: '待生效积分到账',
    at: momentZh(at),
  }),
  POINTS_EXPIRING: ({ points, lastDay, daysLeft }) => ({
    points: String(points),
    lastDay: dayZh(lastDay),
    daysLeft: String(daysLeft),
  }),
  TIER_UP: ({ tier, at }) => ({ tier: tier.zh, at: momentZh(at) }),
  TIER_DOWN: ({ tier, at, graceUntil }) => ({
    tier: tier.zh,
    at: momentZh(at),
    graceUntil: graceUntil ? dayZh(graceUntil) : '',
  }),
  TIER_REVIEW: ({ tier, reviewOn, missing }) => ({ tier: tier.zh, reviewOn: dayZh(reviewOn), missing: missing.zh }),
  COUPON_ARRIVED: ({ coupon, lastDay, count }) => ({
    coupon,
    lastDay: lastDay ? dayZh(lastDay) : '',
    count: String(count),
  }),
  COUPON_EXPIRING: ({ coupon, lastDay, count, daysLeft }) => ({
    coupon,
    lastDay: dayZh(lastDay),
    count: String(count),
    daysLeft: String(daysLeft),
  }),
  REWARD_READY: ({ reward, points }) => ({ reward, points: String(points) }),
  REDEMPTION_VERIFIED: ({ what, store, no, at }) => ({ what, store, no, at: momentZh(at) }),
  REFERRAL_PROGRESS: ({ friend, step, points }) => ({
    friend,
    points: String(points),
    step: step === 'JOINED' ? '已入会' : step === 'FIRST_VISIT' ? '已到店' : '已奖励',
  }),
  BIRTHDAY: ({ nickname, reward }) => ({ nickname, reward: reward ?? '' }),
  CAMPAIGN: ({ title, body, at }) => ({ campaign: title, text: body, at: momentZh(at) }),
}

/** The variables of a message: those of its kind, and the title and body of its full copy. */
export function variablesOf<K extends MessageKind>(kind: K, data: MessageData[K]): Variables {
  const { title, body } = copyOf(kind, data)
  return { ...OWN[kind](data), title: title.zh, body: body.zh }
}
