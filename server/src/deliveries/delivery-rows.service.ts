/** Changes of deliveries that more than one service makes. Each is told as a step. */
import type { Channel, DeliveryState, MessageKind } from '@huitou/shared/messages'
import { change, insertAll, type Tx } from '../db.js'
import type { Ids } from '../ids.js'
import { MESSAGE_STATE } from '../messages/kinds.rules.js'

export interface DeliveryRow {
  id: number
  message_id: number
  member_id: number
  kind: MessageKind
  channel: Channel
  batch: string
  template_id: string
  state: DeliveryState
  attempts: number
  until_at: Date
}
export const DELIVERY = 'id, message_id, member_id, kind, channel, batch, template_id, state, attempts, until_at'

export interface Step {
  deliveryId: number
  state: DeliveryState
  reason: string | null
  errorCode?: number | null
}

export async function addSteps(
  tx: Tx,
  { ids, at, who }: { ids: Ids; at: Date; who: string },
  steps: readonly Step[],
): Promise<void> {
  await insertAll(
    tx,
    'delivery_step',
    steps.map(({ deliveryId, state, reason, errorCode }) => ({
      id: ids.next(),
      delivery_id: deliveryId,
      at,
      state,
      reason,
      error_code: errorCode ?? null,
      who: who.slice(0, 84),
    })),
  )
}

/** A grant that was not used after all goes back. */
export async function returnGrant(tx: Tx, { channel, member_id, template_id }: DeliveryRow): Promise<void> {
  if (channel !== 'SUBSCRIBE') return
  await change(tx, 'UPDATE grant_stock SET remaining = remaining + 1 WHERE member_id = ? AND template_id = ?', [
    member_id,
    template_id,
  ])
}

/** WeChat says there is none: whatever we counted was wrong. */
export async function emptyGrants(tx: Tx, { member_id, template_id }: DeliveryRow): Promise<void> {
  await change(tx, 'UPDATE grant_stock SET remaining = 0 WHERE member_id = ? AND template_id = ?', [
    member_id,
    template_id,
  ])
}

/** Lets the planner look for another channel. */
export async function replan(tx: Tx, messageId: number): Promise<void> {
  await change(
    tx,
    `UPDATE message SET state = ${MESSAGE_STATE.WAITING}, stop = NULL, reason = NULL WHERE id = ? AND state = ${MESSAGE_STATE.DECIDED}`,
    [messageId],
  )
}
