/** What a trace says, to guests, staff and marketers: one sentence, steps, parts, and why not. Only what is stored is used. */
import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import type { Explained, Trigger } from '@huitou/shared/rules'
import type { z } from 'zod'
import { actualText, conditionText } from './conditions.texts.js'
import { countedOf } from './refund.rules.js'
import type { Bilingual, Limit, RefundTrace, Told, Trace, TracePart } from './trace.rules.js'
import { nameOf, ofCounted, plural, timesText } from './words.texts.js'

export type Part = z.infer<typeof Explained>['parts'][number]
type NotPaid = z.infer<typeof Explained>['notPaid'][number]
export interface Step {
  label: Bilingual
  value: string
}

const TITLES: Record<Trigger, Bilingual> = {
  PURCHASE: { zh: '消费得积分', en: 'Points for a bill' },
  REFUND: { zh: '退款收回积分', en: 'Points taken back for a refund' },
  ENROLMENT: { zh: '入会得积分', en: 'Points for joining' },
  BIRTHDAY: { zh: '生日得积分', en: 'Points for a birthday' },
  PROFILE_COMPLETED: { zh: '完善资料得积分', en: 'Points for a complete profile' },
  CHECK_IN: { zh: '签到得积分', en: 'Points for a check-in' },
  REFERRAL_JOINED: { zh: '邀请好友得积分', en: 'Points for an invitation' },
  REFERRAL_FIRST_VISIT: { zh: '好友首次到店得积分', en: "Points for a friend's first visit" },
  REVIEW: { zh: '评价得积分', en: 'Points for a review' },
  SHARE: { zh: '分享得积分', en: 'Points for sharing' },
  SURVEY: { zh: '填写问卷得积分', en: 'Points for a survey' },
  TASK: { zh: '完成任务得积分', en: 'Points for a task' },
  IMPORT: { zh: '导入的积分', en: 'Imported points' },
  MANUAL: { zh: '人工发放积分', en: 'Points given by hand' },
}

export function traceTitle(trace: Trace | RefundTrace): Bilingual {
  return trace.kind === 'RULES' ? TITLES[trace.on] : TITLES.REFUND
}

/** The one sentence of an entry: "¥88.50 × 1 分 = 88 分", and with more rules what each added and the sum; then the note of who gave it. */
export function traceSentence(trace: Trace): Bilingual {
  const { zh, en } = sumSentence(trace)
  return trace.note === undefined ? { zh, en } : { zh: `${zh}：${trace.note}`, en: `${en} (${trace.note})` }
}

function sumSentence(trace: Trace): Bilingual {
  const [first, ...more] = trace.parts.filter(part => part.points > 0 || part.rate)
  if (!first) return { zh: '本次没有得到积分', en: 'No points this time' }
  const start = first.rate ? rateText(trace, first) : alone(first)
  const added = more.filter(part => part.points > 0)
  if (added.length === 0) return start
  const sum = formatPoints(trace.points)
  return {
    zh: [start.zh, ...added.map(part => `${nameOf(part).zh} +${formatPoints(part.points)} 分`), `共 ${sum} 分`].join(
      '，',
    ),
    en: [start.en, ...added.map(part => `${nameOf(part).en} +${formatPoints(part.points)}`), `${sum} in all`].join(
      ', ',
    ),
  }
}

function alone(part: Pick<TracePart, 'name' | 'points'>): Bilingual {
  const points = formatPoints(part.points)
  return { zh: `${nameOf(part).zh} ${points} 分`, en: `${nameOf(part).en}: ${points} ${plural(part.points)}` }
}

/** The rate's own share, of what counts. */
function rateText(trace: Trace, part: TracePart): Bilingual {
  const [points, fen] = part.rate!
  return ofCounted(trace.paidFen, countedOf(trace), { rate: { points, fen }, points: part.points })
}

/** The steps of the number, in order. */
export function traceSteps(trace: Trace): Step[] {
  const steps: Step[] = []
  const counted = countedOf(trace)
  const isBill = trace.on === 'PURCHASE' || trace.paidFen > 0
  if (isBill) steps.push({ label: { zh: '实付金额', en: 'Amount paid' }, value: formatYuan(trace.paidFen) })
  if (counted !== trace.paidFen) {
    steps.push({ label: { zh: '其中计分金额', en: 'Of it counting' }, value: formatYuan(counted) })
  }
  for (const part of trace.parts) {
    if (part.rate) {
      steps.push({ label: { zh: '积分标准', en: 'Rate' }, value: `${part.rate[0]} / ${formatYuan(part.rate[1])}` })
    }
  }
  if (trace.parts.length > 1) {
    for (const part of trace.parts) steps.push({ label: nameOf(part), value: `+${formatPoints(part.points)}` })
  }
  for (const line of trace.lines ?? []) {
    const name = trace.categories?.[line.category] ?? line.category
    steps.push({
      label: { zh: `${name} ${formatYuan(line.fen)}`, en: `${name} ${formatYuan(line.fen)}` },
      value: formatPoints(line.points),
    })
  }
  const sum = isBill ? { zh: '每单向下取整', en: 'Rounded down per bill' } : { zh: '积分', en: 'Points' }
  steps.push({ label: sum, value: formatPoints(trace.points) })
  if (isBill) steps.push({ label: { zh: '成长值', en: 'Growth' }, value: `+${formatPoints(trace.growth)}` })
  if (trace.note !== undefined) steps.push({ label: { zh: '说明', en: 'Note' }, value: trace.note })
  return steps
}

