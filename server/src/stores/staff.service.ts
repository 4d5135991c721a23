import { createHash, randomBytes } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.js'
import type { Config } from '../config.js'
import { change, type Db, insert, isDuplicate, rowsOf, type Tx } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import type { Ids } from '../ids.js'
import { Refusal } from '../refusal.js'
import { CLOCK, CONFIG, DB, IDS } from '../tokens.js'
import { newInvite, typedInvite } from './scenes.rules.js'
import { type Binding, bindingProblem, INVITE_DAYS, staffNoAfter, staffState } from './staff.rules.js'
import { Stores } from './stores.service.js'

export type StaffDraft = Omit<Input<'POST /console/staff'>['body'], 'storeId'> & { storeId: number }
type StaffCard = Reply<'POST /staff/bindings'>
type StaffView = Reply<'DELETE /console/staff/:id'>

interface StaffRow extends Binding {
  id: number
  invite_hash: Buffer | null
  staff_no: string
  store_id: number
  name: string
  role: 'STAFF' | 'STORE_MANAGER'
}

export const MAX_STAFF = 5000
const SEEN_WITHIN_MS = 5_000
const COLUMNS = 'id, staff_no, store_id, name, role, invite_hash, invite_until, identity_id, bound_at, revoked_at'

/** People who work in a store, known by the WeChat account that took up their invitation. */
@Injectable()
export class StaffService {
  private readonly known = new LRUCache<number, Caller['staff']>({ max: 20_000, ttl: SEEN_WITHIN_MS })

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Stores) private readonly stores: Stores,
  ) {}

  /** The staff member behind a WeChat account, at most five seconds old. Refuses `staff.not_bound`, `staff.revoked`. */
  async active(identityId: number): Promise<Caller['staff']> {
    const known = this.known.get(identityId)
    if (known) return known
    const row = await this.ofIdentity(identityId)
    if (!row) throw new Refusal('staff.not_bound')
    if (row.revoked_at) throw new Refusal('staff.revoked')
    const staff = { id: row.id, staffNo: row.staff_no, name: row.name, role: row.role, storeId: row.store_id }
    this.known.set(identityId, staff)
    return staff
  }

  /** What the mini-program shows of the staff side of this account; null when there is none, or no more. */
  async cardOf(identityId: number): Promise<StaffCard | null> {
    const row = await this.ofIdentity(identityId)
    return row && !row.revoked_at ? this.card(row) : null
  }

  /**
   * Takes up an invitation. Doing it again from the same account answers the same card. Refuses `staff.invite_invalid`
   * (unknown, used by somebody else, ended, older than a week) and `staff.already_bound`.
   */
  async bind(identityId: number, invite: string): Promise<StaffCard> {
    const hash = hashOf(typedInvite(invite))
    const work = () => this.db.transaction(tx => this.bindLocked(tx, identityId, hash))
    // Two invitations taken up at once by one account: the second meets the unique identity, and then sees the first.
    const row = await work().catch(error => {
      if (isDuplicate(error)) return work()
      throw error
    })
    this.known.delete(identityId)
    return this.card(row)
  }

  /** Invites somebody to a store. The answer is the only time the invitation is seen; it is good for seven days. */
  async invite(
    tx: Tx,
    draft: StaffDraft,
  ): Promise<{ staffId: number; staffNo: string; invite: string; expiresAt: Date }> {
    const [store] = await rowsOf(tx, 'SELECT id FROM store WHERE id = ?', [draft.storeId])
    if (!store) throw new Refusal('record.not_found')
    await this.stores.lockBrand(tx)
    const [last] = await rowsOf<{ number: number | null; people: number }>(
      tx,
      'SELECT MAX(CAST(SUBSTRING(staff_no, 2) AS UNSIGNED)) AS number, COUNT(*) AS people FROM staff',
    )
    if ((last?.people ?? 0) >= MAX_STAFF) throw new Refusal('input.invalid', { limit: MAX_STAFF })
    const invite = newInvite(randomBytes)
    const now = this.clock.now()
    const expiresAt = new Date(now.getTime() + INVITE_DAYS * 86_400_000)
    const staffId = this.ids.next()
    const staffNo = staffNoAfter(last?.number ?? 0)
    await insert(tx, 'staff', {
      id: staffId,
      staff_no: staffNo,
      store_id: draft.storeId,
      name: draft.name,
      role: draft.role,
      invite_hash: hashOf(invite),
      invite_until: expiresAt,
      identity_id: null,
      bound_at: null,
      revoked_at: null,
      created_at: now,
    })
    return { staffId, staffNo, invite, expiresAt }
  }

  /** Ends somebody's access; `forget` after the commit makes it so at once. Repeating changes nothing. */
  async revoke(tx: Tx, staffId: number): Promise<{ staffNo: string; changed: boolean }> {
    const [row] = await rowsOf<StaffRow>(tx, `SELECT ${COLUMNS} FROM staff WHERE id = ? FOR UPDATE`, [staffId])
    if (!row) throw new Refusal('record.not_found')
    const sql = 'UPDATE staff SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL'
    const changed = await change(tx, sql, [this.clock.now(), staffId])
    return { staffNo: row.staff_no, changed: changed === 1 }
  }

  /** To be called after the commit of a revocation: this process sees it at once, others within five seconds. */
  forget(): void {
    this.known.clear()
  }

  /** Everybody ever invited, to one store or to all, in the order of their numbers. */
  async list(storeId: number | null = null): Promise<StaffView[]> {
    const rows = await this.db.query<StaffRow>(
      `SELECT ${COLUMNS} FROM staff ${storeId === null ? '' : 'WHERE store_id = ? '}ORDER BY id LIMIT ${MAX_STAFF}`,
      storeId === null ? [] : [storeId],
    )
    // Listing the stores first leaves them all at hand for the views.
    await this.stores.list()
    return Promise.all(rows.map(row => this.view(row)))
  }

  async get(staffId: number): Promise<StaffView> {
    const [row] = await this.db.query<StaffRow>(`SELECT ${COLUMNS} FROM staff WHERE id = ?`, [staffId])
    if (!row) throw new Refusal('record.not_found')
    return this.view(row)
  }

  /** Where an invitation is taken up: the mini-program, opened by this link. */
  inviteUrl(invite: string): string {
    return `${this.config.publicUrl}/m/?invite=${invite}`
  }

  private async bindLocked(tx: Tx, identityId: number, hash: Buffer): Promise<StaffRow> {
    const now = this.clock.now()
    const rows = await rowsOf<StaffRow>(
      tx,
      `SELECT ${COLUMNS} FROM staff WHERE invite_hash = ? OR identity_id = ? ORDER BY id FOR UPDATE`,
      [hash, identityId],
    )
    const earlier = rows.find(row => row.identity_id === identityId)
    const invited = rows.find(row => row.invite_hash?.equals(hash))
    const problem = bindingProblem(invited, earlier, { identityId, now })
    if (!invited || problem) throw new Refusal(problem ?? 'staff.invite_invalid')
    if (invited.identity_id === identityId) return invited
    // Somebody who comes back after an earlier end: the account can stand for one staff member only.
    if (earlier) await change(tx, 'UPDATE staff SET identity_id = NULL WHERE id = ?', [earlier.id])
    await change(tx, 'UPDATE staff SET identity_id = ?, bound_at = ? WHERE id = ?', [identityId, now, invited.id])
    return { ...invited, identity_id: identityId, bound_at: now }
  }

  private async ofIdentity(identityId: number): Promise<StaffRow | undefined> {
    const [row] = await this.db.query<StaffRow>(`SELECT ${COLUMNS} FROM staff WHERE identity_id = ?`, [identityId])
    return row
  }

  private async card(row: StaffRow): Promise<StaffCard> {
    const store = await this.stores.get(row.store_id)
    return {
      staffNo: row.staff_no,
      name: row.name,
      role: row.role,
      store: { id: String(store.id), name: store.name },
    }
  }

  private async view(row: StaffRow): Promise<StaffView> {
    return {
      ...(await this.card(row)),
      id: String(row.id),
      state: staffState(row),
      boundAt: row.bound_at?.toISOString() ?? null,
    }
  }
}

const hashOf = (invite: string): Buffer => createHash('sha256').update(invite).digest()
