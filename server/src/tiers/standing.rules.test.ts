import type { Ladder } from '@huitou/shared/tiers'
import { describe, expect, test } from '@jest/globals'
import type { PublishedLadder } from '../members/member-tier.rules.js'
import { advance, after, newcomer, type Standing } from './standing.rules.js'
import { type Fact, sumsOf } from './sums.rules.js'

const rung = (code: string, growth: number) => ({
  code,
  name: { zh: code, en: code },
  threshold: { growth, spendFen: null, visits: null, pointsUsed: null },
  percent: 100,
  rights: [],
})
const LADDER: Ladder = {
  window: 'ROLLING',
  graceDays: 30,
  buyBackPoints: 500,
  rungs: [rung('NORMAL', 0), rung('SILVER', 2_000), rung('GOLD', 6_000), rung('BLACK', 12_000)],
}
const published = (ladder: Partial<Ladder> = {}, more: Partial<PublishedLadder> = {}): PublishedLadder => ({
  version: 1,
  ladder: { ...LADDER, ...ladder },
  grandfather: false,
  publishedAt: new Date('2024-01-01T00:00:00Z'),
  publishedBy: '',
  reason: '',
  ...more,
})

/** Noon in Shanghai of a day. */
const noon = (day: string) => new Date(`${day}T04:00:00Z`)
const midnight = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) - 8 * 3_600_000)
let ids = 0
function earned(day: string, growth: number, more: Partial<Fact> = {}): Fact {
  ids += 1
  const at = noon(day).getTime()
  return { id: ids, at, countsAt: at, growth, spendFen: growth * 100, visit: `1:${day}`, pointsUsed: 0, ...more }
}
const refunded = (day: string, of: Fact, growth: number) =>
  earned(day, -growth, { countsAt: of.countsAt, visit: of.visit })

function live(facts: Fact[], until: string, versions = [published()], start?: Standing) {
  const standing = start ?? newcomer('NORMAL', noon('2025-01-01'), 1)
  const known = { facts: [...facts].sort((a, b) => a.at - b.at), versions }
  const { standing: end, changes } = advance(standing, known, { from: new Date(0), until: midnight(until) })
  const told = changes.map(({ at, reason, from, to }) => {
    const day = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
    return `${day} ${reason} ${from === to ? to : `${from}→${to}`}`
  })
  return { told, end, changes, known }
}
const unique = (lines: string[]) => lines.filter(line => !line.includes('KEPT'))

describe('rising', () => {
  test.each([
    [1_999, []],
    [2_000, ['2026-03-10 ROSE NORMAL→SILVER']],
    [12_000, ['2026-03-10 ROSE NORMAL→BLACK']],
  ])('with a bill of %p growth is at once, over several rungs if need be', (growth, changes) => {
    expect(live([earned('2026-03-10', growth)], '2026-03-11').told).toEqual(changes)
  })

  test('takes what was earned in twelve months and no more', () => {
    const early = [earned('2025-03-10', 1_000), earned('2026-03-10', 1_000)]
    expect(live(early, '2026-03-11').told).toEqual(['2026-03-10 ROSE NORMAL→SILVER'])
    expect(live([earned('2025-03-09', 1_000), earned('2026-03-10', 1_000)], '2026-03-11').told).toEqual([])
  })

  test('a bill that becomes known late counts from its own day, and raises on the day the sum was reached', () => {
    const late = [earned('2026-03-20', 1_500), earned('2026-03-10', 600)]
    expect(live(late, '2026-03-25').told).toEqual(['2026-03-20 ROSE NORMAL→SILVER'])
  })

  test('what was not known at a moment does not count for it', () => {
    const [first, second] = [earned('2026-03-01', 1_500), earned('2026-03-02', 600)]
    const all = { from: 0, to: noon('2026-03-03').getTime(), closed: true }
    expect(sumsOf([first, second], all).growth).toBe(2_100)
    expect(sumsOf([first, second], { ...all, knownBefore: second.id }).growth).toBe(1_500)
  })
})

