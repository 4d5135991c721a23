import { Input, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { type CallError, call } from '../call'
import { asCallError } from '../hooks/use-load'
import { putWho, useWho } from '../hooks/use-who'
import { Button } from '../parts/button'
import { ErrorNote } from '../parts/error-note'
import { Screen } from '../parts/screen'
import { goInstead, goTab } from '../routes'
import { useTexts } from './language'

/** Where an invitation from the store manager leads. Binding needs a tap: opening a link alone changes nothing. */
export default function BindPage() {
  const { t } = useTexts()
  const who = useWho()
  const [invite, setInvite] = useState(useRouter().params.invite ?? '')
  const [error, setError] = useState<CallError | null>(null)
  const [busy, setBusy] = useState(false)
  const plain = invite.trim()
  const bind = async () => {
    setBusy(true)
    setError(null)
    try {
      const staff = await call('POST /staff/bindings', { body: { invite: plain } })
      putWho({ member: who.value?.member ?? null, staff })
      goInstead('workbench')
    } catch (failure) {
      setError(asCallError(failure))
    }
    setBusy(false)
  }
  if (who.value?.staff) {
    const { name, store } = who.value.staff
    return (
      <Screen title={t('bind.title')}>
        <View className="card">
          <View className="heading">{t('bind.bound', { name })}</View>
          <View className="note gap-4">{store.name}</View>
          <View className="gap-16">
            <Button label={t('bind.toWorkbench')} tall onTap={() => goInstead('workbench')} />
          </View>
        </View>
      </Screen>
    )
  }
  return (
    <Screen title={t('bind.title')}>
      <View className="card">
        <View className="heading">{t('bind.heading')}</View>
        <View className="note gap-4">{t('bind.note')}</View>
        <View className="gap-16">
          <Input
            className="field"
            value={invite}
            maxlength={32}
            placeholder={t('bind.placeholder')}
            aria-label={t('bind.placeholder')}
            onInput={event => setInvite(event.detail.value)}
          />
        </View>
        <View className="gap-16">
          <Button label={t('bind.confirm')} tall disabled={plain.length < 8} busy={busy} onTap={() => void bind()} />
          <Button label={t('bind.notMe')} kind="plain" onTap={() => goTab('home')} />
        </View>
      </View>
      {error && <ErrorNote title={t('bind.failed')} error={error} onRetry={() => void bind()} busy={busy} />}
    </Screen>
  )
}
