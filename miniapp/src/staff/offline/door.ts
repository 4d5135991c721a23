/** What this phone does without a network, behind the interface that the verification pages ask. */
import type { OfflineToken } from '@huitou/shared/offline-tokens'
import { isOfflineToken } from '@huitou/shared/offline-tokens'
import { CallError } from '../../call'
import { say } from '../../language'
import { forget } from '../../storage'
import { translate } from '../language'
import { type Acceptance, type OfflineDoor, offlineDoor, openOrder } from '../verify-client'
import { checkOf, refusalOf } from './check-words'
import { leftHere, type Obstacle, obstacleOf } from './judge'
import { openQueue, queue, saveQueue } from './keeper'
import { isSuspect, type Kit, kit, nowBy, openKit, readBy } from './kit'
import { type Entry, entryOf, withEntry } from './queue'

export interface MemberShown {
  memberNo: string
  name: string
}

type Words = Parameters<typeof translate>[0]

/** A no of this phone's own. */
export function no(words: Words): CallError {
  return new CallError('offline.refused', translate(words), { requestId: '' })
}

function noTo(obstacle: Obstacle, perItemWorthFen: number): CallError {
  return new CallError(`offline.${obstacle.toLowerCase()}`, say(refusalOf(obstacle, perItemWorthFen)), {
    requestId: '',
  })
}

/** Opens what an earlier run has left, and the door with it. An order that is in the queue is no open question any more. */
export function openDoor(staffNo: string): void {
  openKit(staffNo)
  openQueue(staffNo)
  if (!offlineDoor.now()) offlineDoor.set(door)
  const order = openOrder.now()
  if (order && entryOf(queue.now(), order.body.requestId)) {
    forget('staff:open-verification')
    openOrder.set(null)
  }
}

const door: OfflineDoor = {
  async recognise(text) {
    if (!isOfflineToken(text)) {
      throw no(/^HT1\.|^\d{20}$/.test(text) ? 'off.no.member' : 'off.no.plain')
    }
    const held = usable()
    const token = tokenIn(held, text)
    if (token.kind !== 'MEMBER') return judged(held, token, null)
    const obstacle = obstacleNow(held, token, 1)
    if (obstacle) throw noTo(obstacle, held.allowance.perItemWorthFen)
    return null
  },

  judge(text, billFen) {
    const held = usable()
    return judged(held, tokenIn(held, text), billFen)
  },

  async accept(body) {
    const held = usable()
    const token = tokenIn(held, body.code ?? '')
    if (token.minFen > 0 && (body.billFen ?? 0) < token.minFen) throw no('off.no.bill')
    const { requestId, quantity = 1, billFen = null } = body
    const entry = keepEntry(held, { token, text: body.code ?? '', requestId, quantity, billFen, billNo: null })
    return acceptanceOf(entry, judged(held, token, billFen).valueLine)
  },
}

/** The member behind an offline code that `recognise` has let through; null where there is none. Throws CallError. */
export function memberIn(text: string): MemberShown | null {
  if (!isOfflineToken(text)) return null
  const token = tokenIn(usable(), text)
  return token.kind === 'MEMBER' ? { memberNo: token.subject, name: token.name } : null
}

/** Keeps a member's bill until there is a network. Throws CallError. */
export function acceptBill(bill: { token: string; requestId: string; billNo: string; billFen: number }): Acceptance {
  const held = usable()
  const { token: text, requestId, billNo, billFen } = bill
  const token = tokenIn(held, text)
  const entry = keepEntry(held, { token, text, requestId, quantity: 1, billFen, billNo })
  return acceptanceOf(entry, { zh: billNo, en: billNo })
}

interface Accepting {
  token: OfflineToken
  text: string
  requestId: string
  quantity: number
  billFen: number | null
  billNo: string | null
}

/** In the queue, on the phone, before anybody sees anything amber. A second tap finds the first one. */
function keepEntry(held: Kit, { token, text, requestId, quantity, billFen, billNo }: Accepting): Entry {
  const before = entryOf(queue.now(), requestId)
  if (before) return before
  const obstacle = obstacleNow(held, token, quantity)
  if (obstacle) throw noTo(obstacle, held.allowance.perItemWorthFen)
  const { kind, subject, name, untilAt } = token
  const worthFen = kind === 'MEMBER' ? 0 : (token.worthFen ?? 0) * quantity
  const at = new Date(nowHere(held)).toISOString()
  const plain = { kind, subject, name, untilAt, quantity, worthFen, billFen, billNo, at }
  if (!saveQueue(withEntry(queue.now(), { ...plain, requestId, token: text }))) throw no('off.no.storage')
  return entryOf(queue.now(), requestId)!
}

/** "L07": the number on this phone, called out in place of the serial number there is none of yet. */
export const localNo = ({ seq }: Pick<Entry, 'seq'>): string => `L${seq < 10 ? '0' : ''}${seq}`

function acceptanceOf(entry: Entry, valueLine: Acceptance['valueLine']): Acceptance {
  const name = { zh: entry.name, en: entry.name }
  return { localNo: localNo(entry), name, valueLine, quantity: entry.quantity, at: entry.at }
}

/** The kit, if it may be used at all. */
function usable(): Kit {
  const held = kit.now()
  if (!held) throw no('off.no.noKit')
  if (!held.enabled) throw no('off.no.disabled')
  if (nowHere(held) >= Date.parse(held.goodUntil)) throw no('off.no.oldKit')
  return held
}

function tokenIn(held: Kit, text: string): OfflineToken {
  const token = readBy(held, text)
  if (typeof token !== 'string') return token
  throw no(token === 'UNKNOWN_KEY' ? 'off.no.unknownKey' : 'off.no.forged')
}

function nowHere(held: Kit): number {
  const { entries } = queue.now()
  return nowBy(held, Date.parse(entries[entries.length - 1]?.at ?? held.serverTime))
}

function obstacleNow(held: Kit, token: OfflineToken, quantity: number): Obstacle | null {
  const counter = {
    storeId: held.store.id,
    nowMs: nowHere(held),
    queue: queue.now(),
    allowance: held.allowance,
    suspect: isSuspect(held, token),
  }
  return obstacleOf(token, counter, quantity)
}

function judged(held: Kit, token: OfflineToken, billFen: number | null) {
  const { perItemWorthFen } = held.allowance
  const obstacle = obstacleNow(held, token, 1)
  return checkOf({ token, obstacle, left: leftHere(token, queue.now()), billFen, perItemWorthFen })
}
