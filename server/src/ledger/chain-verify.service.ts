/** Replays every chain of the ledger over one snapshot and names the rows that were altered. Memory stays flat. */
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import { CLOCK, DB } from '../tokens.js'
import { BlockReplay, type BlockRow, ChainReplay, type ChainRow, type Finding, Findings } from './chain-verify.rules.js'
import type { SealedRow, SealItem } from './sealer.rules.js'
import { type Ask, readSealed } from './sealer-rows.service.js'

/** Rows read at a time. */
const PAGE = 5000
const ITEMS = 2000
const BLOCKS = 200

export interface Verification {
  clean: boolean
  /** The altered rows that come first in the history of the ledger, at most a hundred, and how many were found. */
  findings: Finding[]
  found: number
  accounts: number
  postings: number
  blocks: number
  sealed: number
  /** Journals that wait for their block: of these only the postings on members' accounts are chained yet. */
  unsealed: number
  lastBlock: { seq: number; hash: string } | null
  checkedAt: Date
  milliseconds: number
}

/** A block hash that was written down outside of the database. */
export interface Anchor {
  seq: number
  hash: string
}

export interface VerifyOptions {
  anchors?: Anchor[]
  /** Told from time to time how many rows of a step are done, of how many. */
  progress?: (step: string, done: number, of: number) => void
}

@Injectable()
export class ChainVerifier {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Blocks with everything they sealed, journals outside of any block, then every account's chain from its beginning.
   * Rows that are added meanwhile are not looked at, so it may run under load.
   */
  async verify(options: VerifyOptions = {}): Promise<Verification> {
    const began = performance.now()
    const checkedAt = this.clock.now()
    const findings = new Findings()
    const runner = this.db.source.createQueryRunner()
    const ask: Ask = async (sql, values) => (await runner.query(sql, values)) as SealedRow[]
    const run = new Run(ask, findings.add, options.progress ?? (() => undefined))
    try {
      await runner.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
      await runner.query('START TRANSACTION WITH CONSISTENT SNAPSHOT')
      const blocks = await run.blocks(await this.anchors(ask, options.anchors ?? []))
      const unsealed = await run.outside()
      const chains = await run.chains()
      await runner.query('COMMIT')
      return {
        clean: findings.count === 0,
        findings: findings.sorted(),
        found: findings.count,
        ...chains,
        ...blocks,
        unsealed,
        checkedAt,
        milliseconds: Math.round(performance.now() - began),
      }
    } finally {
      await runner.query('ROLLBACK').catch(() => undefined)
      await runner.release()
    }
  }

  /** What was noted here and what the caller has kept elsewhere; only the latter is proof against a hand in here. */
  private async anchors(ask: Ask, given: Anchor[]): Promise<Map<number, Set<string>>> {
    const anchors = new Map<number, Set<string>>()
    const rows = await ask('SELECT seq, hash FROM seal_anchor ORDER BY seq DESC LIMIT 10000', [])
    const noted = rows.map(row => ({ seq: row.seq as number, hash: (row.hash as Buffer).toString('hex') }))
    for (const { seq, hash } of [...noted, ...given]) anchors.set(seq, (anchors.get(seq) ?? new Set()).add(hash))
    return anchors
  }
}

/** One pass over one snapshot. */
class Run {
  constructor(
    private readonly ask: Ask,
    private readonly report: (finding: Finding) => void,
    private readonly progress: NonNullable<VerifyOptions['progress']>,
  ) {}

  async blocks(anchors: Map<number, Set<string>>) {
    const replay = new BlockReplay(this.report)
    const total = await this.count('seal_block')
    let last: BlockRow | undefined
    for (;;) {
      const blocks = await this.rows<BlockRow>(
        `SELECT seq, items, prev_hash, hash, sealed_at FROM seal_block WHERE seq > ? ORDER BY seq LIMIT ${BLOCKS}`,
        [last?.seq ?? -1],
      )
      for (const group of grouped(blocks)) await this.group(group, replay)
      for (const block of blocks) this.compare(block, anchors)
      last = blocks.at(-1) ?? last
      this.progress('blocks', replay.blocks, total)
      if (blocks.length < BLOCKS) break
    }
    for (const seq of anchors.keys())
      this.report({
        table: 'seal_block',
        key: { seq },
        what: 'the anchored block is gone',
        journalId: Number.MAX_SAFE_INTEGER,
      })
    const lastBlock = last ? { seq: last.seq, hash: last.hash.toString('hex') } : null
    return { blocks: replay.blocks, sealed: replay.sealed, lastBlock }
  }

