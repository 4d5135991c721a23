import { hash, randomBytes } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.js'
import type { Config } from '../config.js'
import { change, type Db, insert, rowsOf, type Tx } from '../db.js'
import type { Caller, Reply } from '../http.js'
import type { Ids } from '../ids.js'
import { Refusal } from '../refusal.js'
import { seal, unseal } from '../sealing.js'
import { CLOCK, CONFIG, DB, IDS } from '../tokens.js'
import { newPosKey } from './scenes.rules.js'

type PosKeyView = Reply<'DELETE /console/pos-keys/:id'>

interface KeyRow {
  id: number
  store_id: number
  name: string
  prefix: string
  created_at: Date
  last_used_at: Date | null
  revoked_at: Date | null
  signed_only: number
}

interface TillRow {
  id: number
  store_id: number
  name: string
  sealed_key: string | null
  signed_only: number
}

/** Live keys of one store; its tills are fewer. */
export const MAX_POS_KEYS = 20
const LISTED = 200
const SEEN_WITHIN_MS = 5_000
const USED_WITHIN_MS = 60_000
const COLUMNS = 'id, store_id, name, prefix, created_at, last_used_at, revoked_at, signed_only'
const TILL = 'id, store_id, name, sealed_key, signed_only'

/**
 * Keys by which tills call: shown as they are, found by their SHA-256 (a key is long and random, so a slow hash adds
 * nothing); or signing with them, for which a copy is kept sealed.
 */
@Injectable()
export class PosKeys {
  private readonly known = new LRUCache<string, Caller['pos']>({ max: 10_000, ttl: SEEN_WITHIN_MS })
  private readonly signers = new LRUCache<number, { till: Caller['pos']; key: string }>({
    max: 10_000,
    ttl: SEEN_WITHIN_MS,
  })
  /** When the last use of a key was written down by this process. */
  private readonly noted = new LRUCache<number, number>({ max: 10_000 })
  private changes = 0

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** The till behind a key that was checked less than five seconds ago. */
  seen(key: string): Caller['pos'] | undefined {
    return this.known.get(key)
  }

  /** The till behind a key, at most five seconds old. Refuses `pos.key_invalid`. */
  async check(key: string): Promise<Caller['pos']> {
    const known = this.seen(key)
    if (known) return known
    const { changes } = this
    const [row] = await this.db.query<TillRow>(
      `SELECT ${TILL} FROM pos_key WHERE key_hash = ? AND revoked_at IS NULL`,
      [hashOf(key)],
    )
    if (!row) throw new Refusal('pos.key_invalid')
    const till = tillOf(row)
    // From before keys could sign: now that it is seen, it can from here on.
    if (row.sealed_key === null) await this.keepSealed(row.id, key)
    await this.noteUse(row.id)
    // What was read before a revocation must not be remembered after it.
    if (changes === this.changes) this.known.set(key, till)
    return till
  }

  /**
   * A till and the key it signs with, at most five seconds old. Refuses `pos.key_invalid`, also for keys from before keys
   * could sign, until they have been shown once.
   */
  async signer(keyId: number): Promise<{ till: Caller['pos']; key: string }> {
    const known = this.signers.get(keyId)
    if (known) return known
    const { changes } = this
    const sql = `SELECT ${TILL} FROM pos_key WHERE id = ? AND revoked_at IS NULL`
    const [row] = await this.db.query<TillRow>(sql, [keyId])
    if (!row?.sealed_key) throw new Refusal('pos.key_invalid')
    const signer = { till: tillOf(row), key: unseal(row.sealed_key, this.config.keys.token, boundTo(keyId)) }
    await this.noteUse(keyId)
    if (changes === this.changes) this.signers.set(keyId, signer)
    return signer
  }

  /** Keys of a store: live ones first, then by age, the newest first. Never the keys themselves. */
  async ofStore(storeId: number): Promise<PosKeyView[]> {
    const rows = await this.db.query<KeyRow>(
      `SELECT ${COLUMNS} FROM pos_key WHERE store_id = ? ORDER BY revoked_at IS NOT NULL, id DESC LIMIT ${LISTED}`,
      [storeId],
    )
    return rows.map(view)
  }

