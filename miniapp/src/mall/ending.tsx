import { View } from '@tarojs/components'
import { useState } from 'react'
import { put } from '../cache'
import { type CallError, call } from '../call'
import { asCallError } from '../hooks/use-load'
import { useTexts } from '../language'
import { Button } from '../parts/button'
import { ErrorNote } from '../parts/error-note'
import { type Redemption, voucherKey } from './use-voucher'

/** Calls a payment off, or gives back what is unused; a second tap makes sure. Sent twice it is done once. */
export function Ending({ redemption: { id, state } }: { redemption: Redemption }) {
  const { t } = useTexts()
  const [sure, setSure] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<CallError | null>(null)
  const end = async () => {
    setBusy(true)
    setError(null)
    try {
      put(voucherKey(id), await call('POST /member/redemptions/:id/cancellations', { params: { id } }), true)
    } catch (thrown) {
      setError(asCallError(thrown))
    }
    setSure(false)
    setBusy(false)
  }
  const label = sure ? 'voucher.sure' : state === 'PAYING' ? 'voucher.callOff' : 'voucher.giveBack'
  return (
    <View className="gap-8">
      {error && <ErrorNote title={t('voucher.endFailed')} error={error} />}
      <Button label={t(label)} kind="plain" busy={busy} onTap={() => (sure ? void end() : setSure(true))} />
    </View>
  )
}
