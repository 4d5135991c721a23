/** Who would rise and fall under another ladder: each member alone, then counted. Pure. */
import type { Ladder } from '@huitou/shared/tiers'
import { type PublishedLadder, type TierOf, tierOf } from '../members/member-tier.rules.js'
import { levelOfCode } from './ladder.rules.js'
import { advance, decide, type Known, type Standing } from './standing.rules.js'

export interface Fate {
  from: string
  to: string
  /** Whether the ladder of today would take the tier as well. */
  anyway: boolean
}

export interface Proposal {
  ladder: Ladder
  grandfather: boolean
}

/** The ladder as it would be published at a moment. */
export function proposed(
  versions: readonly PublishedLadder[],
  { ladder, grandfather }: Proposal,
  at: Date,
): PublishedLadder {
  return { version: versions.at(-1)!.version + 1, ladder, grandfather, publishedAt: at, publishedBy: '', reason: '' }
}

/** Where a member stands after the next review. A grace period that begins there counts as the fall it announces. */
export function fateOf(standing: Standing, known: Known, draft: PublishedLadder, reviewAt: Date): Fate {
  const at = draft.publishedAt
  const risen = advance(standing, { ...known, versions: [...known.versions, draft] }, { from: at, until: at }).standing
  const to = afterReview(risen, { ...known, versions: [...known.versions, draft] }, draft.ladder, reviewAt)
  const fell = levelOfCode(draft.ladder, to) < levelOfCode(draft.ladder, standing.code)
  const today = known.versions.at(-1)!.ladder
  const anyway = fell && afterReview(standing, known, today, reviewAt) !== standing.code
  return { from: standing.code, to, anyway }
}

function afterReview(standing: Standing, known: Known, ladder: Ladder, reviewAt: Date): string {
  const level = levelOfCode(ladder, standing.code)
  if (level === 1) return standing.code
  const occasion = standing.graceUntil ? 'GRACE_END' : 'REVIEW'
  const change = decide(standing, known, occasion, standing.graceUntil ?? reviewAt)
  return change?.reason === 'GRACE' || change?.reason === 'FELL' ? ladder.rungs[level - 2]!.code : standing.code
}

export interface Counted {
  rise: number
  fall: number
  stay: number
  fallAnyway: number
  heads: Map<string, { before: number; after: number }>
}

export const nobody = (): Counted => ({ rise: 0, fall: 0, stay: 0, fallAnyway: 0, heads: new Map() })

/** Adds members with the same fate. */
export function count(counted: Counted, ladder: Ladder, fate: Fate, members = 1): void {
  const [from, to] = [levelOfCode(ladder, fate.from), levelOfCode(ladder, fate.to)]
  counted[to > from ? 'rise' : to < from ? 'fall' : 'stay'] += members
  if (fate.anyway) counted.fallAnyway += members
  head(counted, fate.from).before += members
  head(counted, fate.to).after += members
}

function head({ heads }: Counted, code: string): { before: number; after: number } {
  const known = heads.get(code) ?? { before: 0, after: 0 }
  heads.set(code, known)
  return known
}

/** Heads rung by rung, in the names of the draft. */
export function rungsOf(counted: Counted, ladder: Ladder): (TierOf & { before: number; after: number })[] {
  return ladder.rungs.map(({ code }) => ({
    ...tierOf(ladder, code),
    ...(counted.heads.get(code) ?? { before: 0, after: 0 }),
  }))
}
