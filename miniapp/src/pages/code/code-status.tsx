import { View } from '@tarojs/components'
import { useTexts } from '../../language'
import { spoken } from '../../parts/aria'
import type { CodeState } from './use-codes'

/** The ring of seconds, or how long the codes in hand last without the network. */
export function CodeStatus({ state }: { state: CodeState }) {
  const { t } = useTexts()
  const { shown, seconds, supplyMs, error } = state
  if (!shown) return <View className="code__status">{t('code.fetching')}</View>
  const part = Math.round((shown.leftMs / shown.wholeMs) * 100)
  return (
    <View className="code__status" {...spoken({ role: 'status' })}>
      <View className="code__ring" style={`--part:${part}%`}>
        <View className="code__seconds">{seconds}</View>
      </View>
      <View>{error ? t('code.offline', { seconds: Math.floor(supplyMs / 1000) }) : t('code.renews', { seconds })}</View>
    </View>
  )
}
