import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { PaymentRefunds } from '../../server/src/payments/payment-refunds.service.js'
import type { PaymentRow } from '../../server/src/payments/payment-rows.service.js'
import { Payments } from '../../server/src/payments/payments.service.js'
import { Refusal } from '../../server/src/refusal.js'
import { SettlementJobs } from '../../server/src/settlements/settlements.jobs.js'
import { Counter } from '../payment-builders.js'
import type { PayFaultOrder } from '../simulators/wechat-pay/pay-faults.js'
import { openWorld, type TestMember, type World } from '../world.js'
import { MINUTE } from '../world-basics.js'

let world: World
let counter: Counter
let people: TestMember[]
beforeAll(async () => {
  world = await openWorld({ pay: true })
  counter = new Counter(world)
  people = await Promise.all([world.member({ points: 200 }), world.member({ points: 40 })])
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

const trouble: fc.Arbitrary<PayFaultOrder> = fc
  .tuple(
    fc.constantFrom('jsapi', 'query', 'close', 'refunds', 'refund-query' as const),
    fc.constantFrom<Partial<PayFaultOrder>>(
      { dropAfterEffect: true },
      { truncateBody: 'short' },
      { badSignature: 'forged' },
      { badSignature: 'expired' },
      { foreign: 'mchid' },
      { status: 503 },
      { error: 'SYSTEM_ERROR' },
      { error: 'NOT_ENOUGH' },
    ),
  )
  .map(([endpoint, fault]) => ({ endpoint, ...fault }) as PayFaultOrder)

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('open' as const), who: fc.nat(1), fen: fc.integer({ min: 1, max: 9_999 }) }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('pay' as const), which: fc.nat(20), late: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('refund' as const),
      which: fc.nat(20),
      fen: fc.integer({ min: 1, max: 9_999 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('tell' as const),
      copies: fc.integer({ min: 1, max: 3 }),
      reversed: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(0.5, 2, 16) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('trouble' as const), fault: trouble }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** A guest, a bank and a network that do as they please. */
async function act(orders: PaymentRow[], one: Step): Promise<void> {
  const { control } = world.pay
  const pick = 'which' in one ? orders[one.which % Math.max(orders.length, 1)] : undefined
  if (one.do === 'trouble') control.setFault(one.fault)
  if (one.do === 'tell') await control.deliver({ copies: one.copies, reversed: one.reversed })
  if (one.do === 'wait') {
    world.clock.advance(one.minutes * MINUTE)
    control.finishRefunds()
    await Promise.all([world.get(SettlementJobs).turn(), world.get(SettlementJobs).turn()])
  }
  if (one.do === 'open') {
    const payer = people[one.who]!
    const order = await counter.open(payer, { amountFen: one.fen, points: 5 })
    orders.push(order)
    await world.get(Payments).prepay(order.id)
  }
  if (one.do === 'pay' && pick) {
    const theirs = control.order(pick.out_trade_no)
    if (one.late && theirs.state === 'CLOSED') control.payLate(pick.out_trade_no)
    else control.payPrepay(theirs.prepays.at(-1)?.id ?? 'none')
  }
  if (one.do === 'refund' && pick) {
    const outRefundNo = `${pick.out_trade_no}-${one.fen}`
    const wanted = { order: pick, outRefundNo, amountFen: one.fen, reason: '退', by: 'test' }
    await world.db.transaction(tx => world.get(PaymentRefunds).ask(tx, wanted))
    await world.get(PaymentRefunds).send(outRefundNo)
  }
}

/** Money by our rows: in, and back for good. */
async function ours(): Promise<{ inFen: number; backFen: number }> {
  const [row] = await world.db.query<{ inFen: number; backFen: number }>(
    `SELECT (SELECT COALESCE(SUM(amount_fen), 0) FROM payment_order WHERE state = 2) AS inFen,
      (SELECT COALESCE(SUM(amount_fen), 0) FROM payment_refund WHERE state = 3) AS backFen`,
  )
  return { inFen: Number(row!.inFen), backFen: Number(row!.backFen) }
}

/** Everything quiet: no more trouble, everybody told, every worker's turn taken. */
async function settleDown(): Promise<void> {
  world.pay.control.clearFaults()
  for (let turn = 0; turn < 4; turn += 1) {
    world.pay.control.finishRefunds()
    await world.pay.control.deliver()
    await counter.later(31)
  }
}

test('whatever guests, networks and clocks do: money in less money back is what WeChat Pay holds, and never below nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 40 }), async steps => {
      const orders: PaymentRow[] = []
      for (const one of steps) {
        // A refusal, ours or theirs, is an answer; anything else is a bug.
        await act(orders, one).catch(error => {
          const expected = error instanceof Refusal || /SimRefusal/.test(String(error?.constructor?.name))
          if (!expected) throw error
        })
        const { inFen, backFen } = await ours()
        expect(inFen - backFen).toBeGreaterThanOrEqual(0)
      }
      await settleDown()
      const { inFen, backFen } = await ours()
      expect(inFen - backFen).toBe(world.pay.control.balanceFen())
      const open = 'SELECT COUNT(*) AS open FROM payment_order WHERE state = 1 OR (state = 2 AND settled_at IS NULL)'
      expect((await world.db.query<{ open: number }>(open))[0]!.open).toBe(0)
      const paid = 'SELECT id FROM payment_order WHERE state = 2'
      const taken = (await world.db.query<{ id: number }>(paid)).map(({ id }) => `taken ${id}`)
      expect(counter.log.filter(line => line.startsWith('taken')).length).toBeLessThanOrEqual(taken.length)
      expect(new Set(counter.log).size).toBe(counter.log.length)
      const numbers = world.pay.control.refunds().map(({ outRefundNo }) => outRefundNo)
      expect(new Set(numbers).size).toBe(numbers.length)
    }),
    { numRuns: 12, seed: 20261123 },
  )
  // It proves nothing unless money went both ways, some of it too late.
  const { inFen, backFen } = await ours()
  const [late] = await world.db.query<{ late: number }>('SELECT COUNT(*) AS late FROM payment_order WHERE late = 1')
  expect(Math.min(inFen, backFen, late!.late)).toBeGreaterThan(0)
}, 300_000)