/** What each rule gave, adding up to the entry. */
export function traceParts(trace: Trace): Part[] {
  return trace.parts.map(part => ({
    rule: nameOf(part),
    code: part.code,
    version: part.version,
    points: part.points,
    sentence: partSentence(trace, part),
  }))
}

function partSentence(trace: Trace, part: TracePart): Bilingual {
  const said = rewardSentence(trace, part)
  if (!part.cut) return said
  const { withheld } = part.cut
  const limit = limitText(part.cut)
  return {
    zh: `${said.zh}，已达${limit.zh}，少得 ${formatPoints(withheld)} 分`,
    en: `${said.en}; ${limit.en} reached, ${formatPoints(withheld)} fewer`,
  }
}

function rewardSentence(trace: Trace, part: TracePart): Bilingual {
  const points = formatPoints(part.points)
  switch (part.kind) {
    case 'RATE':
      return rateText(trace, part)
    case 'COEFFICIENT': {
      const said = Object.entries(part.percents ?? {}).map(([category, percent]) => {
        return `${trace.categories?.[category] ?? category} × ${percent}%`
      })
      return { zh: `${said.join('、')}，+${points} 分`, en: `${said.join(', ')}: +${points}` }
    }
    case 'MULTIPLIER':
      return {
        zh: `${timesText(part.percent!)} 倍积分，+${points} 分`,
        en: `${timesText(part.percent!)} times the points: +${points}`,
      }
    case 'FIXED':
      return { zh: `固定 ${points} 分`, en: `${points} ${plural(part.points)} at once` }
  }
}

/** Rules that did not pay or not in full: stood back, cut by a limit, or missed by one condition. */
export function traceNotPaid(trace: Trace): NotPaid[] {
  const nameOfCode = (code: string) => trace.parts.find(part => part.code === code)
  const lost = (trace.lost ?? []).map(({ code, version: _, name, to, would }) => {
    const winner = nameOfCode(to)
    const by = winner ? nameOf(winner) : { zh: to, en: to }
    return notPaid(
      { code, name, why: 'LOST' },
      {
        zh: `${nameOf({ name }).zh}与${by.zh}不同享，本可得 ${formatPoints(would)} 分`,
        en: `${nameOf({ name }).en} does not add to ${by.en}; by itself it would give ${formatPoints(would)}`,
      },
    )
  })
  const capped = trace.parts.flatMap(part => {
    if (!part.cut) return []
    const limit = limitText(part.cut)
    const withheld = formatPoints(part.cut.withheld)
    return [
      notPaid(
        { code: part.code, name: part.name, why: 'CAPPED' },
        {
          zh: `${nameOf(part).zh}已达${limit.zh}，少得 ${withheld} 分`,
          en: `${nameOf(part).en} has reached ${limit.en}; ${withheld} fewer`,
        },
      ),
    ]
  })
  const missed = (trace.missed ?? []).map(({ code, name, lacks }) =>
    notPaid({ code, name, why: 'MISSED' }, missText(name, lacks)),
  )
  return [...lost, ...capped, ...missed]
}

function notPaid(rule: { code: string; name: Bilingual; why: NotPaid['why'] }, sentence: Bilingual): NotPaid {
  return { rule: nameOf(rule), code: rule.code, why: rule.why, sentence }
}

/** "双倍积分日需单笔满 ¥80，本单 ¥76". */
export function missText(name: Bilingual, lacks: Told): Bilingual {
  const condition = { field: lacks.field, operator: lacks.operator, value: lacks.value } as Parameters<
    typeof conditionText
  >[0]['condition']
  const asked = conditionText({ condition, not: lacks.not ?? false, names: lacks.names ?? null })
  const was = actualText(lacks)
  return {
    zh: `${nameOf({ name }).zh}需${asked.zh}，${was.zh}`,
    en: `${nameOf({ name }).en} asks for this: ${asked.en}; ${was.en}`,
  }
}

const PERIODS: Record<Limit['per'], Bilingual> = {
  BILL: { zh: '每单', en: 'per bill' },
  DAY: { zh: '每天', en: 'a day' },
  WEEK: { zh: '每周', en: 'a week' },
  MONTH: { zh: '每月', en: 'a month' },
  TOTAL: { zh: '累计', en: 'in all' },
  BUDGET: { zh: '活动总预算', en: 'of the budget' },
}
const OWNERS: Record<Limit['of'], Bilingual> = {
  MEMBER: { zh: '每人', en: 'for each member' },
  STORE: { zh: '每店', en: 'for each store' },
  ALL: { zh: '全部会员合计', en: 'for everybody together' },
}

/** "每人每天最多 200 分". A bill belongs to one member and one store, so it needs no owner. */
export function limitText({ per, of, points }: Limit): Bilingual {
  const most = formatPoints(points)
  if (per === 'BUDGET' || per === 'BILL') {
    return { zh: `${PERIODS[per].zh}最多 ${most} 分`, en: `at most ${most} ${plural(points)} ${PERIODS[per].en}` }
  }
  return {
    zh: `${OWNERS[of].zh}${PERIODS[per].zh}最多 ${most} 分`,
    en: `at most ${most} ${plural(points)} ${PERIODS[per].en} ${OWNERS[of].en}`,
  }
}
