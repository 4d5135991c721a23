/** What differs between two definitions of a rule, field by field, in words. */
import type { RuleDefinition } from '@huitou/shared/rules'
import type { PlainKey } from '../texts'
import {
  budgetWords,
  capsWords,
  expiryWords,
  momentWords,
  pendingWords,
  restrictionWords,
  rewardWords,
  stackingWords,
  type Voice,
  whenWords,
} from './words'

export interface Difference {
  part: PlainKey
  before: string
  after: string
}

/** Every part of a rule in the order people read it. */
const parts: [part: PlainKey, words: (voice: Voice, definition: RuleDefinition) => string][] = [
  ['part.name', (_, { name }) => name.zh],
  ['part.nameEn', ({ say }, { name }) => name.en || say('words.none')],
  ['part.trigger', ({ say }, { trigger }) => say(`trigger.${trigger}`)],
  ['part.from', (voice, { from }) => momentWords(voice, from)],
  ['part.until', (voice, { until }) => momentWords(voice, until)],
  ['part.imported', ({ say }, { imported }) => say(imported ? 'words.yes' : 'words.no')],
  ['part.when', (voice, { when }) => whenWords(voice, when)],
  ['part.reward', (voice, { reward }) => rewardWords(voice, reward)],
  ['part.caps', (voice, { caps }) => capsWords(voice, caps)],
  ['part.budget', (voice, { budget }) => budgetWords(voice, budget)],
  ['part.stacking', (voice, { stacking }) => stackingWords(voice, stacking)],
  ['part.expiry', (voice, { expiry }) => expiryWords(voice, expiry)],
  ['part.restriction', (voice, { restriction }) => restrictionWords(voice, restriction)],
  ['part.pending', (voice, { pendingDays }) => pendingWords(voice, pendingDays)],
]

/** The parts that read differently; none when both say the same. */
export function differences(voice: Voice, before: RuleDefinition, after: RuleDefinition): Difference[] {
  return parts
    .map(([part, words]) => ({ part, before: words(voice, before), after: words(voice, after) }))
    .filter(one => one.before !== one.after)
}

/** Whether two definitions are the same, whatever the order of their keys. */
export function same(one: unknown, other: unknown): boolean {
  return ordered(one) === ordered(other)
}

function ordered(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
