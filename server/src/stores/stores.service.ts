import { Inject, Injectable } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import { minutesOf } from '../calendar.js'
import type { Clock } from '../clock.js'
import { change, type Db, insert, isDuplicate, rowsOf, type Tx } from '../db.js'
import type { Input } from '../http.js'
import type { Ids } from '../ids.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'

export interface Brand {
  id: number
  name: string
}

export interface Store {
  id: number
  brandId: number
  code: string
  name: string
  address: string
  phone: string
  timeZone: string
  /** Local time before which a bill belongs to the day before, "04:00"; the same in minutes beside it. */
  dayCutOff: string
  dayCutOffMinutes: number
  openHours: string
  latitude: number | null
  longitude: number | null
}

export type StoreDraft = Input<'POST /console/stores'>['body'] & { latitude?: number; longitude?: number }

interface StoreRow {
  id: number
  brand_id: number
  code: string
  name: string
  address: string
  phone: string
  time_zone: string
  day_cut_off: string
  open_hours: string
  latitude: number | null
  longitude: number | null
}

/** One chain. Lists of stores are handed out whole, so their number is bounded. */
export const MAX_STORES = 1000
const DEFAULT_BRAND = '回头'
const SEEN_WITHIN_MS = 5_000
const COLUMNS = 'id, brand_id, code, name, address, phone, time_zone, day_cut_off, open_hours, latitude, longitude'

/** Brands and their stores. */
@Injectable()
export class Stores {
  private readonly known = new LRUCache<number, Store>({ max: MAX_STORES, ttl: SEEN_WITHIN_MS })
  private readonly brands = new LRUCache<'brand', Brand>({ max: 1, ttl: SEEN_WITHIN_MS })

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** One store, at most five seconds old. Refuses `record.not_found`. */
  async get(storeId: number): Promise<Store> {
    const known = this.known.get(storeId)
    if (known) return known
    const [row] = await this.db.query<StoreRow>(`SELECT ${COLUMNS} FROM store WHERE id = ?`, [storeId])
    if (!row) throw new Refusal('record.not_found')
    return this.remember(row)
  }

  /** All stores in the order of their codes. */
  async list(): Promise<Store[]> {
    const rows = await this.db.query<StoreRow>(`SELECT ${COLUMNS} FROM store ORDER BY code LIMIT ${MAX_STORES}`)
    return rows.map(row => this.remember(row))
  }

  /** The store with this code. Refuses `record.not_found`. */
  async byCode(code: string): Promise<Store> {
    const [row] = await this.db.query<StoreRow>(`SELECT ${COLUMNS} FROM store WHERE code = ?`, [code])
    if (!row) throw new Refusal('record.not_found')
    return this.remember(row)
  }

  /** The brand whose programme this is. Before the first store there is none in the tables, only its default name. */
  async brand(): Promise<Brand> {
    const known = this.brands.get('brand')
    if (known) return known
    const [row] = await this.db.query<Brand>('SELECT id, name FROM brand ORDER BY id LIMIT 1')
    if (row) this.brands.set('brand', row)
    return row ?? { id: 0, name: DEFAULT_BRAND }
  }

  /** Founds the brand, or gives the one there is this name. Answers its id. */
  async nameBrand(tx: Tx, name: string): Promise<number> {
    const [brand] = await rowsOf<Brand>(tx, 'SELECT id, name FROM brand ORDER BY id LIMIT 1 FOR UPDATE')
    const id = brand?.id ?? this.ids.next()
    if (brand) await change(tx, 'UPDATE brand SET name = ? WHERE id = ?', [name, id])
    else await insert(tx, 'brand', { id, name })
    this.brands.clear()
    return id
  }

  /** Opens a store of the brand. Refuses `store.code_taken`; `input.invalid` beyond 1,000 stores. */
  async create(tx: Tx, draft: StoreDraft): Promise<number> {
    const brandId = await this.lockBrand(tx)
    const [count] = await rowsOf<{ stores: number }>(tx, 'SELECT COUNT(*) AS stores FROM store')
    if ((count?.stores ?? 0) >= MAX_STORES) throw new Refusal('input.invalid', { limit: MAX_STORES })
    const id = this.ids.next()
    const row = { id, brand_id: brandId, ...rowOf(draft), created_at: this.clock.now() }
    const place = { latitude: draft.latitude ?? null, longitude: draft.longitude ?? null }
    await insert(tx, 'store', { ...row, ...place }).catch(asCodeTaken)
    return id
  }

  /**
   * Changes a store and answers what it was before; call `forget` after the commit. What was recorded so far keeps its
   * business day. Refuses `record.not_found`, `store.code_taken`.
   */
  async change(tx: Tx, storeId: number, draft: StoreDraft): Promise<Store> {
    const [row] = await rowsOf<StoreRow>(tx, `SELECT ${COLUMNS} FROM store WHERE id = ? FOR UPDATE`, [storeId])
    if (!row) throw new Refusal('record.not_found')
    const columns = Object.entries(rowOf(draft))
    const set = columns.map(([name]) => `${name} = ?`).join(', ')
    await change(tx, `UPDATE store SET ${set} WHERE id = ?`, [...columns.map(([, value]) => value), storeId]).catch(
      asCodeTaken,
    )
    return toStore(row)
  }

  /** To be called after the commit of a change: this process sees it at once, others within five seconds. */
  forget(storeId: number): void {
    this.known.delete(storeId)
  }

  /** The brand's row is the turnstile of everything that is numbered or counted within the brand. */
  async lockBrand(tx: Tx): Promise<number> {
    const [brand] = await rowsOf<Brand>(tx, 'SELECT id, name FROM brand ORDER BY id LIMIT 1 FOR UPDATE')
    return brand?.id ?? this.nameBrand(tx, DEFAULT_BRAND)
  }

  private remember(row: StoreRow): Store {
    const store = toStore(row)
    this.known.set(store.id, store)
    return store
  }
}

/** The store as everybody may see it; the contract leaves out what is ours. */
export function viewOf(store: Store) {
  return { ...store, id: String(store.id) }
}

function toStore(row: StoreRow): Store {
  return {
    id: row.id,
    brandId: row.brand_id,
    code: row.code,
    name: row.name,
    address: row.address,
    phone: row.phone,
    timeZone: row.time_zone,
    dayCutOff: row.day_cut_off,
    dayCutOffMinutes: minutesOf(row.day_cut_off),
    openHours: row.open_hours,
    latitude: row.latitude,
    longitude: row.longitude,
  }
}

function rowOf(draft: StoreDraft) {
  return {
    code: draft.code,
    name: draft.name,
    address: draft.address,
    phone: draft.phone,
    time_zone: draft.timeZone,
    day_cut_off: draft.dayCutOff,
    open_hours: draft.openHours,
  }
}

function asCodeTaken(error: unknown): never {
  throw isDuplicate(error) ? new Refusal('store.code_taken') : error
}
