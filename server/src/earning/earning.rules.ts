/** What every kind of entry says of itself, and what may be a bill. Pure. */
import { formatPoints, formatYuan, MAX_BILL_FEN } from '@huitou/shared/amounts'
import type { Explained } from '@huitou/shared/rules'
import type { z } from 'zod'
import { type AdjustExplanation, adjustSentence, adjustSteps, adjustTitle } from '../adjustments/adjustments.texts.js'
import {
  isMovement,
  type MovementExplanation,
  movementSentence,
  movementSteps,
  movementTitle,
} from '../ledger/movements.texts.js'
import { refundParts, refundSentence, refundSteps } from './refund.texts.js'
import type { Bilingual, RefundTrace, Trace } from './trace.rules.js'
import { traceNotPaid, traceParts, traceSentence, traceSteps, traceTitle } from './trace.texts.js'
import { plural, product } from './words.texts.js'

export type { Bilingual } from './trace.rules.js'

/** The trace kept with every entry; enough to say the sentence again and to compute the number anew. */
export type Explanation =
  | {
      kind: 'PURCHASE'
      rule: number
      version: number
      rate: { points: number; fen: number }
      paidFen: number
      points: number
      growth: number
    }
  | {
      kind: 'REFUND'
      rule: number
      version: number
      rate: { points: number; fen: number }
      refundFen: number
      keptFen: number
      before: number
      after: number
      /** How many of the points had expired unused: they are neither taken nor owed. The ledger adds it. */
      lapsed?: number
    }
  | { kind: 'SPEND'; what: Bilingual; points: number }
  /** Points won in a lottery. */
  | { kind: 'PRIZE'; what: Bilingual; points: number }
  | { kind: 'EXPIRE' | 'MATURE'; cohort: number; points: number }
  | AdjustExplanation
  | MovementExplanation
  | Trace
  | RefundTrace

/** Why an amount cannot be a bill, or null. Fractions of a fen, zero and negatives are no amounts at all. */
export function amountProblem(fen: number): 'INVALID' | 'TOO_LARGE' | null {
  if (!Number.isSafeInteger(fen) || fen <= 0) return 'INVALID'
  return fen > MAX_BILL_FEN ? 'TOO_LARGE' : null
}

/** The one sentence of an entry: "¥88.50 × 1 分 = 88 分". */
export function sentenceOf(explanation: Explanation): Bilingual {
  if (isMovement(explanation)) return movementSentence(explanation)
  if (explanation.kind === 'ADJUST') return adjustSentence(explanation)
  if (explanation.kind === 'RULES') return traceSentence(explanation)
  if (explanation.kind === 'RULES_REFUND') return refundSentence(explanation)
  if (explanation.kind === 'PURCHASE') return product(explanation.paidFen, explanation.rate, explanation.points)
  if (explanation.kind === 'REFUND') {
    const { refundFen, keptFen, rate, before, after, lapsed = 0 } = explanation
    const kept = product(keptFen, rate, after)
    const back = formatPoints(before - after - lapsed)
    return {
      zh: `退款 ${formatYuan(refundFen)}，剩余${keptFen === 0 ? ' ¥0.00' : ` ${kept.zh}`}，收回 ${back} 分${lapsed ? `，另有 ${formatPoints(lapsed)} 分已到期，不再收回` : ''}`,
      en: `Refund of ${formatYuan(refundFen)}; what remains earns ${keptFen === 0 ? '0 points' : kept.en}; ${back} taken back${lapsed ? `, ${formatPoints(lapsed)} had expired and are not asked for` : ''}`,
    }
  }
  if (explanation.kind === 'SPEND') {
    const { what, points } = explanation
    return {
      zh: `${what.zh}，用掉 ${formatPoints(points)} 分`,
      en: `${formatPoints(points)} ${plural(points)} for ${what.en}`,
    }
  }
  if (explanation.kind === 'PRIZE') {
    const { what, points } = explanation
    return { zh: `${what.zh} ${formatPoints(points)} 分`, en: `${formatPoints(points)} ${plural(points)} ${what.en}` }
  }
  const month = `${String(explanation.cohort).slice(0, 4)}-${String(explanation.cohort).slice(4)}`
  const points = formatPoints(explanation.points)
  if (explanation.kind === 'EXPIRE') {
    return {
      zh: `${month} 获得的积分到期，${points} 分失效`,
      en: `${points} ${plural(explanation.points)} earned in ${month} expired`,
    }
  }
  return { zh: `${points} 分已生效，可以使用了`, en: `${points} ${plural(explanation.points)} became available` }
}

