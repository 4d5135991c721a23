/** Phones that wait for something to change. One query per tick asks for all of them, however many they are. */
import { Refusal } from './refusal.js'

interface Waiter {
  subject: number
  after: string
  wake(): void
}

const POLL_MS = 400
const WAITERS_MAX = 20_000
const TOGETHER = 500

export class WaitingRoom {
  private readonly waiters = new Set<Waiter>()
  private timer: NodeJS.Timeout | null = null
  private closing = false

  /** `revisions` answers what is current of up to 500 subjects; one that is left out is at '0'. */
  constructor(private readonly revisions: (subjects: readonly number[]) => Promise<ReadonlyMap<number, string>>) {}

  get isClosing(): boolean {
    return this.closing
  }

  /** Comes back when the subject is no longer at `after`, or the time is up. Refuses `server.busy` when it is full. */
  wait(who: { subject: number; after: string }, ms: number): Promise<void> {
    if (this.waiters.size >= WAITERS_MAX) throw new Refusal('server.busy')
    return new Promise(resolve => {
      const waiter: Waiter = {
        ...who,
        wake: () => {
          clearTimeout(timeout)
          this.waiters.delete(waiter)
          resolve()
        },
      }
      const timeout = setTimeout(() => waiter.wake(), ms)
      this.waiters.add(waiter)
      this.timer ??= setTimeout(() => this.tick(), POLL_MS)
    })
  }

  /** Whoever waits is answered now, with whatever there is. */
  release(): void {
    for (const waiter of this.waiters) waiter.wake()
  }

  /** Nobody waits any more: a process that ends must not wait for requests that wait. */
  close(): void {
    this.closing = true
    this.release()
  }

  private async tick(): Promise<void> {
    this.timer = null
    try {
      await this.wakeChanged()
    } catch {
      // The database is away for a moment: whoever waits goes on waiting until its own time runs out.
    }
    if (this.waiters.size > 0) this.timer ??= setTimeout(() => this.tick(), POLL_MS)
  }

  private async wakeChanged(): Promise<void> {
    const waiting = [...this.waiters]
    for (let from = 0; from < waiting.length; from += TOGETHER) {
      const chunk = waiting.slice(from, from + TOGETHER)
      const revisions = await this.revisions([...new Set(chunk.map(({ subject }) => subject))])
      for (const waiter of chunk) if ((revisions.get(waiter.subject) ?? '0') !== waiter.after) waiter.wake()
    }
  }
}
