import type { ReplyOf } from '@huitou/shared/client'
import { useEffect, useRef } from 'react'
import { call } from '../call'
import { type Loaded, useLoad } from '../hooks/use-load'
import { useShown } from '../hooks/use-shown'

export type Redemption = ReplyOf<'GET /member/redemptions/:id'>

const LOOK_MS = 2000
/** Nobody holds a voucher over the counter for longer; pulling down looks again. */
const LOOKS = 450

export const voucherKey = (id: string): string => `voucher:${id}`

/** One exchange, looked at again while it is in front: the phone over the counter turns to "used" by itself. */
export function useVoucher(id: string): Loaded<Redemption> {
  const shown = useShown()
  const redemption = useLoad(
    id ? voucherKey(id) : null,
    () => call('GET /member/redemptions/:id', { params: { id } }),
    {
      lasting: true,
    },
  )
  const state = redemption.value?.state
  const waits = shown && (state === 'PAYING' || (state === 'READY' && redemption.value?.voucher !== null))
  const { reload } = redemption
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
  return redemption
}
