import { formatYuan } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { put } from '../cache'
import { type CallError, call } from '../call'
import { asCallError } from '../hooks/use-load'
import { useTexts } from '../language'
import { Button } from '../parts/button'
import { ErrorNote } from '../parts/error-note'
import { wechat } from '../wechat'
import { type Redemption, voucherKey } from './use-voucher'

/** Pays the rest. What the phone says of it is not believed: the page shows what the server has heard. */
export function Paying({ redemption: { id, name, price, payUntil } }: { redemption: Redemption }) {
  const { t, say } = useTexts()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<CallError | null>(null)
  const [word, setWord] = useState('')
  const pay = async () => {
    setBusy(true)
    setError(null)
    setWord('')
    try {
      const parameters = await call('POST /member/redemptions/:id/payments', { params: { id } })
      const paid = await wechat.pay(parameters, { amountFen: price.cashFen, to: say(name) })
      if (paid !== 'PAID') setWord(t('voucher.payFailed'))
      put(voucherKey(id), await call('GET /member/redemptions/:id', { params: { id } }), true)
    } catch (thrown) {
      setError(asCallError(thrown))
    }
    setBusy(false)
  }
  if (!payUntil) return null
  return (
    <View className="gap-16">
      {error && <ErrorNote title={t('voucher.payFailed')} error={error} />}
      <Button label={t('voucher.pay', { yuan: formatYuan(price.cashFen) })} tall busy={busy} onTap={() => void pay()} />
      {word && <View className="note center gap-8">{word}</View>}
    </View>
  )
}
