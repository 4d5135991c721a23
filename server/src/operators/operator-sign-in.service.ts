import type { RefusalCode } from '@huitou/shared/refusals'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, rowsOf, type Tx } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import { Refusal } from '../refusal.js'
import { SESSION_KIND, Sessions, type Tokens } from '../sessions/sessions.service.js'
import { CLOCK, DB } from '../tokens.js'
import { Attempts } from './attempts.service.js'
import { Audit, type AuditAction } from './audit.service.js'
import { OPERATOR_COLUMNS, type OperatorRow, Operators } from './operators.service.js'
import { Passwords } from './passwords.service.js'
import { TotpCodes } from './totp.service.js'

type Login = Input<'POST /console/sessions'>['body']

/** How operators come in and what they do with their own keys: password and second step. */
@Injectable()
export class OperatorSignIn {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(Operators) private readonly operators: Operators,
    @Inject(Attempts) private readonly attempts: Attempts,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(TotpCodes) private readonly codes: TotpCodes,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  /**
   * Refuses `operator.credentials` (whichever of the two is wrong), `operator.locked`, `operator.totp_required` and
   * `operator.totp_wrong`; to whoever knows the password also `operator.disabled` and `operator.password_ended`.
   */
  async open(login: Login): Promise<Reply<'POST /console/sessions'>> {
    const username = login.username.toLowerCase()
    const row = await this.operators.byUsername(username)
    if (row) await this.attempts.begin(row.id)
    else this.attempts.beginAsStranger(username)
    const right = await this.passwords.matches(row?.password_hash, login.password)
    if (!row) throw new Refusal('operator.credentials')
    if (!right) return this.fail(row, 'operator.credentials', 'SIGN_IN_FAILED')
    if (row.disabled_at) return this.fail(row, 'operator.disabled', 'SIGN_IN_FAILED')
    if (row.password_until && row.password_until <= this.clock.now()) {
      return this.fail(row, 'operator.password_ended', 'SIGN_IN_FAILED')
    }
    if (row.totp_enabled && !login.totp) {
      await this.attempts.pause(row.id)
      throw new Refusal('operator.totp_required')
    }
    const tokens = await this.db.transaction(tx => this.enter(tx, row, login.totp))
    if (!tokens) return this.fail(row, 'operator.totp_wrong', 'SIGN_IN_FAILED')
    return { tokens, operator: await this.operators.card(row.id) }
  }

  /** Refuses `session.invalid`. */
  async refresh(refreshToken: string): Promise<Tokens> {
    return this.sessions.refresh(SESSION_KIND.OPERATOR, refreshToken)
  }

  async end(by: Caller): Promise<void> {
    await this.sessions.revoke(by.sessionId)
    await this.db.transaction(tx =>
      this.audit.record(tx, { operator: by.operator, action: 'SIGN_OUT', target: by.operator.username }),
    )
  }

  /** Changes the own password and ends all other sessions. Refuses `operator.credentials`, `operator.locked`. */
  async changePassword(by: Caller, body: Input<'POST /console/password'>['body']): Promise<void> {
    const row = await this.operators.row(by.operator.id)
    const chosenBadly = body.next === body.current || body.next.toLowerCase().includes(row.username)
    if (chosenBadly)
      throw new Refusal('input.invalid', { wrong: [{ path: 'body.next', problem: 'too easy to guess' }] })
    await this.attempts.begin(row.id)
    if (!(await this.passwords.matches(row.password_hash, body.current))) {
      return this.fail(row, 'operator.credentials', 'PASSWORD_REFUSED')
    }
    const hash = await this.passwords.hash(body.next)
    await this.db.transaction(async tx => {
      await this.lock(tx, row)
      await change(tx, 'UPDATE operator SET password_hash = ?, password_until = NULL WHERE id = ?', [hash, row.id])
      await this.attempts.succeed(tx, row.id)
      await this.audit.record(tx, { operator: by.operator, action: 'PASSWORD_CHANGED', target: row.username })
    })
    this.operators.forget(row.id)
    await this.sessions.revokeAll(SESSION_KIND.OPERATOR, row.id, by.sessionId)
  }

