/** The words people read: by key, in the language of the phone's owner. */
import { preferences } from './preferences'
import { useStore } from './store'
import { type TextKey, zh } from './texts'
import { en } from './texts.en'

/** A sentence the server sends in both languages. */
export interface Bilingual {
  zh: string
  en: string
}
export type Values = Record<string, string | number>

/** The text of a key with {names} filled in. For code outside of pages; pages use `useTexts`. */
export function translate(key: TextKey, values?: Values): string {
  const text = preferences.now().language === 'en' ? en[key] : zh[key]
  return values ? text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)) : text
}

/** The side of a bilingual sentence this person reads. */
export function say(text: Bilingual): string {
  return preferences.now().language === 'en' ? text.en : text.zh
}

/** `t` and `say` for a page, which is drawn again when the language changes. */
export function useTexts() {
  const { language } = useStore(preferences)
  return { t: translate, say, language }
}
