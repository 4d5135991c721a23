/** The full copy of every kind, as the inbox shows it. zh first, en beside. */
import { formatPoints } from '@huitou/shared/amounts'
import type { Text } from '@huitou/shared/basics'
import type { MessageKind } from '@huitou/shared/messages'
import { localOf, PROGRAMME_ZONE } from '../calendar.js'
import type { MessageData } from './kinds.rules.js'

export interface Copy {
  title: Text
  body: Text
  /** Page of the mini-program that shows more, with its query. */
  page: string
}

/** The message of a kind in full. */
export function copyOf<K extends MessageKind>(kind: K, data: MessageData[K]): Copy {
  return COPIES[kind](data)
}

export const KIND_NAMES: Record<MessageKind, Text> = {
  POINTS_CHANGED: { zh: '积分变动', en: 'Points changed' },
  POINTS_MATURING: { zh: '积分到账', en: 'Points usable' },
  POINTS_EXPIRING: { zh: '积分到期提醒', en: 'Points about to expire' },
  TIER_UP: { zh: '升级通知', en: 'Tier reached' },
  TIER_DOWN: { zh: '降级通知', en: 'Tier lowered' },
  TIER_REVIEW: { zh: '保级提醒', en: 'Tier review' },
  COUPON_ARRIVED: { zh: '优惠券到账', en: 'Coupon received' },
  COUPON_EXPIRING: { zh: '优惠券到期提醒', en: 'Coupon about to expire' },
  REWARD_READY: { zh: '可兑换提醒', en: 'Reward within reach' },
  REDEMPTION_VERIFIED: { zh: '核销通知', en: 'Redemption verified' },
  REFERRAL_PROGRESS: { zh: '邀请进度', en: 'Invitation progress' },
  BIRTHDAY: { zh: '生日祝福', en: 'Birthday greeting' },
  CAMPAIGN: { zh: '活动通知', en: 'Offers' },
}

const WHY: Record<MessageData['POINTS_CHANGED']['why'], Text> = {
  EARN: { zh: '消费获得', en: 'earned by a visit' },
  SPEND: { zh: '兑换使用', en: 'used for a reward' },
  EXPIRE: { zh: '到期失效', en: 'expired' },
  ADJUST: { zh: '人工调整', en: 'corrected by hand' },
  RETURN: { zh: '兑换退回', en: 'returned' },
  TAKE_BACK: { zh: '退款收回', en: 'taken back with a refund' },
  GIVE: { zh: '好友转赠', en: 'given between friends' },
}

export const whyZh = (why: MessageData['POINTS_CHANGED']['why']): string => WHY[why].zh

const POINTS_PAGE = 'points/statement'
const COUPONS_PAGE = 'coupons/index'
// Invitations are found on the member's own page.
const OWN_PAGE = 'pages/me/index'
const TIER_PAGE = 'tiers/index'

type Copies = { [K in MessageKind]: (data: MessageData[K]) => Copy }

