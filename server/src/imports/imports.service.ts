import { setTimeout as sleep } from 'node:timers/promises'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db, isDatabaseAway } from '../db.js'
import { evaluatePurchase } from '../earning/earning.rules.js'
import { Earning } from '../earning/earning.service.js'
import { Sweeper } from '../ledger/sweeper.service.js'
import { Bills, CHANNEL } from '../purchases/bills.service.js'
import { Refusal } from '../refusal.js'
import { type Store, Stores } from '../stores/stores.service.js'
import { CLOCK, DB } from '../tokens.js'
import { CardMembers } from './card-members.service.js'
import { Products } from './products.service.js'
import { billNoOf, digestOf, MOST_SALES, Sightings } from './sale-keys.rules.js'
import { type BadRow, type Columns, columnsOf, FIELDS, type Field, type Sale, saleOf } from './sales.rules.js'
import { readRows } from './sales-file.service.js'

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

interface NumberedSale extends Sale {
  line: number
  billNo: string
}

/** The store that is opened for a file whose store is not named: a café in Shanghai. */
export const CAFE = 'CAFE'
const CAFE_DRAFT = {
  code: CAFE,
  name: '咖啡馆',
  address: '',
  phone: '',
  timeZone: 'Asia/Shanghai',
  dayCutOff: '00:00',
  openHours: '',
} as const
/** Two full batches of the ledger's lane: one is decided while the other commits. */
const BATCH = 400
/** A database that is away or overwhelmed is waited for, about a minute in all. */
const PATIENCE = 15

/** Brings in the sales of a till's export through the same write path as every other bill. */
@Injectable()
export class Imports {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Earning) private readonly earning: Earning,
    @Inject(Bills) private readonly bills: Bills,
    @Inject(Sweeper) private readonly sweeper: Sweeper,
    @Inject(CardMembers) private readonly cards: CardMembers,
    @Inject(Products) private readonly products: Products,
  ) {}

  /**
   * Imports a file, or tries to. A sale is known again by what it says, so a run that was killed is resumed by running
   * it again. Throws one sentence when there is no such store, the first line lacks a column, or there are too many sales.
   */
  async run(order: ImportOrder): Promise<ImportSummary> {
    const began = performance.now()
    const run = new Run(order, await this.storeOf(order), this.clock.now())
    const seenCards = new Sightings(MOST_SALES)
    for await (const sales of run.batches(order.file)) {
      await this.patiently(() => (order.dryRun ? this.tryBatch(run, sales, seenCards) : this.record(run, sales)))
      order.onProgress?.(run.tally)
    }
    if (!order.dryRun) {
      await this.patiently(() => this.cards.dateByFirstSale())
      await this.patiently(() => this.sweeper.sweep())
    }
    const seconds = (performance.now() - began) / 1000
    return { ...run.tally, rowsPerSecond: Math.round(run.tally.rows / seconds) }
  }

  /** Null when the café is not opened yet and a dry run must not open it. */
  private async storeOf({ storeCode, dryRun }: ImportOrder): Promise<Store | null> {
    const store = (await this.stores.list()).find(({ code }) => code === storeCode)
    if (store) return store
    if (storeCode !== CAFE) throw new Error(`There is no store with the code ${storeCode}: open it in the console first.`)
    if (dryRun) return null
    await this.db
      .transaction(tx => this.stores.create(tx, CAFE_DRAFT))
      .catch(error => {
        // Another import was quicker.
        if (!(error instanceof Refusal && error.code === 'store.code_taken')) throw error
      })
    return this.stores.byCode(CAFE)
  }

  /** Records what is not recorded yet. Looking first only spares the ledger work: its keys decide. */
  private async record(run: Run, sales: NumberedSale[]): Promise<void> {
    const store = run.store as Store
    const known = await this.known(store, sales)
    const fresh = sales.filter(sale => !known.has(sale.billNo))
    const { ids, made } = await this.cards.findOrEnrol(store, fresh.filter(isByCard))
    const products = await this.productsOf(store, fresh)
    const outcomes = await Promise.allSettled(
      fresh.map(sale =>
        this.bills.record({
          storeId: store.id,
          billNo: sale.billNo,
          paidFen: sale.fen,
          memberId: sale.card === null ? null : (ids.get(sale.card) as number),
          productId: products.get(sale.productKey) ?? null,
          channel: CHANNEL.IMPORT,
          who: 'IMPORT',
          paidAt: sale.paidAt,
        }),
      ),
    )
    run.tally.members += made
    // Counted only when the batch is through: one that is repeated finds its sales recorded and must not count twice.
    const failed = outcomes.find(outcome => outcome.status === 'rejected' && !isDifferent(outcome.reason))
    run.tally.repeated += 0
    if (failed?.status === 'rejected') throw failed.reason
    run.tally.repeated += known.size
    outcomes.forEach((outcome, at) => {
      const sale = fresh[at] as NumberedSale
      if (outcome.status === 'rejected') return run.bad(sale.line, { reason: 'DIFFERENT' })
      if (outcome.value.repeated) run.tally.repeated += 1
      else run.count(sale, outcome.value.row.points)
    })
  }
}
