import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import { Bills, CHANNEL, type NewBill, type Recorded } from '../purchases/bills.service.js'
import { Products } from '../purchases/products.service.js'
import { Refusal } from '../refusal.js'
import { type Store, Stores } from '../stores/stores.service.js'
import { CLOCK, DB } from '../tokens.js'
import { CardMembers, type CardSale } from './card-members.service.js'
import { patiently } from './patience.service.js'
import { Sightings, sha256 } from './sale-keys.rules.js'
import type { BadRow, Field } from './sales.rules.js'
import { type NumberedSale, readSales } from './sales-reader.service.js'
import { Settling } from './settling.service.js'

export interface ImportOrder {
  file: string
  /** Of the store whose sales these are. */
  storeCode: string
  /** What columns are called in this file, where they have other names. */
  names: Partial<Record<Field, string>>
  /** Writes nothing, and answers what an import would do. */
  dryRun: boolean
  onBad?: (line: number, bad: BadRow) => void
  onProgress?: (soFar: Tally) => void
}

/** What became of the rows of a file: rows = purchases + cash + repeated + bad. */
export interface Tally {
  rows: number
  /** Sales by card recorded by this run, and the points they issued. */
  purchases: number
  points: number
  /** Members enrolled by this run. */
  members: number
  /** Sales in cash recorded by this run: kept, without a member or points. */
  cash: number
  /** Sales that were recorded before, by an earlier run or by one going on beside this one. */
  repeated: number
  bad: number
}

export interface ImportSummary extends Tally {
  rowsPerSecond: number
}

/** The store that is opened for a file whose store is not named: a café in Shanghai. */
export const CAFE = {
  code: 'CAFE',
  name: '咖啡馆',
  address: '',
  phone: '',
  timeZone: 'Asia/Shanghai',
  dayCutOff: '00:00',
  openHours: '',
} as const
/** Where a file's sales happened before its store is there. */
const NOT_OPENED = { id: 0, timeZone: CAFE.timeZone, dayCutOffMinutes: 0 }
/** Two full batches of the ledger's lane: one is decided while the other commits. */
const BATCH = 400

/** Brings in the sales of a till's export through the same write path as every other bill. */
@Injectable()
export class Imports {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Bills) private readonly bills: Bills,
    @Inject(Settling) private readonly settling: Settling,
    @Inject(CardMembers) private readonly cards: CardMembers,
    @Inject(Products) private readonly products: Products,
  ) {}

  /**
   * Imports a file, or tries to. A sale is known again by what it says, so a run that was killed is resumed by running
   * it again. Throws one sentence when there is no such store, the first line lacks a column, or there are too many sales.
   */
  async run(order: ImportOrder): Promise<ImportSummary> {
    const began = performance.now()
    const store = await this.storeOf(order)
    const tally: Tally = { rows: 0, purchases: 0, points: 0, members: 0, cash: 0, repeated: 0, bad: 0 }
    const cards = new Sightings()
    const onBad = (line: number, bad: BadRow) => {
      tally.bad += 1
      order.onBad?.(line, bad)
    }
    const { timeZone } = store ?? CAFE
    const reading = { file: order.file, names: order.names, timeZone, now: this.clock.now(), batch: BATCH, onBad }
    for await (const { rows, sales } of readSales(reading)) {
      tally.rows += rows
      if (order.dryRun || !store) await this.tryBatch(store, sales, { tally, cards })
      else await this.record(store, sales, tally)
      order.onProgress?.(tally)
    }
    if (!order.dryRun) {
      await patiently(() => this.cards.dateByFirstSale())
      await patiently(() => this.settling.run())
    }
    return { ...tally, rowsPerSecond: Math.round((tally.rows * 1000) / (performance.now() - began)) }
  }

  /** Null when the café is not opened yet and a dry run must not open it. */
  private async storeOf({ storeCode, dryRun }: ImportOrder): Promise<Store | null> {
    const store = (await this.stores.list()).find(({ code }) => code === storeCode)
    if (store) return store
    if (storeCode !== CAFE.code)
      throw new Error(`There is no store with the code ${storeCode}: open it in the console first.`)
    if (dryRun) return null
    await this.db
      .transaction(tx => this.stores.create(tx, CAFE))
      .catch(error => {
        // Another import was quicker.
        if (!(error instanceof Refusal && error.code === 'store.code_taken')) throw error
      })
    return this.stores.byCode(CAFE.code)
  }

  /** Records what is not recorded yet. Looking first only spares the ledger work: its keys decide. */
  private async record(store: Store, sales: NumberedSale[], tally: Tally): Promise<void> {
    if (sales.length === 0) return
    const known = await patiently(() => this.known(store, sales))
    tally.repeated += known.size
    const fresh = sales.filter(sale => !known.has(sale.billNo))
    const { ids, made } = await this.cards.findOrEnrol(store, fresh.filter(isByCard))
    tally.members += made
    for (const sale of fresh) await this.productOf(store, sale)
    await Promise.all(
      fresh.map(async sale => {
        const recorded = await this.recordOne(store, sale, sale.card === null ? null : ids.get(sale.card)!)
        if (recorded.repeated) tally.repeated += 1
        else if (sale.card === null) tally.cash += 1
        else {
          tally.purchases += 1
          tally.points += recorded.row.points
        }
      }),
    )
  }

  private async recordOne(store: Store, sale: NumberedSale, memberId: number | null): Promise<Recorded> {
    const bill: NewBill = {
      storeId: store.id,
      billNo: sale.billNo,
      paidFen: sale.fen,
      memberId,
      productId: await this.productOf(store, sale),
      channel: CHANNEL.IMPORT,
      who: 'IMPORT',
      paidAt: sale.paidAt,
    }
    return patiently(() => this.bills.record(bill))
  }

  private productOf(store: Store, sale: NumberedSale): Promise<number> {
    return patiently(() => this.products.idOf(store.brandId, { name: sale.product, key: sale.productKey }))
  }

  /** The same counts as if the batch were recorded, from reading only. `cards` has seen those of earlier batches. */
  private async tryBatch(
    store: Store | null,
    sales: NumberedSale[],
    { tally, cards }: { tally: Tally; cards: Sightings },
  ): Promise<void> {
    const known = store && sales.length > 0 ? await patiently(() => this.known(store, sales)) : new Set<string>()
    const fresh = sales.filter(sale => !known.has(sale.billNo))
    tally.repeated += known.size
    for (const sale of fresh) {
      if (sale.card === null) tally.cash += 1
      else {
        tally.purchases += 1
        tally.points += await this.bills.wouldEarn(store ?? NOT_OPENED, {
          paidFen: sale.fen,
          channel: CHANNEL.IMPORT,
          paidAt: sale.paidAt,
        })
      }
    }
    const met = fresh.filter(isByCard).filter(({ card }) => cards.count(sha256(card)) === 1)
    const enrolled = store && met.length > 0 ? await patiently(() => this.membersOf(store, met)) : 0
    tally.members += met.length - enrolled
  }

  private async membersOf(store: Store, sales: CardSale[]): Promise<number> {
    const cards = sales.map(sale => sale.card)
    return (await this.cards.find(store.brandId, cards)).size
  }

  private async known(store: Store, sales: NumberedSale[]): Promise<Set<string>> {
    const rows = await this.db.query<{ bill_no: string }>(
      'SELECT bill_no FROM purchase WHERE store_id = ? AND bill_no IN (?)',
      [store.id, sales.map(sale => sale.billNo)],
    )
    return new Set(rows.map(row => row.bill_no))
  }
}

const isByCard = (sale: NumberedSale): sale is NumberedSale & { card: string } => sale.card !== null
