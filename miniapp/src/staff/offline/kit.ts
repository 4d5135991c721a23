/** What this phone took along the last time it had a network: keys, revocation filter, allowance. */
import type { ReplyOf } from '@huitou/shared/client'
import { fromBase64Url } from '@huitou/shared/offline-bytes'
import { suspectIn } from '@huitou/shared/offline-filter'
import { type OfflineFault, type OfflineToken, readOfflineToken } from '@huitou/shared/offline-tokens'
import { call } from '../../call'
import { keep, recall } from '../../storage'
import { storeOf } from '../../store'
import { verifySignature } from './signature'

type Reply = ReplyOf<'GET /staff/offline-kit'>
export interface Kit extends Omit<Reply, 'filter'> {
  filter: NonNullable<Reply['filter']>
  /** How far the server's clock was ahead of this phone's. */
  aheadMs: number
}

/** Null until a network was met once. */
export const kit = storeOf<Kit | null>(null)

/** A kit younger than this is not fetched again. */
const FRESH_MS = 120_000
const keyOf = (staffNo: string) => `offline:kit:${staffNo}`

let loading: Promise<void> | null = null
let suspect: { version: string; ask: (code: string) => boolean } | null = null

/** The kit of an earlier run. */
export function openKit(staffNo: string): void {
  if (kit.now()?.staffNo === staffNo) return
  kit.set(recall<Kit>(keyOf(staffNo)))
}

/** A fresh kit, once at a time; quietly none without a network. */
export function refreshKit(staffNo: string, always = false): Promise<void> {
  const held = kit.now()
  const age = held ? Date.now() + held.aheadMs - Date.parse(held.serverTime) : FRESH_MS
  if (!always && held && age >= 0 && age < FRESH_MS) return Promise.resolve()
  loading ??= fetchKit(staffNo)
    .catch(() => undefined)
    .then(() => {
      loading = null
    })
  return loading
}

async function fetchKit(staffNo: string): Promise<void> {
  const held = kit.now()
  const known = held?.staffNo === staffNo ? held : null
  const reply = await call('GET /staff/offline-kit', { query: known ? { filter: known.filterVersion } : {} })
  const filter = reply.filter ?? known?.filter
  if (!filter) return
  const next: Kit = { ...reply, filter, aheadMs: Date.parse(reply.serverTime) - Date.now() }
  keep(keyOf(reply.staffNo), next)
  kit.set(next)
}

/**
 * The time by the server's clock. A clock that somebody puts back does not bring ended codes to life: it never falls behind
 * what this phone has seen.
 */
export function nowBy({ aheadMs, serverTime }: Kit, lastSeenMs: number): number {
  return Math.max(Date.now() + aheadMs, Date.parse(serverTime), lastSeenMs)
}

/** The token in a text, if one of the keys of the kit signed it in its time. */
export function readBy({ keys }: Kit, text: string): OfflineToken | OfflineFault {
  const token = readOfflineToken(
    text,
    keyId => {
      const key = keys.filter(({ id }) => id === keyId)[0]
      return key ? fromBase64Url(key.publicKey) : null
    },
    verifySignature,
  )
  if (typeof token === 'string') return token
  const key = keys.filter(({ id }) => id === token.keyId)[0]
  const inTime = key && token.issuedAt > Date.parse(key.from) - 1000 && token.issuedAt < Date.parse(key.until)
  return inTime ? token : 'FORGED'
}

/** Whether a code may have been used, given back or called back, as far as the kit knows. Damaged, it suspects everybody. */
export function isSuspect({ filter, filterVersion, tokensEndAfter }: Kit, token: OfflineToken): boolean {
  if (tokensEndAfter !== null && token.untilAt <= Date.parse(tokensEndAfter)) return true
  try {
    if (suspect?.version !== filterVersion) suspect = { version: filterVersion, ask: suspectIn(filter) }
    return suspect.ask(token.subject)
  } catch {
    return true
  }
}
