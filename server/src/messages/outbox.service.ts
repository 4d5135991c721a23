import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Tx } from '../db.js'
import type { Ids } from '../ids.js'
import { CLOCK, IDS } from '../tokens.js'
import { type MessageDraft, type MessageRow, messageDue } from './kinds.rules.js'

/** Rows of one statement. */
const CHUNK = 500

/** Puts what members are to be told beside what gives reason for it, in one transaction. Nothing is sent from here. */
@Injectable()
export class Outbox {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** The row of one message, for operations of the ledger that carry rows along. */
  row(draft: MessageDraft): MessageRow {
    return messageDue(this.ids.next(), draft, this.clock.now())
  }

  /** Writes messages; one that is there already (same member, kind and occurrence) stays as it is. */
  async enqueue(tx: Tx, drafts: readonly MessageDraft[]): Promise<void> {
    // In the order of the unique index, so that two who write the same ones wait for each other instead of deadlocking.
    const rows = [...drafts].sort(byKey).map(draft => this.row(draft).values)
    for (let at = 0; at < rows.length; at += CHUNK) await write(tx, rows.slice(at, at + CHUNK))
  }
}

async function write(tx: Tx, rows: MessageRow['values'][]): Promise<void> {
  const columns = Object.keys(rows[0]!)
  const tuple = `(${columns.map(() => '?').join(', ')})`
  await tx.query(
    `INSERT INTO message (${columns.join(', ')}) VALUES ${rows.map(() => tuple).join(', ')} ON DUPLICATE KEY UPDATE id = id`,
    rows.flatMap(row => columns.map(column => row[column])),
  )
}

function byKey(one: MessageDraft, other: MessageDraft): number {
  if (one.memberId !== other.memberId) return one.memberId - other.memberId
  if (one.kind !== other.kind) return one.kind < other.kind ? -1 : 1
  return one.occurrence < other.occurrence ? -1 : one.occurrence > other.occurrence ? 1 : 0
}
