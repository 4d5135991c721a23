import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { View } from '@tarojs/components'
import { useEffect, useRef, useState } from 'react'
import { put } from '../cache'
import { type CallError, call } from '../call'
import { asCallError } from '../hooks/use-load'
import { freshId } from '../ids'
import { useTexts } from '../language'
import { nudge } from '../notices'
import { Button } from '../parts/button'
import { ErrorNote } from '../parts/error-note'
import { usePriceText } from '../parts/reward-price'
import { Row } from '../parts/row'
import { Sheet } from '../parts/sheet'
import { goInstead } from '../routes'
import { voucherKey } from './use-voucher'

type Reward = ReplyOf<'GET /mall/rewards/:code'>
/** From here on a price is too much for one tap. */
const LARGE_POINTS = 1_000

/** Repeats what it takes and until when it is good, then exchanges. One intention has one number, however often it is sent. */
export function ConfirmSheet({ reward, open, onClose }: { reward: Reward; open: boolean; onClose: () => void }) {
  const { t } = useTexts()
  const price = usePriceText()
  const { tap, busy, error, sure } = useRedeeming(reward, open)
  const { points, cashFen } = reward.price
  const label = sure
    ? t('redeem.again', { points: formatPoints(points) })
    : cashFen > 0
      ? t('redeem.confirmPay', { yuan: formatYuan(cashFen) })
      : t('redeem.confirm')
  return (
    <Sheet open={open} title={t('redeem.title')} onClose={onClose}>
      <Row title={t('redeem.cost')} value={price(reward.price)} />
      {reward.balanceAfter !== null && (
        <Row title={t('redeem.after')} value={t('reward.points', { points: formatPoints(reward.balanceAfter) })} />
      )}
      {reward.lastDay && <Row title={t('redeem.until')} value={reward.lastDay} />}
      <Row title={t('redeem.back')} value={t(reward.refundable ? 'redeem.backYes' : 'redeem.backNo')} />
      {error && <ErrorNote title={t('redeem.failed')} error={error} />}
      <View className="gap-16">
        <Button label={label} tall busy={busy} onTap={tap} />
      </View>
    </Sheet>
  )
}

function useRedeeming(reward: Reward, open: boolean) {
  const [busy, setBusy] = useState(false)
  const [sure, setSure] = useState(false)
  const [error, setError] = useState<CallError | null>(null)
  const requestId = useRef('')
  useEffect(() => {
    if (!open) return
    setSure(false)
    setError(null)
  }, [open])

  const redeem = async () => {
    setBusy(true)
    setError(null)
    // An answer that never came keeps its number: asked again, it is the same exchange.
    requestId.current ||= freshId()
    const { code, price } = reward
    try {
      const got = await call('POST /mall/redemptions', { body: { requestId: requestId.current, code, ...price } })
      requestId.current = ''
      put(voucherKey(got.id), got)
      nudge()
      goInstead('voucher', { id: got.id })
    } catch (thrown) {
      const failure = asCallError(thrown)
      if (!failure.offline && failure.code !== 'server.busy') requestId.current = ''
      setError(failure)
    }
    setBusy(false)
  }
  const tap = () => {
    if (reward.price.points >= LARGE_POINTS && !sure) setSure(true)
    else void redeem()
  }
  return { tap, busy, error, sure: sure && !busy }
}
