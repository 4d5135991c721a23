import { prizeAt, ticketOf } from '@huitou/shared/draw-proof'
import { DrawDefinition } from '@huitou/shared/draws'
import { describe, expect, test } from '@jest/globals'
import { lottery, nothing, pointsPrize } from '../../../test/draw-builders.js'
import { drawBar, endOfDay, expectedMilliFen, leftToday, problemsOf } from './draws.rules.js'

const at = new Date('2026-11-23T04:30:00.000Z')
const who = (today: number, total = today) => ({ reached: ['NORMAL'], drawn: { today, total } })

describe('who may draw', () => {
  const pool = lottery({ limits: { perDay: 2, total: 5 } })
  const bar = (definition: DrawDefinition, today: number, total?: number) =>
    drawBar(definition, { isOpen: true, at }, who(today, total))

  test('the second of two a day may be drawn, the third not', () => {
    expect(bar(pool, 1)).toBeNull()
    expect(bar(pool, 2)).toBe('DAY')
  })

  test('the fifth of five ever may be drawn, the sixth not', () => {
    expect(bar(pool, 0, 4)).toBeNull()
    expect(bar(pool, 0, 5)).toBe('TOTAL')
    expect(leftToday(pool, { today: 0, total: 4 })).toBe(1)
    expect(leftToday(pool, { today: 1, total: 2 })).toBe(1)
  })

  test('at the first moment of its window it is open, at its end it is over', () => {
    const of = (from: string, until: string) => lottery({ window: { from, until } })
    expect(bar(of(at.toISOString(), '2026-12-01T00:00:00.000Z'), 0)).toBeNull()
    expect(bar(of('2026-11-23T04:30:00.001Z', '2026-12-01T00:00:00.000Z'), 0)).toBe('NOT_YET')
    expect(bar(of('2026-11-01T00:00:00.000Z', at.toISOString()), 0)).toBe('ENDED')
  })

  test('a closed one is closed for everybody, and a tier is asked of members only', () => {
    expect(drawBar(pool, { isOpen: false, at }, null)).toBe('CLOSED')
    expect(bar(lottery({ lowestTier: 'GOLD' }), 0)).toBe('TIER')
    expect(drawBar(lottery({ lowestTier: 'GOLD' }), { isOpen: true, at }, null)).toBeNull()
  })
})

describe('odds', () => {
  test('a ticket lands on the prize whose part of the million it is in, to the last one', () => {
    const prizes = [pointsPrize(100_000, 50), nothing(900_000)]
    expect(prizeAt(0, prizes)).toBe('POINTS-50')
    expect(prizeAt(99_999, prizes)).toBe('POINTS-50')
    expect(prizeAt(100_000, prizes)).toBe('NONE')
    expect(prizeAt(999_999, prizes)).toBe('NONE')
    expect(() => prizeAt(1_000_000, prizes)).toThrow('no prize')
  })

  test('a prize without odds is never landed on', () => {
    expect(prizeAt(0, [pointsPrize(0, 50), nothing(1_000_000)])).toBe('NONE')
  })

  test('a ticket is the first six bytes by the million', () => {
    expect(ticketOf([0, 0, 0, 0, 0, 7, 255])).toBe(7)
    expect(ticketOf([0, 0, 0, 15, 66, 64])).toBe(0)
    expect(ticketOf([255, 255, 255, 255, 255, 255])).toBe((2 ** 48 - 1) % 1_000_000)
  })

  test('that do not add up to a million are no definition', () => {
    const of = (odds: number) =>
      DrawDefinition.safeParse(lottery({ prizes: [pointsPrize(odds, 50), nothing(900_000)] }))
    expect(of(100_000).success).toBe(true)
    expect(of(99_999).success).toBe(false)
    expect(of(100_001).success).toBe(false)
  })

  test('say what a draw gives on average', () => {
    // A tenth of 50 fen: 5 fen.
    expect(expectedMilliFen(lottery().prizes)).toBe(5_000)
  })
})

test('the consolation has no end, and is worth no more than any prize', () => {
  const of = (stock: number | null) =>
    DrawDefinition.safeParse(
      lottery({ prizes: [pointsPrize(500_000, 50), pointsPrize(500_000, 5, stock)], consolation: 'POINTS-5' }),
    )
  expect(of(null).success).toBe(true)
  expect(of(5).success).toBe(false)
  const dear = lottery({ prizes: [pointsPrize(500_000, 50), pointsPrize(500_000, 5)], consolation: 'POINTS-50' })
  expect(problemsOf(dear, [])).toEqual([
    { path: 'prizes.0.worthFen', problem: 'the consolation is worth more than a prize' },
  ])
})

test('a day of the programme ends at midnight in Shanghai', () => {
  expect(endOfDay('2026-11-30').toISOString()).toBe('2026-11-30T16:00:00.000Z')
  expect(endOfDay('2026-12-31').toISOString()).toBe('2026-12-31T16:00:00.000Z')
})
