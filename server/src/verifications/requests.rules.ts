/** What names a request and its people, and whether it comes again in the same words. Pure. */
import { hash } from 'node:crypto'
import { Refusal } from '../refusal.js'

/** Requests are numbered by phones; two of them may have one number. */
export const requestKeyOf = (staffId: number, requestId: string): string => `${staffId}:${requestId}`
/** The key of the use of a coupon or voucher that a verification makes. */
export const useKeyOf = (verificationId: number): string => `verify:${verificationId}`
/** As people know them: "小李 · S0012". */
export const actorOf = ({ name, staffNo }: { name: string; staffNo: string }): string =>
  `${name} · ${staffNo}`.slice(0, 84)

/** The same request in the same words, whatever order its parts came in. */
export function hashOf(body: object): Buffer {
  const parts = Object.entries(body).filter(([, value]) => value !== undefined)
  const sorted = parts.sort(([one], [other]) => (one < other ? -1 : 1))
  return hash('sha256', JSON.stringify(sorted), 'buffer')
}

/** The record of the same request. Refuses `verification.different` for another one under its number. */
export function sameBody<R extends { body_hash: Buffer }>(row: R, bodyHash: Buffer): R {
  if (!row.body_hash.equals(bodyHash)) throw new Refusal('verification.different')
  return row
}
