import type { Call } from '@huitou/shared/client'
import { callWith } from '../call'

/** How long the server holds a question open before it answers that nothing has changed. */
export const WAIT_SECONDS = 25
/** Longer than the server waits, or every quiet round would look like a lost network. */
const TIMEOUT_MS = 35_000
const LONGEST_PAUSE_MS = 30_000

/**
 * Asks again and again, one question after the other, with longer and longer pauses while nobody answers. `ask` comes back
 * with what there is to tell. Answers the way to end it: the question that is open is given up, and nothing is told more.
 */
export function listen(ask: (call: Call) => Promise<() => void>): () => void {
  const round = { over: false, abort: () => undefined as unknown }
  const onStart = (abort: () => void) => {
    round.abort = abort
  }
  const call = callWith({ timeoutMs: TIMEOUT_MS, repeat: false, onStart })
  void askOn(round, () => ask(call))
  return () => {
    round.over = true
    round.abort()
  }
}

async function askOn(round: { over: boolean }, ask: () => Promise<() => void>): Promise<void> {
  for (let failures = 0; !round.over; ) {
    try {
      const tell = await ask()
      failures = 0
      if (!round.over) tell()
    } catch {
      failures++
      await new Promise(resolve => setTimeout(resolve, Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** failures)))
    }
  }
}
