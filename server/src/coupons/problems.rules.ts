/** What is wrong with a definition, or may be, before it is published. Pure. */
import type { CouponDefinition } from '@huitou/shared/coupons'
import { shortYuan } from '../day-words.js'
import { minimumOf } from './usable.rules.js'

export interface Problem {
  /** Where in the definition, "scope.windows.0". */
  path: string
  /** It cannot be published so. */
  grave: boolean
  text: { zh: string; en: string }
}

const FREE_PERCENT = 50

export function problemsOf(definition: CouponDefinition, now: Date): Problem[] {
  return [
    ...effectProblems(definition),
    ...scopeProblems(definition),
    ...timeProblems(definition, now),
    ...stackingProblems(definition),
  ]
}

function effectProblems(definition: CouponDefinition): Problem[] {
  const { effect } = definition
  const minFen = minimumOf(definition)
  const found: Problem[] = []
  if (effect.type === 'THRESHOLD_OFF' && effect.offFen >= effect.minFen) {
    found.push(
      grave(
        'effect.offFen',
        `减 ${shortYuan(effect.offFen)} 不能达到门槛 ${shortYuan(effect.minFen)}：整单会免费`,
        'it takes off as much as it asks for: the bill would be free',
      ),
    )
  } else if (effect.type === 'THRESHOLD_OFF' && effect.offFen * 2 > effect.minFen) {
    found.push(warning('effect.offFen', '刚满门槛的一单会减去一半以上', 'a bill at the minimum loses more than half'))
  }
  if (effect.type === 'PERCENT_OFF' && effect.capFen === null && effect.offPercent >= 20) {
    found.push(warning('effect.capFen', '没有最高减免：大单会减很多', 'no cap: a large bill loses a lot'))
  }
  if (effect.type === 'PERCENT_OFF' && effect.offPercent >= FREE_PERCENT) {
    found.push(warning('effect.offPercent', '折扣达到一半以上，请确认', 'half of the price or more is taken off'))
  }
  if (effect.type === 'CASH' && minFen > 0 && effect.offFen >= minFen) {
    found.push(warning('scope.minSpendFen', '刚满门槛的一单会免费', 'a bill at the minimum is free'))
  }
  if (effect.type === 'MULTIPLIER' && effect.percent > 500) {
    found.push(warning('effect.percent', '超过 5 倍积分，请确认', 'more than five times the points'))
  }
  return found
}

function scopeProblems({ effect, scope }: CouponDefinition): Problem[] {
  const found: Problem[] = []
  if (scope.notOn.days.some(({ first, last }) => first > last)) {
    found.push(grave('scope.notOn.days', '不可用日期的开始晚于结束', 'a span of days ends before it begins'))
  }
  if (effect.type === 'THRESHOLD_OFF' && scope.minSpendFen !== null && scope.minSpendFen < effect.minFen) {
    found.push(
      warning(
        'scope.minSpendFen',
        '最低消费低于满减门槛，以门槛为准',
        'the minimum is below the threshold, which holds',
      ),
    )
  }
  const windows = scope.windows ?? []
  if (windows.some(({ weekdays }) => new Set(weekdays).size < weekdays.length)) {
    found.push(grave('scope.windows', '同一时段里星期重复', 'a day of the week is named twice'))
  }
  return found
}

function timeProblems({ validity }: CouponDefinition, now: Date): Problem[] {
  if (validity.kind !== 'FIXED') return []
  if (validity.until <= validity.from)
    return [grave('validity.until', '有效期的结束早于开始', 'it ends before it begins')]
  return new Date(validity.until) <= now
    ? [grave('validity.until', '有效期已经过去', 'its validity is over already')]
    : []
}

function stackingProblems({ stacking }: CouponDefinition): Problem[] {
  const itself = stacking.with.includes(stacking.group)
  if (!itself || stacking.perBill > 1) return []
  return [
    warning(
      'stacking.with',
      '可与同类的其他券同用，注意叠加后的毛利',
      'it goes with others of its own family: mind the margin',
    ),
  ]
}

const grave = (path: string, zh: string, en: string): Problem => ({ path, grave: true, text: { zh, en } })
const warning = (path: string, zh: string, en: string): Problem => ({ path, grave: false, text: { zh, en } })
