import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, isDuplicate } from '../db.js'
import type { Caller } from '../http.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { PosKeys } from './pos-keys.service.js'
import { isLate, isSignedWith, readSignature, type SignedRequest, SKEW_MS } from './pos-signatures.rules.js'

/** A signature may lie ahead by as much as it may be old, so its nonce is kept for both, and a minute more. */
const NONCE_MS = 2 * SKEW_MS + 60_000
const PIECE = 5_000
const MOST_PIECES = 20

/** Signed requests of tills: who signed, whether it was just now, and that nobody sends the same one twice. */
@Injectable()
export class PosSignatures {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PosKeys) private readonly keys: PosKeys,
  ) {}

  /**
   * The till that signed a request. Refuses `pos.key_invalid`, `pos.signature_late` (with our time), `pos.signature_wrong`,
   * `pos.nonce_used`: a repeat is signed anew.
   */
  async check(authorization: string, request: SignedRequest): Promise<Caller['pos']> {
    const signed = readSignature(authorization)
    if (!signed) throw new Refusal('pos.signature_wrong')
    const { till, key } = await this.keys.signer(signed.keyId)
    const now = this.clock.now()
    if (isLate(signed, now)) throw new Refusal('pos.signature_late', { now: now.toISOString() })
    if (!isSignedWith(key, signed, request)) throw new Refusal('pos.signature_wrong')
    try {
      const sql = 'INSERT INTO pos_nonce (key_id, nonce, seen_at) VALUES (?, ?, ?)'
      await this.db.query(sql, [signed.keyId, signed.nonce, now])
    } catch (error) {
      if (isDuplicate(error)) throw new Refusal('pos.nonce_used')
      throw error
    }
    return till
  }

  /** Forgets nonces whose signatures do not count any more. Answers how many. */
  async sweep(): Promise<{ nonces: number }> {
    const before = new Date(this.clock.now().getTime() - NONCE_MS)
    let nonces = 0
    for (let piece = 0; piece < MOST_PIECES; piece += 1) {
      const sql = `DELETE FROM pos_nonce WHERE seen_at < ? ORDER BY seen_at LIMIT ${PIECE}`
      const gone = await this.db.transaction(tx => change(tx, sql, [before]))
      nonces += gone
      if (gone < PIECE) break
    }
    return { nonces }
  }
}