const COPIES: Copies = {
  POINTS_CHANGED: ({ points, balance, why, store, at }) => {
    const [more, amount, left] = [points > 0, formatPoints(Math.abs(points)), formatPoints(balance)]
    return {
      title: more
        ? { zh: `积分 +${amount}`, en: `${amount} points added` }
        : { zh: `积分 −${amount}`, en: `${amount} points gone` },
      body: {
        zh: `${momentZh(at)}${store ? `，${store}` : ''}，${WHY[why].zh}${more ? '' : '，'}${more ? ` ${amount} 分` : `减少 ${amount} 分`}。现有 ${left} 分。`,
        en: `${amount} points ${WHY[why].en}${store ? ` at ${store}` : ''}. You have ${left} points now.`,
      },
      page: POINTS_PAGE,
    }
  },
  POINTS_MATURING: ({ points, balance }) => ({
    title: { zh: `${formatPoints(points)} 分可以用了`, en: `${formatPoints(points)} points can be used now` },
    body: {
      zh: `之前待生效的 ${formatPoints(points)} 分已到账，现有 ${formatPoints(balance)} 分可用。`,
      en: `${formatPoints(points)} points that were pending are yours to use. You have ${formatPoints(balance)} points now.`,
    },
    page: POINTS_PAGE,
  }),
  POINTS_EXPIRING: ({ points, lastDay, daysLeft }) => ({
    title: {
      zh: `${formatPoints(points)} 分还有 ${daysLeft} 天到期`,
      en: `${formatPoints(points)} points end in ${daysLeft} ${daysLeft === 1 ? 'day' : 'days'}`,
    },
    body: {
      zh: `您有 ${formatPoints(points)} 分最后可用日是 ${dayZh(lastDay)}，过了这一天就会失效。到店消费或在积分商城都能用。`,
      en: `${formatPoints(points)} of your points can be used until ${lastDay}. After that day they are gone. Use them at a table or in the points mall.`,
    },
    page: POINTS_PAGE,
  }),
  TIER_UP: ({ tier }) => ({
    title: { zh: `恭喜升级为${tier.zh}`, en: `You are ${tier.en} now` },
    body: {
      zh: `您已升级为${tier.zh}会员，新的权益从现在起生效。`,
      en: `You have reached ${tier.en}. Its benefits are yours from now on.`,
    },
    page: TIER_PAGE,
  }),
  TIER_DOWN: ({ tier, graceUntil }) => ({
    title: graceUntil
      ? { zh: `${tier.zh}进入保级期`, en: `${tier.en} until ${graceUntil}` }
      : { zh: `等级调整为${tier.zh}`, en: `Your tier is ${tier.en} now` },
    body: graceUntil
      ? {
          zh: `这次考核没有达到${tier.zh}的要求，等级保留到 ${dayZh(graceUntil)}，期间补足就能保住。`,
          en: `The review fell short of ${tier.en}. You keep it until ${graceUntil}, and longer if you make up for it by then.`,
        }
      : {
          zh: `考核期内的成长值没有达到要求，等级调整为${tier.zh}。积分不受影响。`,
          en: `Growth in the review period fell short, so your tier is ${tier.en} now. Your points are untouched.`,
        },
    page: TIER_PAGE,
  }),
  TIER_REVIEW: ({ tier, reviewOn, missing }) => ({
    title: { zh: `${tier.zh}保级还差一点`, en: `Almost enough to keep ${tier.en}` },
    body: {
      zh: `${dayZh(reviewOn)} 考核等级。${missing.zh}`,
      en: `Your tier is reviewed on ${reviewOn}. ${missing.en}`,
    },
    page: TIER_PAGE,
  }),
  COUPON_ARRIVED: ({ coupon, lastDay, count }) => ({
    title: { zh: `收到${some(count)}优惠券`, en: count === 1 ? 'A coupon for you' : `${count} coupons for you` },
    body: {
      zh: `“${coupon}”已放进您的卡包${lastDay ? `，最后可用日 ${dayZh(lastDay)}` : ''}。`,
      en: `"${coupon}" is among your coupons${lastDay ? `, to be used by ${lastDay}` : ''}.`,
    },
    page: COUPONS_PAGE,
  }),
  COUPON_EXPIRING: ({ coupon, lastDay, count, daysLeft }) => ({
    title: {
      zh: `${some(count)}优惠券还有 ${daysLeft} 天到期`,
      en: `${count === 1 ? 'A coupon ends' : `${count} coupons end`} in ${daysLeft} ${daysLeft === 1 ? 'day' : 'days'}`,
    },
    body: {
      zh: `“${coupon}”最后可用日是 ${dayZh(lastDay)}，别忘了用。`,
      en: `"${coupon}" can be used until ${lastDay}.`,
    },
    page: COUPONS_PAGE,
  }),
  REWARD_READY: ({ reward, points }) => ({
    title: { zh: `可以兑换“${reward}”了`, en: `"${reward}" is within reach` },
    body: {
      zh: `您的积分已够兑换“${reward}”(${formatPoints(points)} 分)，到积分商城就能换。`,
      en: `You have enough points for "${reward}" (${formatPoints(points)} points). Find it in the points mall.`,
    },
    page: 'pages/mall/index',
  }),
  REDEMPTION_VERIFIED: ({ what, store, no, at }) => ({
    title: { zh: '核销成功', en: 'Redeemed' },
    body: {
      zh: `“${what}”已于 ${momentZh(at)}在${store}核销，单号 ${no}。不是您本人操作请联系门店。`,
      en: `"${what}" was redeemed at ${store}, number ${no}. If that was not you, please tell the restaurant.`,
    },
    page: COUPONS_PAGE,
  }),
  REFERRAL_PROGRESS: ({ friend, step, points }) => ({
    title: {
      zh: step === 'REWARDED' ? '邀请奖励已到账' : '邀请有新进展',
      en: step === 'REWARDED' ? 'Your invitation paid off' : 'News of your invitation',
    },
    body: {
      zh:
        step === 'JOINED'
          ? `${friend}已通过您的邀请入会，首次到店后您就能得到奖励。`
          : step === 'FIRST_VISIT'
            ? `${friend}已首次到店，奖励确认后会告诉您。`
            : `邀请${friend}的奖励 ${formatPoints(points)} 分已到账。`,
      en:
        step === 'JOINED'
          ? `${friend} joined through you. Your reward comes after the first visit.`
          : step === 'FIRST_VISIT'
            ? `${friend} has been here for the first time. We tell you once the reward is confirmed.`
            : `${formatPoints(points)} points for inviting ${friend} are yours.`,
    },
    page: OWN_PAGE,
  }),
  BIRTHDAY: ({ nickname, days, reward }) => ({
    title: days === 0 ? { zh: '生日快乐', en: 'Happy birthday' } : { zh: '生日礼遇', en: 'For your birthday' },
    body: {
      zh: `${nickname}，${days === -3 ? '您的生日快到了' : days === 0 ? '祝您生日快乐' : '迟到的生日祝福'}${reward ? `，我们为您准备了${reward}` : ''}。期待您来。`,
      en: `${nickname}, ${days === -3 ? 'your birthday is near' : days === 0 ? 'happy birthday' : 'a late happy birthday'}${reward ? `: ${reward} is waiting for you` : ''}. We hope to see you.`,
    },
    page: OWN_PAGE,
  }),
  CAMPAIGN: ({ title, body, page }) => ({ title: { zh: title, en: title }, body: { zh: body, en: body }, page }),
}

/** "2026-12-31" as "2026年12月31日", which is also how a template's date field wants it. */
export function dayZh(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

/** An ISO instant as "2026年11月23日 12:30", programme time. */
export function momentZh(iso: string): string {
  const { year, month, day, hour, minute } = localOf(new Date(iso), PROGRAMME_ZONE)
  return `${year}年${month}月${day}日 ${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

function some(count: number): string {
  return count === 1 ? '一张' : ` ${count} 张`
}