describe('refunds', () => {
  test('lower nobody at once: the review of the month decides, and begins the grace period', () => {
    const bill = earned('2026-03-10', 2_500)
    const story = live([bill, refunded('2026-03-12', bill, 1_000)], '2026-05-02')
    expect(story.told).toEqual([
      '2026-03-10 ROSE NORMAL→SILVER',
      '2026-04-01 GRACE SILVER',
      '2026-05-01 FELL SILVER→NORMAL',
    ])
  })

  test('leave the window together with their bill', () => {
    const bill = earned('2025-03-10', 2_500)
    const facts = [bill, refunded('2025-04-12', bill, 1_000), earned('2026-03-20', 1_900)]
    expect(live(facts, '2026-04-02').end.code).toBe('NORMAL')
    const { from, to } = { from: midnight('2025-03-20').getTime(), to: noon('2026-03-20').getTime() }
    expect(sumsOf(facts, { from, to, closed: true }).growth).toBe(1_900)
  })

  test('of the whole bill leave no visit; several bills of a business day are one', () => {
    const bill = earned('2026-03-10', 100)
    const span = { from: 0, to: noon('2026-04-01').getTime(), closed: true }
    const second = earned('2026-03-10', 50)
    expect(sumsOf([bill, second], span).visits).toBe(1)
    expect(sumsOf([bill, refunded('2026-03-11', bill, 100)], span).visits).toBe(0)
    expect(sumsOf([bill, second, refunded('2026-03-11', bill, 100)], span).visits).toBe(1)
  })
})

describe('reviews', () => {
  const big = () => earned('2025-03-10', 6_000)

  test('keep the tier while twelve months hold it, to the day', () => {
    const story = live([big()], '2026-03-02')
    expect(story.told.at(-1)).toBe('2026-03-01 KEPT GOLD')
    expect(story.told.filter(line => line.includes('KEPT'))).toHaveLength(12)
    expect(live([earned('2025-03-01', 6_000)], '2026-03-02').told.at(-1)).toBe('2026-03-01 KEPT GOLD')
    expect(live([earned('2025-02-28', 6_000)], '2026-03-02').told.at(-1)).toBe('2026-03-01 GRACE GOLD')
  })

  test('drop one level at most, after the grace period; the next review begins the next one', () => {
    expect(unique(live([big()], '2026-07-02').told)).toEqual([
      '2025-03-10 ROSE NORMAL→GOLD',
      '2026-04-01 GRACE GOLD',
      '2026-05-01 FELL GOLD→SILVER',
      '2026-06-01 GRACE SILVER',
      '2026-07-01 FELL SILVER→NORMAL',
    ])
  })

  test('without a grace period drop at once, one level a month', () => {
    const story = live([big()], '2026-05-02', [published({ graceDays: 0 })])
    expect(unique(story.told).slice(1)).toEqual(['2026-04-01 FELL GOLD→SILVER', '2026-05-01 FELL SILVER→NORMAL'])
  })

  test('what is missing may be earned in the grace period, for which the window stands still', () => {
    const facts = [earned('2025-03-20', 3_000), earned('2025-05-01', 3_000), earned('2026-04-29', 3_000)]
    expect(unique(live(facts, '2026-05-02').told)).toEqual([
      '2025-03-20 ROSE NORMAL→SILVER',
      '2025-05-01 ROSE SILVER→GOLD',
      '2026-04-01 GRACE GOLD',
    ])
    expect(live(facts, '2026-05-02').told).toContain('2026-04-29 KEPT GOLD')
  })

  test('a bill at midnight of the review belongs to the new month', () => {
    const at = midnight('2026-04-01').getTime()
    const story = live([big(), earned('2026-04-01', 6_000, { at, countsAt: at })], '2026-04-02')
    expect(story.told.slice(-2)).toEqual(['2026-04-01 GRACE GOLD', '2026-04-01 KEPT GOLD'])
  })

  test('whoever kept a tier for points gets no second grace period', () => {
    const { end } = live([big()], '2026-04-10')
    expect(end).toMatchObject({ code: 'GOLD', graceUntil: midnight('2026-05-01') })
    const bought = after(end, {
      at: noon('2026-04-10'),
      from: 'GOLD',
      to: 'GOLD',
      reason: 'BOUGHT_BACK',
      version: 1,
      sums: { growth: 0, spendFen: 0, visits: 0, pointsUsed: 0 },
      graceUntil: null,
    })
    expect(live([big()], '2026-06-02', [published()], bought).told).toEqual([
      '2026-05-01 FELL GOLD→SILVER',
      '2026-06-01 GRACE SILVER',
    ])
  })

  test('count calendar years where the ladder says so: only New Year lowers, by the year that has ended', () => {
    const versions = [published({ window: 'YEAR' })]
    expect(unique(live([big()], '2027-03-01', versions).told)).toEqual([
      '2025-03-10 ROSE NORMAL→GOLD',
      '2027-01-01 GRACE GOLD',
      '2027-01-31 FELL GOLD→SILVER',
    ])
    expect(live([earned('2026-01-01', 6_000)], '2027-01-02', versions).told.at(-1)).toBe('2027-01-01 KEPT GOLD')
  })

  test('happen on 1 March after a 29 February, and on New Year', () => {
    const story = live([earned('2027-02-28', 2_000)], '2028-03-02')
    expect(story.told).toContain('2028-01-01 KEPT SILVER')
    expect(story.told.at(-1)).toBe('2028-03-01 GRACE SILVER')
    expect(live([earned('2027-03-01', 2_000)], '2028-03-02').told.at(-1)).toBe('2028-03-01 KEPT SILVER')
  })
})