  /** Journals that no block holds: they must at least wait for one. Answers how many wait. */
  async outside(): Promise<number> {
    const total = await this.count('journal')
    let after = 0
    let done = 0
    for (;;) {
      const rows = await this.rows<{ id: number; item: number | null; queued: number | null }>(
        `SELECT j.id, i.journal_id AS item, q.journal_id AS queued FROM journal j LEFT JOIN seal_item i ON i.journal_id = j.id
         LEFT JOIN seal_queue q ON q.journal_id = j.id WHERE j.id > ? ORDER BY j.id LIMIT ${PAGE}`,
        [after],
      )
      for (const { id, item, queued } of rows) {
        const what = 'neither sealed nor waiting to be: added by hand, or its seal was removed'
        if (item === null && queued === null) this.report({ table: 'journal', key: { id }, what, journalId: id })
      }
      done += rows.length
      this.progress('journals', done, total)
      const last = rows.at(-1)
      if (!last || rows.length < PAGE) return this.count('seal_queue')
      after = last.id
    }
  }

  async chains(): Promise<{ accounts: number; postings: number }> {
    const replay = new ChainReplay(this.report)
    const total = await this.count('posting')
    let after = { account: 0, version: 0 }
    for (;;) {
      const rows = await this.rows<ChainRow>(
        `SELECT p.journal_id, p.seq, p.account_id, p.currency_id, p.bucket, p.amount, p.version, p.balance_after, p.hash, a.version AS last_version, a.head_hash
         FROM posting p LEFT JOIN account a ON a.id = p.account_id
         WHERE p.version IS NOT NULL AND (p.account_id > ? OR (p.account_id = ? AND p.version > ?)) ORDER BY p.account_id, p.version LIMIT ${PAGE}`,
        [after.account, after.account, after.version],
      )
      for (const row of rows) replay.take(row)
      this.progress('postings', replay.postings, total)
      const last = rows.at(-1)
      if (!last || rows.length < PAGE) break
      after = { account: last.account_id, version: last.version }
    }
    replay.end()
    await this.emptied()
    return { accounts: replay.accounts, postings: replay.postings }
  }

  /** Accounts that say they moved although not one posting of theirs is left. */
  private async emptied(): Promise<void> {
    const rows = await this.rows<{ id: number; version: number }>(
      'SELECT a.id, a.version FROM account a WHERE a.version > 0 AND NOT EXISTS (SELECT 1 FROM posting p WHERE p.account_id = a.id AND p.version IS NOT NULL) ORDER BY a.id LIMIT 100',
      [],
    )
    for (const { id, version } of rows) {
      const what = `all of its ${version} postings are gone`
      this.report({ table: 'posting', key: { account_id: id, version: 1 }, what, journalId: 0 })
    }
  }

  private async group(blocks: BlockRow[], replay: BlockReplay): Promise<void> {
    const [first, last] = [blocks[0], blocks.at(-1)]
    if (!first || !last) return
    const items = await this.rows<{ seq: number; journal_id: number; digest: Buffer; marks: Buffer }>(
      'SELECT seq, journal_id, digest, marks FROM seal_item WHERE seq BETWEEN ? AND ? ORDER BY seq, journal_id',
      [first.seq, last.seq],
    )
    const journals = new Map(
      (
        await readSealed(
          this.ask,
          items.map(item => item.journal_id),
        )
      ).map(journal => [journal.id, journal]),
    )
    for (const block of blocks) {
      const own = items.filter(item => item.seq === block.seq)
      const sealed: SealItem[] = own.map(({ journal_id, digest, marks }) => ({ journalId: journal_id, digest, marks }))
      const now = own.map(
        ({ journal_id: id }) => journals.get(id) ?? { id, journal: undefined, postings: [], allocations: [] },
      )
      replay.take(block, sealed, now)
    }
  }

  private compare(block: BlockRow, anchors: Map<number, Set<string>>): void {
    for (const hash of anchors.get(block.seq) ?? []) {
      const what = `hash is not the anchored one, ${hash}`
      if (hash !== block.hash.toString('hex'))
        this.report({ table: 'seal_block', key: { seq: block.seq }, what, journalId: Number.MAX_SAFE_INTEGER })
    }
    anchors.delete(block.seq)
  }

  private async count(table: 'seal_block' | 'seal_queue' | 'journal' | 'posting'): Promise<number> {
    const [row] = await this.rows<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`, [])
    return row?.n ?? 0
  }

  private async rows<T>(sql: string, values: unknown[]): Promise<T[]> {
    return (await this.ask(sql, values)) as unknown[] as T[]
  }
}

/** Blocks in groups of at most two thousand journals, so that small ones do not cost a round trip each. */
function grouped(blocks: BlockRow[]): BlockRow[][] {
  const groups: BlockRow[][] = []
  let room = 0
  for (const block of blocks) {
    const last = groups.at(-1)
    if (last && block.items <= room) last.push(block)
    else {
      groups.push([block])
      room = ITEMS
    }
    room -= block.items
  }
  return groups
}
