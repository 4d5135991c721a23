/** Whether this phone alone can accept what a guest shows: the first thing in the way. Pure. */
import { type OfflineToken, offlineProblem } from '@huitou/shared/offline-tokens'
import { type Allowance, type Bar, barOf, type Queue, usedOf } from './queue'

export type Obstacle =
  | 'EXPIRED'
  | 'NOT_YET'
  | 'OTHER_STORE'
  | 'NONE_LEFT'
  | 'ASK_ONLINE'
  | 'USED_HERE'
  | 'SUSPECT'
  | Bar

export interface Counter {
  storeId: string
  nowMs: number
  queue: Queue
  allowance: Allowance
  suspect: boolean
}

/** Of the code itself first, then of what this phone knows of it, then of the allowance. Null: it can be accepted. */
export function obstacleOf(token: OfflineToken, counter: Counter, quantity = 1): Obstacle | null {
  const { queue, allowance, nowMs, storeId, suspect } = counter
  const problem = offlineProblem(token, { nowMs, storeId })
  if (problem) return problem
  if (token.kind !== 'MEMBER') {
    const left = token.left - usedOf(queue, token.subject)
    if (left < quantity) return usedOf(queue, token.subject) > 0 ? 'USED_HERE' : 'NONE_LEFT'
    if (suspect) return 'SUSPECT'
    // What nobody can weigh is not taken on a guess.
    if (token.worthFen === null) return 'ASK_ONLINE'
  }
  return barOf(queue, allowance, { kind: token.kind, worthFen: (token.worthFen ?? 0) * quantity, nowMs })
}

/** Uses that are left as far as this phone knows. */
export const leftHere = (token: OfflineToken, queue: Queue): number =>
  Math.max(0, token.left - usedOf(queue, token.subject))
