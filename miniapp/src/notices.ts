/** Short words that pass by, and the vibration that goes with good news. */
import Taro from '@tarojs/taro'
import { translate } from './language'

/** A passing word for something already visible. Errors never go this way: they would be gone before they are read. */
export function tell(title: string): void {
  Taro.showToast({ title, icon: 'none', duration: 1600 }).catch(() => undefined)
}

export function copy(text: string): void {
  Taro.setClipboardData({ data: text }).then(
    () => tell(translate('copied')),
    () => tell(text),
  )
}

/** A light tap in the hand when points arrive. */
export function nudge(): void {
  Taro.vibrateShort({ type: 'light' }).catch(() => undefined)
}
