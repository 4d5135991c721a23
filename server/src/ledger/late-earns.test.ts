import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import * as make from '../../../test/ledger-builders.js'
import { openWorld, type World } from '../../../test/world.js'
import { DAY } from '../../../test/world-basics.js'
import { BalanceReader } from './balances.service.js'
import { Ledger } from './ledger.service.js'
import { type Award, accountId, type Earn, type EarnFacts } from './operation.rules.js'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

const available = async (id: number) => (await world.get(BalanceReader).of(id)).balances.available
const tally = async (name: string) =>
  (await world.db.query<{ amount: number }>('SELECT amount FROM tally WHERE name = ?', [name]))[0]?.amount
const crowd = (count: number) => world.crowd(count) as Promise<[number, number]>
/** Ten points, as long as the counter leaves room below `most`. */
const capped = (memberId: number, name: string, most: number): Earn =>
  make.earn(0, {
    memberId,
    tallies: [name],
    award: ({ tallies }: EarnFacts): Award => {
      const points = Math.min(10, most - tallies.get(name)!)
      return { points: [points], growth: 0, explanation: {}, add: new Map([[name, points]]) }
    },
  })

describe('visits', () => {
  const visit = (memberId: number, seen: EarnFacts[], days = 0): Earn =>
    make.earn(0, {
      memberId,
      activity: true,
      occurredAt: make.after(days * DAY),
      award: facts => {
        seen.push({ ...facts })
        return { points: [facts.activities === 0 ? 100 : 1], growth: 0, explanation: {}, add: new Map() }
      },
    })

  test('the first bill is the first one, however many arrive at once', async () => {
    const [ana] = await crowd(1)
    await Promise.all(Array.from({ length: 30 }, () => world.lane.post(visit(ana, []))))
    expect(await available(ana)).toBe(129)
  })

  test('a bill knows how often and when its guest was there before; the latest day counts, not the latest arrival', async () => {
    const [bo] = await crowd(1)
    const seen: EarnFacts[] = []
    for (const days of [-3, -1, -2]) await world.lane.post(visit(bo, seen, days))
    await world.db.transaction(tx => world.get(Ledger).post(tx, visit(bo, seen)))
    expect(seen.map(facts => [facts.activities, facts.lastActivityAt])).toEqual([
      [0, null],
      [1, make.after(-3 * DAY)],
      [2, make.after(-1 * DAY)],
      [3, make.after(-1 * DAY)],
    ])
  })

  test('a repeat counts once, and a bill too small for a point is a visit too', async () => {
    const [cy] = await crowd(1)
    const small = make.earn(0, { memberId: cy, activity: true })
    await Promise.all([world.lane.post(small), world.lane.post(small)])
    const seen: EarnFacts[] = []
    await world.lane.post(visit(cy, seen))
    expect(seen[0]?.activities).toBe(1)
    const [row] = await world.db.query('SELECT activities, last_activity_at FROM account WHERE id = ?', [
      accountId(cy, 1),
    ])
    expect(row).toEqual({ activities: 2, last_activity_at: make.NOW })
  })
})

