import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { Counter } from '../../../test/payment-builders.js'
import { openWorld, type TestMember, type World } from '../../../test/world.js'
import { MINUTE, SECOND } from '../../../test/world-basics.js'
import { BalanceReader } from '../ledger/balances.service.js'
import { Ledger } from '../ledger/ledger.service.js'
import type { PaymentRow } from '../payments/payment-rows.service.js'
import { STATE } from '../payments/payments.rules.js'
import { SettlementJobs } from './settlements.jobs.js'
import { Settlements } from './settlements.service.js'

let world: World
let counter: Counter
beforeAll(async () => {
  world = await openWorld({ pay: true })
  counter = new Counter(world)
})
afterEach(async () => {
  // A test leaves no order behind for the worker of the next one.
  world.pay.control.clearFaults()
  await counter.later(200)
  world.pay.control.clearLog()
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

const member = () => world.member({ points: 100 })
const turn = () => world.get(SettlementJobs).turn()
const deliver: World['pay']['control']['deliver'] = order => world.pay.control.deliver(order)
const points = async ({ id }: TestMember) => {
  const { available, held } = (await world.get(BalanceReader).of(id)).balances
  return { available, held }
}
const noticeOf = (order: PaymentRow) =>
  world.pay.control.notices().find(({ plain }) => plain.out_trade_no === order.out_trade_no)!.id
const money = async (order: PaymentRow) => {
  const { state, settled_at, refunded_fen } = await counter.now(order)
  return { state, settled: settled_at !== null, backFen: refunded_fen }
}
const settled = { state: STATE.PAID, settled: true, backFen: 0 }

describe('ana pays', () => {
  test('and the notification settles: her points go out, the order is paid and done', async () => {
    const ana = await member()
    const order = await counter.paid(ana, { points: 60 })
    expect(await points(ana)).toEqual({ available: 40, held: 60 })
    expect(await deliver({ id: noticeOf(order) })).toEqual([200])
    expect(await points(ana)).toEqual({ available: 40, held: 0 })
    expect(await money(order)).toEqual(settled)
    expect(await counter.steps(order)).toEqual(['OPENED MEMBER', 'PAID NOTICE', 'PREPAID MEMBER', 'SETTLED JOB'])
  })

  test('and is told a hundred times at once: it settles once', async () => {
    const ana = await member()
    const order = await counter.paid(ana, { points: 60 })
    const statuses = await deliver({ id: noticeOf(order), copies: 100 })
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(await points(ana)).toEqual({ available: 40, held: 0 })
    expect(counter.log.filter(line => line === `taken ${order.id}`)).toHaveLength(1)
    const sql = 'SELECT outcome FROM payment_notice WHERE about = ?'
    expect(await world.db.query(sql, [order.out_trade_no])).toEqual([{ outcome: 'PAID' }])
  })

  test('and comes back before the notification: the page asks, and it is settled', async () => {
    const ana = await member()
    const order = await counter.paid(ana, { points: 60 })
    expect(await world.get(Settlements).refresh(order.id)).toMatchObject({ state: STATE.PAID })
    expect(await money(order)).toEqual(settled)
    expect(await deliver({ id: noticeOf(order) })).toEqual([200])
    expect(counter.log.filter(line => line === `taken ${order.id}`)).toHaveLength(1)
  })

  test('before the prepay answer is here: the notification settles all the same', async () => {
    const ana = await member()
    const order = await counter.open(ana, { points: 60 })
    world.pay.control.setFault({ endpoint: 'jsapi', dropAfterEffect: true })
    world.pay.control.setFault({ endpoint: 'query', status: 502 })
    const { Payments } = await import('../payments/payments.service.js')
    await expect(world.get(Payments).prepay(order.id)).rejects.toThrow('pay.unavailable')
    world.pay.control.payPrepay(world.pay.control.order(order.out_trade_no).prepays[0]!.id)
    expect(await deliver({ id: noticeOf(order) })).toEqual([200])
    expect(await money(order)).toEqual(settled)
  })

  test.each([
    [30, 1],
    [120, 2],
    [600, 3],
  ])('and no notification ever comes: %i s after the prepay the worker asks and settles', async (seconds, asked) => {
    const ana = await member()
    const { order, parameters } = await counter.ready(ana, { points: 60 })
    let last = 0
    for (const at of [30, 120, 600].filter(at => at <= seconds)) {
      world.clock.advance((at - last) * SECOND - 1)
      await turn()
      if (at === seconds) world.pay.control.pay(parameters, ana.openid)
      world.clock.advance(1)
      await turn()
      last = at
    }
    expect(world.pay.control.log('query')).toHaveLength(asked)
    expect(await money(order)).toEqual(settled)
  })
})

describe('whoever cannot sign for WeChat Pay', () => {
  test.each([
    'flipped',
    'forged',
    'expired',
    'unknown-serial',
    'missing',
    'probe',
    'truncated',
    'not-json',
    'ciphertext',
    'tag',
    'associated-data',
    'appid',
    'mchid',
    'currency',
  ] as const)('moves nothing (%s), and the true notification still does', async spoil => {
    const ana = await member()
    const order = await counter.paid(ana, { points: 60 })
    expect(await deliver({ id: noticeOf(order), spoil })).toEqual([401])
    expect(await money(order)).toEqual({ state: STATE.OPEN, settled: false, backFen: 0 })
    expect(await points(ana)).toEqual({ available: 40, held: 60 })
    expect(await deliver({ id: noticeOf(order) })).toEqual([200])
    expect(await money(order)).toEqual(settled)
  })

  test('a notification about another amount moves nothing, is written down, and is refused', async () => {
    const ana = await member()
    const order = await counter.paid(ana)
    expect(await deliver({ id: noticeOf(order), spoil: 'amount' })).toEqual([409])
    expect(await money(order)).toEqual({ state: STATE.OPEN, settled: false, backFen: 0 })
    const sql = 'SELECT kind, ours_fen, theirs_fen FROM payment_difference WHERE out_trade_no = ?'
    const rows = await world.db.query(sql, [order.out_trade_no])
    expect(rows).toEqual([{ kind: 'AMOUNT', ours_fen: 8850, theirs_fen: 8851 }])
  })

  test('a notification kept back and sent again after five minutes is refused', async () => {
    const ana = await member()
    const order = await counter.paid(ana)
    const { headers, body } = world.pay.compose()
    const send = () =>
      fetch(`${world.url}/wechat/pay/notifications`, { method: 'POST', headers, body: Uint8Array.from(body) })
    world.clock.advance(5 * MINUTE + SECOND)
    expect((await send()).status).toBe(401)
    expect(await money(order)).toMatchObject({ state: STATE.OPEN })
  })

  test('floods of forged ones make no call to WeChat Pay', async () => {
    const ana = await member()
    const order = await counter.paid(ana)
    world.pay.control.clearLog()
    await deliver({ id: noticeOf(order), spoil: 'unknown-serial', copies: 50 })
    expect(world.pay.control.log().length).toBeLessThanOrEqual(1)
  })

  test('a body that is too large, or empty, is refused', async () => {
    const post = (body: string) => fetch(`${world.url}/wechat/pay/notifications`, { method: 'POST', body })
    expect((await post('x'.repeat(70_000))).status).toBe(413)
    expect((await post('')).status).toBe(401)
  })
})

describe('time is over', () => {
  test('for bo, who never pays: WeChat Pay closes first, then his points return', async () => {
    const bo = await member()
    const { order, parameters } = await counter.ready(bo, { points: 60 })
    world.clock.advance(15 * MINUTE)
    world.pay.control.setFault({ endpoint: 'close', status: 502 })
    await turn()
    expect(await points(bo)).toEqual({ available: 40, held: 60 })
    expect(await money(order)).toMatchObject({ state: STATE.OPEN })
    await counter.later(1)
    expect(await points(bo)).toEqual({ available: 100, held: 0 })
    expect(await money(order)).toMatchObject({ state: STATE.CLOSED })
    expect(() => world.pay.control.pay(parameters, bo.openid)).toThrow('该订单已关闭')
  })

  test('for an order nobody ever asked a prepay of: it ends as well', async () => {
    const bo = await member()
    const order = await counter.open(bo, { points: 60 })
    await counter.later(15)
    expect(await money(order)).toMatchObject({ state: STATE.CLOSED })
    expect(await points(bo)).toEqual({ available: 100, held: 0 })
  })

  test('and the close that was lost on the way is simply repeated', async () => {
    const bo = await member()
    const { order } = await counter.ready(bo, { points: 60 })
    world.pay.control.setFault({ endpoint: 'close', dropAfterEffect: true })
    await counter.later(15)
    expect(await money(order)).toMatchObject({ state: STATE.OPEN })
    await counter.later(1)
    expect(await money(order)).toMatchObject({ state: STATE.CLOSED })
  })

  test('but cy paid in the last second: the close is refused, and the money counts', async () => {
    const cy = await member()
    const { order, parameters } = await counter.ready(cy, { points: 60 })
    world.clock.advance(15 * MINUTE - 1_001)
    world.pay.control.pay(parameters, cy.openid)
    await counter.later(1)
    expect(await money(order)).toEqual(settled)
    expect(await points(cy)).toEqual({ available: 40, held: 0 })
  })

  test('with WeChat Pay away for an hour: nothing is let go, nothing is lost', async () => {
    const di = await member()
    const { order } = await counter.ready(di, { points: 60 })
    world.pay.control.setFault({ endpoint: '*', status: 503, times: 1_000 })
    for (let minutes = 0; minutes < 75; minutes += 5) await counter.later(5)
    expect(await points(di)).toEqual({ available: 40, held: 60 })
    world.pay.control.clearFaults()
    await counter.later(30)
    expect(await money(order)).toMatchObject({ state: STATE.CLOSED })
    expect(await points(di)).toEqual({ available: 100, held: 0 })
  })
})

describe('the money comes after the order was let go', () => {
  async function lateOrder(payer: TestMember): Promise<PaymentRow> {
    const { order } = await counter.ready(payer, { points: 60 })
    await counter.later(15)
    expect(await money(order)).toMatchObject({ state: STATE.CLOSED })
    world.pay.control.payLate(order.out_trade_no)
    return order
  }

  test('and her points are still there: they are taken anew', async () => {
    const eve = await member()
    const order = await lateOrder(eve)
    expect(await deliver({ id: noticeOf(order) })).toEqual([200])
    expect(await counter.now(order)).toMatchObject({ state: STATE.PAID, late: 1, refunded_fen: 0 })
    expect(await points(eve)).toEqual({ available: 40, held: 0 })
  })

  test('and his points are gone: all of it goes back, once, however often it is told', async () => {
    const flo = await member()
    const order = await lateOrder(flo)
    const make = await import('../../../test/ledger-builders.js')
    await world.db.transaction(tx => world.get(Ledger).post(tx, make.spend(90, { memberId: flo.id })))
    world.pay.control.setFault({ endpoint: 'refunds', dropAfterEffect: true })
    await deliver({ id: noticeOf(order), copies: 20 })
    await counter.later(1)
    await counter.later(2)
    expect(world.pay.control.refunds(order.out_trade_no)).toMatchObject([
      { outRefundNo: `${order.out_trade_no}-back`, amountFen: 8850, status: 'SUCCESS' },
    ])
    expect(await points(flo)).toEqual({ available: 10, held: 0 })
    expect(await money(order)).toMatchObject({ state: STATE.PAID, settled: true, backFen: 8850 })
  })
})

test('a taker that fails once is asked again by the worker, and nothing is lost', async () => {
  const gus = await member()
  const order = await counter.paid(gus, { points: 60 })
  const take = counter.take.bind(counter)
  counter.take = async () => {
    counter.take = take
    throw new Error('the kitchen is on fire')
  }
  expect(await deliver({ id: noticeOf(order) })).toEqual([200])
  expect(await money(order)).toEqual({ state: STATE.PAID, settled: false, backFen: 0 })
  await turn()
  expect(await money(order)).toEqual(settled)
  expect(await points(gus)).toEqual({ available: 40, held: 0 })
})

test('two workers at once settle, release and refund once', async () => {
  const people = await Promise.all(Array.from({ length: 6 }, member))
  const orders = await Promise.all(people.slice(0, 3).map(person => counter.paid(person, { points: 60 })))
  const unpaid = await Promise.all(people.slice(3).map(person => counter.ready(person, { points: 60 })))
  world.clock.advance(15 * MINUTE)
  await Promise.all([turn(), turn(), turn()])
  for (const order of orders) expect(await money(order)).toEqual(settled)
  for (const { order } of unpaid) expect(await money(order)).toMatchObject({ state: STATE.CLOSED })
  expect(new Set(counter.log).size).toBe(counter.log.length)
})

test('money nobody takes goes back by itself', async () => {
  const hal = await member()
  const order = await counter.paid(hal)
  Object.assign(world.get(Settlements), { takerOf: () => null })
  try {
    expect(await deliver({ id: noticeOf(order) })).toEqual([200])
    expect(world.pay.control.refunds(order.out_trade_no)).toMatchObject([{ amountFen: 8850 }])
  } finally {
    Object.assign(world.get(Settlements), { takerOf: () => counter })
  }
})