  /** Draws a secret for the authenticator; it counts once a first code has come. Refuses `operator.totp_on`. */
  async beginTotp(by: Caller): Promise<Reply<'POST /console/totp'>> {
    const { sealed, setup } = await this.codes.draw(by.operator.id, by.operator.username)
    const sql = 'UPDATE operator SET totp_cipher = ?, totp_last_step = NULL WHERE id = ? AND totp_enabled = 0'
    const drawn = await this.db.transaction(tx => change(tx, sql, [sealed, by.operator.id]))
    if (drawn !== 1) throw new Refusal('operator.totp_on')
    return setup
  }

  /** Turns the second step on or off by a code of the authenticator. Refuses `operator.totp_wrong`, `operator.locked`. */
  async switchTotp(by: Caller, code: string, on: boolean): Promise<Reply<'PUT /console/totp'>> {
    const row = await this.operators.row(by.operator.id)
    if ((row.totp_enabled === 1) !== on) {
      await this.attempts.begin(row.id)
      if (!(await this.db.transaction(tx => this.switchLocked(tx, row, { code, on })))) {
        return this.fail(row, 'operator.totp_wrong', 'TOTP_REFUSED')
      }
    }
    return this.operators.card(row.id)
  }

  /** Opens the session if the second step holds; null when it does not. */
  private async enter(tx: Tx, before: OperatorRow, code: string | undefined): Promise<Tokens | null> {
    const row = await this.lock(tx, before)
    const step = row.totp_enabled ? this.stepOf(row, code ?? '') : row.totp_last_step
    if (row.totp_enabled && step === null) return null
    const now = this.clock.now()
    await this.attempts.succeed(tx, row.id)
    await change(
      tx,
      'UPDATE operator SET totp_last_step = ?, previous_login_at = last_login_at, last_login_at = ? WHERE id = ?',
      [step, now, row.id],
    )
    await this.audit.record(tx, { operator: row, action: 'SIGN_IN', target: row.username })
    return this.sessions.open(tx, SESSION_KIND.OPERATOR, row.id)
  }

  private async switchLocked(tx: Tx, before: OperatorRow, to: { code: string; on: boolean }): Promise<boolean> {
    const row = await this.lock(tx, before)
    const step = this.stepOf(row, to.code)
    if (step === null) return false
    const cipher = to.on ? row.totp_cipher : null
    await change(tx, 'UPDATE operator SET totp_enabled = ?, totp_cipher = ?, totp_last_step = ? WHERE id = ?', [
      to.on ? 1 : 0,
      cipher,
      step,
      row.id,
    ])
    await this.attempts.succeed(tx, row.id)
    const action = to.on ? 'TOTP_ENABLED' : 'TOTP_DISABLED'
    await this.audit.record(tx, { operator: row, action, target: row.username })
    return true
  }

  private stepOf(row: OperatorRow, code: string): number | null {
    if (!row.totp_cipher) return null
    return this.codes.stepOf(row.totp_cipher, row.id, { code, lastStep: row.totp_last_step })
  }

  /** The row under its lock. Whoever changed the password in the meantime has shut out the one checked before. */
  private async lock(tx: Tx, before: OperatorRow): Promise<OperatorRow> {
    const sql = `SELECT ${OPERATOR_COLUMNS} FROM operator WHERE id = ? FOR UPDATE`
    const [row] = await rowsOf<OperatorRow>(tx, sql, [before.id])
    if (!row || row.disabled_at || row.password_hash !== before.password_hash) throw new Refusal('operator.credentials')
    return row
  }

  /** The attempt was counted when it began; here it is written down and refused. */
  private async fail(row: OperatorRow, code: RefusalCode, action: AuditAction): Promise<never> {
    await this.db.transaction(tx =>
      this.audit.record(tx, { operator: row, action, target: row.username, detail: code }),
    )
    throw new Refusal(code)
  }
}
