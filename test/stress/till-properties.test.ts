/**
 * Whatever tills do in whatever order: what comes back never exceeds what went in, per point, coupon and fen; refunds sum to
 * no more than was paid; points return to the lots they came from. TILL_RUNS and TILL_SEED try more and others.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { reckon } from '../../server/src/coupons/discount.rules.js'
import { accountId, CURRENCY } from '../../server/src/ledger/operation.rules.js'
import { TillTimeOuts } from '../../server/src/till-checkouts/till-checkouts.jobs.js'
import { lineShares, shownLines } from '../../server/src/till-checkouts/till-lines.rules.js'
import { freshId } from '../checkout-builders.js'
import { billOf, cash, line, off, offered, percent, times } from '../coupon-builders.js'
import { offerCoupon } from '../coupon-stage.js'
import { TillHouse } from '../till-checkout-builders.js'
import { openWorld, type TestMember, type World } from '../world.js'
import { DAY, MINUTE, Refused } from '../world-basics.js'

const runs = Number(process.env.TILL_RUNS ?? 12)
const seed = Number(process.env.TILL_SEED ?? 20_261_122)
const START = '2026-11-23T04:30:00.000Z'

let world: World
let house: TillHouse
let batches: string[]
beforeAll(async () => {
  world = await openWorld()
  house = await TillHouse.open(world)
  const marketer = house.house.marketer
  const together = { stacking: { with: ['GENERAL' as const] } }
  const effects = [cash(700), percent(13), off(3_000, 999), times(150)]
  batches = []
  for (const effect of effects) batches.push(await offerCoupon(marketer, { effect, ...together }, { stock: 100_000 }))
})
afterAll(async () => {
  await world.close()
})

type Action =
  | { kind: 'RESERVE'; bill: number; amountFen: number; points: number; coupons: number[] }
  | { kind: 'COMMIT'; bill: number; letGoFen: number }
  | { kind: 'CANCEL'; bill: number }
  | { kind: 'REVERSE'; bill: number; cut: number }
  | { kind: 'WAIT' }
  | { kind: 'SWEEP' }

const bill = fc.integer({ min: 0, max: 2 })
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('RESERVE' as const),
      bill,
      amountFen: fc.integer({ min: 1_000, max: 12_345 }),
      points: fc.constantFrom(0, 100, 137, 450, 999),
      coupons: fc.subarray([0, 1, 2, 3]),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('COMMIT' as const), bill, letGoFen: fc.constantFrom(0, 0, 3, 88, 999) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('CANCEL' as const), bill }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('REVERSE' as const),
      bill,
      cut: fc.double({ min: 0.001, max: 1, noNaN: true }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('WAIT' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('SWEEP' as const) }) },
)

/** One of everything, whatever else is drawn: given back in parts and as a whole, and committed when the time was over. */
const EVERYTHING: Action[] = [
  { kind: 'RESERVE', bill: 0, amountFen: 12_345, points: 450, coupons: [0, 1, 2, 3] },
  { kind: 'COMMIT', bill: 0, letGoFen: 88 },
  { kind: 'REVERSE', bill: 0, cut: 0.3 },
  { kind: 'REVERSE', bill: 0, cut: 1 },
  { kind: 'REVERSE', bill: 0, cut: 1 },
  { kind: 'RESERVE', bill: 1, amountFen: 9_999, points: 137, coupons: [1] },
  { kind: 'WAIT' },
  { kind: 'WAIT' },
  { kind: 'SWEEP' },
  { kind: 'COMMIT', bill: 1, letGoFen: 0 },
]

/** What has happened at all, so that the property is not one of runs in which everything was refused. */
const counted = { commits: 0, late: 0, parts: 0, wholes: 0, refused: 0 }

/** What one reservation has put in and had back, as its till knows it. */
interface Tab {
  key: string
  open: boolean
  paidFen: number | null
  went: Awaited<ReturnType<TillHouse['reserve']>>
  back: { fen: number; cash: number; points: number; pointsFen: number; couponFen: number }
}

class Run {
  readonly tabs: Tab[] = []
  private readonly numbers = [0, 1, 2].map(() => `P${freshId()}`)
  private tries = 0

  constructor(
    readonly ana: TestMember,
    readonly couponIds: string[],
  ) {}

