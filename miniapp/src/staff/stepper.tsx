import { View } from '@tarojs/components'
import { spoken } from '../parts/aria'
import { useTexts } from './language'

interface Props {
  /** What is counted, for who cannot see it. */
  label: string
  value: number
  least: number
  most: number
  /** Shown in place of the number where it says more, such as "—" for nobody counted. */
  shown?: string
  onChange: (value: number) => void
}

/** A count with a key on either side, each as large as a finger. */
export function Stepper({ label, value, least, most, shown, onChange }: Props) {
  const { t } = useTexts()
  const key = (sign: string, next: number, says: string) => {
    const off = next < least || next > most
    return (
      <View
        className={`stepper__key ${off ? 'stepper__key--off' : ''}`}
        hoverClass={off ? 'none' : 'pressed'}
        hoverStayTime={60}
        onClick={off ? undefined : () => onChange(next)}
        {...spoken({ role: 'button', label: says })}
      >
        {sign}
      </View>
    )
  }
  return (
    <View className="stepper">
      {key('−', value - 1, t('stepper.less', { label }))}
      <View className="stepper__value figure" {...spoken({ role: 'status', label: `${label} ${value}` })}>
        {shown ?? value}
      </View>
      {key('+', value + 1, t('stepper.more', { label }))}
    </View>
  )
}
