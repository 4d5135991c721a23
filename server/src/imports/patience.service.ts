import { setTimeout as sleep } from 'node:timers/promises'
import { isDatabaseAway } from '../db.js'
import { Refusal } from '../refusal.js'

/** About a minute in all. */
const TRIES = 15

/**
 * Waits for a database that is away or overwhelmed, and does the work again: only for work that may be repeated. Throws
 * what the last try threw.
 */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      const busy = isDatabaseAway(error) || (error instanceof Refusal && error.code === 'server.busy')
      if (!busy || attempt >= TRIES) throw error
      await sleep(Math.min(attempt * 500, 5_000))
    }
  }
}
