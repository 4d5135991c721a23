/** What deserves a red dot: only what is lost, or waits, until the person does something. Pure. */
import type { ReplyOf } from '@huitou/shared/client'

type Message = ReplyOf<'GET /member/messages'>['items'][number]

/** Points that arrived or a greeting are good to know; these want to be acted on. */
const ACT_ON: readonly Message['kind'][] = [
  'POINTS_EXPIRING',
  'TIER_REVIEW',
  'TIER_DOWN',
  'COUPON_ARRIVED',
  'COUPON_EXPIRING',
  'REWARD_READY',
]

export function needsMe(messages: readonly Pick<Message, 'kind' | 'read'>[]): boolean {
  return messages.some(({ kind, read }) => !read && ACT_ON.includes(kind))
}
