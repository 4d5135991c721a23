import type { Rule } from './sources.js'

/** Files as `{ path: text }`. */
export type Files = Record<string, string>

export interface Case {
  rule: Rule
  /** Each of these must be caught. */
  red: Record<string, Files>
  /** Each of these must pass. */
  green: Record<string, Files>
}
