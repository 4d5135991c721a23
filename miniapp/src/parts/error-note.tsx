import { View } from '@tarojs/components'
import type { CallError } from '../call'
import { useTexts } from '../language'
import { copy } from '../notices'
import { spoken } from './aria'
import { Button } from './button'
import { Icon } from './icon'

interface Props {
  error: CallError
  /** Said above the sentence of the error: what could not be done here. */
  title?: string
  /** What was not lost, when the sentence does not say it. */
  kept?: string
  onRetry?: (() => void) | undefined
  busy?: boolean
  retryLabel?: string
}

/** What happened, what was not lost, the next step, and the number to quote. Stays until the next try. */
export function ErrorNote({ error, title, kept, onRetry, busy, retryLabel }: Props) {
  const { t } = useTexts()
  return (
    <View className="error" {...spoken({ role: 'alert' })}>
      <View className="error__head">
        <Icon name={error.offline ? 'offline' : 'alert'} className="error__icon" />
        <View className="grow">
          {title && <View className="title">{title}</View>}
          <View>{error.message}</View>
          {kept && <View className="note">{kept}</View>}
        </View>
      </View>
      <View className="error__foot">
        {error.requestId ? (
          <View
            className="error__number grow"
            hoverClass="pressed"
            onClick={() => copy(error.requestId)}
            {...spoken({ role: 'button', label: t('error.copyNumber') })}
          >
            {t('error.number', { number: error.requestId })}
            <Icon name="copy" />
          </View>
        ) : (
          <View className="grow" />
        )}
        {onRetry && <Button label={retryLabel ?? t('error.retry')} kind="quiet" onTap={onRetry} busy={busy ?? false} />}
      </View>
    </View>
  )
}
