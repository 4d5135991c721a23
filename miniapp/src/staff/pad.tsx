import { View } from '@tarojs/components'
import { spoken } from '../parts/aria'
import { Icon } from '../parts/icon'
import { type PadKey, pressed, shownAmount } from './amount-pad'
import { useTexts } from './language'

const KEYS: PadKey[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '.', '0', 'BACK']

/** The amount as it is being typed, the largest thing on the page. */
export function Amount({ text }: { text: string }) {
  const { t } = useTexts()
  return (
    <View className="staff__amount" {...spoken({ role: 'status', label: t('pad.spoken', { amount: text || '0' }) })}>
      <View className="staff__yuan">¥</View>
      <View className={`points points--large ${text ? '' : 'quiet'}`}>{text ? shownAmount(text) : '0.00'}</View>
      <View className="staff__caret" />
    </View>
  )
}

/** Our own keys: larger than the phone's, always in the same place, and nothing but amounts comes out of them. */
export function Pad({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const { t } = useTexts()
  return (
    <View className="pad">
      {KEYS.map(key => (
        <View
          key={key}
          className={`pad__key ${key === 'BACK' ? 'pad__key--back' : ''}`}
          hoverClass="pressed"
          hoverStayTime={60}
          onClick={() => onChange(pressed(text, key))}
          {...spoken({ role: 'button', label: key === 'BACK' ? t('pad.back') : key })}
        >
          {key === 'BACK' ? <Icon name="back" /> : key}
        </View>
      ))}
    </View>
  )
}
