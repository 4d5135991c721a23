/** What orders of a payment go through, and when somebody looks at them again. */
import type { PayRefund } from '../wechat-pay/wechat-pay.facts.js'

/** What money can be asked for. Each has one taker, found in settlements. */
export const PURPOSES = ['TABLE_BILL', 'REWARD', 'PACK'] as const
export type Purpose = (typeof PURPOSES)[number]

/** A closed order may still turn out to be paid: WeChat Pay's word is the last. Nothing leaves PAID. */
export const STATE = { OPEN: 1, PAID: 2, CLOSED: 3 } as const

export const REFUND_STATE = { ASKED: 1, PROCESSING: 2, SUCCESS: 3, ABNORMAL: 4, CLOSED: 5, REFUSED: 6 } as const
export type RefundState = (typeof REFUND_STATE)[keyof typeof REFUND_STATE]

/** Through whom we heard of a step. */
export type Heard = 'MEMBER' | 'NOTICE' | 'QUERY' | 'JOB' | 'BILL'

/** The most one order may ask for: 50,000 yuan. */
export const MAX_FEN = 5_000_000
/** WeChat Pay's own limit of parts one order may be given back in. */
export const MAX_REFUNDS = 50
/** How long an order may stay open. A prepay id is good for two hours, and never has to be drawn anew within these. */
export const MIN_OPEN_MS = 90_000
export const MAX_OPEN_MS = 110 * 60_000
/** WeChat Pay wants a minute between the order and its end. */
export const MIN_LEFT_MS = 60_000

const SECOND = 1_000
const MINUTE = 60 * SECOND
const LOOKS_MS = [30 * SECOND, 2 * MINUTE, 10 * MINUTE]
const AGAIN_MS = [30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE]

/** The number WeChat Pay knows an order by: at least 6 and at most 32 characters, and ours can be told by their look. */
export function outTradeNoOf(id: number): string {
  return `HT${id}`
}

export function isOurNumber(outTradeNo: string): boolean {
  return /^HT\d{6,16}$/.test(outTradeNo)
}

/** The number of the one refund that gives back all of an order nobody takes: fixed, so that no repetition is a second one. */
export function wholeRefundNoOf(outTradeNo: string): string {
  return `${outTradeNo}-back`
}

/** When to ask next whether an unpaid order has been paid: 30 s, 2 min and 10 min after its prepay, then at its end. */
export function nextLook(prepaidAt: Date, expiresAt: Date, now: Date): Date {
  const next = LOOKS_MS.map(ms => prepaidAt.getTime() + ms).find(at => at > now.getTime())
  return new Date(Math.min(next ?? Number.POSITIVE_INFINITY, expiresAt.getTime()))
}

/** When to try again what has failed `tries` times. */
export function nextTry(tries: number, now: Date): Date {
  const ms = AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)] as number
  return new Date(now.getTime() + ms)
}

const STATES: Record<PayRefund['state'], RefundState> = {
  PROCESSING: REFUND_STATE.PROCESSING,
  SUCCESS: REFUND_STATE.SUCCESS,
  ABNORMAL: REFUND_STATE.ABNORMAL,
  CLOSED: REFUND_STATE.CLOSED,
}

/**
 * The state of a refund after WeChat Pay has told one: news may come out of order, so what has ended stays ended. ABNORMAL
 * may still become SUCCESS (somebody gave another account), and what we thought refused may turn out to be there.
 */
export function refundStateAfter(now: RefundState, told: PayRefund['state']): RefundState {
  const next = STATES[told]
  if (now === REFUND_STATE.SUCCESS || now === REFUND_STATE.CLOSED) return now
  if (now === REFUND_STATE.ABNORMAL && next === REFUND_STATE.PROCESSING) return now
  return next
}

/** Whether WeChat Pay has money on its way back, or has given it back. */
export function isUnderWay(state: RefundState): boolean {
  return state === REFUND_STATE.PROCESSING || state === REFUND_STATE.SUCCESS || state === REFUND_STATE.ABNORMAL
}
