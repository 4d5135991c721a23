/** One request aimed at a route, and who may meet what at it. */
import type { Route } from '@huitou/shared/api'
import type { RequestOf } from '@huitou/shared/client'
import type { RefusalCode } from '@huitou/shared/refusals'

export interface Aim {
  request: () => { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown }
  /** What strangers meet who pass the door; nothing listed: an answer, with nothing of ana in it. */
  strangers: RefusalCode[]
  /** What ana and the people and tills of her store meet; an answer unless listed. */
  house: RefusalCode[]
}

/** An aim checked against the contract: what a client of ours could send. */
export function aim<R extends Route>(
  _route: R,
  request: RequestOf<R> | (() => RequestOf<R>),
  strangers: RefusalCode[] = [],
  house: RefusalCode[] = strangers,
): Aim {
  const make = typeof request === 'function' ? (request as () => RequestOf<R>) : () => request
  return { request: make as Aim['request'], strangers, house }
}

let drawn = 0
/** A number nobody has used yet. */
export function draw(prefix: string): string {
  drawn += 1
  return `${prefix}${drawn}`
}
export const none = {}
export const nothingThere = '4242424242424'
