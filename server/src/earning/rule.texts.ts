/** A rule in one sentence, made from its definition and from nothing else: every condition, reward, limit and date is in it. */
import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import type {
  Condition,
  ConditionGroup,
  Expiry,
  Restriction,
  Reward,
  RuleDefinition,
  Trigger,
} from '@huitou/shared/rules'
import { offsetMs, PROGRAMME_ZONE } from '../calendar.js'
import { weekdaysText } from '../day-words.js'
import { conditionText } from './conditions.texts.js'
import { type Names, namesOf } from './telling.rules.js'
import type { Bilingual } from './trace.rules.js'
import { limitText } from './trace.texts.js'
import { plural, timesText } from './words.texts.js'

const TRIGGERS: Record<Trigger, Bilingual> = {
  PURCHASE: { zh: '', en: '' },
  REFUND: { zh: '', en: '' },
  ENROLMENT: { zh: '入会时', en: 'on joining' },
  BIRTHDAY: { zh: '生日到来时', en: 'on a birthday' },
  PROFILE_COMPLETED: { zh: '完善资料时', en: 'on completing the profile' },
  CHECK_IN: { zh: '签到时', en: 'on a check-in' },
  REFERRAL_JOINED: { zh: '邀请的好友入会时', en: 'when an invited friend joins' },
  REFERRAL_FIRST_VISIT: { zh: '邀请的好友首次消费时', en: 'on the first visit of an invited friend' },
  REVIEW: { zh: '评价时', en: 'on a review' },
  SHARE: { zh: '分享时', en: 'on sharing' },
  SURVEY: { zh: '填写问卷时', en: 'on a survey' },
  TASK: { zh: '完成任务时', en: 'on finishing a task' },
  IMPORT: { zh: '导入时', en: 'on an import' },
  MANUAL: { zh: '人工发放时', en: 'when given by hand' },
}

/** "每周二 17:00–21:00，在静安店单笔满 ¥80 时，积分翻倍，每人每天最多 200 分". */
export function ruleText(definition: RuleDefinition, names: Names): Bilingual {
  const { trigger, when, reward, caps, budget, stacking, restriction, pendingDays, expiry, imported } = definition
  const pieces: (Bilingual | null)[] = [
    windowText(definition),
    whenText(when, names, TRIGGERS[trigger]),
    rewardText(reward, names),
    ...caps.map(limitText),
    budget.points === null ? null : total(`${formatPoints(budget.points)} 分`, `${formatPoints(budget.points)} points`),
    budget.fen === null ? null : total(formatYuan(budget.fen), formatYuan(budget.fen)),
    stacking ? stackingText(stacking) : null,
    restriction ? restrictionText(restriction) : null,
    pendingDays === 0 ? null : { zh: `积分 ${pendingDays} 天后生效`, en: `points begin ${pendingDays} days later` },
    expiry ? expiryText(expiry) : null,
    // The base rate counts them as a matter of course.
    imported && reward.kind !== 'RATE' && reward.kind !== 'TAKE_BACK'
      ? { zh: '导入的历史消费也适用', en: 'imported sales count too' }
      : null,
  ]
  const said = pieces.filter(piece => piece !== null)
  const en = said.map(piece => piece.en).join(', ')
  return { zh: said.map(piece => piece.zh).join('，'), en: en.charAt(0).toUpperCase() + en.slice(1) }
}

const total = (zh: string, en: string): Bilingual => ({ zh: `总预算 ${zh}`, en: `at most ${en} in all` })

/** Moments to the second, in programme time; `until` is the first one without the rule. */
function windowText({ from, until }: Pick<RuleDefinition, 'from' | 'until'>): Bilingual | null {
  if (from !== null && until !== null) {
    return { zh: `${moment(from)} 至 ${moment(until)} 前`, en: `from ${moment(from)} until ${moment(until)}` }
  }
  if (from !== null) return { zh: `${moment(from)} 起`, en: `from ${moment(from)} on` }
  return until === null ? null : { zh: `${moment(until)} 前`, en: `until ${moment(until)}` }
}

