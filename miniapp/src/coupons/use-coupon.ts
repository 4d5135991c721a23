import type { ReplyOf } from '@huitou/shared/client'
import { call } from '../call'
import { type Loaded, useLoad } from '../hooks/use-load'
import { useVerificationNews } from '../hooks/use-verification-news'
import { useWatched } from '../hooks/use-watched'

export type Detail = ReplyOf<'GET /member/coupons/:id'>

export const couponKey = (id: string): string => `coupon:${id}`

/** A payment takes coupons too, and nobody waits for that: a waiter's verification is told at once. */
const SELDOM_MS = 8000

/**
 * One coupon, waited for while it is in front: the phone over the counter turns to "used" by itself, and back when the
 * waiter undoes it.
 */
export function useCoupon(id: string): Loaded<Detail> {
  const read = () => call('GET /member/coupons/:id', { params: { id } })
  // Kept on the phone: a restaurant in a basement has no network, and the code can be read all the same.
  const coupon = useLoad(id ? couponKey(id) : null, read, { lasting: true })
  const state = coupon.value?.state
  const { reload } = coupon
  useVerificationNews(state === 'USABLE' || state === 'LOCKED' || state === 'USED', last => {
    if (last.kind === 'COUPON' && last.itemId === id) void reload()
  })
  useWatched(state === 'LOCKED' || state === 'GIVEN', reload)
  useWatched(state === 'USABLE', reload, SELDOM_MS)
  return coupon
}
