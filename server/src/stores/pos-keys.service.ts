import { hash, randomBytes } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.js'
import { type Db, insert, type Tx } from '../db.js'
import type { Caller } from '../http.js'
import type { Ids } from '../ids.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { newPosKey } from './scenes.rules.js'

const SEEN_WITHIN_MS = 5_000

/** Keys by which tills call. Only the SHA-256 of a key is kept; a key is long and random, so a slow hash adds nothing. */
@Injectable()
export class PosKeys {
  private readonly known = new LRUCache<string, Caller['pos']>({ max: 10_000, ttl: SEEN_WITHIN_MS })

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** The till behind a key, at most five seconds old. Refuses `pos.key_invalid`. */
  async check(key: string): Promise<Caller['pos']> {
    const name = hash('sha256', key, 'hex')
    const known = this.known.get(name)
    if (known) return known
    const [row] = await this.db.query<{ id: number; store_id: number; name: string }>(
      'SELECT id, store_id, name FROM pos_key WHERE key_hash = ? AND revoked_at IS NULL',
      [hashOf(key)],
    )
    if (!row) throw new Refusal('pos.key_invalid')
    const till = { keyId: row.id, storeId: row.store_id, name: row.name }
    this.known.set(name, till)
    return till
  }

  /**
   * Makes a key for a till of a store. The answer is the only time the key is seen. `random` is for demo data, whose
   * key is the same at every start.
   */
  async issue(
    tx: Tx,
    storeId: number,
    name: string,
    random: (size: number) => Uint8Array = randomBytes,
  ): Promise<string> {
    const key = newPosKey(random)
    await insert(tx, 'pos_key', {
      id: this.ids.next(),
      store_id: storeId,
      name,
      key_hash: hashOf(key),
      created_at: this.clock.now(),
      revoked_at: null,
    })
    return key
  }

  /** Ends a key: at once here, within five seconds elsewhere. */
  async revoke(keyId: number): Promise<void> {
    await this.db.query('UPDATE pos_key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL', [
      this.clock.now(),
      keyId,
    ])
    this.known.clear()
  }
}

const hashOf = (key: string): Buffer => hash('sha256', key, 'buffer')