export function titleOf(explanation: Explanation): Bilingual {
  if (isMovement(explanation)) return movementTitle(explanation)
  if (explanation.kind === 'ADJUST') return adjustTitle
  if (explanation.kind === 'RULES' || explanation.kind === 'RULES_REFUND') return traceTitle(explanation)
  if (explanation.kind === 'PURCHASE') return { zh: '消费得积分', en: 'Points for a bill' }
  if (explanation.kind === 'REFUND') return { zh: '退款收回积分', en: 'Points taken back for a refund' }
  if (explanation.kind === 'SPEND') return { zh: '使用积分', en: 'Points used' }
  if (explanation.kind === 'PRIZE') return { zh: '抽奖得积分', en: 'Points won' }
  if (explanation.kind === 'EXPIRE') return { zh: '积分到期', en: 'Points expired' }
  return { zh: '积分生效', en: 'Points became available' }
}

/** The steps of the number, in order, as label and value. */
export function stepsOf(explanation: Explanation): { label: Bilingual; value: string }[] {
  if (isMovement(explanation)) return movementSteps(explanation)
  if (explanation.kind === 'ADJUST') return adjustSteps(explanation)
  if (explanation.kind === 'RULES') return traceSteps(explanation)
  if (explanation.kind === 'RULES_REFUND') return refundSteps(explanation)
  if (explanation.kind === 'PURCHASE') {
    const { paidFen, rate, points, growth } = explanation
    return [
      { label: { zh: '实付金额', en: 'Amount paid' }, value: formatYuan(paidFen) },
      { label: { zh: '积分标准', en: 'Rate' }, value: `${rate.points} / ${formatYuan(rate.fen)}` },
      { label: { zh: '每单向下取整', en: 'Rounded down per bill' }, value: formatPoints(points) },
      { label: { zh: '成长值', en: 'Growth' }, value: `+${formatPoints(growth)}` },
    ]
  }
  if (explanation.kind === 'REFUND') {
    const { refundFen, keptFen, before, after, lapsed } = explanation
    const gone = { label: { zh: '其中已到期', en: 'Expired already' }, value: formatPoints(lapsed ?? 0) }
    return [
      { label: { zh: '退款金额', en: 'Refunded' }, value: formatYuan(refundFen) },
      { label: { zh: '退款后实付', en: 'Paid after the refund' }, value: formatYuan(keptFen) },
      { label: { zh: '退款前积分', en: 'Points before' }, value: formatPoints(before) },
      { label: { zh: '退款后应得积分', en: 'Points after' }, value: formatPoints(after) },
      ...(lapsed ? [gone] : []),
    ]
  }
  return [{ label: { zh: '积分', en: 'Points' }, value: formatPoints(explanation.points) }]
}

/** Everything a view says about an entry: the sentence, what each rule gave, and which rules gave nothing and why. */
export function explainedOf(explanation: Explanation): z.infer<typeof Explained> {
  const sentence = sentenceOf(explanation)
  if (explanation.kind === 'RULES')
    return { sentence, parts: traceParts(explanation), notPaid: traceNotPaid(explanation) }
  if (explanation.kind === 'RULES_REFUND') return { sentence, parts: refundParts(explanation), notPaid: [] }
  return { sentence, parts: [], notPaid: [] }
}
