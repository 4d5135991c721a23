import { hash } from 'node:crypto'
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, insert, isDuplicate } from '../db.js'
import { BASE_RULE } from '../earning/occasion.rules.js'
import { keepsKind } from '../earning/versions.rules.js'
import type { Caller, Input, Reply } from '../http.js'
import type { Ids } from '../ids.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { Replayer } from './replayer.service.js'
import type { Report } from './report.rules.js'

type Operator = Caller['operator']
type Body = Input<'POST /console/backtests'>['body']
type View = Reply<'GET /console/backtests/:id'>

interface Row {
  id: number
  body_hash: Buffer
  operator_id: number
  state: View['state']
  done: number
  of_purchases: number
  report: string | null
}

const DAY_MS = 86_400_000
const MAX_DAYS = 400
/** So many run at once in the whole programme, and one for each operator. */
const SLOTS = [1, 2, 3]
/** One that has not been heard of for so long died with its process. */
const SILENT_MS = 60_000
const COLUMNS = 'id, body_hash, operator_id, state, done, of_purchases, report'

/** Replays of past purchases under proposed rules: begun, looked at, cancelled. The reports are kept. */
@Injectable()
export class Backtests implements OnModuleDestroy {
  private readonly running = new Set<Promise<void>>()
  private closing = false

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Replayer) private readonly replayer: Replayer,
  ) {}

  /**
   * Begins a backtest; a repeat answers the first one. Refuses `backtest.running` while the operator has one,
   * `backtest.busy` while all places are taken, `backtest.too_long`, `rule.kind_fixed`, `ledger.key_reused`.
   */
  async start(operator: Operator, body: Body): Promise<View> {
    assertSound(body)
    const { requestId, ...order } = body
    const key = `${operator.id}:${requestId}`
    const bodyHash = hash('sha256', JSON.stringify(order), 'buffer')
    const first = await this.byKey(key)
    if (first) return sameOrRefuse(first, bodyHash, requestId)
    await this.buryTheSilent()
    const id = this.ids.next()
    const taken = await this.takePlace({ id, key, bodyHash, operator, body: JSON.stringify(order) })
    if (taken) return sameOrRefuse(taken, bodyHash, requestId)
    const run = this.run(id, operator, body).finally(() => this.running.delete(run))
    this.running.add(run)
    return this.view(id)
  }

  /** How far it is, and its report when it is done. Refuses `record.not_found`. */
  async view(id: number): Promise<View> {
    const row = await this.byId(id)
    if (!row) throw new Refusal('record.not_found')
    return viewOf(row)
  }

  /** Stops a backtest of one's own; one that has ended stays as it ended. Refuses `record.not_found`. */
  async cancel(operator: Operator, id: number): Promise<View> {
    const row = await this.byId(id)
    if (!row || row.operator_id !== operator.id) throw new Refusal('record.not_found')
    await this.end(id, 'CANCELLED', null)
    return this.view(id)
  }

  /** All that this process runs have come to an end. */
  async settled(): Promise<void> {
    await Promise.all(this.running)
  }

  async onModuleDestroy(): Promise<void> {
    this.closing = true
    await this.settled()
  }

  private async run(id: number, operator: Operator, body: Body): Promise<void> {
    try {
      const report = await this.replayer.run({
        proposals: body.proposals,
        from: new Date(body.from),
        to: new Date(body.to),
        storeId: operator.storeId,
        goesOn: (done, of) => this.goesOn(id, done, of),
      })
      if (report) await this.end(id, 'DONE', report)
    } catch {
      // The row says that it failed; a database that is away lets it fall silent instead.
      await this.end(id, 'FAILED', null).catch(() => undefined)
    }
  }

  /** Notes how far it is; false when it was cancelled meanwhile. */
  private async goesOn(id: number, done: number, of: number): Promise<boolean> {
    if (this.closing) {
      await this.end(id, 'CANCELLED', null)
      return false
    }
    const sql = "UPDATE backtest SET done = ?, of_purchases = ?, seen_at = ? WHERE id = ? AND state = 'RUNNING'"
    // A row that is as it was counts as changed: mysql2 answers the rows found.
    return (await this.db.transaction(tx => change(tx, sql, [done, of, this.clock.now(), id]))) === 1
  }

  private async end(id: number, state: View['state'], report: Report | null): Promise<void> {
    const sql =
      "UPDATE backtest SET state = ?, slot = NULL, running_by = NULL, report = ?, seen_at = ? WHERE id = ? AND state = 'RUNNING'"
    const values = [state, report && JSON.stringify(report), this.clock.now(), id]
    await this.db.transaction(tx => change(tx, sql, values))
  }

  private async buryTheSilent(): Promise<void> {
    const sql =
      "UPDATE backtest SET state = 'FAILED', slot = NULL, running_by = NULL WHERE state = 'RUNNING' AND seen_at < ?"
    await this.db.transaction(tx => change(tx, sql, [new Date(this.clock.now().getTime() - SILENT_MS)]))
  }

  /** Takes a free slot, and the operator's place. Answers the backtest that holds the same key, if there is one by now. */
  private async takePlace(order: {
    id: number
    key: string
    bodyHash: Buffer
    operator: Operator
    body: string
  }): Promise<Row | null> {
    const { id, key, bodyHash, operator, body } = order
    const now = this.clock.now()
    for (const slot of SLOTS) {
      try {
        await this.db.transaction(tx =>
          insert(tx, 'backtest', {
            id,
            request_key: key,
            body_hash: bodyHash,
            operator_id: operator.id,
            state: 'RUNNING',
            slot,
            running_by: operator.id,
            done: 0,
            of_purchases: 0,
            body,
            report: null,
            started_at: now,
            seen_at: now,
          }),
        )
        return null
      } catch (error) {
        if (!isDuplicate(error)) throw error
        const same = await this.byKey(key)
        if (same) return same
        const own = 'SELECT 1 FROM backtest WHERE running_by = ?'
        if ((await this.db.query(own, [operator.id])).length > 0) throw new Refusal('backtest.running')
      }
    }
    throw new Refusal('backtest.busy')
  }

  private async byKey(key: string): Promise<Row | null> {
    const [row] = await this.db.query<Row>(`SELECT ${COLUMNS} FROM backtest WHERE request_key = ?`, [key])
    return row ?? null
  }

  private async byId(id: number): Promise<Row | null> {
    const [row] = await this.db.query<Row>(`SELECT ${COLUMNS} FROM backtest WHERE id = ?`, [id])
    return row ?? null
  }
}

function assertSound({ from, to, proposals }: Body): void {
  const length = Date.parse(to) - Date.parse(from)
  if (length <= 0 || length > MAX_DAYS * DAY_MS) throw new Refusal('backtest.too_long', { days: MAX_DAYS })
  for (const { code, definition } of proposals) {
    if (definition ? !keepsKind(code, definition) : code === BASE_RULE) throw new Refusal('rule.kind_fixed')
  }
}

function sameOrRefuse(row: Row, bodyHash: Buffer, requestId: string): View {
  if (!row.body_hash.equals(bodyHash)) throw new Refusal('ledger.key_reused', { key: requestId })
  return viewOf(row)
}

function viewOf(row: Row): View {
  return {
    id: String(row.id),
    state: row.state,
    done: row.done,
    of: row.of_purchases,
    report: row.report === null ? null : (JSON.parse(row.report) as Report),
  }
}
