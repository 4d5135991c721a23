/** What a new colleague goes through, in order. Nothing of it is sent anywhere. Pure. */

export const STEPS = ['SCAN', 'CONFIRM', 'DONE', 'USED', 'UNDO'] as const
export type Step = 'INTRO' | (typeof STEPS)[number] | 'END'

const ORDER: readonly Step[] = ['INTRO', ...STEPS, 'END']

/** The step after this one; after the end it begins anew. */
export function stepAfter(step: Step): Step {
  return ORDER[ORDER.indexOf(step) + 1] ?? 'INTRO'
}

/** "2 of 5"; null before the first step and after the last one. */
export function placeOf(step: Step): number | null {
  const place = (STEPS as readonly Step[]).indexOf(step)
  return place < 0 ? null : place + 1
}