/** "2026-02-16 00:00:00" in programme time. */
export function moment(instant: string): string {
  const at = new Date(instant)
  return new Date(at.getTime() + offsetMs(at, PROGRAMME_ZONE)).toISOString().slice(0, 19).replace('T', ' ')
}

const TIMES: ReadonlySet<Condition['field']> = new Set(['weekday', 'dayOfMonth', 'festival', 'birthday', 'time'])

/** The times first, as one says them; then everything else, as "在静安店单笔满 ¥80 时". */
function whenText(when: ConditionGroup, names: Names, trigger: Bilingual): Bilingual | null {
  const start = trigger.zh === '' ? [] : [trigger]
  if (when.rules.length === 0) return start[0] ?? null
  if (when.combinator === 'or' || when.not) {
    const whole = groupText(when, names)
    return joined([...start, { zh: `${whole.zh}时`, en: `when ${whole.en}` }], '，', ', ')
  }
  const isTime = (rule: Condition | ConditionGroup) => 'field' in rule && TIMES.has(rule.field)
  const times = when.rules.filter(isTime).map(rule => blockText(rule, names))
  const store = when.rules.filter(rule => 'field' in rule && rule.field === 'store').map(rule => blockText(rule, names))
  const rest = when.rules
    .filter(rule => !isTime(rule) && !('field' in rule && rule.field === 'store'))
    .map(rule => blockText(rule, names))
  const said = [...start]
  if (times.length > 0) said.push(joined(times, ' ', ' '))
  const others = [joined(store, '且', ' and '), joined(rest, '且', ' and ')].filter(text => text.zh !== '')
  if (others.length > 0) {
    const text = joined(others, '', ' ')
    said.push({ zh: `${text.zh} 时`.replace(/([^0-9A-Za-z]) 时$/, '$1时'), en: `when ${text.en}` })
  }
  return joined(said, '，', ', ')
}

function blockText(rule: Condition | ConditionGroup, names: Names): Bilingual {
  if ('field' in rule) return conditionText({ condition: rule, not: false, names: namesOf(rule, names) })
  const inner = groupText(rule, names)
  return { zh: `(${inner.zh})`, en: `(${inner.en})` }
}

/** A group with "且" or "或" between its blocks; turned round, as "not all of" and "none of". */
function groupText(group: ConditionGroup, names: Names): Bilingual {
  if (group.rules.length === 0) return { zh: '不限', en: 'always' }
  const inner = group.rules.map(rule => blockText(rule, names))
  const text = group.combinator === 'and' ? joined(inner, '且', ' and ') : joined(inner, '或', ' or ')
  return group.not ? { zh: `不满足「${text.zh}」`, en: `not (${text.en})` } : text
}

function joined(texts: readonly Bilingual[], zh: string, en: string): Bilingual {
  return { zh: texts.map(text => text.zh).join(zh), en: texts.map(text => text.en).join(en) }
}

export function rewardText(reward: Reward, names: Names): Bilingual {
  switch (reward.kind) {
    case 'RATE':
      return rateText(reward)
    case 'COEFFICIENT': {
      const said = reward.categories.map(({ category, percent }) => {
        const name = names.categories.get(category) ?? category
        return percent === 0
          ? { zh: `${name}不计分`, en: `${name} does not count` }
          : { zh: `${name}按 ${percent}% 计分`, en: `${name} counts ${percent}%` }
      })
      return joined(said, '、', ', ')
    }
    case 'MULTIPLIER':
      return reward.percent === 200
        ? { zh: '积分翻倍', en: 'double points' }
        : { zh: `积分 ${timesText(reward.percent)} 倍`, en: `${timesText(reward.percent)} times the points` }
    case 'FIXED':
      return {
        zh: `送 ${formatPoints(reward.points)} 分`,
        en: `${formatPoints(reward.points)} ${plural(reward.points)}`,
      }
    case 'TAKE_BACK':
      return TAKE_BACK[reward.shortfall]
  }
}

