/** Which examples still keep a rule from being published; the server holds the same. */
import type { RuleExample } from './rule'

/** Examples that must be ticked right at least, or all where there are fewer. */
export const NEEDED = 6

type Ticked = Pick<RuleExample, 'tick' | 'holds'>

export function openTicks(examples: readonly Ticked[]): { right: number; missing: number; wrong: number } {
  const right = examples.filter(one => one.tick === 'RIGHT' && one.holds).length
  const wrong = examples.filter(one => one.tick === 'WRONG' || !one.holds).length
  // Put right, the wrong ones count towards those that are needed.
  const missing = Math.max(0, Math.min(NEEDED, examples.length) - right - wrong)
  return { right, missing, wrong }
}
