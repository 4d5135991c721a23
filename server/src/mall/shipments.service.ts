import { Address, type ShipmentView } from '@huitou/shared/shipments'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Config } from '../config.js'
import { change, type Db, rowsOf, type Tx } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import { Audit } from '../operators/audit.service.js'
import { Refusal } from '../refusal.js'
import { seal, unseal } from '../sealing.js'
import { CLOCK, CONFIG, DB } from '../tokens.js'
import { signatureOf } from '../versions.js'
import { nameOf } from './mall.texts.js'
import { Rewards } from './rewards.service.js'
import {
  ARRIVED_MS,
  isChangeable,
  KEPT_MS,
  maskedAddress,
  SHIPMENT,
  shipmentNumber,
  shipmentState,
} from './shipments.rules.js'

interface ShipmentRow {
  redemption_id: number
  member_id: number
  state: number
  sealed: string | null
  carrier: string | null
  tracking_no: string | null
  request_key: string | null
  dispatched_at: Date | null
  ended_at: Date | null
  erased_at: Date | null
}

interface ListedRow extends ShipmentRow {
  member_no: string
  code: string
  version: number
  ordered_at: Date
}

const COLUMNS =
  's.redemption_id, s.member_id, s.state, s.sealed, s.carrier, s.tracking_no, s.request_key, s.dispatched_at, s.ended_at, s.erased_at'
const PAGE = 50