describe('limited counters', () => {
  test('64 bills at once of 64 guests never pass a budget of 255 points', async () => {
    const guests = await world.crowd(64)
    const earns = guests.map(guest => capped(guest, 'budget:everybody', 255))
    const inFeatures = earns.splice(48)
    await Promise.all([
      ...earns.map(earn => world.lane.post(earn)),
      ...inFeatures.map(earn => world.db.transaction(tx => world.get(Ledger).post(tx, earn))),
    ])
    const given = await Promise.all(guests.map(available))
    expect(given.reduce((sum, one) => sum + one, 0)).toBe(255)
    expect(await tally('budget:everybody')).toBe(255)
  })

  // Who reads the counter beside an earn that has not been committed yet would decide by what it was, and pass the budget.
  test('an earn waits for the one that is counting, in the lane and in a feature', async () => {
    const [eli, fay, gil, hal] = await world.crowd(4)
    const name = 'budget:one at a time'
    await world.lane.post(capped(eli!, name, 35))
    let counted = () => {}
    const counting = new Promise<void>(resolve => {
      counted = resolve
    })
    let commit = () => {}
    const held = new Promise<void>(resolve => {
      commit = resolve
    })
    const first = world.db.transaction(async tx => {
      await world.get(Ledger).post(tx, capped(fay!, name, 35))
      counted()
      await held
    })
    await counting
    const second = world.lane.post(capped(gil!, name, 35))
    const third = world.db.transaction(tx => world.get(Ledger).post(tx, capped(hal!, name, 35)))
    await new Promise(resolve => setTimeout(resolve, 300))
    commit()
    await Promise.all([first, second, third])
    const given = await Promise.all([eli!, fay!, gil!, hal!].map(available))
    expect([given[0], given[1], given.slice(2).sort()]).toEqual([10, 10, [10, 5]])
    expect(await tally(name)).toBe(35)
  })

  test('counters that nobody has counted yet are made once, whoever is first', async () => {
    const guests = await world.crowd(40)
    const names = Array.from({ length: 10 }, (_, at) => `new:${at}`)
    const both = (guest: number, at: number): Earn => {
      const mine = [names[at % 10]!, names[(at + 3) % 10]!]
      const add = new Map(mine.map(name => [name, 1]))
      return make.earn(0, {
        memberId: guest,
        tallies: mine,
        award: () => ({ points: [1], growth: 0, explanation: {}, add }),
      })
    }
    await Promise.all(
      guests.map((guest, at) =>
        at % 4
          ? world.lane.post(both(guest, at))
          : world.db.transaction(tx => world.get(Ledger).post(tx, both(guest, at))),
      ),
    )
    expect(await Promise.all(names.map(tally))).toEqual(names.map(() => 8))
  })

  test('64 counters are the most an earn may look at', async () => {
    const [ida] = await crowd(1)
    const looks = (count: number) =>
      make.earn(0, {
        memberId: ida,
        tallies: Array.from({ length: count }, (_, at) => `many:${at}`),
        award: () => ({ points: [1], growth: 0, explanation: {}, add: new Map([['many:0', 1]]) }),
      })
    await world.lane.post(looks(64))
    await expect(world.lane.post(looks(65))).rejects.toThrow('65 tallies')
    expect(await available(ida)).toBe(1)
  })

  test('a repeat and a refusal count nothing; a counter looked at and left alone is not made', async () => {
    const [di] = await crowd(1)
    const once = capped(di, 'once', 100)
    await world.lane.post(once)
    await world.lane.post(once)
    expect(await tally('once')).toBe(10)
    await world.lane.post(capped(di, 'nothing left', 0))
    expect(await tally('nothing left')).toBeUndefined()
  })
})

test('an earn fills several lots, each with its own end and limits', async () => {
  const [eve] = await crowd(1)
  const [plain] = make.earn(0).spans
  const spans = [plain!, { ...plain!, expiresAt: make.after(5 * DAY), restrictionId: 7 }, plain!]
  const { journalId, posted } = await world.lane.post(
    make.earn(0, {
      memberId: eve,
      spans,
      award: () => ({ points: [30, 12, 3], growth: 5, explanation: {}, add: new Map() }),
    }),
  )
  expect(posted).toMatchObject({ available: 45, growth: 5, award: { points: [30, 12, 3] } })
  const lots = await world.get(BalanceReader).lots(eve)
  expect(lots.map(lot => [lot.restrictionId, lot.granted])).toEqual([
    [7, 12],
    [0, 33],
  ])
  await world.lane.post(make.undo(journalId, 40, { memberId: eve, growth: 0 }))
  expect((await world.get(BalanceReader).lots(eve)).map(lot => lot.remaining).sort()).toEqual([0, 5])
})
