/**
 * How a member moves on the ladder. Pure: where somebody stands, what happened and the ladders in, changes out. Up at once
 * with the bill that reaches a rung. Down only by a review on the first of the month in programme time, one level at
 * most: the review that fails begins a grace period, and its end decides. A refund lowers nobody before that. Whoever
 * kept a tier for points gets no second grace period. What a new ladder takes from somebody who meets the old one is
 * spared once, at its first review, where that was promised.
 */
import { NEVER } from '../calendar.js'
import { type PublishedLadder } from '../members/member-tier.rules.js'
import { daysAfter, ladderAt, levelOf, levelOfCode, nextReview, type Sums, windowStart } from './ladder.rules.js'
import { type Fact, larger, mostOf, sumsOf } from './sums.rules.js'

export type Reason = 'ROSE' | 'FELL' | 'KEPT' | 'GRACE' | 'BOUGHT_BACK' | 'GRANDFATHERED' | 'LADDER'

export interface Standing {
  code: string
  since: Date
  /** The moment of the last change; of enrolment before there was one. */
  at: Date
  graceUntil: Date | null
  /** Whether the tier was kept for points, and no review has confirmed it since. */
  bought: boolean
  changes: number
  /** The ladder by which it was last looked at. */
  version: number
}

export interface Change {
  at: Date
  from: string
  to: string
  reason: Reason
  version: number
  sums: Sums
  graceUntil: Date | null
}

/** What makes somebody look: something that happened, a ladder that was published, a review, the end of the grace period. */
export type Occasion = 'FACT' | 'LADDER' | 'REVIEW' | 'GRACE_END'

export const newcomer = (code: string, enrolledAt: Date, version: number): Standing => ({
  code,
  since: enrolledAt,
  at: enrolledAt,
  graceUntil: null,
  bought: false,
  changes: 0,
  version,
})

/** What is known when something is decided. */
export interface Known {
  facts: readonly Fact[]
  versions: readonly PublishedLadder[]
  /** Facts with this id or a later one were not there yet. */
  knownBefore?: number
}

/** Decides one occasion. Null when nothing changes; `sums` of the change are those it was decided by. */
export function decide(standing: Standing, known: Known, occasion: Occasion, at: Date): Change | null {
  const published = ladderAt(known.versions, at)
  const { ladder, version } = published
  const sums = measure(standing, known, occasion, at)
  const level = levelOfCode(ladder, standing.code)
  const earned = levelOf(ladder, sums)
  const to = (reason: Reason, code: string, graceUntil: Date | null = null): Change => ({
    at,
    from: standing.code,
    to: code,
    reason,
    version,
    sums,
    graceUntil,
  })
  const codeAt = (wanted: number) => ladder.rungs[wanted - 1]!.code
  if (occasion === 'LADDER') return earned > level ? to('LADDER', codeAt(earned)) : null
  if (occasion === 'FACT') {
    // What the standing window of a grace period still holds keeps a tier; it raises nobody.
    const plain = standing.graceUntil ? measure({ ...standing, graceUntil: null }, known, occasion, at) : sums
    const reached = levelOf(ladder, plain)
    if (reached > level) return { ...to('ROSE', codeAt(reached)), sums: plain }
    return standing.graceUntil && earned >= level ? to('KEPT', standing.code) : null
  }
  if (earned >= level) return to('KEPT', standing.code)
  if (occasion === 'REVIEW') {
    if (isSpared(standing, known, published, at)) return to('GRANDFATHERED', standing.code)
    if (ladder.graceDays > 0 && !standing.bought) return to('GRACE', standing.code, daysAfter(at, ladder.graceDays))
  }
  return to('FELL', codeAt(level - 1))
}

/** The standing after a change. */
export function after(standing: Standing, change: Change): Standing {
  return {
    code: change.to,
    since: change.to === standing.code ? standing.since : change.at,
    at: change.at,
    graceUntil: change.graceUntil,
    bought: change.reason === 'BOUGHT_BACK',
    changes: standing.changes + 1,
    version: change.version,
  }
}

