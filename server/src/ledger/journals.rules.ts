/** Journal rows: of an operation somebody asked for, and of what the ledger does by itself. */
import type { JournalRow } from './draft.rules.js'
import { type Json, KIND, type Operation } from './operation.rules.js'

const KINDS = {
  EARN: KIND.EARN,
  SPEND: KIND.SPEND,
  HOLD: KIND.HOLD,
  CAPTURE: KIND.CAPTURE,
  RELEASE: KIND.RELEASE,
  UNDO_SPEND: KIND.UNDO_SPEND,
  UNDO_EARN: KIND.UNDO_EARN,
  ADJUST: KIND.ADJUST,
  TRANSFER: KIND.TRANSFER,
} as const

/** The row of an operation before it is decided: an earn does not know its points yet, nor a release. */
export function journalFor(operation: Operation, body: Buffer, id: number): JournalRow {
  const { kind } = operation
  return {
    id,
    key: operation.key,
    hash: body,
    kind: KINDS[kind],
    outcome: 0,
    brandId: operation.brandId,
    storeId: operation.storeId,
    bizType: operation.biz.type,
    bizId: operation.biz.id,
    reversesId: kind === 'UNDO_EARN' || kind === 'UNDO_SPEND' ? operation.reverses : null,
    holdId: kind === 'CAPTURE' || kind === 'RELEASE' ? operation.hold : null,
    approvalId: kind === 'ADJUST' ? operation.approvalId : null,
    operatorId: operation.operatorId,
    points: kind === 'EARN' || kind === 'RELEASE' ? 0 : Math.abs(operation.points),
    growth: kind === 'UNDO_EARN' ? operation.growth : 0,
    explanation: kind === 'EARN' ? null : operation.explanation,
    occurredAt: operation.occurredAt,
    activityOf: null,
  }
}

/** What tells an entry of the ledger's own from the next. */
export interface OwnEntry {
  id: number
  key: string
  kind: number
  brandId: number
  /** What it is about: a lot, a hold, a visit. */
  bizId: string
  holdId: number | null
  points: number
  explanation: Json
  occurredAt: Date
}

const NO_REQUEST = Buffer.alloc(32)

export function ownJournal(entry: OwnEntry): JournalRow {
  return {
    id: entry.id,
    key: entry.key,
    hash: NO_REQUEST,
    kind: entry.kind,
    outcome: 0,
    brandId: entry.brandId,
    storeId: null,
    bizType: 0,
    bizId: entry.bizId,
    reversesId: null,
    holdId: entry.holdId,
    approvalId: null,
    operatorId: null,
    points: entry.points,
    growth: 0,
    explanation: entry.explanation,
    occurredAt: entry.occurredAt,
    activityOf: null,
  }
}
