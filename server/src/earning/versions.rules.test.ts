import type { RuleDefinition } from '@huitou/shared/rules'
import { describe, expect, test } from '@jest/globals'
import { fixed, rate, rule, times } from '../../../test/earning-builders.js'
import {
  awardRows,
  comingAt,
  definitionOf,
  keepsKind,
  liveAt,
  newestAt,
  oldTrace,
  proposed,
  type RuleVersion,
  standingFrom,
  stateOf,
} from './versions.rules.js'

const NOON = new Date('2026-11-23T04:00:00.000Z')
const after = (ms: number) => new Date(NOON.getTime() + ms)

/** A version the marketer published; live from noon on. */
const version = (code: string, of: number, changes: Partial<RuleVersion> = {}): RuleVersion => ({
  ...{ id: 100 + of, code, version: of, definition: rule(times(200)), state: 'LIVE' as const, effectiveAt: NOON },
  ...{ publishedAt: NOON, publishedBy: 'Mei', reason: '' },
  ...changes,
})
const named = (versions: Iterable<RuleVersion>) => [...versions].map(({ code, version: of }) => `${code} ${of}`)

test('a rate of the time before there were blocks reads as a rule of today', () => {
  expect(definitionOf({ rate: { points: 2, fen: 300 }, growth: { points: 1, fen: 100 }, validMonths: 24 })).toEqual({
    name: { zh: '消费积分', en: 'Points for bills' },
    trigger: 'PURCHASE',
    imported: true,
    when: { combinator: 'and', rules: [] },
    reward: { kind: 'RATE', points: 2, fen: 300, growth: { points: 1, fen: 100 } },
    caps: [],
    budget: { points: null, fen: null },
    stacking: null,
    from: null,
    until: null,
    expiry: { kind: 'MONTHS', months: 24 },
    restriction: null,
    pendingDays: 0,
  })
  const today = rule(fixed(5))
  expect(definitionOf(today)).toBe(today)
})

describe('which version holds', () => {
  test('is the newest of each code whose moment has come, whatever its state and wherever it stands', () => {
    const all = [
      version('a', 2, { state: 'PAUSED' }),
      version('a', 1),
      version('a', 3, { effectiveAt: after(1) }),
      version('b', 1, { effectiveAt: after(1) }),
    ]
    expect(named(newestAt(all, NOON).values())).toEqual(['a 2'])
    expect(named(newestAt([...all].reverse(), NOON).values())).toEqual(['a 2'])
    expect(named(newestAt(all, after(1)).values())).toEqual(['a 3', 'b 1'])
    expect(named(newestAt(all, after(-1)).values())).toEqual([])
  })

  test('pays only while it is live; the base rate comes first, then the others by code', () => {
    const all = [
      version('zebra', 1),
      version('apple', 1),
      version('purchase', 1, { definition: rate() }),
      version('quiet', 1, { state: 'PAUSED' }),
      version('over', 1, { state: 'ENDED' }),
      version('mango', 1),
    ]
    const expected = ['purchase 1', 'apple 1', 'mango 1', 'zebra 1']
    expect(named(liveAt(all, NOON))).toEqual(expected)
    expect(named(liveAt([...all].reverse(), NOON))).toEqual(expected)
  })

  test('and which are still to come, as far as they are live', () => {
    const all = [
      version('a', 1, { effectiveAt: after(-9) }),
      version('a', 2),
      version('a', 3, { effectiveAt: after(1), state: 'PAUSED' }),
      version('a', 4, { effectiveAt: after(2) }),
      version('b', 1, { state: 'PAUSED' }),
      version('b', 2, { effectiveAt: after(5) }),
      version('c', 7, { effectiveAt: after(5) }),
      version('d', 5),
      version('d', 4, { effectiveAt: after(5) }),
    ]
    expect(named(standingFrom(all, NOON))).toEqual(['a 2', 'a 4', 'b 2', 'c 7', 'd 5'])
    expect(named(standingFrom(all, after(-1)))).toEqual(['a 1', 'a 2', 'a 4', 'b 2', 'c 7', 'd 5', 'd 4'])
  })
})

test.each<[string, RuleVersion[], string]>([
  ['never published', [], 'DRAFT'],
  ['published for later', [version('a', 1, { effectiveAt: after(1) })], 'SCHEDULED'],
  ['published for now', [version('a', 1)], 'LIVE'],
  ['paused', [version('a', 1), version('a', 2, { state: 'PAUSED' })], 'PAUSED'],
  ['ended', [version('a', 1), version('a', 2, { state: 'ENDED' })], 'ENDED'],
  [
    'live, with a pause to come',
    [version('a', 1), version('a', 2, { state: 'PAUSED', effectiveAt: after(1) })],
    'LIVE',
  ],
  [
    'with its last second gone',
    [version('a', 1, { definition: rule(fixed(1), { until: NOON.toISOString() }) })],
    'ENDED',
  ],
  ['in its last', [version('a', 1, { definition: rule(fixed(1), { until: after(1).toISOString() }) })], 'LIVE'],
])('a rule that was %s stands as such', (_, versions, state) => {
  expect(stateOf(versions, NOON)).toBe(state)
})

