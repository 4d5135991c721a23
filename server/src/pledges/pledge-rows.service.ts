import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, rowsOf, type Tx } from '../db.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { GROUP, PLEDGE, type Pledged } from './pledges.rules.js'

export interface GroupRow {
  id: number
  token: string
  offer_code: string
  version: number
  reward_code: string
  reward_version: number
  size: number
  points: number
  taken: number
  state: number
  settled: number
  opened_at: Date
  ends_at: Date
  ended_at: Date | null
}

export interface PledgeRow {
  id: number
  group_id: number
  member_id: number
  offer_code: string
  points: number
  hold_id: number
  state: number
  end_journal_id: number | null
  redemption_id: number | null
  pledged_at: Date
}

const GROUP_ROW =
  'id, token, offer_code, version, reward_code, reward_version, size, points, taken, state, settled, opened_at, ends_at, ended_at'
const PLEDGE_ROW =
  'id, group_id, member_id, offer_code, points, hold_id, state, end_journal_id, redemption_id, pledged_at'

/** Rows of groups and pledges. */
@Injectable()
export class PledgeRows {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A group by what is shared of it. Refuses `record.not_found`. */
  async byToken(token: string): Promise<GroupRow> {
    const [row] = await this.db.query<GroupRow>(`SELECT ${GROUP_ROW} FROM pledge_group WHERE token = ?`, [token])
    if (!row) throw new Refusal('record.not_found')
    return row
  }

  async groups(ids: readonly number[]): Promise<Map<number, GroupRow>> {
    if (ids.length === 0) return new Map()
    const rows = await this.db.query<GroupRow>(`SELECT ${GROUP_ROW} FROM pledge_group WHERE id IN (?)`, [[...ids]])
    return new Map(rows.map(row => [row.id, row]))
  }

  /** Groups whose time is over and that nobody has closed yet, and those that are closed and not settled. */
  async due(limit: number): Promise<{ over: number[]; unsettled: number[] }> {
    const idsOf = async (condition: string, values: unknown[]) =>
      (
        await this.db.query<{ id: number }>(`SELECT id FROM pledge_group WHERE ${condition} LIMIT ${limit}`, values)
      ).map(({ id }) => id)
    const [over, unsettled] = await Promise.all([
      idsOf(`state = ${GROUP.OPEN} AND ends_at <= ? ORDER BY ends_at`, [this.clock.now()]),
      idsOf(`settled = 0 AND state IN (${GROUP.SUCCEEDED}, ${GROUP.EXPIRED}) ORDER BY id`, []),
    ])
    return { over, unsettled }
  }

  /** Those of a group, the first one being the one that opened it. */
  async ofGroup(groupId: number, tx?: Tx): Promise<PledgeRow[]> {
    const sql = `SELECT ${PLEDGE_ROW} FROM pledge WHERE group_id = ? ORDER BY id`
    return tx ? rowsOf<PledgeRow>(tx, sql, [groupId]) : this.db.query<PledgeRow>(sql, [groupId])
  }

  async ofMember(memberId: number, before: number, limit: number): Promise<PledgeRow[]> {
    const sql = `SELECT ${PLEDGE_ROW} FROM pledge WHERE member_id = ? AND id < ? ORDER BY id DESC LIMIT ${limit}`
    return this.db.query<PledgeRow>(sql, [memberId, before])
  }

  async lock(tx: Tx, id: number): Promise<PledgeRow> {
    const [row] = await rowsOf<PledgeRow>(tx, `SELECT ${PLEDGE_ROW} FROM pledge WHERE id = ? FOR UPDATE`, [id])
    if (!row) throw new Refusal('record.not_found')
    return row
  }

  /** How many groups of an offer a member is in. In a transaction that holds the member's account nobody adds to it. */
  async pledged(tx: Tx | null, memberId: number, offerCode: string): Promise<Pledged> {
    const sql = `SELECT COUNT(*) AS total, COALESCE(SUM(state = ${PLEDGE.HELD}), 0) AS open
      FROM pledge WHERE member_id = ? AND offer_code = ? AND state IN (${PLEDGE.HELD}, ${PLEDGE.USED})`
    const values = [memberId, offerCode]
    type Counted = { total: number; open: number | string }
    const [row] = tx ? await rowsOf<Counted>(tx, sql, values) : await this.db.query<Counted>(sql, values)
    return { total: row?.total ?? 0, open: Number(row?.open ?? 0) }
  }

