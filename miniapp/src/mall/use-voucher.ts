import type { ReplyOf } from '@huitou/shared/client'
import { call } from '../call'
import { type Loaded, useLoad } from '../hooks/use-load'
import { useVerificationNews } from '../hooks/use-verification-news'
import { useWatched } from '../hooks/use-watched'

export type Redemption = ReplyOf<'GET /member/redemptions/:id'>

export const voucherKey = (id: string): string => `voucher:${id}`

/**
 * One exchange, waited for while it is in front: the phone over the counter turns to "used" by itself, and back when the
 * waiter undoes it.
 */
export function useVoucher(id: string): Loaded<Redemption> {
  const read = () => call('GET /member/redemptions/:id', { params: { id } })
  const redemption = useLoad(id ? voucherKey(id) : null, read, { lasting: true })
  const state = redemption.value?.state
  const { reload } = redemption
  useVerificationNews(state === 'READY' || state === 'USED', last => {
    if (last.redemptionId === id) void reload()
  })
  useWatched(state === 'PAYING', reload)
  return redemption
}
