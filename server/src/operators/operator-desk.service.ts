import { randomBytes } from 'node:crypto'
import { OperatorRole } from '@huitou/shared/operators'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, insert, isDuplicate, rowsOf, type Tx } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import type { Ids } from '../ids.js'
import { Refusal } from '../refusal.js'
import { SESSION_KIND, Sessions } from '../sessions/sessions.service.js'
import { newInvite } from '../stores/scenes.rules.js'
import { Stores } from '../stores/stores.service.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { Audit, type AuditAction } from './audit.service.js'
import { OPERATOR_COLUMNS, type OperatorRow, Operators } from './operators.service.js'
import { Passwords } from './passwords.service.js'

type View = Reply<'PUT /console/operators/:id'>
type Invite = Reply<'POST /console/operators'>
type Draft = Input<'POST /console/operators'>['body']
type Change = Input<'PUT /console/operators/:id'>['body']

/** The list is handed out whole, so their number is bounded. */
export const MAX_OPERATORS = 500
const PASSWORD_DAYS = 7

/** How administrators make, change and end operators. Nobody does so to the own account, so one of them always remains. */
@Injectable()
export class OperatorDesk {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(Operators) private readonly operators: Operators,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  /** Everybody, in the order they were made. */
  async list(by: Caller['operator']): Promise<View[]> {
    const sql = `SELECT ${OPERATOR_COLUMNS} FROM operator ORDER BY id LIMIT ${MAX_OPERATORS}`
    const rows = await this.db.query<OperatorRow>(sql)
    // Listing the stores first leaves them all at hand for the views.
    await this.stores.list()
    return Promise.all(rows.map(row => this.view(row, by)))
  }

  /**
   * Makes an operator; the one-time password is in this answer and nowhere else. Refuses `operator.username_taken`,
   * `record.not_found` when there is no such store, `input.invalid` beyond 500 operators.
   */
  async invite(by: Caller['operator'], draft: Draft): Promise<Invite> {
    const username = draft.username.toLowerCase()
    const storeId = await this.storeOf(draft.storeId)
    const detail = await this.duty(draft)
    const { password, hash, until } = await this.drawPassword()
    const id = this.ids.next()
    const work = this.db.transaction(async tx => {
      await this.lockAdministrators(tx, by)
      const [count] = await rowsOf<{ operators: number }>(tx, 'SELECT COUNT(*) AS operators FROM operator')
      if ((count?.operators ?? 0) >= MAX_OPERATORS) throw new Refusal('input.invalid', { limit: MAX_OPERATORS })
      await insert(tx, 'operator', {
        id,
        username,
        name: draft.name,
        role: draft.role,
        password_hash: hash,
        totp_enabled: 0,
        failures: 0,
        created_at: this.clock.now(),
        store_id: storeId,
        password_until: until,
      })
      await this.note(tx, by, { action: 'OPERATOR_CREATED', target: username, detail })
    })
    await work.catch(error => {
      throw isDuplicate(error) ? new Refusal('operator.username_taken') : error
    })
    return { operator: await this.get(id, by), password, expiresAt: until.toISOString() }
  }

  /**
   * Changes name, role and store, or ends and reopens access; ending it ends every session. Refuses `record.not_found`,
   * and `operator.self` for a change of the own role, store or access.
   */
  async change(by: Caller['operator'], operatorId: number, draft: Change): Promise<View> {
    const storeId = await this.storeOf(draft.storeId)
    const detail = await this.duty(draft)
    const ended = await this.db.transaction(async tx => {
      const row = await this.lock(tx, by, operatorId)
      const same = row.role === draft.role && row.store_id === storeId && (row.disabled_at !== null) === draft.disabled
      if (row.id === by.id && !same) throw new Refusal('operator.self')
      const disabledAt = draft.disabled ? (row.disabled_at ?? this.clock.now()) : null
      await change(tx, 'UPDATE operator SET name = ?, role = ?, store_id = ?, disabled_at = ? WHERE id = ?', [
        draft.name,
        draft.role,
        storeId,
        disabledAt,
        row.id,
      ])
      for (const action of actionsOf(row, { ...draft, storeId })) {
        await this.note(tx, by, { action, target: row.username, detail })
      }
      return draft.disabled && !row.disabled_at
    })
    this.operators.forget(operatorId)
    if (ended) await this.sessions.revokeAll(SESSION_KIND.OPERATOR, operatorId)
    return this.get(operatorId, by)
  }

