import { formatChange, formatPoints } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import { useCountUp } from '../hooks/use-count-up'
import { useTexts } from '../language'
import { spoken } from './aria'

interface Props {
  value: number
  size?: 'hero' | 'large' | 'middle' | 'small'
  /** Shows "+" and "−"; colour alone says nothing to many eyes. */
  signed?: boolean
  /** Where the count begins; the number already shown when left out. */
  from?: number
  tone?: 'jade' | 'quiet' | 'amber'
}

/** The number a guest came for. It runs to its new value in at most 600 ms; a tap ends the run. */
export function Points({ value, size = 'small', signed = false, from, tone }: Props) {
  const { t } = useTexts()
  const running = useCountUp(value, from)
  const write = signed ? formatChange : formatPoints
  return (
    <View
      className={`points points--${size} ${tone ?? ''}`}
      onClick={running.value === value ? undefined : running.skip}
      {...spoken({ role: 'text', label: t('points.spoken', { points: write(value) }) })}
    >
      {write(running.value)}
    </View>
  )
}
