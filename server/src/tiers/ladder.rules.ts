/** Ladders: which rung sums reach, over which time they count, when reviews are, and whether a draft can be published. */
import type { Ladder, Rung } from '@huitou/shared/tiers'
import type { z } from 'zod'
import { instantOf, localOf, PROGRAMME_ZONE } from '../calendar.js'
import { BASE_TIER, type PublishedLadder } from '../members/member-tier.rules.js'

export type RungOf = z.infer<typeof Rung>

/**
 * What qualifies. Growth: postings, less what was taken back of them. Spend: paid less refunded. Visits: business days of
 * a store with a purchase that was not refunded whole, so several bills of an evening are one visit. Points used: spent
 * and not undone; points paid to keep a tier do not count.
 */
export interface Sums {
  growth: number
  spendFen: number
  visits: number
  pointsUsed: number
}

export const MEASURES = ['growth', 'spendFen', 'visits', 'pointsUsed'] as const
export type Measure = (typeof MEASURES)[number]

/** Whether one of the alternatives of a rung is met. A rung that asks for nothing is met by everybody. */
export function reaches(sums: Sums, { threshold }: RungOf): boolean {
  const asked = MEASURES.filter(measure => threshold[measure] !== null)
  return asked.length === 0 || asked.some(measure => sums[measure] >= threshold[measure]!)
}

/** The level of the highest rung that is reached; 1 is the lowest. */
export function levelOf(ladder: Ladder, sums: Sums): number {
  for (let at = ladder.rungs.length; at > 1; at -= 1) if (reaches(sums, ladder.rungs[at - 1]!)) return at
  return 1
}

/** The level of a rung; the lowest for a code the ladder does not have. */
export function levelOfCode(ladder: Ladder, code: string): number {
  return (
    Math.max(
      0,
      ladder.rungs.findIndex(rung => rung.code === code),
    ) + 1
  )
}

/** The ladder in force at a moment, and the one before it. Before the first was published, the first holds. */
export function ladderAt(versions: readonly PublishedLadder[], at: Date): PublishedLadder {
  return versions.findLast(one => one.publishedAt <= at) ?? versions[0]!
}

/**
 * Where counting begins for a moment. ROLLING: the day twelve months before; where that year has no 29 February, the
 * 28th. YEAR: the first of January. A review looks back on what has ended (`ended`): on New Year, on the old year.
 */
export function windowStart(window: Ladder['window'], at: Date, ended = false): Date {
  if (window === 'YEAR') {
    const { year } = localOf(ended ? new Date(at.getTime() - 1) : at, PROGRAMME_ZONE)
    return instantOf({ year, month: 1, day: 1 }, PROGRAMME_ZONE)
  }
  const { year, month, day } = localOf(at, PROGRAMME_ZONE)
  const lastOfMonth = new Date(Date.UTC(year - 1, month, 0)).getUTCDate()
  return instantOf({ year: year - 1, month, day: Math.min(day, lastOfMonth) }, PROGRAMME_ZONE)
}

/** The first review after a moment: the first of the next month, or of the next year where years count. */
export function nextReview(window: Ladder['window'], after: Date): Date {
  const { year, month } = localOf(after, PROGRAMME_ZONE)
  const [nextYear, nextMonth] = window === 'YEAR' || month === 12 ? [year + 1, 1] : [year, month + 1]
  return instantOf({ year: nextYear, month: nextMonth, day: 1 }, PROGRAMME_ZONE)
}

/** Days of the calendar later, at the same time of day. */
export const daysAfter = (at: Date, days: number): Date => new Date(at.getTime() + days * 86_400_000)

/** What is wrong with a draft beside the ladder it replaces: a path and a word; nothing when it can be published. */
export function ladderProblems(draft: Ladder, before: Ladder): { path: string; problem: string }[] {
  const problems: { path: string; problem: string }[] = []
  const wrong = (path: string, problem: string) => problems.push({ path, problem })
  const [first, ...others] = draft.rungs
  if (first?.code !== BASE_TIER) wrong('rungs.0.code', 'first')
  if (first && MEASURES.some(measure => (first.threshold[measure] ?? 0) > 0)) wrong('rungs.0.threshold', 'asks')
  others.forEach((rung, index) => {
    const asked = MEASURES.filter(measure => rung.threshold[measure] !== null)
    if (asked.length === 0) wrong(`rungs.${index + 1}.threshold`, 'empty')
    const lower = draft.rungs[index]!.threshold
    for (const measure of asked)
      if (rung.threshold[measure]! <= (lower[measure] ?? 0)) wrong(`rungs.${index + 1}.threshold.${measure}`, 'order')
  })
  const codes = draft.rungs.map(rung => rung.code)
  codes.forEach((code, index) => {
    if (codes.indexOf(code) !== index) wrong(`rungs.${index}.code`, 'twice')
  })
  draft.rungs.forEach((rung, index) => {
    const rights = rung.rights.map(right => right.code)
    if (new Set(rights).size < rights.length) wrong(`rungs.${index}.rights`, 'twice')
  })
  const kept = before.rungs.map(rung => rung.code).filter(code => codes.includes(code))
  if (kept.join() !== codes.filter(code => kept.includes(code)).join()) wrong('rungs', 'moved')
  return problems
}
