/**
 * Operations of the ledger as plain data: what a model can reason about, a generator can make and a process can be sent.
 * An order that is about an earlier one names its key; the journal or hold behind it is looked up when it is carried out.
 */
import type { Result } from '../../server/src/ledger/batch.rules.js'
import type { Earn, Operation, Span } from '../../server/src/ledger/operation.rules.js'

/** Where points of an earn may land; instants in milliseconds. */
export interface OrderSpan {
  from: number
  to: number
  /** 0 for points that may be used for everything. */
  restriction: number
  /** 0 for an end that stays. */
  extendMonths: number
}

interface About {
  key: string
  body: string
  member: number
}

export type Order = About &
  (
    | { do: 'EARN'; spans: OrderSpan[]; points: number[]; growth: number; visit: boolean; cap: Cap | null }
    | { do: 'SPEND'; points: number; honours: number[] }
    | { do: 'HOLD'; points: number; honours: number[]; until: number; graceDays: number }
    | { do: 'CAPTURE'; of: string; points: number }
    | { do: 'RELEASE'; of: string }
    | { do: 'UNDO_SPEND'; of: string; points: number; graceDays: number }
    | { do: 'UNDO_EARN'; of: string; points: number; growth: number; shortfall: 'DEBT' | 'CASH' | 'WAIVE' | 'BLOCK' }
    | { do: 'ADJUST'; points: number; span: OrderSpan; shortfall: 'BLOCK' | 'DEBT' }
    | { do: 'TRANSFER'; to: number; points: number; honours: number[] }
  )

/** At most so many points are ever given under this name; what is over is not given. */
export interface Cap {
  name: string
  limit: number
}

export type OrderOf<Kind extends Order['do']> = Extract<Order, { do: Kind }>

/** What became of an order, as far as it can be told without knowing ids. */
export type Told =
  | { status: 'POSTED'; available: number; debt: number; growth: number; taken: number; short: number }
  | { status: 'REPEATED' | 'CONFLICT' | 'UNKNOWN_MEMBER' }
  | { status: 'REFUSED'; outcome: number }

/** The same with the journal behind it. */
export type Answer = Told & { journalId?: number }

const WORDS = { kind: 'SPEND', what: { zh: '兑换', en: 'a reward' } }

/** The operation of an order at this moment. `idOf` answers the journal of an earlier key, or an id nobody has. */
export function operationOf(order: Order, now: Date, idOf: (key: string) => number): Operation {
  const base = {
    key: order.key,
    body: order.body,
    memberId: order.member,
    brandId: 1,
    storeId: null,
    operatorId: null,
    biz: { type: 0, id: '0' },
    occurredAt: now,
  }
  if (order.do === 'EARN') return { ...base, ...earnOf(order) }
  return { ...base, explanation: WORDS, ...toldOf(order, idOf) }
}

type Other = Exclude<Operation, Earn>
type Rest<Kind> = Kind extends Other ? Omit<Kind, Exclude<keyof Other, 'kind'>> : never

function toldOf(order: Exclude<Order, { do: 'EARN' }>, idOf: (key: string) => number): Rest<Other> {
  if (order.do === 'SPEND') return { kind: 'SPEND', points: order.points, honours: order.honours }
  if (order.do === 'HOLD') {
    const { points, honours, until, graceDays } = order
    return { kind: 'HOLD', points, honours, expiresAt: new Date(until), graceDays }
  }
  if (order.do === 'CAPTURE') return { kind: 'CAPTURE', hold: idOf(order.of), points: order.points }
  if (order.do === 'RELEASE') return { kind: 'RELEASE', hold: idOf(order.of) }
  if (order.do === 'UNDO_SPEND') {
    return { kind: 'UNDO_SPEND', reverses: idOf(order.of), points: order.points, graceDays: order.graceDays }
  }
  if (order.do === 'UNDO_EARN') {
    const { points, growth, shortfall } = order
    return { kind: 'UNDO_EARN', reverses: idOf(order.of), points, growth, shortfall }
  }
  if (order.do === 'ADJUST') {
    const { points, shortfall } = order
    return { kind: 'ADJUST', points, approvalId: null, span: points > 0 ? spanOf(order.span) : null, shortfall }
  }
  return { kind: 'TRANSFER', toMemberId: order.to, points: order.points, honours: order.honours }
}

const spanOf = (span: OrderSpan): Span => ({
  availableAt: new Date(span.from),
  expiresAt: new Date(span.to),
  cohort: 202611,
  source: 1,
  restrictionId: span.restriction,
  extendMonths: span.extendMonths,
})

function earnOf(order: OrderOf<'EARN'>): Pick<Earn, 'kind' | 'spans' | 'tallies' | 'activity' | 'award'> {
  const { cap } = order
  return {
    kind: 'EARN',
    spans: order.spans.map(spanOf),
    tallies: cap ? [cap.name] : [],
    activity: order.visit,
    award: ({ tallies }) => {
      let left = cap ? cap.limit - (tallies.get(cap.name) ?? 0) : Number.MAX_SAFE_INTEGER
      const points = order.points.map(wanted => {
        const given = Math.min(wanted, left)
        left -= given
        return given
      })
      const total = points.reduce((sum, one) => sum + one, 0)
      return {
        points,
        growth: order.growth,
        explanation: { kind: 'PURCHASE' },
        add: new Map(cap && total > 0 ? [[cap.name, total]] : []),
      }
    },
  }
}

export function answerOf(result: Result): Answer {
  if (result.status === 'POSTED') {
    const { journalId, available, debt, growth, taken, short } = result.posted
    return { status: 'POSTED', journalId, available, debt, growth, taken, short }
  }
  if (result.status === 'REFUSED') return { status: 'REFUSED', outcome: result.outcome, journalId: result.journalId }
  return result.status === 'REPEATED' ? { status: 'REPEATED', journalId: result.journalId } : { status: result.status }
}
