import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, insert, isDuplicate, rowsOf, type Tx } from '../db.js'
import type { Reply } from '../http.js'
import type { Ids } from '../ids.js'
import { maskName } from '../members/members.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { endOf, isOver, openSince } from './table-visits.rules.js'
import { type DiningTable, Tables } from './tables.service.js'

type Visit = Reply<'POST /member/table-visits'>

interface SessionRow {
  id: number
  opened_at: Date
  closed_at: Date | null
}

/** A member's open visit with its session and table. */
interface OpenVisit extends SessionRow {
  visit_id: number
  table_id: number
}

const OPEN_VISIT = `SELECT v.id AS visit_id, s.id, s.table_id, s.opened_at, s.closed_at
  FROM table_visit v JOIN table_session s ON s.id = v.session_id WHERE v.open_member_id = ?`
const TRIES = 5

/** Where a member sits now, and since when the party does. */
export interface Seat {
  tableId: number
  sessionId: number
  openedAt: Date
}

/** The rows moved between reading and locking them: start again. */
class Moved extends Error {}

/** Who sits where. The table's row is its turnstile; two UNIQUE columns back that up. */
@Injectable()
export class TableVisits {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Tables) private readonly tables: Tables,
  ) {}

  /**
   * Sits down at the table of a scene, and so leaves any other. Repeating answers the same visit. Refuses
   * `table.unknown` and `table.disabled`.
   */
  async sit(memberId: number, scene: string): Promise<Visit> {
    const table = await this.tables.byScene(scene)
    await this.again(tx => this.sitLocked(tx, memberId, table))
    const visit = await this.current(memberId)
    // Somebody sat down and was gone again (another phone of the same member) before the answer was read.
    if (!visit) throw new Refusal('server.busy')
    return visit
  }

  /** The visit of a member that is going on, or null. A session past its four hours is over. */
  async current(memberId: number): Promise<Visit | null> {
    const [open] = await this.db.query<OpenVisit>(OPEN_VISIT, [memberId])
    if (!open || isOver(open, this.clock.now())) return null
    const table = await this.tables.get(open.table_id)
    const diners = await this.db.query<{ member_id: number; member_no: string; nickname: string; joined_at: Date }>(
      `SELECT v.member_id, m.member_no, m.nickname, v.joined_at FROM table_visit v JOIN member m ON m.id = v.member_id
       WHERE v.session_id = ? AND v.left_at IS NULL ORDER BY v.joined_at, v.id LIMIT 200`,
      [open.id],
    )
    return {
      sessionId: String(open.id),
      table: await this.tables.view(table),
      diners: diners.map(diner => ({
        // Companions learn that somebody is there, not who.
        memberNo: diner.member_id === memberId ? diner.member_no : null,
        nicknameMasked: diner.member_id === memberId ? diner.nickname : maskName(diner.nickname),
        isMe: diner.member_id === memberId,
        joinedAt: diner.joined_at.toISOString(),
      })),
      openedAt: open.opened_at.toISOString(),
    }
  }

  /** The table a member sits at now, or null; with less around it than `current`. */
  async seatOf(memberId: number): Promise<Seat | null> {
    const [open] = await this.db.query<OpenVisit>(OPEN_VISIT, [memberId])
    if (!open || isOver(open, this.clock.now())) return null
    return { tableId: open.table_id, sessionId: open.id, openedAt: open.opened_at }
  }

  /** Leaves the table; the last one to leave closes its session. Without a visit nothing happens. */
  async leave(memberId: number): Promise<void> {
    await this.again(async tx => {
      const open = await this.lockTables(tx, memberId)
      if (open) await this.end(tx, open, this.clock.now())
    })
  }

  /** Members at a table now, in the order they sat down, for whoever rings up its bill. */
  async dinersAt(tableId: number): Promise<{ memberId: number; joinedAt: Date }[]> {
    const rows = await this.db.query<{ member_id: number; joined_at: Date }>(
      `SELECT v.member_id, v.joined_at FROM table_session s JOIN table_visit v ON v.session_id = s.id
       WHERE s.open_table_id = ? AND s.opened_at > ? AND v.left_at IS NULL ORDER BY v.joined_at, v.id LIMIT 200`,
      [tableId, openSince(this.clock.now())],
    )
    return rows.map(row => ({ memberId: row.member_id, joinedAt: row.joined_at }))
  }

  private async sitLocked(tx: Tx, memberId: number, table: DiningTable): Promise<void> {
    const open = await this.lockTables(tx, memberId, table)
    const now = this.clock.now()
    if (open && open.table_id === table.id && !isOver(open, now)) return
    if (open) await this.end(tx, open, now)
    const session = await this.sessionOf(tx, table, now)
    await insert(tx, 'table_visit', {
      id: this.ids.next(),
      session_id: session,
      member_id: memberId,
      open_member_id: memberId,
      joined_at: now,
      left_at: null,
    })
    await change(tx, 'UPDATE dining_table SET scans = scans + 1 WHERE id = ?', [table.id])
  }

  /**
   * Locks the tables this concerns by ascending id — the one the member sits at and the one in view — and answers the
   * member's open visit. The visit is found before the lock, so it is read again after it.
   */
  private async lockTables(tx: Tx, memberId: number, target?: DiningTable): Promise<OpenVisit | undefined> {
    const [before] = await rowsOf<OpenVisit>(tx, OPEN_VISIT, [memberId])
    const ids = [...new Set([before?.table_id, target?.id])].filter(id => id !== undefined).sort((a, b) => a - b)
    if (ids.length === 0) return undefined
    const rows = await rowsOf<{ id: number; scene: string; enabled: number }>(
      tx,
      'SELECT id, scene, enabled FROM dining_table WHERE id IN (?) ORDER BY id FOR UPDATE',
      [ids],
    )
    const row = rows.find(found => found.id === target?.id)
    // The code was replaced or the table taken out of use while the diner was on the way.
    if (target && row?.scene !== target.scene) throw new Refusal('table.unknown')
    if (target && !row?.enabled) throw new Refusal('table.disabled')
    const [after] = await rowsOf<OpenVisit>(tx, OPEN_VISIT, [memberId])
    if (after && !ids.includes(after.table_id)) throw new Moved()
    return after
  }

  /** The open session of a locked table: the one going on, or a new one where there is none or its time is over. */
  private async sessionOf(tx: Tx, table: DiningTable, now: Date): Promise<number> {
    const [open] = await rowsOf<SessionRow>(
      tx,
      'SELECT id, opened_at, closed_at FROM table_session WHERE open_table_id = ?',
      [table.id],
    )
    if (open && !isOver(open, now)) return open.id
    if (open) await this.close(tx, open, now)
    const id = this.ids.next()
    await insert(tx, 'table_session', {
      id,
      table_id: table.id,
      store_id: table.storeId,
      open_table_id: table.id,
      opened_at: now,
      closed_at: null,
    })
    return id
  }

  /** Ends one visit, and the session with it when nobody is left or its time is over. */
  private async end(tx: Tx, open: OpenVisit, now: Date): Promise<void> {
    if (isOver(open, now)) return this.close(tx, open, now)
    await change(tx, 'UPDATE table_visit SET left_at = ?, open_member_id = NULL WHERE id = ?', [now, open.visit_id])
    const [left] = await rowsOf<{ diners: number }>(
      tx,
      'SELECT COUNT(*) AS diners FROM table_visit WHERE session_id = ? AND left_at IS NULL',
      [open.id],
    )
    if (left?.diners === 0) await this.close(tx, open, now)
  }

  private async close(tx: Tx, session: SessionRow, now: Date): Promise<void> {
    const at = endOf(session.opened_at, now)
    await change(tx, 'UPDATE table_session SET closed_at = ?, open_table_id = NULL WHERE id = ?', [at, session.id])
    await change(
      tx,
      'UPDATE table_visit SET left_at = ?, open_member_id = NULL WHERE session_id = ? AND left_at IS NULL',
      [at, session.id],
    )
  }

  /** A member with two phones can race with himself; the UNIQUE column or the second read tells, and we start again. */
  private async again(work: (tx: Tx) => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.db.transaction(work)
      } catch (error) {
        const passing = error instanceof Moved || isDuplicate(error)
        if (!passing) throw error
        if (attempt >= TRIES) throw new Refusal('server.busy')
      }
    }
  }
}
