/** What may be said to a member, with the data each kind is made of. Pure. */
import type { MessageKind } from '@huitou/shared/messages'
import { dayOf, PROGRAMME_ZONE } from '../calendar.js'

interface Bilingual {
  zh: string
  en: string
}

/** Typed data by kind. Points are whole, money is fen, days are "2026-12-31", instants are ISO texts. */
export interface MessageData {
  POINTS_CHANGED: {
    /** Signed, never zero. */
    points: number
    balance: number
    why: 'EARN' | 'SPEND' | 'EXPIRE' | 'ADJUST' | 'RETURN' | 'TAKE_BACK' | 'GIVE'
    store: string | null
    entryNo: string
    at: string
  }
  POINTS_MATURING: { points: number; balance: number; at: string }
  POINTS_EXPIRING: { points: number; lastDay: string; daysLeft: number }
  TIER_UP: { tier: Bilingual; at: string }
  TIER_DOWN: { tier: Bilingual; at: string; graceUntil: string | null }
  TIER_REVIEW: { tier: Bilingual; reviewOn: string; missing: Bilingual }
  COUPON_ARRIVED: { coupon: string; lastDay: string | null; count: number }
  COUPON_EXPIRING: { coupon: string; lastDay: string; count: number; daysLeft: number }
  REWARD_READY: { reward: string; points: number }
  REDEMPTION_VERIFIED: { what: string; store: string; no: string; at: string }
  REFERRAL_PROGRESS: { friend: string; step: 'JOINED' | 'FIRST_VISIT' | 'REWARDED'; points: number }
  BIRTHDAY: { nickname: string; days: -3 | 0 | 7; reward: string | null }
  CAMPAIGN: { title: string; body: string; page: string; at: string }
}

export interface Trait {
  purpose: 'SERVICE' | 'MARKETING'
  /** What somebody waits for: caps and quiet hours do not hold it back unless an operator says so. */
  transactional: boolean
  /** How long after it fell due it is still worth a push. */
  freshHours: number
}

/** What is typical of each kind. The settings may exempt others from caps and quiet hours. */
export const TRAITS: Record<MessageKind, Trait> = {
  POINTS_CHANGED: { purpose: 'SERVICE', transactional: true, freshHours: 24 },
  POINTS_MATURING: { purpose: 'SERVICE', transactional: false, freshHours: 48 },
  POINTS_EXPIRING: { purpose: 'SERVICE', transactional: false, freshHours: 60 },
  TIER_UP: { purpose: 'SERVICE', transactional: false, freshHours: 72 },
  TIER_DOWN: { purpose: 'SERVICE', transactional: false, freshHours: 72 },
  TIER_REVIEW: { purpose: 'SERVICE', transactional: false, freshHours: 96 },
  COUPON_ARRIVED: { purpose: 'SERVICE', transactional: false, freshHours: 72 },
  COUPON_EXPIRING: { purpose: 'SERVICE', transactional: false, freshHours: 36 },
  REWARD_READY: { purpose: 'SERVICE', transactional: false, freshHours: 96 },
  REDEMPTION_VERIFIED: { purpose: 'SERVICE', transactional: true, freshHours: 24 },
  REFERRAL_PROGRESS: { purpose: 'SERVICE', transactional: false, freshHours: 96 },
  BIRTHDAY: { purpose: 'MARKETING', transactional: false, freshHours: 36 },
  CAMPAIGN: { purpose: 'MARKETING', transactional: false, freshHours: 48 },
}

/** A message somebody wants a member to have. `K` ties the data to the kind. */
export type MessageDraft = { [K in MessageKind]: Draft<K> }[MessageKind]

export interface Draft<K extends MessageKind> {
  memberId: number
  kind: K
  /** What makes it this one and no other: an entry's number, a day. The same one twice is said once. At most 64 bytes. */
  occurrence: string
  data: MessageData[K]
  /** What the member stands to lose without it, in fen; 0 for a mere notice. */
  worthFen: number
  dueAt: Date
  /** From when on it is of no use; `freshHours` after it falls due unless given. */
  untilAt?: Date
  /** What it is sent with; the kind's messages of that day unless given. At most 48 bytes. */
  batch?: string
}

/** A row of the outbox. It fits the ledger's rows that commit with an operation. */
export interface MessageRow {
  table: 'message'
  values: Record<string, string | number | Date | null>
}

export const MESSAGE_STATE = { WAITING: 0, DECIDED: 1, CANCELLED: 2 } as const

const HOUR_MS = 3_600_000
const OCCURRENCE_BYTES = 64
const BATCH_BYTES = 48

/**
 * The row that goes with whatever gives reason for a message, in the same transaction. `id` is a fresh id. A second one
 * for the same member, kind and occurrence is a duplicate key; `Outbox.enqueue` lets that pass. Throws RangeError for
 * texts the row cannot hold.
 */
export function messageDue(id: number, draft: MessageDraft, now: Date): MessageRow {
  const { memberId, kind, occurrence, data, worthFen, dueAt } = draft
  const batch = draft.batch ?? dailyBatch(kind, dueAt)
  if (Buffer.byteLength(occurrence) > OCCURRENCE_BYTES) throw new RangeError(`occurrence of a ${kind} is too long`)
  if (Buffer.byteLength(batch) > BATCH_BYTES) throw new RangeError(`batch of a ${kind} is too long`)
  if (!Number.isSafeInteger(worthFen) || worthFen < 0) throw new RangeError(`worth of a ${kind}: ${worthFen}`)
  const untilAt = draft.untilAt ?? new Date(dueAt.getTime() + TRAITS[kind].freshHours * HOUR_MS)
  return {
    table: 'message',
    values: {
      id,
      member_id: memberId,
      kind,
      occurrence,
      data: JSON.stringify(data),
      worth_fen: worthFen,
      batch,
      due_at: dueAt,
      until_at: untilAt,
      state: MESSAGE_STATE.WAITING,
      created_at: now,
    },
  }
}

/** "POINTS_EXPIRING:2026-12-24": what fell due on one day goes together. */
export function dailyBatch(kind: MessageKind, dueAt: Date): string {
  return `${kind}:${dayOf(dueAt, PROGRAMME_ZONE)}`
}
