import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import {
  type OfflineFault,
  type OfflineToken,
  offlineMessage,
  offlinePayload,
  offlineText,
  readOfflineToken,
} from '@huitou/shared/offline-tokens'
import { Inject, Injectable } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.js'
import type { Config } from '../config.js'
import { type Db, insert, isDuplicate } from '../db.js'
import type { Reply } from '../http.js'
import { seal, unseal } from '../sealing.js'
import { CLOCK, CONFIG, DB } from '../tokens.js'
import { isKeyDue, isOfKey, type KeySpan, nextSpan } from './offline-keys.rules.js'

interface KeyRow extends KeySpan {
  id: number
  public_key: Buffer
  sealed: string
}

type PublicRow = Omit<KeyRow, 'id' | 'sealed'>

const COLUMNS = 'id, public_key, sealed, signs_from, signs_until'
/** The longest a token may live (see `VerificationTerms`), in keys: so many of the latest are shown to phones. */
const SHOWN = 4
const SEEN_WITHIN_MS = 5_000

/** Keys that sign offline tokens: a new one each week, known to the phones two days before it signs anything. */
@Injectable()
export class OfflineKeys {
  private readonly latest = new LRUCache<'latest', KeyRow[]>({ max: 1, ttl: SEEN_WITHIN_MS })
  private readonly halves = new LRUCache<number, KeyObject>({ max: 16 })
  private readonly publics = new LRUCache<number, PublicRow>({ max: 256 })

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Signs tokens with the key of this moment; the key's number is filled in. */
  async sign(tokens: readonly Omit<OfflineToken, 'keyId'>[]): Promise<string[]> {
    const now = this.clock.now()
    const rows = await this.current(now)
    const row = rows.find(({ signs_from, signs_until }) => signs_from <= now && now < signs_until)
    if (!row) throw new Error('no key signs offline tokens now')
    const half = this.privateHalf(row)
    return tokens.map(token => {
      const payload = offlinePayload({ ...token, keyId: row.id })
      return offlineText(payload, sign(null, offlineMessage(payload), half))
    })
  }

  /** The token in a text, whenever it was signed; or what is wrong with it. Says nothing of time and place. */
  async read(text: string): Promise<OfflineToken | OfflineFault> {
    let wanted = 0
    const ask = (keyId: number) => {
      wanted = keyId
      return null
    }
    readOfflineToken(text, ask, () => false)
    const key = wanted === 0 ? null : await this.keyOf(wanted)
    const token = readOfflineToken(text, () => key?.public_key ?? null, verifyByNode)
    // A key that was stolen after its week makes nothing that looks as if it came from then, unless it says so.
    const inTime = typeof token === 'string' || (key && isOfKey(token.issuedAt, key))
    return inTime ? token : 'FORGED'
  }

  /** What phones are given: keys whose tokens may still be out there, the one that signs, and the one that comes next. */
  async publicHalves(): Promise<Reply<'GET /staff/offline-kit'>['keys']> {
    const rows = await this.current(this.clock.now())
    return rows.map(({ id, public_key, signs_from, signs_until }) => ({
      id,
      publicKey: public_key.toString('base64url'),
      from: signs_from.toISOString(),
      until: signs_until.toISOString(),
    }))
  }

  /** The latest keys, after making those that are due. */
  private async current(now: Date): Promise<KeyRow[]> {
    const known = this.latest.get('latest')
    if (known && !isKeyDue(known[0], now)) return known
    let rows = await this.lastOnes()
    // Twice at most: the first key of all, and the one after it.
    for (let made = 0; isKeyDue(rows[0], now) && made < 2; made += 1) {
      await this.make(rows[0], now)
      rows = await this.lastOnes()
    }
    this.latest.set('latest', rows)
    return rows
  }

  private lastOnes(): Promise<KeyRow[]> {
    return this.db.query<KeyRow>(`SELECT ${COLUMNS} FROM offline_key ORDER BY id DESC LIMIT ${SHOWN}`)
  }

  /** Of two who make it at the same moment one does. */
  private async make(last: KeyRow | undefined, now: Date): Promise<void> {
    const id = (last?.id ?? 0) + 1
    const pair = generateKeyPairSync('ed25519')
    const pkcs8 = pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url')
    const row = {
      id,
      public_key: Buffer.from(pair.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'),
      sealed: seal(pkcs8, this.config.keys.token, bindingOf(id)),
      ...nextSpan(last, now),
      made_at: now,
    }
    await this.db
      .transaction(tx => insert(tx, 'offline_key', row))
      .catch(error => {
        if (!isDuplicate(error)) throw error
      })
  }

  private privateHalf({ id, sealed }: KeyRow): KeyObject {
    const known = this.halves.get(id)
    if (known) return known
    const der = Buffer.from(unseal(sealed, this.config.keys.token, bindingOf(id)), 'base64url')
    const half = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    this.halves.set(id, half)
    return half
  }

  private async keyOf(id: number): Promise<PublicRow | null> {
    const known = this.publics.get(id)
    if (known) return known
    const sql = 'SELECT public_key, signs_from, signs_until FROM offline_key WHERE id = ?'
    const [row] = await this.db.query<PublicRow>(sql, [id])
    if (row) this.publics.set(id, row)
    return row ?? null
  }
}

const bindingOf = (id: number): string => `offline_key:${id}`

function verifyByNode(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const x = Buffer.from(publicKey).toString('base64url')
  return verify(null, message, createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }), signature)
}
