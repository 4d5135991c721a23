import { createHash, randomBytes } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import { createSigner, createVerifier } from 'fast-jwt'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.js'
import type { Config } from '../config.js'
import { type Db, insert, type Tx } from '../db.js'
import type { Ids } from '../ids.js'
import { Refusal } from '../refusal.js'
import { CLOCK, CONFIG, DB, IDS } from '../tokens.js'

export const SESSION_KIND = { IDENTITY: 1, OPERATOR: 2 } as const
export type SessionKind = (typeof SESSION_KIND)[keyof typeof SESSION_KIND]

export interface Tokens {
  accessToken: string
  refreshToken: string
  accessSeconds: number
}

export interface SessionClaims {
  sessionId: number
  subjectId: number
  kind: SessionKind
}

const ACCESS_SECONDS = 600
const REFRESH_MS = { [SESSION_KIND.IDENTITY]: 60 * 86_400_000, [SESSION_KIND.OPERATOR]: 12 * 3_600_000 }
// A phone that lost the answer to a refresh sends the old token again; later than this it is a stolen one.
const ROTATION_GRACE_MS = 60_000
const REVOCATION_SEEN_WITHIN_MS = 5_000

interface SessionRow {
  id: number
  kind: SessionKind
  subject_id: number
  refresh_hash: Buffer
  rotated_at: Date
  expires_at: Date
  revoked_at: Date | null
}

/** Own sessions: short signed access tokens, refresh tokens that rotate with every use, and an end that can be forced. */
@Injectable()
export class Sessions {
  private readonly sign: (payload: Record<string, number>) => string
  private readonly verify: (token: string) => Record<string, number>
  private readonly alive = new LRUCache<number, boolean>({ max: 50_000, ttl: REVOCATION_SEEN_WITHIN_MS })

  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {
    const key = config.keys.session.export()
    this.sign = createSigner({ key, algorithm: 'HS256', noTimestamp: true })
    this.verify = createVerifier({ key, algorithms: ['HS256'], ignoreExpiration: true, cache: 10_000 })
  }

  /** Opens a session for a signed-in subject. */
  async open(tx: Tx, kind: SessionKind, subjectId: number): Promise<Tokens> {
    const now = this.clock.now()
    const id = this.ids.next()
    const refreshToken = randomBytes(32).toString('base64url')
    await insert(tx, 'session', {
      id,
      kind,
      subject_id: subjectId,
      refresh_hash: hashOf(refreshToken),
      previous_hash: null,
      created_at: now,
      rotated_at: now,
      expires_at: new Date(now.getTime() + REFRESH_MS[kind]),
      revoked_at: null,
    })
    return this.tokens({ sessionId: id, subjectId, kind }, refreshToken)
  }

  /** Swaps a refresh token. The old one ends; using it again later ends the whole session (`session.invalid`). */
  async refresh(kind: SessionKind, refreshToken: string): Promise<Tokens> {
    const hash = hashOf(refreshToken)
    const now = this.clock.now()
    const next = randomBytes(32).toString('base64url')
    const row = await this.db.transaction(async tx => {
      const [found] = (await tx.query(
        'SELECT id, kind, subject_id, refresh_hash, rotated_at, expires_at, revoked_at FROM session WHERE refresh_hash = ? OR previous_hash = ? FOR UPDATE',
        [hash, hash],
      )) as SessionRow[]
      if (!found || found.kind !== kind || found.revoked_at || found.expires_at <= now) return null
      const old = !found.refresh_hash.equals(hash)
      if (old && now.getTime() - found.rotated_at.getTime() > ROTATION_GRACE_MS) {
        await tx.query('UPDATE session SET revoked_at = ? WHERE id = ?', [now, found.id])
        return null
      }
      await tx.query(
        'UPDATE session SET previous_hash = ?, refresh_hash = ?, rotated_at = ?, expires_at = ? WHERE id = ?',
        [hash, hashOf(next), now, new Date(now.getTime() + REFRESH_MS[kind]), found.id],
      )
      return found
    })
    if (!row) throw new Refusal('session.invalid')
    return this.tokens({ sessionId: row.id, subjectId: row.subject_id, kind }, next)
  }

  /** The claims of an access token. Refuses `session.invalid` or `session.expired`; a revoked one within five seconds. */
  async check(accessToken: string): Promise<SessionClaims> {
    let payload: Record<string, number>
    try {
      payload = this.verify(accessToken)
    } catch {
      throw new Refusal('session.invalid')
    }
    const { i, s, k, e } = payload
    if (!i || !s || !e || (k !== SESSION_KIND.IDENTITY && k !== SESSION_KIND.OPERATOR))
      throw new Refusal('session.invalid')
    if (e * 1000 <= this.clock.now().getTime()) throw new Refusal('session.expired')
    if (!(await this.isAlive(i))) throw new Refusal('session.invalid')
    return { sessionId: i, subjectId: s, kind: k }
  }

  /** Ends one session: its access token within seconds everywhere, at once in this process. */
  async revoke(sessionId: number): Promise<void> {
    await this.db.query('UPDATE session SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL', [
      this.clock.now(),
      sessionId,
    ])
    this.alive.set(sessionId, false)
  }

  /** Ends all sessions of a subject, but for one that may stay. */
  async revokeAll(kind: SessionKind, subjectId: number, except = 0): Promise<void> {
    await this.db.query(
      'UPDATE session SET revoked_at = ? WHERE kind = ? AND subject_id = ? AND id <> ? AND revoked_at IS NULL',
      [this.clock.now(), kind, subjectId, except],
    )
    this.alive.clear()
  }

  private async isAlive(sessionId: number): Promise<boolean> {
    const known = this.alive.get(sessionId)
    if (known !== undefined) return known
    const rows = await this.db.query<{ id: number }>(
      'SELECT id FROM session WHERE id = ? AND revoked_at IS NULL AND expires_at > ?',
      [sessionId, this.clock.now()],
    )
    this.alive.set(sessionId, rows.length === 1)
    return rows.length === 1
  }

  private tokens(claims: SessionClaims, refreshToken: string): Tokens {
    const e = Math.floor(this.clock.now().getTime() / 1000) + ACCESS_SECONDS
    return {
      accessToken: this.sign({ i: claims.sessionId, s: claims.subjectId, k: claims.kind, e }),
      refreshToken,
      accessSeconds: ACCESS_SECONDS,
    }
  }
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()
