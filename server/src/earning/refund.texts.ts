/** What a refund's trace says. Only what is stored is used. */
import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import type { Bilingual, RefundTrace } from './trace.rules.js'
import type { Part, Step } from './trace.texts.js'
import { nameOf, ofCounted, plural } from './words.texts.js'

/** "退款 ¥30.00，剩余 ¥58.50 × 1 分 = 58 分，收回 30 分". */
export function refundSentence(trace: RefundTrace): Bilingual {
  const { refundFen, keptFen, before, after, lapsed = 0 } = trace
  const kept = keptText(trace)
  const back = formatPoints(before - after - lapsed)
  const gone = formatPoints(lapsed)
  return {
    zh: `退款 ${formatYuan(refundFen)}，剩余${keptFen === 0 ? ' ¥0.00' : ` ${kept.zh}`}，收回 ${back} 分${lapsed ? `，另有 ${gone} 分已到期，不再收回` : ''}`,
    en: `Refund of ${formatYuan(refundFen)}; what remains earns ${keptFen === 0 ? '0 points' : kept.en}; ${back} taken back${lapsed ? `, ${gone} had expired and are not asked for` : ''}`,
  }
}

function keptText({ keptFen, countedFen, parts, after }: RefundTrace): Bilingual {
  const base = parts.find(part => part.rate)
  const others = parts.filter(part => part !== base && part.was > 0)
  const start = base
    ? ofCounted(keptFen, countedFen ?? keptFen, {
        rate: { points: base.rate![0], fen: base.rate![1] },
        points: base.points,
      })
    : { zh: formatYuan(keptFen), en: formatYuan(keptFen) }
  if (others.length === 0) return start
  const said = others.map(part =>
    part.points > 0
      ? {
          zh: `${nameOf(part).zh} +${formatPoints(part.points)} 分`,
          en: `${nameOf(part).en} +${formatPoints(part.points)}`,
        }
      : { zh: `${nameOf(part).zh}不再满足`, en: `${nameOf(part).en} no longer applies` },
  )
  const sum = formatPoints(after)
  return {
    zh: [start.zh, ...said.map(text => text.zh), `共 ${sum} 分`].join('，'),
    en: [start.en, ...said.map(text => text.en), `${sum} in all`].join(', '),
  }
}

export function refundSteps(trace: RefundTrace): Step[] {
  const { refundFen, keptFen, countedFen, before, after, lapsed, parts } = trace
  const counted = { label: { zh: '其中计分金额', en: 'Of it counting' }, value: formatYuan(countedFen ?? keptFen) }
  const gone = { label: { zh: '其中已到期', en: 'Expired already' }, value: formatPoints(lapsed ?? 0) }
  const each = parts.map(part => ({
    label: nameOf(part),
    value: `${formatPoints(part.was)} → ${formatPoints(part.points)}`,
  }))
  return [
    { label: { zh: '退款金额', en: 'Refunded' }, value: formatYuan(refundFen) },
    { label: { zh: '退款后实付', en: 'Paid after the refund' }, value: formatYuan(keptFen) },
    ...(countedFen === undefined ? [] : [counted]),
    { label: { zh: '退款前积分', en: 'Points before' }, value: formatPoints(before) },
    ...(each.length > 1 ? each : []),
    { label: { zh: '退款后应得积分', en: 'Points after' }, value: formatPoints(after) },
    ...(lapsed ? [gone] : []),
  ]
}

/** What each rule lost again: never more than it gave. */
export function refundParts(trace: RefundTrace): Part[] {
  return trace.parts.map(part => ({
    rule: nameOf(part),
    code: part.code,
    version: part.version,
    points: part.points - part.was,
    sentence: {
      zh: `${formatPoints(part.was)} 分变为 ${formatPoints(part.points)} 分`,
      en: `${formatPoints(part.was)} ${plural(part.was)} became ${formatPoints(part.points)}`,
    },
  }))
}
