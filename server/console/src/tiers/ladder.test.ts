import { expect, test } from '@jest/globals'
import { asksOf, type Ladder, newRight, problemsOf, withNewRung, withoutRung, withRung } from './ladder.js'

const rung = (code: string, growth: number | null) => ({
  code,
  name: { zh: code, en: code },
  threshold: { growth, spendFen: null, visits: null, pointsUsed: null },
  percent: 100,
  rights: [],
})
const ladder: Ladder = {
  window: 'ROLLING',
  graceDays: 30,
  buyBackPoints: null,
  rungs: [rung('NORMAL', 0), rung('SILVER', 2_000), rung('GOLD', 6_000)],
}
const say = ((key: string, values?: { amount: string }) => `${key} ${values?.amount ?? ''}`.trim()) as never

test('a ladder that rises has nothing wrong with it', () => {
  expect([...problemsOf(ladder)]).toEqual([])
})

test('what the server would refuse is said beside its field', () => {
  expect([...problemsOf(withRung(ladder, 2, { threshold: { ...ladder.rungs[2]!.threshold, growth: 2_000 } }))]).toEqual(
    [['rungs.2.threshold.growth', 'order']],
  )
  expect([...problemsOf(withRung(ladder, 1, rung('SILVER', null)))]).toEqual([['rungs.1.threshold', 'empty']])
  expect([...problemsOf(withRung(ladder, 1, { code: 'GOLD' }))]).toEqual([['rungs.2.code', 'twice']])
  expect([...problemsOf(withRung(ladder, 1, { code: 'silver', name: { zh: ' ', en: 'x' } }))]).toEqual([
    ['rungs.1.name', 'name'],
    ['rungs.1.code', 'code'],
  ])
})

test('a new rung stands above the top with twice its growth and waits for a name', () => {
  const more = withNewRung(ladder)
  expect(more.rungs.at(-1)).toMatchObject({ code: 'TIER_4', threshold: { growth: 12_000 } })
  expect([...problemsOf(more).keys()]).toEqual(['rungs.3.name'])
  expect(withoutRung(more, 3)).toEqual(ladder)
  expect(newRight(ladder.rungs[0]!)).toMatchObject({ code: 'RIGHT_1', limit: null })
})

test('a rung says what it asks for, alternatives apart', () => {
  const either = { ...ladder.rungs[1]!, threshold: { growth: 2_000, spendFen: 300_000, visits: 12, pointsUsed: null } }
  expect(asksOf(either, say)).toBe('tiers.growth 2,000tiers.ortiers.spendFen ¥3,000tiers.ortiers.visits 12')
  expect(asksOf(ladder.rungs[0]!, say)).toBe('tiers.asks.nothing')
})