test.each<[string, RuleVersion[], number | null]>([
  ['nothing was published of', [], null],
  ['is in force from this very moment', [version('a', 1)], null],
  ['begins a moment later', [version('a', 1, { effectiveAt: after(1) })], 1],
  ['is replaced later', [version('a', 2, { effectiveAt: after(1) }), version('a', 1)], 2],
  ['had its change called off', [version('a', 3), version('a', 2, { effectiveAt: after(1) }), version('a', 1)], null],
])('what is to come of a rule that %s', (_, versions, coming) => {
  expect(comingAt(versions, NOON)?.version ?? null).toBe(coming)
})

test('what rules gave is one row a rule; the base rate and what gave nothing have none', () => {
  const part = (code: string, points: number) => ({ code, version: 3, points })
  const parts = [part('purchase', 88), part('double', 40), part('idle', 0), part('gift', 5), part('double', 8)]
  const row = { journal_id: 7, version: 3, occurred_at: NOON }
  expect(awardRows(7, { parts }, NOON)).toEqual([
    { ...row, rule_code: 'double', points: 48 },
    { ...row, rule_code: 'gift', points: 5 },
  ])
  expect(awardRows(7, { parts: [part('purchase', 88)] }, NOON)).toEqual([])
})

describe('an entry of the time before there were blocks', () => {
  const old = { paidFen: 8850, points: 88, growth: 44, rate: { points: 1, fen: 100 } }
  const trace = (definition: RuleDefinition) => oldTrace(old, { id: 9, code: 'purchase', version: 2, definition })
  const part = {
    ...{ rule: 9, code: 'purchase', version: 2, kind: 'RATE', points: 88, rate: [1, 100] },
  }

  test('is told as a trace of today: one rate, and nothing else', () => {
    const definition = rate({ reward: { kind: 'RATE', points: 5, fen: 7, growth: { points: 3, fen: 200 } } })
    expect(trace(definition)).toEqual({
      ...{ kind: 'RULES', on: 'PURCHASE', paidFen: 8850, points: 88, growth: 44 },
      parts: [{ ...part, name: definition.name, growth: [3, 200] }],
    })
  })

  test('earned as much growth where the rule says nothing else', () => {
    expect(trace(rule(times(200))).parts[0]?.growth).toEqual([1, 100])
  })
})

describe('a rule keeps being what it is', () => {
  const back: RuleDefinition['reward'] = { kind: 'TAKE_BACK', shortfall: 'DEBT' }

  test.each<[string, string, RuleDefinition, boolean]>([
    ['the base rate a rate that says when points end', 'purchase', rate(), true],
    ['but not without an end', 'purchase', rate({ expiry: null }), false],
    ['nor for anything but bills', 'purchase', rate({ trigger: 'BIRTHDAY' }), false],
    ['nor as a gift', 'purchase', rule(fixed(5), { expiry: { kind: 'NEVER' } }), false],
    ['refunds refunds', 'refund', rule(back, { trigger: 'REFUND' }), true],
    ['but not of bills', 'refund', rule(back), false],
    ['nor as gifts', 'refund', rule(fixed(5), { trigger: 'REFUND' }), false],
    ['any other a gift', 'double', rule(fixed(5)), true],
    ['but no second rate', 'double', rate(), false],
    ['no second refund', 'double', rule(back), false],
    ['and nothing for refunds', 'double', rule(fixed(5), { trigger: 'REFUND' }), false],
  ])('%s', (_, code, definition, kept) => {
    expect(keepsKind(code, definition)).toBe(kept)
  })
})

test('proposals replace, leave out and add rules, each as the version after the one it replaces', () => {
  const live = [version('a', 4), version('b', 2), version('c', 1)]
  const [changed, fresh] = [rule(fixed(1)), rule(fixed(2))]
  const rules = proposed(live, [
    { code: 'a', definition: changed },
    { code: 'b', definition: null },
    { code: 'new', definition: fresh },
  ])
  expect(rules).toEqual([
    { id: 0, code: 'a', version: 5, definition: changed },
    live[2],
    { id: 0, code: 'new', version: 1, definition: fresh },
  ])
})
