import { View } from '@tarojs/components'
import { useRef, useState } from 'react'
import { type CallError, call } from '../call'
import { asCallError } from '../hooks/use-load'
import type { Tier } from '../hooks/use-tier'
import { freshId } from '../ids'
import { useTexts } from '../language'
import { Button } from '../parts/button'
import { ErrorNote } from '../parts/error-note'
import { Sheet } from '../parts/sheet'

/** Keeps the tier for points. The price is said twice, and one intention is paid for once however often it is sent. */
export function BuyBack({ offer, onKept }: { offer: NonNullable<Tier['buyBack']>; onKept: () => Promise<void> }) {
  const { t, say } = useTexts()
  const [open, setOpen] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<CallError | null>(null)
  const requestId = useRef<string>()

  const keep = async () => {
    setBusy(true)
    setError(null)
    requestId.current ??= freshId()
    try {
      await call('POST /member/tier/buy-backs', { body: { requestId: requestId.current } })
      requestId.current = undefined
      setOpen(false)
      await onKept()
    } catch (problem) {
      setError(asCallError(problem))
    }
    setBusy(false)
  }

  return (
    <View className="gap-16">
      <Button label={t('tier.buyBack', { points: offer.points })} kind="quiet" onTap={() => setOpen(true)} />
      <Sheet open={open} title={t('tier.buyBackTitle')} onClose={() => setOpen(false)}>
        <View>{say(offer.says)}</View>
        <View className="note gap-4">{t('tier.buyBackNote')}</View>
        {error && <ErrorNote error={error} />}
        <View className="gap-16">
          <Button label={t('tier.buyBackPay', { points: offer.points })} tall busy={busy} onTap={() => void keep()} />
        </View>
      </Sheet>
    </View>
  )
}
