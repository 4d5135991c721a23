import type { ReplyOf } from '@huitou/shared/client'
import { useEffect, useRef } from 'react'
import { call } from '../call'
import { serverNow } from '../server-clock'
import { useLoad } from './use-load'
import { useWho } from './use-who'

export type OfflineTokens = ReplyOf<'GET /member/offline-tokens'>

/** A basement is entered without notice, so what is taken along is never much older than this. */
const FRESH_MS = 600_000

/** Signed codes of this member, the last ones kept for a place without a network; null once they have ended. */
export function useOfflineTokens() {
  const memberNo = useWho().value?.member?.memberNo ?? null
  const key = memberNo && `offline-tokens:${memberNo}`
  const { value, reload } = useLoad<OfflineTokens>(key, () => call('GET /member/offline-tokens'), {
    lasting: true,
    freshMs: FRESH_MS,
  })
  return { tokens: value && Date.parse(value.untilAt) > serverNow() ? value : null, reload }
}

/**
 * What the QR code of a coupon or voucher says: the signed code, which a waiter's phone believes without a network, and the
 * plain one until there is such a code. `id` is that of the coupon, or of the exchange a voucher came from.
 */
export function useShownCode(of: { coupon: string } | { redemption: string }, code: string | null): string | null {
  const { tokens, reload } = useOfflineTokens()
  const item = tokens?.items.filter(one =>
    'coupon' in of ? isCoupon(one, of.coupon) : one.redemptionId === of.redemption,
  )[0]
  // Claimed since the last ones were fetched: once, since not everything has such a code.
  const missing = code !== null && tokens !== null && !item
  const asked = useRef(false)
  useEffect(() => {
    if (!missing || asked.current) return
    asked.current = true
    void reload()
  }, [missing, reload])
  return code === null ? null : (item?.token ?? code)
}

const isCoupon = ({ kind, id }: OfflineTokens['items'][number], couponId: string) =>
  kind === 'COUPON' && id === couponId
