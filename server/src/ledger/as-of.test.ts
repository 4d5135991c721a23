import { afterAll, beforeAll, expect, test } from '@jest/globals'
import * as make from '../../../test/ledger-builders.js'
import { openWorld, type World } from '../../../test/world.js'
import { DAY } from '../../../test/world-basics.js'
import { AsOf } from './as-of.service.js'
import { BalanceReader } from './balances.service.js'
import type { Operation } from './operation.rules.js'
import { Sweeper } from './sweeper.service.js'

const SEED = Number(process.env.PAST_SEED ?? 325_703)
const MOMENTS = 80

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

let state = SEED
/** A whole number from 0 to below `n`; mulberry32. */
function random(n: number): number {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), state | 1)
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
  return ((t ^ (t >>> 14)) >>> 0) % n
}
const pick = <T>(from: readonly T[]): T => from[random(from.length)]!

interface Moment {
  at: Date
  member: number
  balances: unknown
  lots: unknown
}

/** What the reader says of a member now: balances, and what is left by the end of the lot unless something is due on it. */
async function said(member: number) {
  const reader = world.get(BalanceReader)
  const [{ balances }, lots, [account]] = await Promise.all([
    reader.of(member),
    reader.lots(member),
    world.db.query<{ due: number }>('SELECT next_event_at <= ? AS due FROM account WHERE id = ?', [
      world.clock.now(),
      member + 1,
    ]),
  ])
  const { expiringSoon: _, ...amounts } = balances
  const left = lots.filter(lot => lot.remaining > 0).map(lot => [lot.expiresAt.toISOString(), lot.remaining])
  return { balances: amounts, lots: account?.due ? null : left.sort() }
}

async function past(member: number, at: Date) {
  const { pending, available, held, debt, growth, lots } = await world.get(AsOf).at(member, at)
  const live = lots.filter(lot => lot.remaining > 0)
  return {
    balances: { pending, available, held, debt, growth },
    lots: live.map(lot => [lot.expiresAt.toISOString(), lot.remaining]).sort(),
  }
}

/** What can still be undone, used or given back, by journal. */
interface Journals {
  earned: number[]
  spent: number[]
  held: number[]
}

/** Something happens to a member, or only time passes. */
async function happen(member: number, other: number, journals: Journals): Promise<void> {
  const about = { memberId: member, occurredAt: world.clock.now() }
  const points = random(60)
  const graceDays = pick([0, 0, 2])
  const soon = new Date(world.clock.now().getTime() + 1 + random(2 * DAY))
  const known = (of: number[]) => (of.length > 0 ? pick(of) : 1)
  const acts: [weight: number, () => Promise<unknown>][] = [
    [8, () => kept(journals.earned, earned(points, about))],
    [5, () => kept(journals.spent, make.spend(points, about))],
    [3, () => kept(journals.held, make.hold(1 + points, { ...about, expiresAt: soon, graceDays }))],
    [1, () => world.lane.submit(make.capture(known(journals.held), 1 + random(20), about))],
    [1, () => world.lane.submit(make.release(known(journals.held), about))],
    [2, () => world.lane.submit(make.undoSpend(known(journals.spent), 1 + random(30), { ...about, graceDays }))],
    [
      3,
      () =>
        world.lane.submit(
          make.undo(known(journals.earned), random(30), { ...about, shortfall: pick(['DEBT', 'WAIVE']) }),
        ),
    ],
    [1, () => world.lane.submit(make.adjust(random(40) - 20 || 1, about))],
    [1, () => world.lane.submit(make.transfer(other, 1 + random(20), about))],
    [1, () => world.get(Sweeper).sweep()],
  ]
  let dice = random(acts.reduce((sum, [weight]) => sum + weight, 0))
  for (const [weight, act] of acts) {
    dice -= weight
    if (dice < 0) return void (await act())
  }
}

async function kept(journals: number[], operation: Operation): Promise<void> {
  const result = await world.lane.submit(operation)
  if (result.status === 'POSTED') journals.push(result.posted.journalId)
}

/** Begins and ends within few days, so that lots merge, wait, end, and are filled again; some live by visits. */
function earned(points: number, about: { memberId: number; occurredAt: Date }): Operation {
  const today = Math.floor(world.clock.now().getTime() / DAY)
  const begins = (today + pick([-3, 0, 0, 1, 2])) * DAY
  const ends = begins + pick([1, 3, 10, 60]) * DAY
  const span = { availableAt: new Date(begins), expiresAt: new Date(ends), extendMonths: pick([0, 0, 0, 2]) }
  return make.earn(points, { ...about, ...span, activity: random(2) === 0 })
}

test(`every moment of a random history is what the balance reader said then (PAST_SEED=${SEED})`, async () => {
  const members = await world.crowd(3)
  const journals = new Map(members.map(member => [member, { earned: [], spent: [], held: [] } as Journals]))
  const moments: Moment[] = []
  for (let n = 0; n < MOMENTS; n += 1) {
    const member = pick(members)
    for (let times = random(3); times >= 0; times -= 1)
      await happen(member, pick(members.filter(other => other !== member)), journals.get(member)!)
    for (const each of members) moments.push({ at: world.clock.now(), member: each, ...(await said(each)) })
    const now = world.clock.now().getTime()
    const boundary = Math.ceil((now + 1) / DAY) * DAY
    // A moment is over when the next one begins: the clock always moves.
    world.clock.set(
      new Date(Math.max(now + 1, pick([now + 1, boundary - 1, boundary, boundary, now + random(5 * DAY)]))),
    )
  }
  for (const { at, member, balances, lots } of moments) {
    const then = await past(member, at)
    expect({ at, member, balances: then.balances }).toEqual({ at, member, balances })
    if (lots) expect({ at, member, lots: then.lots }).toEqual({ at, member, lots })
  }
}, 120_000)

test('before the first entry there is nothing, and nothing about somebody who is not there', async () => {
  const ana = await world.member({ points: 88 })
  const before = new Date(world.clock.now().getTime() - 1)
  const nothing = { pending: 0, available: 0, held: 0, debt: 0, growth: 0, lots: [], lastPostedAt: null }
  expect(await world.get(AsOf).at(ana.id, before)).toMatchObject(nothing)
  expect(await world.get(AsOf).at(16, world.clock.now())).toMatchObject(nothing)
  const now = await world.get(AsOf).at(ana.id, world.clock.now())
  expect(now).toMatchObject({ available: 88, growth: 88, lastPostedAt: world.clock.now() })
  expect(now.flows).toMatchObject({ earned: 88, used: 0 })
})

test('the past stays what it was when the present goes on, and when its caches are lost', async () => {
  const ana = await world.member({ points: 100 })
  const then = world.clock.now()
  const before = await past(ana.id, then)
  world.clock.advance(DAY)
  await world.lane.submit(make.spend(70, { memberId: ana.id }))
  await world.db.query('UPDATE lot SET remaining = 1, spent = granted - 1 WHERE account_id = ?', [ana.id + 1])
  await world.db.query('UPDATE account SET available = 1 WHERE id = ?', [ana.id + 1])
  expect(await past(ana.id, then)).toEqual(before)
  expect(await past(ana.id, world.clock.now())).toMatchObject({ balances: { available: 30 } })
  await world.db.query('UPDATE lot SET remaining = 30, spent = 70 WHERE account_id = ?', [ana.id + 1])
  await world.db.query('UPDATE account SET available = 30 WHERE id = ?', [ana.id + 1])
})
