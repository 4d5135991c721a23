import { expect, test } from '@jest/globals'
import { bill, earned, fixed, guest, rule, setOf, times } from '../../../test/earning-builders.js'
import { beginReplay, memoryOf, type PastPurchase, pass, replay } from './replay.rules.js'
import { type Compared, compare, noSums, reportOf } from './report.rules.js'

const { trace } = earned({})
const past = (changes: Partial<Compared> = {}): Compared => ({
  memberId: 16,
  storeId: 1,
  tier: 'NORMAL',
  month: '2026-11',
  billNo: 'B1',
  paidAt: new Date('2026-11-21T04:00:00Z'),
  paidFen: 8850,
  recorded: 88,
  live: 88,
  proposed: 88,
  trace,
  ...changes,
})
const names = {
  members: new Map([[16, '6285']]),
  stores: new Map([[1, '静安店']]),
  tiers: new Map([
    ['NORMAL', { zh: '普通', en: 'Member' }],
    ['GOLD', { zh: '金卡', en: 'Gold' }],
  ]),
}
const ONE_FEN = { fen: 1, points: 1 }
const by = { cost: { fen: 2, points: 1 }, milliseconds: 5 }
const reported = (...purchases: Compared[]) => {
  const sums = noSums()
  for (const each of purchases) compare(sums, each)
  return reportOf(sums, names, by)
}

test('a member is better off by the sum of all purchases, not by each', () => {
  const { total } = reported(
    past({ proposed: 98 }),
    past({ proposed: 80 }),
    past({ memberId: 32, proposed: 87 }),
    past({ memberId: 48 }),
  )
  expect(total).toEqual({
    purchases: 4,
    members: 3,
    pointsLive: 352,
    pointsProposed: 353,
    costFenLive: 704,
    costFenProposed: 706,
    better: 1,
    worse: 1,
  })
})

test('groups come in the order of tiers, stores and months, by their names', () => {
  const report = reported(past({ tier: 'GOLD', month: '2026-12', storeId: 2 }), past({ tier: 'OLD' }), past())
  expect(report.tiers.map(({ tier, name }) => [tier, name.zh])).toEqual([
    ['OLD', 'OLD'],
    ['NORMAL', '普通'],
    ['GOLD', '金卡'],
  ])
  expect(report.stores.map(({ storeId, name }) => [storeId, name])).toEqual([
    ['1', '静安店'],
    ['2', '2'],
  ])
  expect(report.months.map(({ month }) => month)).toEqual(['2026-11', '2026-12'])
  expect(report.milliseconds).toBe(5)
})

test('only what the live rules do not give again is different', () => {
  expect(reported(past(), past({ proposed: 1 })).different).toBe(0)
  expect(reported(past({ live: 89 }), past({ recorded: 87 })).different).toBe(2)
})

test('the twenty largest changes are kept, up or down, the earlier first of equal ones', () => {
  const changes = Array.from({ length: 25 }, (_, place) =>
    past({ billNo: `B${place}`, proposed: 88 + (place % 2 ? place : -place) }),
  )
  const { changed } = reported(...changes, past({ billNo: 'same' }), past({ billNo: 'late', proposed: 88 + 24 }))
  expect(changed).toHaveLength(20)
  expect(changed.slice(0, 3).map(({ billNo }) => billNo)).toEqual(['B24', 'late', 'B23'])
  expect(changed.at(-1)!.billNo).toBe('B6')
  expect(changed[0]).toMatchObject({
    memberNo: '6285',
    storeName: '静安店',
    paidAt: '2026-11-21T04:00:00.000Z',
    live: 88,
    proposed: 64,
  })
  expect(changed[0]!.explained.sentence.zh).toBe('¥88.50 × 1 分 = 88 分')
})

const definition = rule(fixed(30), { caps: [{ per: 'DAY', of: 'MEMBER', points: 50 }] })
const purchase = (changes: Partial<PastPurchase> = {}): PastPurchase => ({
  memberId: 16,
  occasion: bill(),
  member: guest(),
  parts: [],
  ...changes,
})
const bonus = { live: setOf({ bonus: definition }), proposed: setOf({ bonus: definition, double: rule(times(200)) }) }

test('each side has counters of its own, which go on from what was really given', () => {
  const state = beginReplay(new Map())
  pass(state, purchase({ parts: [{ code: 'bonus', definition, points: 5 }] }), ONE_FEN)
  const totals = () => {
    const { live, proposed } = replay(state, purchase(), bonus)
    return [live.total, proposed.total]
  }
  expect([totals(), totals(), totals()]).toEqual([
    [118, 207],
    [103, 192],
    [88, 177],
  ])
})

test('a budget in money goes on from what its points cost at the time', () => {
  const paid = rule(fixed(30), { budget: { points: null, fen: 100 } })
  const sets = { live: setOf({ bonus: paid }, { fen: 2, points: 1 }), proposed: setOf({}) }
  const state = beginReplay(new Map())
  // 44 points of half a fen: 22 fen are gone, and the other 78 pay for 39 points at 2 fen.
  pass(state, purchase({ parts: [{ code: 'bonus', definition: paid, points: 44 }] }), { fen: 1, points: 2 })
  const bonusOf = () => replay(state, purchase(), sets).live.total - 88
  expect([bonusOf(), bonusOf(), bonusOf()]).toEqual([30, 9, 0])
})

test('a version that is not known any more, or gave nothing, counts for nothing', () => {
  const state = beginReplay(new Map())
  pass(
    state,
    purchase({
      parts: [
        { code: 'bonus', definition: null, points: 50 },
        { code: 'bonus', definition, points: 0 },
      ],
    }),
    ONE_FEN,
  )
  expect(state.live.size + state.proposed.size).toBe(0)
})

test('visits go on from those before, and the latest one counts however late it is told', () => {
  const second = {
    live: setOf({ second: rule(fixed(7), { when: [{ field: 'visit', operator: '=', value: 3 }] }) }),
    proposed: bonus.live,
  }
  const state = beginReplay(new Map([[16, { activities: 1, lastActivityAt: new Date('2026-12-01') }]]))
  expect([replay(state, purchase(), second).live.total, replay(state, purchase(), second).live.total]).toEqual([88, 95])
  expect(state.visits.get(16)).toEqual({ activities: 3, lastActivityAt: new Date('2026-12-01') })
  pass(state, purchase({ memberId: 32 }), ONE_FEN)
  expect(state.visits.get(32)).toEqual({ activities: 1, lastActivityAt: bill().at })
})

test('how far back the counters must be followed', () => {
  const of = (...caps: typeof definition.caps) => memoryOf([rule(fixed(1), { caps })])
  expect(of()).toBe('NONE')
  expect(of({ per: 'BILL', of: 'ALL', points: 1 })).toBe('NONE')
  expect(of({ per: 'DAY', of: 'ALL', points: 1 })).toBe('MONTH')
  expect(of({ per: 'MONTH', of: 'ALL', points: 1 }, { per: 'TOTAL', of: 'MEMBER', points: 1 })).toBe('ALL')
  expect(memoryOf([rule(fixed(1), { budget: { points: 1, fen: null } })])).toBe('ALL')
  expect(memoryOf([rule(fixed(1), { budget: { points: null, fen: 1 } })])).toBe('ALL')
  expect(memoryOf([rule(fixed(1), { trigger: 'ENROLMENT', budget: { points: 1, fen: null } })])).toBe('NONE')
})
