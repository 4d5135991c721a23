/**
 * Seals what was posted into blocks, each hashed over the one before it: whoever alters the past afterwards has to alter
 * every later block too, and cannot alter the hash that finance has written down elsewhere. Nothing waits for it.
 */
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, insert, insertAll, isDuplicate, rowsOf, type Tx } from '../db.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { blockHash, FIRST_HASH, type SealedRow, sealItem } from './sealer.rules.js'
import { readSealed } from './sealer-rows.service.js'

/** Journals in one block at most: what one transaction reads, hashes and writes. */
const BLOCK = 1000
/** Blocks of one turn at most, so that a worker that has much to catch up with looks at its other jobs in between. */
const BLOCKS_A_TURN = 200

/** Where sealing stands. */
export interface SealState {
  /** Number of the newest block; 0 before the first. */
  seq: number
  hash: Buffer
  sealedAt: Date | null
  /** Journals that wait to be sealed. */
  waiting: number
  /** When the longest waiting of them was posted. */
  waitingSince: Date | null
  /** The newest block whose hash was written down outside of this database. */
  anchor: { seq: number; place: string; anchoredAt: Date } | null
}

/** Another worker was faster: its block has what ours would have had. */
class Overtaken extends Error {}

@Injectable()
export class Sealer {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Seals everything that waits, block by block, up to two hundred blocks. What waits is a queue of rows, never "ids
   * after the last one": a transaction that took its id early and committed late would be missed for ever.
   */
  async seal(): Promise<{ blocks: number; journals: number }> {
    const total = { blocks: 0, journals: 0 }
    while (total.blocks < BLOCKS_A_TURN) {
      const journals = await this.sealBlock()
      if (journals === 0) break
      total.blocks += 1
      total.journals += journals
    }
    return total
  }

  async state(): Promise<SealState> {
    const [[block], [queue], [anchor]] = await Promise.all([
      this.db.query<{ seq: number; hash: Buffer; sealed_at: Date }>(
        'SELECT seq, hash, sealed_at FROM seal_block ORDER BY seq DESC LIMIT 1',
      ),
      this.db.query<{ waiting: number; since: Date | null }>(
        'SELECT COUNT(*) AS waiting, (SELECT j.posted_at FROM seal_queue q JOIN journal j ON j.id = q.journal_id ORDER BY q.journal_id LIMIT 1) AS since FROM seal_queue',
      ),
      this.db.query<{ seq: number; place: string; anchored_at: Date }>(
        'SELECT seq, place, anchored_at FROM seal_anchor ORDER BY seq DESC, anchored_at DESC LIMIT 1',
      ),
    ])
    return {
      seq: block?.seq ?? 0,
      hash: block?.hash ?? FIRST_HASH,
      sealedAt: block?.sealed_at ?? null,
      waiting: queue?.waiting ?? 0,
      waitingSince: queue?.since ?? null,
      anchor: anchor ? { seq: anchor.seq, place: anchor.place, anchoredAt: anchor.anchored_at } : null,
    }
  }

  /** How many journals wait, for the metrics. */
  async waiting(): Promise<number> {
    const [row] = await this.db.query<{ waiting: number }>('SELECT COUNT(*) AS waiting FROM seal_queue')
    return row?.waiting ?? 0
  }

  /**
   * Notes that the newest block's hash was written down at `place`, outside of this database. Saying it again is fine.
   * Refuses `record.not_found` before the first block.
   */
  async anchor(place: string): Promise<{ seq: number; hash: Buffer }> {
    const { seq, hash } = await this.state()
    if (seq === 0) throw new Refusal('record.not_found')
    try {
      await this.db.transaction(tx => insert(tx, 'seal_anchor', { seq, place, hash, anchored_at: this.clock.now() }))
    } catch (error) {
      if (!isDuplicate(error)) throw error
    }
    return { seq, hash }
  }

  private async sealBlock(): Promise<number> {
    try {
      return await this.db.transaction(tx => this.sealWaiting(tx))
    } catch (error) {
      if (error instanceof Overtaken || isDuplicate(error)) return 0
      throw error
    }
  }

  /** Rows leave the queue first: whoever wants the same rows waits here, then finds them gone and gives way. */
  private async sealWaiting(tx: Tx): Promise<number> {
    const waiting = await rowsOf<{ journal_id: number }>(
      tx,
      `SELECT journal_id FROM seal_queue ORDER BY journal_id LIMIT ${BLOCK}`,
    )
    if (waiting.length === 0) return 0
    const ids = waiting.map(row => row.journal_id)
    const taken = await change(tx, 'DELETE FROM seal_queue WHERE journal_id IN (?)', [ids])
    if (taken !== ids.length) throw new Overtaken('another worker seals these')
    // A journal can be queued twice only by hand; sealing it twice would stop all sealing.
    const sealed = await rowsOf<{ journal_id: number }>(
      tx,
      'SELECT journal_id FROM seal_item WHERE journal_id IN (?)',
      [ids],
    )
    const already = new Set(sealed.map(row => row.journal_id))
    const fresh = ids.filter(id => !already.has(id))
    if (fresh.length > 0) await this.writeBlock(tx, fresh)
    return ids.length
  }

  private async writeBlock(tx: Tx, ids: number[]): Promise<void> {
    const [last] = await rowsOf<{ seq: number; hash: Buffer }>(
      tx,
      'SELECT seq, hash FROM seal_block ORDER BY seq DESC LIMIT 1',
    )
    const items = (await readSealed((sql, values) => rowsOf<SealedRow>(tx, sql, values), ids)).map(sealItem)
    const block = { seq: (last?.seq ?? 0) + 1, sealedAt: this.clock.now() }
    const previous = last?.hash ?? FIRST_HASH
    await insert(tx, 'seal_block', {
      seq: block.seq,
      items: items.length,
      prev_hash: previous,
      hash: blockHash(previous, block, items),
      sealed_at: block.sealedAt,
    })
    await insertAll(
      tx,
      'seal_item',
      items.map(({ journalId, digest, marks }) => ({ journal_id: journalId, seq: block.seq, digest, marks })),
    )
  }
}
