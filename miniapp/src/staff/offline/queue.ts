/** What this phone has accepted with no network, in order, until and after the server has heard of it. Pure. */
import type { ReplyOf } from '@huitou/shared/client'
import type { OfflineKind } from '@huitou/shared/offline-tokens'

export type Outcome = ReplyOf<'POST /staff/offline-verifications'>['items'][number]

/** One acceptance. `outcome` is null while it waits for the network. */
export interface Entry {
  seq: number
  requestId: string
  token: string
  kind: OfflineKind
  /** The code, or the number of the member. */
  subject: string
  name: string
  quantity: number
  /** All of it, in fen. */
  worthFen: number
  billFen: number | null
  billNo: string | null
  /** ISO 8601, by the server's clock as far as this phone knows it. */
  at: string
  /** When the token ends: until then the same code must not be accepted again. */
  untilAt: number
  outcome: Outcome | null
  /** Somebody has shown it to the manager: it asks for nothing any more. */
  handled: boolean
}

export type NewEntry = Omit<Entry, 'seq' | 'outcome' | 'handled'>

export interface Queue {
  /** Drawn once, for the server to tell phones apart. */
  deviceId: string
  nextSeq: number
  entries: Entry[]
}

export interface Allowance {
  perHourCount: number
  perHourWorthFen: number
  perItemWorthFen: number
}

/** As many may wait; whoever has more has not met a network for days. */
export const MAX_WAITING = 200
/** What is settled is shown for a while, the newest of it. */
const MAX_SETTLED = 100
export const MAX_BATCH = 50
const HOUR_MS = 3_600_000

export type Bar = 'FULL' | 'ITEM_WORTH' | 'HOUR_COUNT' | 'HOUR_WORTH'

/** Which bound one more acceptance would pass; the bounds themselves may be reached. A member's bill risks nothing. */
export function barOf(
  queue: Queue,
  allowance: Allowance,
  next: { kind: OfflineKind; worthFen: number; nowMs: number },
): Bar | null {
  if (waitingIn(queue).length >= MAX_WAITING) return 'FULL'
  if (next.kind === 'MEMBER') return null
  if (next.worthFen > allowance.perItemWorthFen) return 'ITEM_WORTH'
  const hour = queue.entries.filter(({ kind, at }) => kind !== 'MEMBER' && Date.parse(at) > next.nowMs - HOUR_MS)
  if (hour.length + 1 > allowance.perHourCount) return 'HOUR_COUNT'
  const worth = hour.reduce((sum, entry) => sum + entry.worthFen, 0)
  return worth + next.worthFen > allowance.perHourWorthFen ? 'HOUR_WORTH' : null
}

/** What is left of the allowance of this hour. */
export function leftOf(queue: Queue, allowance: Allowance, nowMs: number): { count: number; worthFen: number } {
  const hour = queue.entries.filter(({ kind, at }) => kind !== 'MEMBER' && Date.parse(at) > nowMs - HOUR_MS)
  const worth = hour.reduce((sum, entry) => sum + entry.worthFen, 0)
  return {
    count: Math.max(0, allowance.perHourCount - hour.length),
    worthFen: Math.max(0, allowance.perHourWorthFen - worth),
  }
}

/** Uses of a code that this phone has accepted; what the server would not take is free again. */
export function usedOf(queue: Queue, subject: string): number {
  return queue.entries
    .filter(entry => entry.subject === subject && entry.kind !== 'MEMBER' && entry.outcome?.state !== 'REFUSED')
    .reduce((sum, entry) => sum + entry.quantity, 0)
}

/** The acceptance of a request, so that a second tap finds the first one. */
export function entryOf(queue: Queue, requestId: string): Entry | null {
  return queue.entries.filter(entry => entry.requestId === requestId)[0] ?? null
}

/** The queue with one more at its end, and without what is settled and old. */
export function withEntry(queue: Queue, entry: NewEntry): Queue {
  const entries = [...queue.entries, { ...entry, seq: queue.nextSeq, outcome: null, handled: false }]
  return { ...queue, nextSeq: queue.nextSeq + 1, entries: tidied(entries, Date.parse(entry.at)) }
}

export const waitingIn = ({ entries }: Queue): Entry[] => entries.filter(({ outcome }) => outcome === null)

/** What is to be sent next, the first ones first. */
export const batchOf = (queue: Queue): Entry[] => waitingIn(queue).slice(0, MAX_BATCH)

/** The queue with what the server said. An outcome that is there already stands. */
export function withOutcomes(queue: Queue, outcomes: readonly Outcome[]): Queue {
  const entries = queue.entries.map(entry => {
    const outcome = outcomes.filter(one => one.seq === entry.seq)[0]
    // The signed code has done its work; what is kept for weeks should not be one that can be shown.
    return outcome && !entry.outcome ? { ...entry, outcome, token: '' } : entry
  })
  return { ...queue, entries }
}

/** The same things under the number of another device: two phones must not have one, as after a move to a new phone. */
export function asNewDevice(queue: Queue, deviceId: string): Queue {
  return { ...queue, deviceId }
}

/** What a person has to look at. */
export const clashesIn = ({ entries }: Queue): Entry[] =>
  entries.filter(({ outcome, handled }) => outcome !== null && outcome.state !== 'ACCEPTED' && !handled)

/** The queue after a person has dealt with a clash. */
export function withHandled(queue: Queue, seq: number): Queue {
  return { ...queue, entries: queue.entries.map(entry => (entry.seq === seq ? { ...entry, handled: true } : entry)) }
}

/** Waiting ones stay, and whatever a live token might be shown for again. */
function tidied(entries: Entry[], nowMs: number): Entry[] {
  const settled = entries.filter(({ outcome }) => outcome !== null)
  const oldest = settled.length > MAX_SETTLED ? (settled[settled.length - MAX_SETTLED]?.seq ?? 0) : 0
  return entries.filter(({ seq, outcome, untilAt }) => outcome === null || seq >= oldest || untilAt > nowMs)
}
