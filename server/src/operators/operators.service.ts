import { OperatorRole } from '@huitou/shared/operators'
import { Inject, Injectable } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.js'
import { type Db, insert, isDuplicate } from '../db.js'
import type { Caller, Reply } from '../http.js'
import type { Ids } from '../ids.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { Audit } from './audit.service.js'
import { Passwords } from './passwords.service.js'
import { landingOf, mayCall } from './rights.rules.js'

export interface OperatorDraft {
  username: string
  name: string
  role: OperatorRole
  password: string
}

export interface OperatorRow {
  id: number
  username: string
  name: string
  role: string
  password_hash: string
  totp_cipher: string | null
  totp_enabled: number
  totp_last_step: number | null
  last_login_at: Date | null
  previous_login_at: Date | null
}

export const OPERATOR_COLUMNS =
  'id, username, name, role, password_hash, totp_cipher, totp_enabled, totp_last_step, last_login_at, previous_login_at'
const SEEN_WITHIN_MS = 5_000

/** Operators of the console: who they are and what their role may call. */
@Injectable()
export class Operators {
  private readonly known = new LRUCache<number, Caller['operator']>({ max: 1000, ttl: SEEN_WITHIN_MS })

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  /**
   * The operator, if the role may call this route; at most five seconds old. Refuses `session.invalid` when there is no
   * such operator any more, and `access.denied`.
   */
  async allowed(operatorId: number, routeKey: string): Promise<Caller['operator']> {
    const operator = this.known.get(operatorId) ?? (await this.look(operatorId))
    if (!mayCall(operator.role, routeKey)) throw new Refusal('access.denied')
    return operator
  }

  /** The operator's own card. Refuses `session.invalid` when there is no such operator any more. */
  async card(operatorId: number): Promise<Reply<'GET /console/me'>> {
    const row = await this.row(operatorId)
    const role = OperatorRole.parse(row.role)
    return {
      username: row.username,
      name: row.name,
      role,
      totpEnabled: row.totp_enabled === 1,
      // The one before this one: people look at it to see whether somebody else was here.
      lastLoginAt: row.previous_login_at?.toISOString() ?? null,
      landing: landingOf(role),
    }
  }

  /**
   * Makes an operator unless somebody has this user name already, who is then left as he is. Answers the id.
   * User names are kept in lower case.
   */
  async ensure(draft: OperatorDraft): Promise<number> {
    const username = draft.username.trim().toLowerCase()
    const same = await this.byUsername(username)
    if (same) return same.id
    const password_hash = await this.passwords.hash(draft.password)
    const work = this.db.transaction(async tx => {
      const id = this.ids.next()
      await insert(tx, 'operator', {
        id,
        username,
        name: draft.name,
        role: draft.role,
        password_hash,
        totp_cipher: null,
        totp_enabled: 0,
        totp_last_step: null,
        failures: 0,
        locked_until: null,
        last_login_at: null,
        previous_login_at: null,
        created_at: this.clock.now(),
      })
      const operator = { id, username, name: draft.name }
      await this.audit.record(tx, { operator, action: 'OPERATOR_CREATED', target: username, detail: draft.role })
      return id
    })
    return work.catch(async error => {
      const first = isDuplicate(error) ? await this.byUsername(username) : undefined
      if (!first) throw error
      return first.id
    })
  }

  /** The operator with this user name, in any case; undefined when there is none. */
  async byUsername(username: string): Promise<OperatorRow | undefined> {
    const sql = `SELECT ${OPERATOR_COLUMNS} FROM operator WHERE username = ?`
    const [row] = await this.db.query<OperatorRow>(sql, [username.toLowerCase()])
    return row
  }

  /** Refuses `session.invalid` when there is no such operator any more. */
  async row(operatorId: number): Promise<OperatorRow> {
    const sql = `SELECT ${OPERATOR_COLUMNS} FROM operator WHERE id = ?`
    const [row] = await this.db.query<OperatorRow>(sql, [operatorId])
    if (!row) throw new Refusal('session.invalid')
    return row
  }

  private async look(operatorId: number): Promise<Caller['operator']> {
    const { id, username, name, role } = await this.row(operatorId)
    const operator = { id, username, name, role }
    this.known.set(operatorId, operator)
    return operator
  }
}
