import { inGroups } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import { spoken } from '../../parts/aria'
import { Icon } from '../../parts/icon'
import { useTexts } from '../language'
import { type DigitKey, withKey } from './typed-code'

const KEYS: DigitKey[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'CLEAR', '0', 'BACK']

/** The digits as they are read aloud, in groups of four. */
export function Digits({ digits, wrong }: { digits: string; wrong: boolean }) {
  const { t } = useTexts()
  return (
    <View
      className={`digits ${wrong ? 'digits--wrong' : ''}`}
      {...spoken({ role: 'status', label: t('enter.spoken', { digits: inGroups(digits) }) })}
    >
      {digits ? inGroups(digits) : <View className="digits__none">0000 0000 0000</View>}
    </View>
  )
}

interface PadProps {
  digits: string
  off: boolean
  onChange: (digits: string) => void
}

/** Digits only, each key larger than the phone's own. */
export function DigitPad({ digits, off, onChange }: PadProps) {
  const { t } = useTexts()
  const names: Partial<Record<DigitKey, string>> = { CLEAR: t('enter.clear'), BACK: t('pad.back') }
  return (
    <View className={`pad ${off ? 'pad--off' : ''}`}>
      {KEYS.map(key => (
        <View
          key={key}
          className={`pad__key ${names[key] ? 'pad__key--back' : ''}`}
          hoverClass={off ? 'none' : 'pressed'}
          hoverStayTime={60}
          onClick={off ? undefined : () => onChange(withKey(digits, key))}
          {...spoken({ role: 'button', label: names[key] ?? key })}
        >
          {key === 'BACK' ? <Icon name="back" /> : (names[key] ?? key)}
        </View>
      ))}
    </View>
  )
}
