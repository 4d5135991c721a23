import type { Cap, RuleDefinition } from '@huitou/shared/rules'
import { expect, test } from '@jest/globals'
import { bill, fixed, guest, rate, rule, setOf } from '../../../test/earning-builders.js'
import { MAX_SPANS, MAX_TALLIES } from '../ledger/operation.rules.js'
import { crowdOf } from './crowding.rules.js'
import { planOf } from './evaluate.rules.js'
import { lintOf } from './lint.rules.js'

const PERIODS = ['DAY', 'WEEK', 'MONTH', 'TOTAL'] as const
/** So many different counters, at most eight. */
const caps = (count: number): Cap[] =>
  PERIODS.flatMap(per => (['MEMBER', 'STORE'] as const).map(of => ({ per, of, points: 9 }))).slice(0, count)
const capped = (count: number, changes: Parameters<typeof rule>[1] = {}) =>
  rule(fixed(5), { caps: caps(count), ...changes })
const many = (count: number, definition: (place: number) => RuleDefinition) =>
  Array.from({ length: count }, (_, place) => ({ code: `r${place}`, definition: definition(place) }))
const BASE = { code: 'purchase', definition: rate() }
const crowd = (definition: RuleDefinition, others: { code: string; definition: RuleDefinition }[] = []) =>
  crowdOf({ code: 'new', definition }, [BASE, ...others])
const grave = (definition: RuleDefinition, others: { code: string; definition: RuleDefinition }[]) =>
  lintOf(
    { code: 'new', definition },
    {
      now: new Date('2026-11-22T04:00:00Z'),
      others: [BASE, ...others],
      cost: { fen: 1, points: 1 },
      generousPercent: 1000,
      usualFen: 8850,
      history: null,
    },
  ).filter(note => note.grave)

test('caps of a bill count by themselves, and a budget shares the counter of a cap on everything, with its money beside', () => {
  expect(crowd(rule(fixed(5), { caps: [{ per: 'BILL', of: 'MEMBER', points: 9 }] })).counters).toBe(0)
  const total: Cap = { per: 'TOTAL', of: 'ALL', points: 9 }
  const budget = { points: 5, fen: 7 }
  expect(crowd(rule(fixed(5), { budget })).counters).toBe(2)
  expect(crowd(rule(fixed(5), { caps: [total] })).counters).toBe(2)
  expect(crowd(rule(fixed(5), { budget, caps: [total, ...caps(2)] })).counters).toBe(4)
})

test('what is counted is what the evaluation comes to lock and to fill', () => {
  const rules = {
    a: capped(3, { budget: { points: 9, fen: null } }),
    b: capped(8, { pendingDays: 3 }),
    c: capped(1, { expiry: { kind: 'NEVER' } }),
    d: capped(2, { expiry: rate().expiry }),
  }
  const { a, ...rest } = rules
  const others = Object.entries(rest).map(([code, definition]) => ({ code, definition }))
  const { tallies, spans } = planOf(setOf(rules), bill(), guest())
  expect(crowd(a, others)).toEqual({ lots: spans.length, counters: tallies.length })
})

test('rules that never meet the new one, and other versions of a rule, crowd nobody', () => {
  const weekday = (day: number) => ({ when: [{ field: 'weekday' as const, operator: 'in' as const, value: [day] }] })
  expect(crowd(capped(2, weekday(1)), [{ code: 'other', definition: capped(8, weekday(2)) }]).counters).toBe(2)
  expect(crowd(capped(2), [{ code: 'joining', definition: capped(8, { trigger: 'ENROLMENT' }) }]).counters).toBe(2)
  const versions = [
    { code: 'other', definition: capped(3) },
    { code: 'other', definition: capped(5) },
  ]
  expect(crowd(capped(2), versions).counters).toBe(7)
})

test(`${MAX_TALLIES} counters fit into one bill, one more is refused before it is published`, () => {
  const seven = many(7, () => capped(8))
  expect(grave(capped(8), seven)).toEqual([])
  const [note] = grave(capped(7, { budget: { points: 9, fen: null } }), seven)
  expect(note).toMatchObject({
    kind: 'CROWDED',
    says: { zh: expect.stringContaining('65 项上限或预算（最多 64 项）') },
  })
})

test(`${MAX_SPANS} kinds of points fit into one bill, one more is refused before it is published`, () => {
  // With the base rate, whose points have no days to wait.
  const waiting = many(MAX_SPANS - 2, place => rule(fixed(5), { pendingDays: place + 1 }))
  expect(grave(rule(fixed(5), { pendingDays: 100 }), waiting)).toEqual([])
  const more = [...waiting, { code: 'more', definition: rule(fixed(5), { pendingDays: 200 }) }]
  expect(grave(rule(fixed(5)), more)).toEqual([])
  expect(grave(rule(fixed(5), { pendingDays: 100 }), more)).toMatchObject([
    { kind: 'CROWDED', says: { en: expect.stringContaining('17 kinds of points (at most 16)') } },
  ])
})
