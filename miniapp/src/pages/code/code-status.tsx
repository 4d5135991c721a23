import { View } from '@tarojs/components'
import { useTexts } from '../../language'
import { spoken } from '../../parts/aria'
import { ErrorNote } from '../../parts/error-note'
import type { CodeState } from './use-codes'

/** The ring of seconds, and what stands in its place when no new code can be had. */
export function CodeStatus({ state }: { state: CodeState }) {
  const { t } = useTexts()
  const { shown, seconds, supplyMs, error, busy, refresh } = state
  if (!shown && error) {
    return (
      <View className="code__error">
        <ErrorNote
          title={t('code.failed')}
          error={error}
          kept={t('code.failedKept')}
          onRetry={() => void refresh()}
          busy={busy}
        />
      </View>
    )
  }
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
