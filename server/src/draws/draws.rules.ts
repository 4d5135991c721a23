/** Who may draw now, and what is wrong with a lottery. Pure. */
import type { DrawBar, DrawDefinition, DrawPrize } from '@huitou/shared/draws'
import type { RefusalCode } from '@huitou/shared/refusals'
import { instantOf, PROGRAMME_ZONE } from '../calendar.js'

/** How many draws a member has made of a pool. */
export interface Drawn {
  today: number
  total: number
}

/** Why a member cannot draw at this moment, points apart: what never changes for this member comes first. */
export function drawBar(
  definition: Pick<DrawDefinition, 'window' | 'lowestTier' | 'limits'>,
  { isOpen, at }: { isOpen: boolean; at: Date },
  who: { reached: readonly string[]; drawn: Drawn } | null,
): DrawBar | null {
  const { window, lowestTier, limits } = definition
  if (!isOpen) return 'CLOSED'
  if (window.until && at >= new Date(window.until)) return 'ENDED'
  if (window.from && at < new Date(window.from)) return 'NOT_YET'
  if (!who) return null
  if (lowestTier && !who.reached.includes(lowestTier)) return 'TIER'
  if (limits.total !== null && who.drawn.total >= limits.total) return 'TOTAL'
  return who.drawn.today >= limits.perDay ? 'DAY' : null
}

export const DRAW_REFUSALS: Record<DrawBar, RefusalCode> = {
  CLOSED: 'draw.closed',
  NOT_YET: 'draw.not_in_season',
  ENDED: 'draw.not_in_season',
  TIER: 'draw.tier_too_low',
  DAY: 'draw.day_limit',
  TOTAL: 'draw.total_limit',
}

/** Draws left today. */
export function leftToday({ limits }: Pick<DrawDefinition, 'limits'>, { today, total }: Drawn): number {
  const day = limits.perDay - today
  return Math.max(0, limits.total === null ? day : Math.min(day, limits.total - total))
}

/** What one draw gives on average, in thousandths of a fen, rounded down: odds of a million times fen, over a thousand. */
export function expectedMilliFen(prizes: readonly Pick<DrawPrize, 'odds' | 'worthFen'>[]): number {
  const sum = prizes.reduce((all, { odds, worthFen }) => all + BigInt(odds) * BigInt(worthFen), 0n)
  return Number(sum / 1_000n)
}

/** A prize of a definition; a bug when there is none. */
export function prizeOf({ prizes }: Pick<DrawDefinition, 'prizes'>, code: string): DrawPrize {
  const prize = prizes.find(one => one.code === code)
  if (!prize) throw new Error(`there is no prize ${code}`)
  return prize
}

/** The first moment after a day of the programme: from then on its seed is open to everybody. */
export function endOfDay(day: string): Date {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  return instantOf({ year, month, day: date + 1 }, PROGRAMME_ZONE)
}

export interface DrawProblem {
  path: string
  problem: string
}

/** What is wrong with a definition that its shape does not say. `tiers`: codes of the ladder. */
export function problemsOf(definition: DrawDefinition, tiers: readonly string[]): DrawProblem[] {
  const problems: DrawProblem[] = []
  const { lowestTier, prizes, consolation } = definition
  if (lowestTier && !tiers.includes(lowestTier)) problems.push({ path: 'lowestTier', problem: 'there is no such tier' })
  const stand = prizes.findIndex(({ code }) => code === consolation)
  const worst = Math.min(...prizes.map(({ worthFen }) => worthFen))
  if ((prizes[stand]?.worthFen ?? 0) > worst) {
    problems.push({ path: `prizes.${stand}.worthFen`, problem: 'the consolation is worth more than a prize' })
  }
  for (const [at, { gift, worthFen }] of prizes.entries()) {
    if (gift.type === 'NOTHING' && worthFen > 0)
      problems.push({ path: `prizes.${at}.worthFen`, problem: 'it is nothing' })
  }
  return problems
}