  /** One key. Refuses `record.not_found`. */
  async get(keyId: number): Promise<{ storeId: number; view: PosKeyView }> {
    const [row] = await this.db.query<KeyRow>(`SELECT ${COLUMNS} FROM pos_key WHERE id = ?`, [keyId])
    if (!row) throw new Refusal('record.not_found')
    return { storeId: row.store_id, view: view(row) }
  }

  /**
   * Locks the store, the turnstile of its keys, and makes sure of room and of the name. Refuses `record.not_found`,
   * `pos.name_taken`, `pos.key_limit`.
   */
  async makeRoom(tx: Tx, storeId: number, name: string): Promise<void> {
    const [store] = await rowsOf(tx, 'SELECT id FROM store WHERE id = ? FOR UPDATE', [storeId])
    if (!store) throw new Refusal('record.not_found')
    const sql = 'SELECT name FROM pos_key WHERE store_id = ? AND revoked_at IS NULL'
    const live = await rowsOf<{ name: string }>(tx, sql, [storeId])
    if (live.some(key => key.name === name)) throw new Refusal('pos.name_taken')
    if (live.length >= MAX_POS_KEYS) throw new Refusal('pos.key_limit', { limit: MAX_POS_KEYS })
  }

  /**
   * Makes a key for a till of a store. The answer is the only time the key is seen. `random` is for demo data, whose
   * key is the same at every start. With `signedOnly` the key itself opens nothing: every request is signed with it.
   */
  async issue(
    tx: Tx,
    storeId: number,
    name: string,
    { random = randomBytes, signedOnly = false }: { random?: (size: number) => Uint8Array; signedOnly?: boolean } = {},
  ): Promise<{ id: number; key: string }> {
    const key = newPosKey(random)
    const id = this.ids.next()
    await insert(tx, 'pos_key', {
      id,
      store_id: storeId,
      name,
      key_hash: hashOf(key),
      created_at: this.clock.now(),
      revoked_at: null,
      prefix: key.slice(0, SHOWN),
      sealed_key: seal(key, this.config.keys.token, boundTo(id)),
      signed_only: signedOnly ? 1 : 0,
    })
    return { id, key }
  }

  /** Ends a key; `forget` after the commit makes it so at once. Answers whether it had not ended before. */
  async revoke(tx: Tx, keyId: number): Promise<boolean> {
    const sql = 'UPDATE pos_key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL'
    return (await change(tx, sql, [this.clock.now(), keyId])) === 1
  }

  /** To be called after the commit of a revocation: this process refuses it at once, others within five seconds. */
  forget(): void {
    this.changes += 1
    this.known.clear()
    this.signers.clear()
  }

  private async keepSealed(keyId: number, key: string): Promise<void> {
    const sealed = seal(key, this.config.keys.token, boundTo(keyId))
    await this.db.query('UPDATE pos_key SET sealed_key = ? WHERE id = ? AND sealed_key IS NULL', [sealed, keyId])
  }

  /** To the minute, so that a busy till costs one write a minute. */
  private async noteUse(keyId: number): Promise<void> {
    const now = this.clock.now()
    if (now.getTime() - (this.noted.get(keyId) ?? 0) < USED_WITHIN_MS) return
    this.noted.set(keyId, now.getTime())
    await this.db.query('UPDATE pos_key SET last_used_at = ? WHERE id = ?', [now, keyId])
  }
}

/** "htp_" and four letters: enough to tell keys apart, nothing to guess the rest from. */
const SHOWN = 8

function view(row: KeyRow): PosKeyView {
  return {
    id: String(row.id),
    name: row.name,
    prefix: row.prefix,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    signedOnly: row.signed_only === 1,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }
}

const tillOf = ({ id, store_id, name, signed_only }: TillRow): Caller['pos'] => ({
  keyId: id,
  storeId: store_id,
  name,
  signedOnly: signed_only === 1,
})

/** A sealed key opens in its own row only. */
const boundTo = (keyId: number): string => `pos_key:${keyId}`

const hashOf = (key: string): Buffer => hash('sha256', key, 'buffer')
