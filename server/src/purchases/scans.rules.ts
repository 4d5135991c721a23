/** Scan tickets: short-lived proof that a till has just identified a member. Signed, so nothing is stored. Pure. */
import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'

export const SCAN_SECONDS = 600

export interface ScanTicket {
  memberId: number
  storeId: number
  tableId: number | null
}

/** A ticket whose signature has been looked at. */
export interface ReadTicket extends ScanTicket {
  untilMs: number
}

/** "S1.<member>.<store>.<table>.<end>.<signature>", below 64 characters. */
export function issueTicket(key: KeyObject, ticket: ScanTicket, nowMs: number): string {
  const end = Math.floor(nowMs / 1000) + SCAN_SECONDS
  const text = ['S1', ...[ticket.memberId, ticket.storeId, ticket.tableId ?? 0, end].map(n => n.toString(36))].join('.')
  return `${text}.${sign(key, text)}`
}

/** The ticket, or why it does not count. A ticket of another store is as unknown as a forged one. */
export function readTicket(
  key: KeyObject,
  text: string,
  at: { storeId: number; nowMs: number },
): ReadTicket | 'UNKNOWN' | 'EXPIRED' {
  const cut = text.lastIndexOf('.')
  const [version, member, store, table, end] = text.slice(0, cut).split('.')
  const mac = Buffer.from(text.slice(cut + 1))
  const expected = Buffer.from(sign(key, text.slice(0, Math.max(cut, 0))))
  if (version !== 'S1' || mac.length !== expected.length || !timingSafeEqual(mac, expected)) return 'UNKNOWN'
  const [memberId, storeId, tableId, until] = [member, store, table, end].map(part =>
    Number.parseInt(part ?? '', 36),
  ) as [number, number, number, number]
  if (storeId !== at.storeId) return 'UNKNOWN'
  const untilMs = until * 1000
  return untilMs <= at.nowMs ? 'EXPIRED' : { memberId, storeId, tableId: tableId || null, untilMs }
}

/** The scene in what a scanner read: the link of a table code, or the bare scene; null when it is neither. */
export function sceneIn(code: string): string | null {
  const scene = /^https?:\/\/[^/\s]{1,200}\/t\/([A-Za-z0-9]{1,32})$/.exec(code)?.[1] ?? code
  return /^[A-Za-z0-9]{16,32}$/.test(scene) && !/^\d+$/.test(scene) ? scene : null
}

function sign(key: KeyObject, text: string): string {
  return createHmac('sha256', key).update(`scan|${text}`).digest().subarray(0, 12).toString('base64url')
}
