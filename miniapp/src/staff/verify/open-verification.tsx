import { View } from '@tarojs/components'
import { useState } from 'react'
import type { CallError } from '../../call'
import { tell } from '../../notices'
import { spoken } from '../../parts/aria'
import { Button } from '../../parts/button'
import { go } from '../../routes'
import { useTexts } from '../language'
import { ask, type Order } from '../verify-client'
import { verified } from './counter'
import { NoAnswer } from './no-answer'

/** A verification that was sent and never answered. It is asked for by its request id, never blindly sent again. */
export function OpenVerification({ order }: { order: Order }) {
  const { t, say } = useTexts()
  const [error, setError] = useState<CallError | null>(null)
  const [busy, setBusy] = useState(false)
  const find = async () => {
    setBusy(true)
    setError(null)
    const outcome = await ask(order)
    if (outcome.kind === 'UNKNOWN') {
      setError(outcome.error)
      setBusy(false)
    } else if (outcome.kind === 'NOT_DONE') tell(t('verify.openNotDone'))
    else {
      verified.set(outcome)
      go('verified')
    }
  }
  return (
    <View className="card" {...spoken({ role: 'status' })}>
      <View className="title">{t('verify.open')}</View>
      <View className="note gap-4">{t('verify.openNote', { name: say(order.name) })}</View>
      {error && <NoAnswer error={error} />}
      <View className="gap-8">
        <Button label={t('verify.ask')} onTap={() => void find()} busy={busy} />
      </View>
    </View>
  )
}
