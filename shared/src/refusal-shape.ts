/**
 * Refusals by code: the HTTP status and what the person reads, in both languages. A text says what happened, what was not
 * lost, and the next step.
 */
export type Refusals = Record<string, readonly [status: number, zh: string, en: string]>