  async do(action: Action): Promise<void> {
    switch (action.kind) {
      case 'RESERVE':
        return this.reserve(action)
      case 'COMMIT':
        return this.withTab(action.bill, tab => this.commit(tab, action.letGoFen))
      case 'CANCEL':
        return this.withTab(action.bill, tab => this.cancel(tab))
      case 'REVERSE':
        return this.withTab(action.bill, tab => this.reverse(tab, action.cut))
      case 'WAIT':
        world.clock.advance(6 * MINUTE)
        return
      case 'SWEEP':
        await world.get(TillTimeOuts).sweep()
    }
  }

  /** Everything is undone that can be. */
  async unwind(): Promise<void> {
    for (const tab of this.tabs) if (tab.open) await this.cancel(tab)
    for (const tab of this.tabs) if (tab.paidFen !== null && left(tab) > 0) await this.reverse(tab, 1)
  }

  private async reserve({ bill: at, amountFen, points, coupons }: Extract<Action, { kind: 'RESERVE' }>): Promise<void> {
    this.tries += 1
    const billNo = this.numbers[at]!
    const key = `${billNo}-${this.tries}`
    const couponIds = coupons.map(n => this.couponIds[n]!)
    const body = await house.ask(this.ana, { idempotencyKey: key, billNo, amountFen, points, couponIds })
    const went = await unlessRefused(house.reserve(body))
    if (!went) return
    expect(went.couponFen + went.pointsFen + went.payableFen).toBe(amountFen)
    const back = { fen: 0, cash: 0, points: 0, pointsFen: 0, couponFen: 0 }
    this.tabs.push({ key, open: true, paidFen: null, went, back })
  }

  private async withTab(at: number, work: (tab: Tab) => Promise<void>): Promise<void> {
    const tab = this.tabs.findLast(({ went }) => went.billNo === this.numbers[at])
    if (tab) await work(tab)
  }

  private async commit(tab: Tab, letGoFen: number): Promise<void> {
    const paidFen = tab.paidFen ?? Math.max(0, tab.went.payableFen - letGoFen)
    const done = await unlessRefused(house.commit(tab.key, { paidFen }))
    if (!done) return
    expect(done.paid!.paidFen).toBe(paidFen)
    if (tab.paidFen === null) counted[world.clock.now() < new Date(tab.went.expiresAt) ? 'commits' : 'late'] += 1
    Object.assign(tab, { open: false, paidFen })
  }

  private async cancel(tab: Tab): Promise<void> {
    if (await unlessRefused(house.cancel(tab.key))) tab.open = false
  }

  private async reverse(tab: Tab, cut: number): Promise<void> {
    const refundFen = Math.max(1, Math.floor(left(tab) * cut))
    const got = await unlessRefused(house.reverse(tab.key, refundFen))
    if (tab.paidFen === null || left(tab) === 0) return void expect(got).toBeNull()
    if (!got) throw new Error('a refund of what is left was refused')
    const { back, went } = tab
    back.fen += refundFen
    back.cash += got.cashFen + got.keptBackFen
    back.points += got.points
    back.pointsFen += got.pointsFen
    back.couponFen += got.coupons.reduce((sum, coupon) => sum + coupon.fen, 0)
    counted[left(tab) > 0 ? 'parts' : 'wholes'] += 1
    expect(back.cash).toBeLessThanOrEqual(tab.paidFen)
    expect(back.points).toBeLessThanOrEqual(went.points)
    expect(back.pointsFen).toBeLessThanOrEqual(went.pointsFen)
    expect(back.couponFen).toBeLessThanOrEqual(went.couponFen)
    if (left(tab) > 0) return
    const all = { cash: back.cash, points: back.points, pointsFen: back.pointsFen, couponFen: back.couponFen }
    expect(all).toEqual({
      cash: tab.paidFen,
      points: went.points,
      pointsFen: went.pointsFen,
      couponFen: went.couponFen,
    })
  }
}

const left = ({ went, back }: Tab): number => went.amountFen - back.fen

/** The answer, or null for a refusal, which is an answer too. */
async function unlessRefused<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked
  } catch (error) {
    if (!(error instanceof Refused) || error.status >= 500) throw error
    counted.refused += 1
    return null
  }
}

