/** Whether what was decided about a member follows from the facts, and ends where he is said to stand. Pure. */
import { localOf, PROGRAMME_ZONE } from '../calendar.js'
import {
  advance,
  after,
  type Change,
  decide,
  type Known,
  measure,
  type Occasion,
  type Standing,
} from './standing.rules.js'

/** A change as it was written; `id` stands behind the facts it knew. */
export interface Decided extends Change {
  id: number
}

export interface Story {
  start: Standing
  decided: readonly Decided[]
  /** Where the cache says the member stands. */
  kept: Standing
  known: Known
  /** Up to when nothing may be missing; null when something waits to be looked at. */
  until: Date | null
}

/** What is wrong, in words; null when the facts give exactly this standing. */
export function replay({ start, decided, kept, known, until }: Story): string | null {
  let standing = start
  for (const change of decided) {
    // A ladder that was published later did not count yet, be it in the same millisecond.
    const versions = known.versions.filter(one => one.version <= change.version)
    const why = wrongWith(standing, { ...known, versions, knownBefore: change.id }, change)
    if (why) return `change ${standing.changes + 1}: ${why}`
    standing = after(standing, change)
  }
  const [told, is] = [sayStanding(standing), sayStanding(kept)]
  if (told !== is) return `the changes end at ${told}, the member is kept at ${is}`
  if (!until) return null
  const [missing] = advance(kept, known, { from: new Date(0), until }).changes
  return missing ? `nothing says ${sayChange(missing)}` : null
}

function wrongWith(standing: Standing, known: Known, change: Decided): string | null {
  if (change.reason === 'BOUGHT_BACK') {
    if (!standing.graceUntil) return 'kept for points outside of a grace period'
    const sums = measure(standing, known, 'FACT', change.at)
    return sayChange({ ...change, sums }) === sayChange(change) ? null : 'other sums'
  }
  const expected = decide(standing, known, occasionOf(standing, change), change.at)
  if (expected && sayChange(expected) === sayChange(change)) return null
  return `${sayChange(change)}, but the facts say ${expected ? sayChange(expected) : 'nothing'}`
}

/** What made somebody look, told from the change itself. */
function occasionOf(standing: Standing, { at, reason }: Decided): Occasion {
  if (reason === 'LADDER') return 'LADDER'
  if (reason === 'ROSE') return 'FACT'
  if (standing.graceUntil) return at.getTime() === standing.graceUntil.getTime() ? 'GRACE_END' : 'FACT'
  const { day, hour, minute } = localOf(at, PROGRAMME_ZONE)
  return day === 1 && hour === 0 && minute === 0 ? 'REVIEW' : 'FACT'
}

function sayStanding({ code, since, at, graceUntil, bought, changes }: Standing): string {
  // Before the first change these are the day of joining, which an import may still correct.
  const times = changes > 0 ? ` since ${since.toISOString()}, decided ${at.toISOString()}` : ''
  return `${code}${times}, ${changes} changes${graceUntil ? `, grace until ${graceUntil.toISOString()}` : ''}${bought ? ', bought' : ''}`
}

function sayChange({ at, from, to, reason, version, sums, graceUntil }: Change): string {
  const { growth, spendFen, visits, pointsUsed } = sums
  return `${reason} ${from}→${to} at ${at.toISOString()} by ladder ${version} with ${growth}/${spendFen}/${visits}/${pointsUsed}${graceUntil ? ` until ${graceUntil.toISOString()}` : ''}`
}