/** Sums at a moment. In a grace period the window stands still where the review began it, so that waiting loses nothing. */
export function measure(standing: Standing, known: Known, occasion: Occasion, at: Date): Sums {
  const { window } = ladderAt(known.versions, at).ladder
  const ended = occasion === 'REVIEW' || occasion === 'GRACE_END'
  const span = {
    to: at.getTime(),
    closed: !ended,
    ...(known.knownBefore === undefined ? {} : { knownBefore: known.knownBefore }),
  }
  const sums = sumsOf(known.facts, { ...span, from: windowStart(window, at, ended).getTime() })
  if (!standing.graceUntil) return sums
  const from = windowStart(window, standing.at, true).getTime()
  return larger(sums, sumsOf(known.facts, { ...span, from }))
}

/** When the next review or the end of the grace period is; never for the lowest rung, from which nobody falls. */
export function nextAt(standing: Standing, versions: readonly PublishedLadder[]): Date {
  const { ladder } = ladderAt(versions, standing.at)
  const now = versions.findLast(one => one.version === standing.version)?.ladder ?? ladder
  if (levelOfCode(now, standing.code) === 1) return NEVER
  return standing.graceUntil ?? nextReview(now.window, standing.at)
}

/**
 * Goes through everything from `from` to `until` in the order of time: what happened, ladders as they were published,
 * reviews and ends of grace periods as they came due. What became known late is looked at in its own time, but never
 * before the last change.
 */
export function advance(
  start: Standing,
  known: Known,
  span: { from: Date; until: Date },
): { standing: Standing; changes: Change[] } {
  let standing = start
  const changes: Change[] = []
  const step = (occasion: Occasion, at: Date) => {
    const change = decide(standing, known, occasion, at)
    if (change) {
      changes.push(change)
      standing = after(standing, change)
    } else if (occasion === 'LADDER') standing = { ...standing, version: ladderAt(known.versions, at).version }
  }
  const settle = (until: Date) => {
    for (let turn = 0; turn < MAX_TURNS; turn += 1) {
      const next = nextOf(standing, known.versions)
      if (!next || next.at > until) return
      step(next.occasion, next.at)
    }
    throw new Error('a member has more reviews to come than a century holds')
  }
  for (const at of momentsOf(standing, known, span)) {
    settle(at)
    step('FACT', at)
  }
  settle(span.until)
  return { standing, changes }
}

const MAX_TURNS = 2_400

/** What comes next by the calendar. A ladder published at the moment of a review is in force for it. */
function nextOf(standing: Standing, versions: readonly PublishedLadder[]): { occasion: Occasion; at: Date } | null {
  const published = versions.find(one => one.version > standing.version)
  const due = nextAt(standing, versions)
  if (published && published.publishedAt <= due)
    return { occasion: 'LADDER', at: new Date(Math.max(published.publishedAt.getTime(), standing.at.getTime())) }
  if (due.getTime() === NEVER.getTime()) return null
  return { occasion: standing.graceUntil ? 'GRACE_END' : 'REVIEW', at: due }
}

/** Moments at which something happened, each once. Nobody who cannot reach the next rung is looked at bill by bill. */
function momentsOf(standing: Standing, known: Known, { from, until }: { from: Date; until: Date }): Date[] {
  const most = mostOf(known.facts)
  const canRise = known.versions.some(({ ladder }) => levelOf(ladder, most) > 1)
  if (!canRise) return []
  const moments = new Set<number>()
  for (const fact of known.facts) {
    if (fact.at < from.getTime() || fact.at > until.getTime()) continue
    moments.add(Math.max(fact.at, standing.at.getTime()))
  }
  return [...moments].sort((a, b) => a - b).map(at => new Date(at))
}

/** Whoever meets the ladder before this one keeps the tier at the first review under this one, where that was promised. */
function isSpared(standing: Standing, known: Known, published: PublishedLadder, at: Date): boolean {
  if (!published.grandfather || standing.at > published.publishedAt) return false
  if (nextReview(published.ladder.window, published.publishedAt) < at) return false
  const before = known.versions.findLast(one => one.version < published.version)
  if (!before) return false
  const versions = known.versions.filter(one => one.version < published.version)
  const sums = measure(standing, { ...known, versions }, 'REVIEW', at)
  return levelOf(before.ladder, sums) >= levelOfCode(before.ladder, standing.code)
}