describe('a new ladder', () => {
  const lower = published(
    { rungs: [rung('NORMAL', 0), rung('SILVER', 1_000), rung('GOLD', 6_000)] },
    { version: 2, publishedAt: noon('2026-03-15') },
  )
  const higher = (grandfather: boolean) =>
    published(
      { rungs: [rung('NORMAL', 0), rung('SILVER', 4_000), rung('GOLD', 9_000)] },
      { version: 2, publishedAt: noon('2026-03-15'), grandfather },
    )
  const silver = () => earned('2026-01-10', 2_500)

  test('raises whoever meets it on the day it is published', () => {
    expect(live([earned('2026-01-10', 1_200)], '2026-03-16', [published(), lower]).told).toEqual([
      '2026-03-15 LADDER NORMAL→SILVER',
    ])
  })

  test('takes nothing before the next review', () => {
    const { told } = live([silver()], '2026-05-02', [published(), higher(false)])
    expect(told.slice(-2)).toEqual(['2026-04-01 GRACE SILVER', '2026-05-01 FELL SILVER→NORMAL'])
  })

  test('spares at its first review those who meet the old one, where that was promised', () => {
    const { told } = live([silver()], '2026-06-02', [published(), higher(true)])
    expect(told.slice(-3)).toEqual([
      '2026-04-01 GRANDFATHERED SILVER',
      '2026-05-01 GRACE SILVER',
      '2026-05-31 FELL SILVER→NORMAL',
    ])
  })

  test('spares nobody who would have fallen under the old one too', () => {
    const { told } = live([earned('2025-03-20', 2_500)], '2026-04-02', [published(), higher(true)])
    expect(told.at(-1)).toBe('2026-04-01 GRACE SILVER')
  })
})

test('going step by step ends where going all the way does', () => {
  const facts = [
    earned('2025-02-10', 1_000),
    earned('2025-06-10', 5_500),
    earned('2025-12-24', 900),
    earned('2026-06-20', 2_200),
    earned('2026-11-02', 12_500),
  ]
  const whole = live(facts, '2028-01-15')
  let standing = newcomer('NORMAL', noon('2025-01-01'), 1)
  const reasons: string[] = []
  let from = new Date(0)
  for (let month = 0; month < 36; month += 1) {
    const until = midnight(
      `${2025 + Math.floor((month + 1) / 12)}-${String(((month + 1) % 12) + 1).padStart(2, '0')}-15`,
    )
    const step = advance(standing, whole.known, { from, until })
    standing = step.standing
    reasons.push(...step.changes.map(change => change.reason))
    from = new Date(until.getTime() + 1)
  }
  expect(reasons).toEqual(whole.changes.map(change => change.reason))
  expect(standing).toEqual(whole.end)
})
