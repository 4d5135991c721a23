import type { ReplyOf } from '@huitou/shared/client'
import { useEffect, useRef, useState } from 'react'
import { put } from '../cache'
import { type CallError, call } from '../call'
import { asCallError } from '../hooks/use-load'
import { freshId } from '../ids'
import { forget, keep, recall } from '../storage'
import { couponKey, type Detail } from './use-coupon'

type Link = ReplyOf<'POST /member/coupons/:id/gifts'>

interface Failure {
  of: 'START' | 'BACK'
  error: CallError
}

/** Under which number a coupon was offered: the same number gets the same link again, also after the app was closed. */
const keptOf = (id: string): string => `given:${id}`

/** Offering a coupon and taking it back. `link` is known once it is offered, `elsewhere` when another phone did it. */
export function useOffer(coupon: Detail, reload: () => Promise<void>) {
  const { id, state } = coupon
  const [link, setLink] = useState<Link | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [busy, setBusy] = useState(false)
  const running = useRef(false)

  const run = async (of: Failure['of'], work: () => Promise<void>) => {
    if (running.current) return
    running.current = true
    setBusy(true)
    setFailure(null)
    await work().catch((error: unknown) => setFailure({ of, error: asCallError(error) }))
    setBusy(false)
    running.current = false
  }
  const start = () =>
    run('START', async () => {
      const requestId = recall<string>(keptOf(id)) ?? freshId()
      keep(keptOf(id), requestId)
      try {
        setLink(await call('POST /member/coupons/:id/gifts', { params: { id }, body: { requestId } }))
      } catch (error) {
        // An answer, and no: the next try is another offer.
        if (!asCallError(error).offline) forget(keptOf(id))
        throw error
      } finally {
        await reload()
      }
    })
  const takeBack = () =>
    run('BACK', async () => {
      try {
        put(couponKey(id), await call('DELETE /member/coupons/:id/gifts', { params: { id } }))
        forget(keptOf(id))
        setLink(null)
      } catch (error) {
        await reload()
        throw error
      }
    })

  // Offered on this phone before: the link is asked for again, which changes nothing.
  const known = state === 'GIVEN' && recall<string>(keptOf(id)) !== null
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for an offer that is there already
  useEffect(() => {
    if (known && !link) void start()
  }, [known, id])
  return { link, failure, busy, start, takeBack, elsewhere: state === 'GIVEN' && !known }
}
