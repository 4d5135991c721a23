import { View } from '@tarojs/components'
import type { CallError } from '../../call'
import { spoken } from '../../parts/aria'
import { ErrorNote } from '../../parts/error-note'
import { Icon } from '../../parts/icon'
import { useTexts } from '../language'

/** Still nobody knows. The usual word of a cut network, that nothing has changed, would be a promise here. */
export function NoAnswer({ error }: { error: CallError }) {
  const { t } = useTexts()
  if (!error.offline) return <ErrorNote error={error} />
  return (
    <View className="banner banner--amber gap-8" {...spoken({ role: 'alert' })}>
      <Icon name="offline" className="banner__icon" />
      <View className="grow">{t('verify.noAnswer')}</View>
    </View>
  )
}
