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
/** Texts by key in both languages. */
interface Texts<K extends string> {
  zh: Record<K, string>
  en: Record<K, string>
}

const shared: Texts<TextKey> = { zh, en }

/**
 * `translate` for a subpackage that has texts of its own besides the shared ones, so that they travel with it and not with
 * the main package, which every guest waits for. A key of another package does not compile.
 */
export function translatorOf<Own extends string>(own: Texts<Own>) {
  return (key: TextKey | Own, values?: Values): string => {
    const side = preferences.now().language === 'en' ? 'en' : 'zh'
    const text = isOf(own[side], key) ? own[side][key] : shared[side][key as TextKey]
    return values ? text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)) : text
  }
}

function isOf<K extends string>(texts: Record<K, string>, key: string): key is K {
  return key in texts
}

/** The side of a bilingual sentence this person reads. */
export function say(text: Bilingual): string {
  return preferences.now().language === 'en' ? text.en : text.zh
}

/** The text of a key with {names} filled in. For code outside of pages; pages use `useTexts`. */
export const translate = translatorOf<never>({ zh: {}, en: {} })

/** `t` and `say` for a page, which is drawn again when the language changes. */
export function useTexts() {
  const { language } = useStore(preferences)
  return { t: translate, say, language }
}
