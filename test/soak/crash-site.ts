/**
 * A ledger process and a database server of its own, made to be killed: by the clock, or at a named moment of a commit.
 * After each kill what died comes back, what nobody knows the end of is sent again under its key, and the books are held
 * against what the callers were told.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { PrivateDatabase } from '../../server/launch/database.mjs'
import { type Cut, type CutProxy, cutProxy } from '../stress/cut-proxy.js'
import { LedgerAlone } from '../stress/ledger-alone.js'
import { CrashLoad, type Line } from './crash-load.js'
import { LedgerChild } from './ledger-child.js'

export const MOMENTS = ['AT_RANDOM', 'AFTER_FIRST_PACKET', 'COMMIT_SENT', 'AFTER_COMMIT'] as const
export type Moment = (typeof MOMENTS)[number]
export type Victim = 'SERVER' | 'DATABASE'

/** What one kill came to. `lost` and `doubled` name keys; both are empty in a ledger that keeps its word. */
export interface Kill {
  acknowledged: number
  unknown: number
  /** Of the unknown ones, those that had been committed all the same. */
  committed: number
  lost: string[]
  doubled: string[]
}

const CALLERS = 48
const MEMBERS = 24
/** So many are answered before anybody is killed. */
const ANSWERED = 100
const PATIENCE_MS = 20_000

export class CrashSite {
  readonly load: CrashLoad
  private child: LedgerChild | null = null
  private rounds = 0

  private constructor(
    private readonly database: PrivateDatabase,
    readonly alone: LedgerAlone,
    private readonly proxy: CutProxy,
    private readonly setting: { members: number[]; random: (below: number) => number },
  ) {
    this.load = new CrashLoad(`load${process.pid}`, setting.members, setting.random)
  }

  /** @param random a whole number from 0 to below what it is given */
  static async open(database: PrivateDatabase, random: (below: number) => number): Promise<CrashSite> {
    const alone = await LedgerAlone.open(database.adminUrl)
    alone.clock.set(new Date())
    const url = new URL(alone.url)
    const proxy = await cutProxy({ host: url.hostname, port: Number(url.port) })
    return new CrashSite(database, alone, proxy, { members: await alone.members(MEMBERS), random })
  }

  /** Kills one of the two under load, brings it back, and reckons. */
  async kill(victim: Victim, moment: Moment): Promise<Kill> {
    this.rounds += 1
    const child = await this.running()
    const before = this.proxy.cuts()
    let fell = false
    const strike = () => {
      fell = true
      if (victim === 'SERVER') child.kill9()
      else void this.database.kill9()
    }
    const began = Date.now()
    const running = this.load.run(child, CALLERS, () => Date.now() - began > PATIENCE_MS)
    while (this.load.answered() < ANSWERED && Date.now() - began < PATIENCE_MS) await sleep(5)
    await sleep(this.setting.random(50))
    if (moment === 'AT_RANDOM') strike()
    else this.proxy.arm(moment satisfies Cut, strike)
    await running
    if (!fell || (moment !== 'AT_RANDOM' && this.proxy.cuts() !== before + 1)) throw new Error(`${moment} never came`)
    if (victim === 'SERVER') await child.ended
    else await this.database.restart()
    return this.reckon()
  }

  /** The rows that invariants find, and members who do not own what their orders come to. */
  async books(): Promise<Record<string, string[]>> {
    this.alone.clock.set(new Date())
    const broken = await this.alone.books()
    const rows = await this.alone.db.query<{ owner_id: number; owned: number }>(
      'SELECT owner_id, pending + available + held - debt AS owned FROM account WHERE owner_type = 1 AND currency_id = 1',
    )
    const wrong = rows.filter(row => row.owned !== (this.load.owned.get(row.owner_id) ?? 0))
    if (wrong.length > 0)
      broken.owned = wrong.map(row => `${JSON.stringify(row)}, but ${this.load.owned.get(row.owner_id)}`)
    return broken
  }

  async close(): Promise<void> {
    await this.child?.stop()
    await this.proxy.close()
    await this.alone.close()
  }

  private async running(): Promise<LedgerChild> {
    const url = new URL(this.alone.url)
    url.hostname = '127.0.0.1'
    url.port = String(this.proxy.port)
    if (!this.child?.alive) this.child = await LedgerChild.start(url.href)
    return this.child
  }

  private async reckon(): Promise<Kill> {
    const lines = [...this.load.lines.values()]
    const unknown = lines.filter(line => line.answer === null)
    const before = await this.journals(lines)
    const acknowledged = lines.filter(line => line.answer !== null)
    const lost = acknowledged.filter(line => !kept(line, before)).map(line => line.order.key)
    const child = await this.running()
    await Promise.all(unknown.map(line => this.insist(child, line)))
    const after = await this.journals(lines)
    const committed = unknown.filter(line => before.has(line.order.key))
    // What had been committed must be answered by that very journal; what had not, by one that is new.
    const doubled = committed.filter(line => !kept(line, before) || line.answer?.status === 'POSTED')
    lost.push(...lines.filter(line => !kept(line, after)).map(line => line.order.key))
    this.load.settle()
    return {
      acknowledged: acknowledged.length,
      unknown: unknown.length,
      committed: committed.length,
      lost,
      doubled: doubled.map(line => line.order.key),
    }
  }

  /** A till that gets no answer sends the same again until it does. */
  private async insist(child: LedgerChild, line: Line): Promise<void> {
    const began = Date.now()
    while (!(await this.load.ask(child, line))) {
      if (Date.now() - began > PATIENCE_MS) throw new Error(`nobody answers for ${line.order.key}`)
      await sleep(50)
    }
  }

  private async journals(lines: Line[]): Promise<Map<string, { id: number; outcome: number }>> {
    const rows = await this.alone.db.query<{ id: number; idem_key: string; outcome: number }>(
      'SELECT id, idem_key, outcome FROM journal WHERE idem_key IN (?)',
      [lines.map(line => line.order.key)],
    )
    return new Map(rows.map(row => [row.idem_key, row]))
  }
}

/** Whether the books hold what the caller was told. */
function kept({ order, answer }: Line, journals: Map<string, { id: number; outcome: number }>): boolean {
  const journal = journals.get(order.key)
  if (!journal || journal.id !== answer?.journalId) return false
  return answer.status === 'REFUSED' ? journal.outcome === answer.outcome : journal.outcome === 0
}
