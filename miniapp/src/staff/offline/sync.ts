/** Hands in what was accepted with no network, in order and once at a time, as soon as there is one. */
import { type CallError, callWith } from '../../call'
import { asCallError } from '../../hooks/use-load'
import { network } from '../../network'
import { storeOf } from '../../store'
import { freshDevice, queue, saveQueue } from './keeper'
import { asNewDevice, batchOf, type Entry, type Outcome, withOutcomes } from './queue'

export interface Syncing {
  busy: boolean
  /** Why the last try failed; null after a success. */
  error: CallError | null
}

export const syncing = storeOf<Syncing>({ busy: false, error: null })

/** Each thing is a transaction of its own over there. */
const TIMEOUT_MS = 30_000
/** A queue has at most so many batches. */
const MOST_BATCHES = 8
let running: Promise<void> | null = null

/** Never throws; a second call while one runs waits for that one. */
export function sync(): Promise<void> {
  running ??= run().then(() => {
    running = null
  })
  return running
}

async function run(): Promise<void> {
  if (batchOf(queue.now()).length === 0) return syncing.set({ busy: false, error: null })
  syncing.set({ busy: true, error: null })
  let error: CallError | null = null
  for (let nth = 0; nth < MOST_BATCHES && !error; nth++) {
    const batch = batchOf(queue.now())
    if (batch.length === 0) break
    error = await send(batch)
  }
  syncing.set({ busy: false, error })
}

async function send(batch: readonly Entry[]): Promise<CallError | null> {
  const { deviceId } = queue.now()
  try {
    const post = callWith({ timeoutMs: TIMEOUT_MS })
    const reply = await post('POST /staff/offline-verifications', { body: { deviceId, items: batch.map(itemOf) } })
    return learn(reply.items) ? null : asCallError(new Error('the queue cannot be written'))
  } catch (failure) {
    const error = asCallError(failure)
    // Another phone has this number, as after a move to a new one. The same requests under a new number do nothing twice.
    if (error.code === 'offline.different') saveQueue(asNewDevice(queue.now(), freshDevice()))
    return error
  }
}

function learn(outcomes: readonly Outcome[]): boolean {
  return saveQueue(withOutcomes(queue.now(), outcomes))
}

function itemOf({ seq, requestId, token, at, quantity, billFen, billNo }: Entry) {
  return {
    seq,
    requestId,
    token,
    acceptedAt: at,
    quantity,
    ...(billFen === null ? {} : { billFen }),
    ...(billNo === null ? {} : { billNo }),
  }
}

/** Whenever the network comes back. */
network.subscribe(() => {
  if (network.now()) void sync()
})
