/** Undo and redo as values. Edits of the same thing in quick succession are one step, so that undo does not go letter by letter. */

const STEPS = 100
const TOGETHER_MS = 1_200

export interface History<T> {
  past: readonly T[]
  present: T
  future: readonly T[]
  /** What was edited last and when; the next edit of the same thing soon after joins it. */
  last: { what: string; at: number } | null
}

export function begin<T>(present: T): History<T> {
  return { past: [], present, future: [], last: null }
}

/** `what` names the thing edited; `at` is a time in milliseconds. */
export function edit<T>(history: History<T>, present: T, what: string, at: number): History<T> {
  const joins = history.last?.what === what && at - history.last.at < TOGETHER_MS
  return {
    past: joins ? history.past : [...history.past, history.present].slice(-STEPS),
    present,
    future: [],
    last: { what, at },
  }
}

export function undo<T>(history: History<T>): History<T> {
  const previous = history.past.at(-1)
  if (previous === undefined) return history
  return {
    past: history.past.slice(0, -1),
    present: previous,
    future: [history.present, ...history.future],
    last: null,
  }
}

export function redo<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future
  if (next === undefined) return history
  return { past: [...history.past, history.present], present: next, future, last: null }
}