/** Goods that are sent: the member says where to, somebody packs and sends, and the address goes again. */
@Injectable()
export class Shipments {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Rewards) private readonly rewards: Rewards,
  ) {}

  /** What the member sees of it; null for an exchange that is not sent. */
  async of(redemptionId: number): Promise<ShipmentView | null> {
    const [row] = await this.db.query<ShipmentRow>(`SELECT ${COLUMNS} FROM shipment s WHERE s.redemption_id = ?`, [
      redemptionId,
    ])
    return row ? this.view(row) : null
  }

  /** Where to; until the goods are on their way it may be changed. Refuses `record.not_found`, `shipment.not_changeable`. */
  async setAddress(memberId: number, redemptionId: number, address: Address): Promise<void> {
    const sealed = seal(JSON.stringify(address), this.config.keys.phone, boundTo(redemptionId))
    await this.db.transaction(async tx => {
      const row = await this.lock(tx, redemptionId, memberId)
      if (!isChangeable(row.state)) throw new Refusal('shipment.not_changeable')
      const sql = `UPDATE shipment SET state = ${SHIPMENT.WAITING}, sealed = ? WHERE redemption_id = ?`
      await change(tx, sql, [sealed, redemptionId])
    })
  }

  /** It has arrived; again it changes nothing. Refuses `record.not_found`, `shipment.not_sent`. */
  async receive(memberId: number, redemptionId: number): Promise<void> {
    await this.db.transaction(async tx => {
      const row = await this.lock(tx, redemptionId, memberId)
      if (row.state === SHIPMENT.RECEIVED) return
      if (row.state !== SHIPMENT.SENT) throw new Refusal('shipment.not_sent')
      const sql = `UPDATE shipment SET state = ${SHIPMENT.RECEIVED}, ended_at = ? WHERE redemption_id = ?`
      await change(tx, sql, [this.clock.now(), redemptionId])
    })
  }

  /** Nothing is sent any more, and nobody needs the address. Refuses `shipment.not_changeable` for what is on its way. */
  async callOff(tx: Tx, redemptionId: number): Promise<void> {
    const sql = `SELECT ${COLUMNS} FROM shipment s WHERE s.redemption_id = ? FOR UPDATE`
    const [row] = await rowsOf<ShipmentRow>(tx, sql, [redemptionId])
    if (!row) return
    if (!isChangeable(row.state)) throw new Refusal('shipment.not_changeable')
    const now = this.clock.now()
    const off = `UPDATE shipment SET state = ${SHIPMENT.CALLED_OFF}, sealed = NULL, ended_at = ?, erased_at = ? WHERE redemption_id = ?`
    await change(tx, off, [now, now, redemptionId])
  }

  /** Those that wait longest first. */
  async list(query: Input<'GET /console/shipments'>['query']): Promise<Reply<'GET /console/shipments'>> {
    const limit = query.limit ?? PAGE
    const only = query.state ? [shipmentNumber(query.state)] : Object.values(SHIPMENT)
    const rows = await this.db.query<ListedRow>(
      `${LISTED} WHERE s.state IN (?) AND s.redemption_id > ? ORDER BY s.redemption_id LIMIT ${limit + 1}`,
      [only, Number(query.cursor ?? 0)],
    )
    const items: Reply<'GET /console/shipments'>['items'] = []
    for (const row of rows.slice(0, limit)) items.push(await this.listed(row))
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
  }

  /** The whole address, for whoever packs: that it was looked at is written down. Refuses `record.not_found`. */
  async label(operator: Caller['operator'], id: number): Promise<Reply<'POST /console/shipments/:id/labels'>> {
    const [row] = await this.db.query<ListedRow>(`${LISTED} WHERE s.redemption_id = ?`, [id])
    if (!row) throw new Refusal('record.not_found')
    await this.db.transaction(tx =>
      this.audit.record(tx, { operator, action: 'ADDRESS_SEEN', target: row.member_no, detail: String(id) }),
    )
    return { ...(await this.listed(row)), address: this.opened(row) }
  }

  /**
   * It is on its way; the same again changes nothing more. Refuses `record.not_found`, `shipment.no_address`,
   * `shipment.different`, `shipment.not_changeable` for what was given back.
   */
  async dispatch(
    operator: Caller['operator'],
    id: number,
    { requestId, carrier, trackingNo }: Input<'POST /console/shipments/:id/dispatches'>['body'],
  ): Promise<void> {
    await this.db.transaction(async tx => {
      const row = await this.lock(tx, id)
      if (row.state === SHIPMENT.NO_ADDRESS) throw new Refusal('shipment.no_address')
      if (row.state === SHIPMENT.CALLED_OFF) throw new Refusal('shipment.not_changeable')
      if (row.state !== SHIPMENT.WAITING) {
        if (row.carrier === carrier && row.tracking_no === trackingNo) return
        throw new Refusal('shipment.different', { carrier: row.carrier, trackingNo: row.tracking_no })
      }
      const sql = `UPDATE shipment SET state = ${SHIPMENT.SENT}, carrier = ?, tracking_no = ?, request_key = ?, dispatched_by = ?, dispatched_at = ?
        WHERE redemption_id = ?`
      const key = `${operator.id}:${requestId}`
      await change(tx, sql, [carrier, trackingNo, key, signatureOf(operator), this.clock.now(), id])
      await this.audit.record(tx, {
        operator,
        action: 'GOODS_SENT',
        target: String(id),
        detail: `${carrier} ${trackingNo}`,
      })
    })
  }

  /** What was sent long ago has arrived, and addresses of what arrived long ago are erased. */
  async tidy(): Promise<{ arrived: number; erased: number }> {
    const now = this.clock.now()
    const ago = (ms: number) => new Date(now.getTime() - ms)
    return this.db.transaction(async tx => ({
      arrived: await change(
        tx,
        `UPDATE shipment SET state = ${SHIPMENT.RECEIVED}, ended_at = ? WHERE state = ${SHIPMENT.SENT} AND dispatched_at <= ? LIMIT 500`,
        [now, ago(ARRIVED_MS)],
      ),
      erased: await change(
        tx,
        'UPDATE shipment SET sealed = NULL, erased_at = ? WHERE erased_at IS NULL AND ended_at <= ? LIMIT 500',
        [now, ago(KEPT_MS)],
      ),
    }))
  }

  private async lock(tx: Tx, id: number, memberId?: number): Promise<ShipmentRow> {
    const sql = `SELECT ${COLUMNS} FROM shipment s WHERE s.redemption_id = ? FOR UPDATE`
    const [row] = await rowsOf<ShipmentRow>(tx, sql, [id])
    if (!row || (memberId !== undefined && row.member_id !== memberId)) throw new Refusal('record.not_found')
    return row
  }

  private async listed(row: ListedRow) {
    const { definition } = await this.rewards.version(row.code, row.version)
    return {
      id: String(row.redemption_id),
      memberNo: row.member_no,
      reward: nameOf(definition),
      orderedAt: row.ordered_at.toISOString(),
      shipment: this.view(row),
    }
  }

  private view(row: ShipmentRow): ShipmentView {
    const address = this.opened(row)
    return {
      state: shipmentState(row.state),
      address: address && maskedAddress(address),
      changeable: isChangeable(row.state),
      carrier: row.carrier,
      trackingNo: row.tracking_no,
      dispatchedAt: row.dispatched_at?.toISOString() ?? null,
      receivedAt: row.state === SHIPMENT.RECEIVED ? (row.ended_at?.toISOString() ?? null) : null,
      erasedAt: row.erased_at?.toISOString() ?? null,
    }
  }

  private opened({ redemption_id, sealed }: ShipmentRow): Address | null {
    if (!sealed) return null
    return Address.parse(JSON.parse(unseal(sealed, this.config.keys.phone, boundTo(redemption_id))))
  }
}

const LISTED = `SELECT ${COLUMNS}, m.member_no, r.code, r.version, r.ordered_at
  FROM shipment s JOIN redemption r ON r.id = s.redemption_id JOIN member m ON m.id = s.member_id`
const boundTo = (redemptionId: number) => `address:${redemptionId}`
