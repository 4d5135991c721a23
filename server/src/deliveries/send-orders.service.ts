import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, rowsOf } from '../db.js'
import type { Caller, Input } from '../http.js'
import type { Ids } from '../ids.js'
import { MESSAGE_STATE } from '../messages/kinds.rules.js'
import { Audit } from '../operators/audit.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { addSteps, DELIVERY, type DeliveryRow, returnGrant } from './delivery-rows.service.js'

type Action = Input<'POST /console/sends/:code/orders'>['body']['action']

const CHUNK = 200
/** What is sent again by hand is worth sending for another day. */
const AGAIN_MS = 24 * 3_600_000
const STATES = { PAUSE: 'PAUSED', RESUME: 'RUNNING', CANCEL: 'CANCELLED' } as const
const AUDITED = {
  PAUSE: 'SEND_PAUSED',
  RESUME: 'SEND_RESUMED',
  CANCEL: 'SEND_CANCELLED',
  RETRY: 'SEND_RETRIED',
} as const

/** What operators do with a send that is under way. Doing any of it twice is doing it once. */
@Injectable()
export class SendOrders {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  /** Refuses `record.not_found`, and `message.send_closed` for one that was cancelled. */
  async give(
    operator: Caller['operator'],
    code: string,
    { action, reason }: Input<'POST /console/sends/:code/orders'>['body'],
  ): Promise<void> {
    await this.db.transaction(async tx => {
      const [send] = await rowsOf<{ state: string }>(tx, 'SELECT state FROM message_send WHERE code = ? FOR UPDATE', [
        code,
      ])
      if (!send) throw new Refusal('record.not_found')
      if (send.state === 'CANCELLED' && action !== 'CANCEL') throw new Refusal('message.send_closed')
      const state = action === 'RETRY' ? send.state : STATES[action]
      const who = `${operator.name} · ${operator.username}`
      await change(tx, 'UPDATE message_send SET state = ?, changed_at = ?, changed_by = ? WHERE code = ?', [
        state,
        this.clock.now(),
        who,
        code,
      ])
      await this.audit.record(tx, {
        operator,
        action: AUDITED[action],
        target: code,
        ...(reason ? { detail: reason } : {}),
      })
    })
    await this.carryOut(operator, code, action, reason)
  }

  /** In pieces, after the order itself is kept: what is cut off here is done by the next order of the same kind. */
  private async carryOut(
    operator: Caller['operator'],
    code: string,
    action: Action,
    reason: string | undefined,
  ): Promise<void> {
    const who = `${operator.name} · ${operator.username}`
    if (action === 'CANCEL') {
      while ((await this.cancelMessages(code)) === CHUNK);
      while ((await this.cancelDeliveries(code, who)) === CHUNK);
    }
    if (action === 'RETRY') while ((await this.retry(code, reason, who)) === CHUNK);
  }

  private cancelMessages(code: string): Promise<number> {
    return this.db.transaction(tx =>
      change(
        tx,
        `UPDATE message SET state = ${MESSAGE_STATE.CANCELLED}, stop = 'CANCELLED', reason = 'CANCELLED' WHERE batch = ? AND state = ${MESSAGE_STATE.WAITING} LIMIT ${CHUNK}`,
        [code],
      ),
    )
  }

  /** Grants that were set aside for them go back. */
  private cancelDeliveries(code: string, who: string): Promise<number> {
    return this.db.transaction(async tx => {
      const rows = await rowsOf<DeliveryRow>(
        tx,
        `SELECT ${DELIVERY} FROM delivery WHERE batch = ? AND state = 'QUEUED' ORDER BY member_id, id LIMIT ${CHUNK} FOR UPDATE`,
        [code],
      )
      if (rows.length === 0) return 0
      const ids = rows.map(({ id }) => id)
      await change(tx, "UPDATE delivery SET state = 'CANCELLED', reason = 'CANCELLED' WHERE id IN (?)", [ids])
      await change(tx, "UPDATE message SET stop = 'CANCELLED', reason = 'CANCELLED' WHERE id IN (?)", [
        rows.map(row => row.message_id),
      ])
      for (const row of rows) await returnGrant(tx, row)
      const steps = ids.map(deliveryId => ({ deliveryId, state: 'CANCELLED' as const, reason: null }))
      await addSteps(tx, { ids: this.ids, at: this.clock.now(), who }, steps)
      return rows.length
    })
  }

  /** Dead ones had their grant given back, so it is taken again; of an unknown one it may be gone or not. */
  private retry(code: string, reason: string | undefined, who: string): Promise<number> {
    const now = this.clock.now()
    return this.db.transaction(async tx => {
      const rows = await rowsOf<DeliveryRow>(
        tx,
        `SELECT ${DELIVERY} FROM delivery WHERE batch = ? AND state IN ('DEAD', 'UNKNOWN')${reason ? ' AND reason = ?' : ''} ORDER BY member_id, id LIMIT ${CHUNK} FOR UPDATE`,
        reason ? [code, reason] : [code],
      )
      if (rows.length === 0) return 0
      for (const row of rows.filter(({ state, channel }) => state === 'DEAD' && channel === 'SUBSCRIBE'))
        await change(
          tx,
          'UPDATE grant_stock SET remaining = remaining - 1 WHERE member_id = ? AND template_id = ? AND remaining >= 1',
          [row.member_id, row.template_id],
        )
      await change(
        tx,
        "UPDATE delivery SET state = 'QUEUED', reason = NULL, next_at = ?, until_at = GREATEST(until_at, ?) WHERE id IN (?)",
        [now, new Date(now.getTime() + AGAIN_MS), rows.map(({ id }) => id)],
      )
      const steps = rows.map(({ id }) => ({ deliveryId: id, state: 'QUEUED' as const, reason: 'REPLAYED' }))
      await addSteps(tx, { ids: this.ids, at: now, who }, steps)
      return rows.length
    })
  }
}