  /** A new one-time password for somebody who lost theirs; all sessions end. Refuses `record.not_found`, `operator.self`. */
  async renewPassword(by: Caller['operator'], operatorId: number): Promise<Invite> {
    const { password, hash, until } = await this.drawPassword()
    await this.db.transaction(async tx => {
      const row = await this.lock(tx, by, operatorId)
      if (row.id === by.id) throw new Refusal('operator.self')
      // The attempts start over as well: whoever is locked out is the one who asks for a new password.
      await change(
        tx,
        'UPDATE operator SET password_hash = ?, password_until = ?, failures = 0, locked_until = NULL WHERE id = ?',
        [hash, until, row.id],
      )
      await this.note(tx, by, { action: 'PASSWORD_ISSUED', target: row.username })
    })
    this.operators.forget(operatorId)
    await this.sessions.revokeAll(SESSION_KIND.OPERATOR, operatorId)
    return { operator: await this.get(operatorId, by), password, expiresAt: until.toISOString() }
  }

  /** Turns the second step off; all sessions end. The own one is turned off with a code. Refuses as above. */
  async resetTotp(by: Caller['operator'], operatorId: number): Promise<View> {
    await this.db.transaction(async tx => {
      const row = await this.lock(tx, by, operatorId)
      if (row.id === by.id) throw new Refusal('operator.self')
      if (!row.totp_enabled && !row.totp_cipher) return
      await change(tx, 'UPDATE operator SET totp_enabled = 0, totp_cipher = NULL WHERE id = ?', [row.id])
      await this.note(tx, by, { action: 'TOTP_RESET', target: row.username })
    })
    await this.sessions.revokeAll(SESSION_KIND.OPERATOR, operatorId)
    return this.get(operatorId, by)
  }

  private async get(operatorId: number, by: Caller['operator']): Promise<View> {
    const sql = `SELECT ${OPERATOR_COLUMNS} FROM operator WHERE id = ?`
    const [row] = await this.db.query<OperatorRow>(sql, [operatorId])
    if (!row) throw new Refusal('record.not_found')
    return this.view(row, by)
  }

  /** Two administrators who end each other at the same moment pass here one after the other: the second is none any more. */
  private async lockAdministrators(tx: Tx, by: Caller['operator']): Promise<void> {
    const sql = "SELECT id FROM operator WHERE role = 'ADMIN' AND disabled_at IS NULL ORDER BY id FOR UPDATE"
    const administrators = await rowsOf<{ id: number }>(tx, sql)
    if (!administrators.some(({ id }) => id === by.id)) throw new Refusal('access.denied')
  }

  private async lock(tx: Tx, by: Caller['operator'], operatorId: number): Promise<OperatorRow> {
    await this.lockAdministrators(tx, by)
    const sql = `SELECT ${OPERATOR_COLUMNS} FROM operator WHERE id = ? FOR UPDATE`
    const [row] = await rowsOf<OperatorRow>(tx, sql, [operatorId])
    if (!row) throw new Refusal('record.not_found')
    return row
  }

  private async drawPassword(): Promise<{ password: string; hash: string; until: Date }> {
    const password = newInvite(randomBytes)
    const until = new Date(this.clock.now().getTime() + PASSWORD_DAYS * 86_400_000)
    return { password, hash: await this.passwords.hash(password), until }
  }

  private async storeOf(storeId: string | null): Promise<number | null> {
    return storeId === null ? null : (await this.stores.get(Number(storeId))).id
  }

  private async duty(draft: Pick<Change, 'name' | 'role' | 'storeId'>): Promise<string> {
    const store = draft.storeId === null ? '' : ` ${(await this.stores.get(Number(draft.storeId))).code}`
    return `${draft.name} ${draft.role}${store}`
  }

  private note(
    tx: Tx,
    operator: Caller['operator'],
    deed: { action: AuditAction; target: string; detail?: string },
  ): Promise<void> {
    return this.audit.record(tx, { operator, ...deed })
  }

  private async view(row: OperatorRow, by: Caller['operator']): Promise<View> {
    const store = row.store_id ? await this.stores.get(row.store_id) : null
    return {
      id: String(row.id),
      username: row.username,
      name: row.name,
      role: OperatorRole.parse(row.role),
      store: store ? { id: String(store.id), name: store.name } : null,
      totpEnabled: row.totp_enabled === 1,
      state: row.disabled_at ? 'DISABLED' : row.password_until ? 'INVITED' : 'ACTIVE',
      lastLoginAt: row.last_login_at?.toISOString() ?? null,
      isMe: row.id === by.id,
    }
  }
}

/** What a change amounts to in the audit log; nothing when it changes nothing. */
function actionsOf(
  row: OperatorRow,
  to: { name: string; role: string; storeId: number | null; disabled: boolean },
): AuditAction[] {
  const duty = row.name !== to.name || row.role !== to.role || row.store_id !== to.storeId
  const access = (row.disabled_at !== null) !== to.disabled
  return [
    ...(duty ? (['OPERATOR_CHANGED'] as const) : []),
    ...(access ? ([to.disabled ? 'OPERATOR_DISABLED' : 'OPERATOR_ENABLED'] as const) : []),
  ]
}
