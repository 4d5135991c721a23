/** The rules of the demonstration: the shipped ones that a restaurant begins with, in force for all of its year. Pure. */
import type { RuleDefinition } from '@huitou/shared/rules'
import { instantOf, localOf } from '../calendar.js'
import { TEMPLATES } from '../earning/templates.rules.js'
import { TIME_ZONE } from './houses.rules.js'

export interface DemoRule {
  code: string
  definition: RuleDefinition
}

const SHIPPED = [
  'categories',
  'birthday-month',
  'member-day',
  'tier-silver',
  'tier-gold',
  'tier-black',
  'win-back',
  'profile',
] as const

/** Rules beside the base rate. A plain bill of a plain member on a plain day earns by none of them. */
export function demoRules(now: Date): DemoRule[] {
  const shipped = SHIPPED.map(code => ({ code, definition: shippedAs(code) }))
  return [...shipped, { code: 'national-day', definition: nationalDay(now) }]
}

/** The seven days of the last National Day, to the second. */
function nationalDay(now: Date): RuleDefinition {
  const { year, month, day } = localOf(now, TIME_ZONE)
  const isOver = month > 10 || (month === 10 && day > 7)
  const of = isOver ? year : year - 1
  return {
    ...shippedAs('spring-festival'),
    name: { zh: '国庆双倍', en: 'National Day' },
    reward: { kind: 'MULTIPLIER', percent: 200 },
    from: instantOf({ year: of, month: 10, day: 1 }, TIME_ZONE).toISOString(),
    until: instantOf({ year: of, month: 10, day: 8 }, TIME_ZONE).toISOString(),
  }
}

function shippedAs(code: string): RuleDefinition {
  const template = TEMPLATES.find(shipped => shipped.code === code)
  if (!template) throw new Error(`no shipped rule ${code}`)
  return template.definition
}

/** The birthday of the member with this number in the plan: one in three has said it, one in nine of those by the lunar calendar. */
export function birthdayOf(number: number): { calendar: 'SOLAR' | 'LUNAR'; on: string } | null {
  if (number < 10 || number % 3 !== 0) return null
  const [month, day] = [((number * 7) % 12) + 1, ((number * 13) % 28) + 1]
  return { calendar: number % 27 === 0 ? 'LUNAR' : 'SOLAR', on: `${two(month)}-${two(day)}` }
}

const two = (n: number): string => String(n).padStart(2, '0')
