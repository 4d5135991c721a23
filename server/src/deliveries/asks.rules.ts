/** Which reminders are worth asking for, and when: WeChat grants one send for one tap, and a tap is dear. Pure. */
import type { Text } from '@huitou/shared/basics'
import type { Answer, MessageKind, Moment } from '@huitou/shared/messages'

/** One template as a member stands to it. */
export interface Askable {
  templateId: string
  kinds: readonly MessageKind[]
  left: number
  answer: Answer | null
  answeredAt: Date | null
}

/** What serves somebody who is here right now, the best first. */
const WORTH: Record<Moment, readonly MessageKind[]> = {
  AFTER_EARN: ['POINTS_EXPIRING', 'COUPON_EXPIRING', 'POINTS_CHANGED'],
  AFTER_REDEEM: ['REDEMPTION_VERIFIED', 'COUPON_EXPIRING', 'POINTS_EXPIRING'],
  AFTER_COUPON: ['COUPON_EXPIRING', 'POINTS_EXPIRING'],
  TIER_PAGE: ['TIER_REVIEW', 'POINTS_EXPIRING'],
  POINTS_PAGE: ['POINTS_EXPIRING', 'POINTS_CHANGED'],
  MESSAGES_PAGE: ['POINTS_EXPIRING', 'COUPON_EXPIRING', 'POINTS_CHANGED', 'TIER_REVIEW', 'CAMPAIGN'],
}

const REASONS: Partial<Record<MessageKind, Text>> = {
  POINTS_EXPIRING: { zh: '积分到期前提醒您，不让积分白白失效', en: 'So that no points of yours expire unnoticed' },
  POINTS_CHANGED: { zh: '积分有变动时告诉您', en: 'To tell you when your points change' },
  COUPON_EXPIRING: { zh: '优惠券到账和到期前提醒您', en: 'To tell you of coupons, and before they end' },
  REDEMPTION_VERIFIED: { zh: '核销成功后通知您', en: 'To tell you when something was redeemed' },
  TIER_REVIEW: { zh: '等级考核前提醒您', en: 'To tell you before your tier is reviewed' },
  CAMPAIGN: { zh: '有适合您的活动时告诉您', en: 'To tell you of offers that suit you' },
}

/** Clients of older versions take no more than three at once. */
const MOST = 3
/** Whoever has so many needs no more for now. */
const ENOUGH = 5
/** Whoever said no is not asked again so soon. */
const AFTER_NO_MS = 7 * 86_400_000

export interface Ask {
  templateId: string
  kinds: MessageKind[]
  left: number
  reason: Text
}

/** At most three templates, each once; none where nothing would be gained. */
export function asksAt(
  moment: Moment,
  { templates, wanted, now }: { templates: readonly Askable[]; wanted: (kind: MessageKind) => boolean; now: Date },
): Ask[] {
  const asks: Ask[] = []
  for (const kind of WORTH[moment]) {
    const template = templates.find(({ kinds }) => kinds.includes(kind))
    const reason = REASONS[kind]
    if (!template || !reason || !wanted(kind) || asks.some(({ templateId }) => templateId === template.templateId))
      continue
    if (template.left >= ENOUGH || !mayAsk(template, now)) continue
    asks.push({ templateId: template.templateId, kinds: template.kinds.filter(wanted), left: template.left, reason })
  }
  return asks.slice(0, MOST)
}

/** After a "no" there is a pause; a template WeChat has banned is asked for in vain. */
export function mayAsk({ answer, answeredAt }: Pick<Askable, 'answer' | 'answeredAt'>, now: Date): boolean {
  if (answer === 'ban') return false
  return answer !== 'reject' || !answeredAt || now.getTime() - answeredAt.getTime() >= AFTER_NO_MS
}