interface LotRow {
  id: number
  remaining: number
  held: number
  spent: number
}

const lotsOf = ({ id }: TestMember) =>
  world.db.query<LotRow>(
    'SELECT id, remaining, held, spent FROM lot WHERE account_id = ? AND granted > 0 AND (remaining > 0 OR held > 0 OR spent > 0) ORDER BY id',
    [accountId(id, CURRENCY.POINTS)],
  )

/** Ana with points of two ages, so that they lie in lots with two ends, and one coupon of each kind. */
async function newGuest(): Promise<Run> {
  const ana = await world.member({ nickname: '安娜' })
  const now = world.clock.now().getTime()
  await world.bill({ memberId: ana.id, paidFen: 80_000, paidAt: new Date(now - 70 * DAY) })
  await world.bill({ memberId: ana.id, paidFen: 90_000 })
  const couponIds: string[] = []
  for (const batchId of batches) {
    const { id } = await ana.call('POST /member/coupon-claims', { body: { requestId: freshId(), batchId } })
    couponIds.push(id)
  }
  return new Run(ana, couponIds)
}

test('whatever tills reserve, commit, cancel and give back, what comes back never exceeds what went in', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 4, maxLength: 24 }), async actions => {
      world.clock.set(START)
      const run = await newGuest()
      const before = await lotsOf(run.ana)
      expect(before).toHaveLength(2)
      for (const one of actions) await run.do(one)
      const refunded = await world.db.query<{ id: number }>(
        `SELECT t.checkout_id AS id FROM till_checkout t JOIN checkout_refund r ON r.checkout_id = t.checkout_id
         GROUP BY t.checkout_id, t.paid_fen HAVING SUM(r.cash_fen) > t.paid_fen`,
      )
      expect(refunded).toEqual([])
      const coupons = await world.db.query<{ id: number }>(
        'SELECT u.id FROM coupon_use u JOIN coupon_return r ON r.use_id = u.id GROUP BY u.id, u.off_fen HAVING SUM(r.fen) > u.off_fen OR SUM(r.whole) > 1',
      )
      expect(coupons).toEqual([])
      await run.unwind()
      // Holds whose time is over are settled by this, as they are by whatever comes next.
      expect(await world.books()).toEqual({})
      expect(await lotsOf(run.ana)).toEqual(before)
      expect(await house.house.points(run.ana)).toEqual({ available: 1_700, held: 0, debt: 0 })
      for (const id of run.couponIds) expect(await house.house.couponState(run.ana, id)).toBe('USABLE')
    }),
    { numRuns: runs, seed, examples: [[EVERYTHING]], endOnFailure: process.env.TILL_RUNS === undefined },
  )
  for (const [what, times] of Object.entries(counted)) expect({ what, seen: times > 0 }).toEqual({ what, seen: true })
}, 600_000)

test('whatever the dishes, their lines sum to bill, coupons, points and the rest, and none is below zero', () => {
  const amounts = fc.array(fc.integer({ min: 0, max: 9_999 }), { minLength: 1, maxLength: 8 })
  const shapes = fc.tuple(amounts, fc.integer({ min: 1, max: 90 }), fc.double({ min: 0, max: 1, noNaN: true }))
  fc.assert(
    fc.property(shapes, ([fens, offPercent, share]) => {
      fc.pre(fens.some(fen => fen > 0))
      const discount = reckon([offered({ effect: percent(offPercent) })], billOf(fens.map(fen => line(fen))))
      const pointsFen = Math.floor(discount.payableFen * share)
      const items = fens.map(amountFen => ({ name: '菜', quantity: 1, amountFen }))
      const lines = shownLines(items, lineShares(discount, fens.length, pointsFen))
      const sum = (of: 'amountFen' | 'couponFen' | 'pointsFen') => lines.reduce((total, one) => total + one[of], 0)
      const whole = fens.reduce((total, fen) => total + fen, 0)
      expect([sum('amountFen'), sum('couponFen'), sum('pointsFen')]).toEqual([whole, discount.offFen, pointsFen])
      for (const one of lines) expect(Math.min(one.payableFen, one.couponFen, one.pointsFen)).toBeGreaterThanOrEqual(0)
    }),
  )
})
