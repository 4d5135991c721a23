/** The words of the staff pages, and those that all pages share. */
import { translatorOf, useTexts as useSharedTexts } from '../language'
import type { TextKey as SharedKey } from '../texts'
import { type StaffTextKey, zh } from './texts'
import { en } from './texts.en'

export type TextKey = SharedKey | StaffTextKey

/** The text of a key with {names} filled in. For code outside of pages; pages use `useTexts`. */
export const translate = translatorOf({ zh, en })

/** `t` and `say` for a page, which is drawn again when the language changes. */
export function useTexts() {
  return { ...useSharedTexts(), t: translate }
}