  /** What a request came to before; null for a new one. Refuses `group.different` for another body. */
  async byRequest(tx: Tx, key: string, hash: Buffer): Promise<number | null> {
    const sql = 'SELECT group_id, body_hash FROM pledge WHERE request_key = ?'
    const [row] = await rowsOf<{ group_id: number; body_hash: Buffer }>(tx, sql, [key])
    if (row && !row.body_hash.equals(hash)) throw new Refusal('group.different')
    return row?.group_id ?? null
  }

  /**
   * Takes a seat, and closes the group as full with the last one. Not taken when there is none any more, or when the time
   * is over: the row says who was first, of two that join and of one that joins while the time runs out.
   */
  async takeSeat(tx: Tx, groupId: number): Promise<{ taken: boolean; full: boolean }> {
    const now = this.clock.now()
    const sql = `UPDATE pledge_group SET taken = taken + 1 WHERE id = ? AND state = ${GROUP.OPEN} AND taken < size AND ends_at > ?`
    if ((await change(tx, sql, [groupId, now])) !== 1) return { taken: false, full: await this.isFull(tx, groupId) }
    const close = `UPDATE pledge_group SET state = ${GROUP.SUCCEEDED}, ended_at = ? WHERE id = ? AND state = ${GROUP.OPEN} AND taken = size`
    return { taken: true, full: (await change(tx, close, [now, groupId])) === 1 }
  }

  private async isFull(tx: Tx, groupId: number): Promise<boolean> {
    const sql = 'SELECT id FROM pledge_group WHERE id = ? AND taken >= size'
    return (await rowsOf(tx, sql, [groupId])).length === 1
  }

  /** Gives a seat back while the group fills. `empty`: nobody is in it any more, so it was closed. */
  async leaveSeat(tx: Tx, groupId: number): Promise<{ left: boolean; empty: boolean }> {
    const now = this.clock.now()
    const sql = `UPDATE pledge_group SET taken = taken - 1 WHERE id = ? AND state = ${GROUP.OPEN} AND taken >= 1 AND ends_at > ?`
    if ((await change(tx, sql, [groupId, now])) !== 1) return { left: false, empty: false }
    const close = `UPDATE pledge_group SET state = ${GROUP.CANCELLED}, settled = 1, ended_at = ? WHERE id = ? AND state = ${GROUP.OPEN} AND taken = 0`
    return { left: true, empty: (await change(tx, close, [now, groupId])) === 1 }
  }

  /** Closes a group whose time is over; false when it filled at the last moment, or another worker was quicker. */
  async expire(tx: Tx, groupId: number): Promise<boolean> {
    const now = this.clock.now()
    const sql = `UPDATE pledge_group SET state = ${GROUP.EXPIRED}, ended_at = ? WHERE id = ? AND state = ${GROUP.OPEN} AND ends_at <= ?`
    return (await change(tx, sql, [now, groupId, now])) === 1
  }

  /** Says that all pledges of a group are used or back; false when that was said before, or is not so yet. */
  async settled(tx: Tx, groupId: number): Promise<boolean> {
    const [held] = await rowsOf(tx, `SELECT id FROM pledge WHERE group_id = ? AND state = ${PLEDGE.HELD} LIMIT 1`, [
      groupId,
    ])
    if (held) return false
    return (await change(tx, 'UPDATE pledge_group SET settled = 1 WHERE id = ? AND settled = 0', [groupId])) === 1
  }

  /** Ends a pledge; a bug when it was not held any more. */
  async end(
    tx: Tx,
    id: number,
    to: { state: 2 | 3 | 4; journalId: number | null; redemptionId?: number },
  ): Promise<void> {
    const sql = `UPDATE pledge SET state = ?, live_member = ${to.state === PLEDGE.USED ? 'member_id' : 'NULL'}, end_journal_id = ?, redemption_id = ?, ended_at = ?
      WHERE id = ? AND state = ${PLEDGE.HELD}`
    const values = [to.state, to.journalId, to.redemptionId ?? null, this.clock.now(), id]
    if ((await change(tx, sql, values)) !== 1) throw new Error(`pledge ${id} has moved under its lock`)
  }
}
