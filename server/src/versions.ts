/**
 * Things operators change by publishing a version on top of the one they looked at. A version never changes afterwards:
 * what was decided in its time stays explained by it. The table of such a thing has `version` (unique, within the thing),
 * `request_key` (unique), `body_hash` and the two columns of a signature.
 */
import { hash } from 'node:crypto'
import type { RefusalCode } from '@huitou/shared/refusals'
import { type Db, insert, isDuplicate, rowsOf, type Sql, type Tx } from './db.js'
import { Refusal } from './refusal.js'

const SEEN_WITHIN_MS = 5_000

interface Versioned {
  version: number
}

/** A version somebody wants to publish, and how its table takes it. */
export interface Publication<V extends Versioned> {
  table: string
  operator: { id: number; name: string; username: string }
  requestId: string
  /** The version it was made on top of; 0 for the first one. */
  onTopOf: number
  /** Everything the request says, in an order that stays: its number cannot stand for another request. */
  said: unknown
  at: Date
  /** Whose columns the signature goes to: `published_at` and `published_by`, or `changed_at` and `changed_by`. */
  signed?: 'published' | 'changed'
  /** What is refused when the version is not the newest any more. */
  changed: RefusalCode
  /** What is refused when the request's number stood for another one. */
  reused?: RefusalCode
  /** How many versions there may be; the one beyond is refused like a late one. */
  most?: number
  /** The newest version as it is now, 0 where there is none. */
  newest: (tx: Tx) => Promise<V>
  /** Refuses what is wrong with it, writes what goes with it, and answers the columns of its own. */
  row: (tx: Tx, newest: V) => Record<string, Sql> | Promise<Record<string, Sql>>
}

/**
 * Publishes a version in a transaction of its own; a repeat of the request does nothing more, also when the two come at
 * the same moment. Refuses `changed`, and `reused` (`ledger.key_reused` where nothing else is named).
 */
export async function publishVersion<V extends Versioned>(db: Db, order: Publication<V>): Promise<void> {
  const sql = `SELECT body_hash FROM ${order.table} WHERE request_key = ?`
  const key = `${order.operator.id}:${order.requestId}`
  const body = bodyHash(order.said)
  const isRepeat = ([before]: { body_hash: Buffer }[]): boolean => {
    if (before && !before.body_hash.equals(body)) {
      throw new Refusal(order.reused ?? 'ledger.key_reused', { key: order.requestId })
    }
    return before !== undefined
  }
  try {
    await db.transaction(async tx => {
      // The newest first: whoever sent this same request and was quicker is then found by its key.
      const newest = await order.newest(tx)
      if (isRepeat(await rowsOf(tx, sql, [key]))) return
      const full = newest.version >= (order.most ?? Number.POSITIVE_INFINITY)
      if (newest.version !== order.onTopOf || full) throw new Refusal(order.changed)
      const own = await order.row(tx, newest)
      const signed = order.signed ?? 'published'
      const signature = { [`${signed}_at`]: order.at, [`${signed}_by`]: signatureOf(order.operator) }
      const version = newest.version + 1
      await insert(tx, order.table, { ...own, version, ...signature, request_key: key, body_hash: body })
    })
  } catch (error) {
    if (!isDuplicate(error)) throw error
    // Two at the same moment: the other one is this very request, or has the number.
    if (!isRepeat(await db.query(sql, [key]))) throw new Refusal(order.changed)
  }
}

/** What a request says, so that its number cannot stand for another one. */
export function bodyHash(said: unknown): Buffer {
  return hash('sha256', JSON.stringify(said), 'buffer')
}

/** How operators are named under what they did. */
export function signatureOf({ name, username }: { name: string; username: string }): string {
  return `${name} · ${username}`
}

/** All versions of a thing, oldest first, at most five seconds old; readers who come together share one query. */
export class SeenVersions<V> {
  private known: { versions: V[]; until: number } | null = null
  private reading: Promise<V[]> | null = null

  /** `read` answers them in order; it throws where there is none, since the migrations publish the first. */
  constructor(private readonly read: () => Promise<V[]>) {}

  async list(): Promise<V[]> {
    if (this.known && this.known.until > Date.now()) return this.known.versions
    const reading = this.reading ?? this.read()
    this.reading = reading
    try {
      const versions = await reading
      // One that began before `forget` may have missed what was published then: it counts for its own callers only.
      if (this.reading === reading) this.known = { versions, until: Date.now() + SEEN_WITHIN_MS }
      return versions
    } finally {
      if (this.reading === reading) this.reading = null
    }
  }

  /** After this process has published. */
  forget(): void {
    this.known = null
    this.reading = null
  }
}
