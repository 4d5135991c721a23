/** What lies on the counter at this moment, between the pages of a verification. */
import { storeOf } from '../../store'
import type { Check, Shown, Verified } from '../verify-client'

export interface OnCounter {
  shown: Shown
  /** As it was when it was read; null until the page has asked. */
  check: Check | null
  /** Read by this phone alone. */
  offline: boolean
}

export const onCounter = storeOf<OnCounter | null>(null)

/** The outcome the result page shows. */
export const verified = storeOf<Exclude<Verified, { kind: 'UNKNOWN' | 'NOT_DONE' }> | null>(null)
