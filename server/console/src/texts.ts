/** Every text a person reads in the console: zh-CN first, English beside it, one typed key each. */
import { backtestTexts } from './texts/backtests'
import { bookTexts } from './texts/books'
import { stackingTexts } from './texts/coupon-stacking'
import { couponTexts } from './texts/coupons'
import { deskTexts } from './texts/desk'
import { earningTexts } from './texts/earning'
import { frameTexts } from './texts/frame'
import { gameTexts } from './texts/games'
import { historyTexts } from './texts/history'
import { memberTexts } from './texts/members'
import { messageLimitTexts } from './texts/message-limits'
import { templateTexts } from './texts/message-templates'
import { messageWords } from './texts/message-words'
import { productTexts } from './texts/products'
import { reconciliationTexts } from './texts/reconciliation'
import { rewardEditorTexts } from './texts/reward-editor'
import { rewardTexts } from './texts/rewards'
import { ruleBlockTexts } from './texts/rule-blocks'
import { ruleEditorTexts } from './texts/rule-editor'
import { ruleTexts } from './texts/rules'
import { sendTexts } from './texts/sends'
import { settingsTexts } from './texts/settings'
import { storeTexts } from './texts/stores'
import { tierTexts } from './texts/tiers'
import { verificationTexts } from './texts/verifications'

const texts = {
  ...frameTexts,
  ...memberTexts,
  ...storeTexts,
  ...bookTexts,
  ...historyTexts,
  ...settingsTexts,
  ...deskTexts,
  ...ruleTexts,
  ...ruleBlockTexts,
  ...ruleEditorTexts,
  ...backtestTexts,
  ...productTexts,
  ...tierTexts,
  ...reconciliationTexts,
  ...couponTexts,
  ...stackingTexts,
  ...verificationTexts,
  ...gameTexts,
  ...rewardTexts,
  ...rewardEditorTexts,
  ...earningTexts,
  ...messageWords,
  ...sendTexts,
  ...templateTexts,
  ...messageLimitTexts,
} satisfies Record<string, readonly [zh: string, en: string]>

type Texts = typeof texts
export type TextKey = keyof Texts
type Holes<T extends string> = T extends `${string}{${infer Hole}}${infer Rest}` ? Hole | Holes<Rest> : never
type Values<K extends TextKey> = [Holes<Texts[K][0]>] extends [never]
  ? []
  : [values: Record<Holes<Texts[K][0]>, string | number>]

/** A text without holes. */
export type PlainKey = { [K in TextKey]: Values<K> extends [] ? K : never }[TextKey]

/** Says a text; its {holes} are filled from the values, which the compiler asks for by name. */
export type Say = <K extends TextKey>(key: K, ...values: Values<K>) => string

export function sayIn(language: 'zh' | 'en'): Say {
  const at = language === 'zh' ? 0 : 1
  return (key, ...[values]) => {
    const filled = values as Record<string, string | number> | undefined
    return texts[key][at].replace(/\{(\w+)\}/g, (hole, name: string) => String(filled?.[name] ?? hole))
  }
}

/** The text of a code the server may add to before this build knows it: the key's text, else the code itself. */
export function sayCode(say: Say, prefix: string, code: string): string {
  const key = `${prefix}.${code}`
  return key in texts ? (say as (key: string) => string)(key) : code
}
