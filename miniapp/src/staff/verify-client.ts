/**
 * What a staff phone asks about whatever a guest shows: recognise, check, verify, ask again, undo. Pages call these and
 * nothing else, so that what a phone may do without a network (`offlineDoor`) joins in one place.
 */
import type { ReplyOf, RequestOf } from '@huitou/shared/client'
import { isOfflineToken } from '@huitou/shared/offline-tokens'
import { CallError, call, callWith } from '../call'
import type { Bilingual } from '../language'
import { network } from '../network'
import { forget, keep, recall } from '../storage'
import { storeOf } from '../store'

export type Scan = ReplyOf<'POST /staff/scans'>
export type Check = ReplyOf<'POST /staff/verification-checks'>
export type Benefits = ReplyOf<'GET /staff/scans/:scanId/benefits'>
export type Benefit = Benefits['items'][number]
export type Receipt = ReplyOf<'POST /staff/verifications'>
export type VerifyBody = RequestOf<'POST /staff/verifications'>['body']

/** What lies on the counter: a code as it was read or typed, or one thing of a member who was scanned. */
export type Shown = { code: string } | { scanId: string; kind: Check['kind']; id: string }

/** What the person has decided; everything else of the body comes from here. */
export interface Choice {
  quantity: number
  billFen: number | null
  note: string
}

/** One intention. It is sent again and again under the same request id until its outcome is known, even after a restart. */
export interface Order {
  body: VerifyBody
  name: Bilingual
  /** The code was read by this phone alone: `accept` takes it, the server does not hear of it now. */
  offline: boolean
}

/** The word of this phone alone; the server confirms it once there is a network. */
export interface Acceptance {
  /** What the page shows large, in place of the serial number: "L07". */
  localNo: string
  name: Bilingual
  valueLine: Bilingual
  quantity: number
  /** ISO 8601. */
  at: string
}

/** What a phone can do without a network. Both throw CallError with a sentence for what they refuse. */
export interface OfflineDoor {
  /** Reads a signed code; null where it is a member's. */
  recognise: (text: string) => Promise<Check | null>
  /** The same with what the bill comes to; throws like `recognise`. */
  judge: (text: string, billFen: number) => Check
  /** Puts it into the queue, once per request id, and keeps it there over a restart. */
  accept: (body: VerifyBody, check: Check) => Promise<Acceptance>
}

const PATIENCE_MS = 4_000

/** Null until a phone has what it needs for it. */
export const offlineDoor = storeOf<OfflineDoor | null>(null)

/** PHONE_MEMBER: a member's offline code, of which only a bill can be kept for later. */
export type Found = { by: 'SERVER'; scan: Scan } | { by: 'PHONE'; check: Check } | { by: 'PHONE_MEMBER'; code: string }

/** What came of it. FAILED is a no; NOT_DONE: the server never heard of it; UNKNOWN: nobody here knows. */
export type Verified =
  | { kind: 'DONE'; receipt: Receipt }
  | { kind: 'ACCEPTED'; acceptance: Acceptance }
  | { kind: 'FAILED'; error: CallError; firstUse: Check['firstUse']; name: Bilingual }
  | { kind: 'NOT_DONE' }
  | { kind: 'UNKNOWN'; error: CallError }

/**
 * What a code stands for: the server knows, and without a network this phone may. A member code is used up by this, so it
 * is never sent twice. Throws CallError.
 */
export async function recognise(text: string): Promise<Found> {
  // Where this phone could answer by itself, nobody waits long for a network that leads nowhere.
  const ask = offlineDoor.now() && isOfflineToken(text) ? callWith({ timeoutMs: PATIENCE_MS }) : call
  try {
    return { by: 'SERVER', scan: await ask('POST /staff/scans', { body: { code: text } }) }
  } catch (error) {
    if (!(error instanceof CallError && error.offline)) throw error
    const door = offlineDoor.now()
    if (!door) throw error
    const check = await door.recognise(text)
    return check ? { by: 'PHONE', check } : { by: 'PHONE_MEMBER', code: text }
  }
}

/** Check by check, whether it can be verified here and now. Throws CallError. */
export function checkOf(shown: Shown, billFen: number | null): Promise<Check> {
  return call('POST /staff/verification-checks', { body: { ...shown, ...(billFen === null ? {} : { billFen }) } })
}

/** The body of one intention. Nothing is sent that was not decided. */
export function bodyOf(requestId: string, shown: Shown, { quantity, billFen, note }: Choice): VerifyBody {
  return {
    requestId,
    ...shown,
    ...(quantity > 1 ? { quantity } : {}),
    ...(billFen === null ? {} : { billFen }),
    ...(note.trim() ? { note: note.trim() } : {}),
  }
}

/** The order sent last, until its outcome is known. */
export const openOrder = storeOf<Order | null>(recall<Order>('staff:open-verification'))

/** Sends an order, or the same order again. Never throws. */
export async function verify(order: Order, check: Check | null): Promise<Verified> {
  hold(order)
  try {
    const door = offlineDoor.now()
    if (order.offline && check && door) {
      const acceptance = await door.accept(order.body, check)
      return settled({ kind: 'ACCEPTED', acceptance })
    }
    return settled({ kind: 'DONE', receipt: await call('POST /staff/verifications', { body: order.body }) })
  } catch (failure) {
    const error = asError(failure)
    if (!isUnknown(error)) return settled(await failed(order, error))
    // Without any network there is nobody to ask.
    return network.now() ? ask(order) : { kind: 'UNKNOWN', error }
  }
}

/** Asks what became of an order instead of sending it again. Never throws. */
export async function ask(order: Order): Promise<Verified> {
  const { requestId } = order.body
  try {
    const receipt = await call('GET /staff/verification-requests/:requestId', { params: { requestId } })
    return settled({ kind: 'DONE', receipt })
  } catch (failure) {
    const error = asError(failure)
    if (error.code !== 'record.not_found') return { kind: 'UNKNOWN', error }
    return settled({ kind: 'NOT_DONE' })
  }
}

/** Takes a verification back. The key belongs to one intention: the same reason is sent with the same one. Throws CallError. */
export function undo(id: string, body: { requestId: string; reason: string }): Promise<Receipt> {
  return call('POST /staff/verifications/:id/voids', { params: { id }, body })
}

/** A refusal because somebody was first says who, when and where. */
async function failed({ body, name }: Order, error: CallError): Promise<Verified> {
  if (error.code !== 'verification.used') return { kind: 'FAILED', error, firstUse: null, name }
  const shown = body.code === undefined ? { scanId: body.scanId, kind: body.kind, id: body.id } : { code: body.code }
  const check = await checkOf(shown as Shown, null).catch(() => null)
  return { kind: 'FAILED', error, firstUse: check?.firstUse ?? null, name }
}

function isUnknown({ offline, code }: CallError): boolean {
  return offline || code.startsWith('server.')
}

function asError(failure: unknown): CallError {
  if (failure instanceof CallError) return failure
  return new CallError('server.error', String(failure), { requestId: '' })
}

function hold(order: Order): void {
  keep('staff:open-verification', order)
  openOrder.set(order)
}

/** The outcome is known: a restart has nothing to ask about any more. */
function settled<T>(outcome: T): T {
  forget('staff:open-verification')
  openOrder.set(null)
  return outcome
}
