import { View } from '@tarojs/components'
import { useState } from 'react'
import { put } from '../cache'
import { type CallError, call } from '../call'
import type { Reminders } from '../grant-count'
import { asCallError } from '../hooks/use-load'
import { useTexts } from '../language'
import { spoken } from '../parts/aria'
import { ErrorNote } from '../parts/error-note'
import { go } from '../routes'

type Item = Reminders['items'][number]

/** What one wants to be told outside of the inbox, kind by kind. The inbox keeps all of it whatever is chosen. */
export function Choices({ memberNo, reminders }: { memberNo: string; reminders: Reminders }) {
  const { t } = useTexts()
  const of = (purpose: Item['purpose']) => reminders.items.filter(item => item.purpose === purpose)
  return (
    <View>
      <View className="label">{t('reminders.SERVICE')}</View>
      <Switches memberNo={memberNo} items={of('SERVICE')} />
      <View className="label">{t('reminders.MARKETING')}</View>
      {!reminders.marketingConsent && (
        <View
          className="banner banner--offline"
          hoverClass="pressed"
          onClick={() => go('privacy')}
          {...spoken({ role: 'button' })}
        >
          <View className="grow">{t('reminders.noConsent')}</View>
        </View>
      )}
      <Switches memberNo={memberNo} items={of('MARKETING')} />
      <View className="tiny gap-8">{t('reminders.inboxKeeps')}</View>
    </View>
  )
}

function Switches({ memberNo, items }: { memberNo: string; items: Item[] }) {
  return (
    <View className="card card--flush">
      {items.map(item => (
        <Choice key={item.kind} memberNo={memberNo} item={item} />
      ))}
    </View>
  )
}

/** One kind. The switch shows what is so on the server: when a change did not get there it falls back and says so. */
function Choice({ memberNo, item }: { memberNo: string; item: Item }) {
  const { t, say } = useTexts()
  const [change, setChange] = useState<{ wanted: boolean; error: CallError | null } | null>(null)
  const busy = change !== null && change.error === null
  const shown = busy ? change.wanted : item.wanted
  const choose = async (wanted: boolean) => {
    setChange({ wanted, error: null })
    try {
      const saved = await call('PUT /member/reminders/:kind', { params: { kind: item.kind }, body: { wanted } })
      put(`reminders:${memberNo}`, saved, true)
      setChange(null)
    } catch (failure) {
      setChange({ wanted, error: asCallError(failure) })
    }
  }
  return (
    <View className="choice">
      <View
        className="choice__line"
        hoverClass="pressed"
        onClick={() => !busy && void choose(!shown)}
        {...spoken({ role: 'switch', checked: shown, label: say(item.name) })}
      >
        <View className="grow">{say(item.name)}</View>
        <View className={`toggle ${shown ? 'toggle--on' : ''}`} aria-hidden />
      </View>
      {change?.error && (
        <ErrorNote
          title={t('reminders.notSaved')}
          error={change.error}
          onRetry={() => void choose(change.wanted)}
          kept={t('privacy.changeKept')}
        />
      )}
    </View>
  )
}