const TAKE_BACK: Record<Extract<Reward, { kind: 'TAKE_BACK' }>['shortfall'], Bilingual> = {
  DEBT: {
    zh: '退款收回所得积分，已用掉的记为待抵扣，由以后的积分补足',
    en: 'refunds take the points back; what was spent is owed and repaid by later points',
  },
  CASH: {
    zh: '退款收回所得积分，已用掉的从退款金额中扣除',
    en: 'refunds take the points back; what was spent is deducted from the money',
  },
  WAIVE: {
    zh: '退款收回所得积分，已用掉的不再追回',
    en: 'refunds take the points back; what was spent is let go',
  },
  BLOCK: {
    zh: '退款收回所得积分，积分已用掉的不能退款',
    en: 'refunds take the points back; there is none when they were spent',
  },
}

function rateText({ points, fen, growth }: Extract<Reward, { kind: 'RATE' }>): Bilingual {
  const each = (of: number) => (of === 100 ? '每 1 元' : `每 ${formatYuan(of)} `)
  const same = growth.points === points && growth.fen === fen
  return {
    zh: `实付${each(fen)}得 ${points} 分，不足部分不计${same ? '' : `，成长值${each(growth.fen)}得 ${growth.points}`}`,
    en: `${points} ${plural(points)} for every ${formatYuan(fen)} paid, rounded down per bill${same ? '' : `, growth ${growth.points} for every ${formatYuan(growth.fen)}`}`,
  }
}

function stackingText({ group, choose, priority }: NonNullable<RuleDefinition['stacking']>): Bilingual {
  return choose === 'BEST'
    ? {
        zh: `与「${group}」组的其他规则取最高的一项（优先级 ${priority}）`,
        en: `of group "${group}" only the best pays (priority ${priority})`,
      }
    : {
        zh: `与「${group}」组的其他规则取优先的一项（优先级 ${priority}）`,
        en: `of group "${group}" only the first pays (priority ${priority})`,
      }
}

export function expiryText(expiry: Expiry): Bilingual {
  switch (expiry.kind) {
    case 'MONTHS':
      return {
        zh: `积分从获得当月起，第 ${expiry.months} 个月月末到期`,
        en: `points end with the ${expiry.months}th month after the month they were earned in`,
      }
    case 'ACTIVITY':
      return {
        zh: `积分从最近一次消费当月起，第 ${expiry.months} 个月月末到期`,
        en: `points end with the ${expiry.months}th month after the month of the last visit`,
      }
    case 'DATE':
      return { zh: `积分有效至 ${expiry.on}`, en: `points are good through ${expiry.on}` }
    case 'NEVER':
      return { zh: '积分长期有效', en: 'points never end' }
  }
}

/** "积分仅限每周六、周日使用". */
export function restrictionText({ weekdays, between, rewards }: Restriction): Bilingual {
  const zh: string[] = []
  const en: string[] = []
  if (weekdays) {
    zh.push(`每${weekdaysText(weekdays).zh}`)
    en.push(`on ${weekdaysText(weekdays).en}`)
  }
  if (between) {
    const last =
      between[0] > between[1]
        ? { zh: `次日 ${between[1]}`, en: `${between[1]} the next day` }
        : { zh: between[1], en: between[1] }
    zh.push(` ${between[0]}–${last.zh} `)
    en.push(`${between[0]}–${last.en}`)
  }
  if (rewards) {
    zh.push(`兑换「${rewards.join('、')}」时`)
    en.push(`for ${rewards.join(', ')}`)
  }
  return zh.length === 0
    ? { zh: '积分使用不限', en: 'points may be used at any time' }
    : { zh: `积分仅限${zh.join('')}使用`, en: `points may be used only ${en.join(' ')}` }
}
