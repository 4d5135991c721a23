import { OperatorRole } from '@huitou/shared/operators'
import { Inject, Injectable } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.js'
import { type Db, insert, isDuplicate } from '../db.js'
import type { Caller, Reply } from '../http.js'
import type { Ids } from '../ids.js'
import { Refusal } from '../refusal.js'
import { Stores } from '../stores/stores.service.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { Audit } from './audit.service.js'
import { Passwords } from './passwords.service.js'
import { landingOf, mayCall, opensBeforeOwnPassword } from './rights.rules.js'

export interface OperatorDraft {
  username: string
  name: string
  role: OperatorRole
  password: string
  storeId?: number | null
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
  store_id: number | null
  password_until: Date | null
  disabled_at: Date | null
}

export const OPERATOR_COLUMNS =
  'id, username, name, role, password_hash, totp_cipher, totp_enabled, totp_last_step, last_login_at, previous_login_at, store_id, password_until, disabled_at'
const SEEN_WITHIN_MS = 5_000

interface Known {
  operator: Caller['operator']
  mustChange: boolean
}

/** Operators of the console: who they are and what their role may call. */
@Injectable()
export class Operators {
  private readonly known = new LRUCache<number, Known>({ max: 1000, ttl: SEEN_WITHIN_MS })
  private changes = 0

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Stores) private readonly stores: Stores,
  ) {}

  /**
   * The operator, if the role may call this route; at most five seconds old. Refuses `session.invalid` when there is no
   * such operator any more or it is disabled, `operator.password_due` and `access.denied`.
   */
  async allowed(operatorId: number, routeKey: string): Promise<Caller['operator']> {
    const { operator, mustChange } = this.known.get(operatorId) ?? (await this.look(operatorId))
    if (mustChange && !opensBeforeOwnPassword(routeKey)) throw new Refusal('operator.password_due')
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
      store: row.store_id ? await this.storeRef(row.store_id) : null,
      totpEnabled: row.totp_enabled === 1,
      mustChangePassword: row.password_until !== null,
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
        store_id: draft.storeId ?? null,
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

  /** To be called after the commit of a change: this process sees it at once, others within five seconds. */
  forget(operatorId: number): void {
    this.changes += 1
    this.known.delete(operatorId)
  }

  private async storeRef(storeId: number): Promise<{ id: string; name: string }> {
    const { name } = await this.stores.get(storeId)
    return { id: String(storeId), name }
  }

  private async look(operatorId: number): Promise<Known> {
    const { changes } = this
    const row = await this.row(operatorId)
    if (row.disabled_at) throw new Refusal('session.invalid')
    const { id, username, name, role, store_id: storeId } = row
    const known = { operator: { id, username, name, role, storeId }, mustChange: row.password_until !== null }
    // What was read before a change must not be remembered after it.
    if (changes === this.changes) this.known.set(operatorId, known)
    return known
  }
}
