/** What the person chose for this phone: language and size of text. */
import { keep, recall } from './storage'
import { storeOf } from './store'
import { wechat } from './wechat'

export type Language = 'zh' | 'en'
export type TextSize = 'AUTO' | 'NORMAL' | 'LARGE' | 'HUGE'

export interface Preferences {
  language: Language
  textSize: TextSize
}

export const preferences = storeOf<Preferences>({
  language: 'zh',
  textSize: 'AUTO',
  ...recall<Partial<Preferences>>('preferences'),
})

export function prefer(change: Partial<Preferences>): void {
  const next = { ...preferences.now(), ...change }
  keep('preferences', next)
  preferences.set(next)
}

/** Text scale in percent: 100, 110, 120, 130 or 140. AUTO follows the font size of WeChat, or of the browser. */
export function textScaleOf(size: TextSize): number {
  if (size === 'NORMAL') return 100
  if (size === 'LARGE') return 120
  if (size === 'HUGE') return 140
  return Math.round(Math.min(1.4, Math.max(1, wechat.textScale())) * 10) * 10
}
