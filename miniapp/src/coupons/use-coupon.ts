import type { ReplyOf } from '@huitou/shared/client'
import { useEffect, useRef } from 'react'
import { call } from '../call'
import { type Loaded, useLoad } from '../hooks/use-load'
import { useShown } from '../hooks/use-shown'

export type Detail = ReplyOf<'GET /member/coupons/:id'>

const LOOK_MS = 2000
/** Nobody holds a coupon over the counter for longer; pulling down looks again. */
const LOOKS = 450

export const couponKey = (id: string): string => `coupon:${id}`

/**
 * One coupon, looked at again and again while it is in front and somebody may use it at any moment: the phone over the
 * counter turns to "used" by itself.
 */
export function useCoupon(id: string): Loaded<Detail> {
  const shown = useShown()
  const read = () => call('GET /member/coupons/:id', { params: { id } })
  // Kept on the phone: a restaurant in a basement has no network, and the code can be read all the same.
  const coupon = useLoad(id ? couponKey(id) : null, read, { lasting: true })
  const state = coupon.value?.state
  const waits = shown && (state === 'USABLE' || state === 'LOCKED' || state === 'GIVEN')
  const { reload } = coupon
  const looks = useRef(0)
  useEffect(() => {
    if (!waits) return
    let over = false
    const look = async () => {
      looks.current++
      await reload()
      if (!over && looks.current < LOOKS) timer = setTimeout(look, LOOK_MS)
    }
    let timer = setTimeout(look, LOOK_MS)
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [waits, reload])
  return coupon
}
