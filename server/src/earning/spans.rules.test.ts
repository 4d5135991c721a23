import type { RuleDefinition } from '@huitou/shared/rules'
import { describe, expect, test } from '@jest/globals'
import { bill, byRule, earned, fixed, guest, late, rate, rule, setOf, times } from '../../../test/earning-builders.js'
import { planOf } from './evaluate.rules.js'

const plan = (rules: Record<string, RuleDefinition>, occasion = bill(), member = guest()) =>
  planOf(setOf(rules), occasion, member)

describe('lots', () => {
  test('points that begin, end or may be used otherwise go to lots of their own', () => {
    const weekend = { weekdays: [6, 7], between: null, rewards: null }
    const rules = {
      weekend: rule(times(200), { restriction: weekend }),
      weekendtoo: rule(times(150), { restriction: weekend }),
      later: rule(fixed(7), { pendingDays: 7 }),
      short: rule(fixed(3), { expiry: { kind: 'DATE', on: '2026-12-31' } }),
      plain: rule(fixed(2)),
    }
    const planned = plan(rules)
    expect(
      planned.spans.map(span => [span.availableAt.toISOString(), span.expiresAt.toISOString(), span.restriction]),
    ).toEqual([
      ['2026-11-20T20:00:00.000Z', '2028-11-30T16:00:00.000Z', null],
      ['2026-11-20T20:00:00.000Z', '2028-11-30T16:00:00.000Z', weekend],
      ['2026-11-27T20:00:00.000Z', '2028-11-30T16:00:00.000Z', null],
      ['2026-11-20T20:00:00.000Z', '2026-12-31T16:00:00.000Z', null],
    ])
    const award = planned.award(late())
    expect(award.points).toEqual([90, 133, 7, 3])
    expect(award.points.reduce((sum, points) => sum + points, 0)).toBe(award.total)
    expect(award.trace.parts.find(part => part.code === 'weekend')).toMatchObject({ restriction: weekend })
    expect(award.trace.parts.find(part => part.code === 'later')).toMatchObject({ pendingDays: 7 })
  })

  test('all ways to end', () => {
    const ends = (expiry: RuleDefinition['expiry']) => {
      const span = plan({ purchase: rate({ expiry }) }).spans[0]!
      return [span.expiresAt.toISOString(), span.activityMonths]
    }
    expect(ends({ kind: 'NEVER' })).toEqual(['9999-12-31T00:00:00.000Z', null])
    expect(ends({ kind: 'MONTHS', months: 1 })).toEqual(['2026-12-31T16:00:00.000Z', null])
    expect(ends({ kind: 'ACTIVITY', months: 12 })).toEqual(['2027-11-30T16:00:00.000Z', 12])
    expect(ends({ kind: 'DATE', on: '2026-11-21' })).toEqual(['2026-11-21T16:00:00.000Z', null])
  })

  test('points that would be over before they begin are none', () => {
    const short = rule(fixed(3), { expiry: { kind: 'DATE', on: '2026-11-19' } })
    expect(byRule(earned({ short }))).toEqual({ purchase: 88 })
    const pending = rule(fixed(3), { expiry: { kind: 'DATE', on: '2026-11-27' } })
    expect(byRule(earned({ pending: { ...pending, pendingDays: 6 } }))).toEqual({ purchase: 88, pending: 3 })
    expect(byRule(earned({ pending: { ...pending, pendingDays: 7 } }))).toEqual({ purchase: 88 })
  })

  test('a banquet paid ahead begins on its day', () => {
    const availableAt = new Date('2026-11-30T20:00:00Z')
    const begin = (pendingDays: number) =>
      plan({ purchase: rate({ pendingDays }) }, bill({ availableAt })).spans[0]!.availableAt.toISOString()
    expect(begin(0)).toBe('2026-11-30T20:00:00.000Z')
    expect(begin(3)).toBe('2026-11-30T20:00:00.000Z')
    expect(begin(30)).toBe('2026-12-20T20:00:00.000Z')
  })
})
