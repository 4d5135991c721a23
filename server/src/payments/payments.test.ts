import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { Counter } from '../../../test/payment-builders.js'
import { openWorld, type TestMember, type World } from '../../../test/world.js'
import { MINUTE, refusalOf } from '../../../test/world-basics.js'
import type { Transaction } from '../wechat-pay/wechat-pay.facts.js'
import { STATE } from './payments.rules.js'
import { Payments } from './payments.service.js'

let world: World
let ana: TestMember
let counter: Counter
beforeAll(async () => {
  world = await openWorld({ pay: true })
  ana = await world.member({ points: 300 })
  counter = new Counter(world)
})
afterEach(() => {
  world.pay.control.clearFaults()
  world.pay.control.clearLog()
  world.pay.control.settings({ paidCode: 'ORDER_PAID' })
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

const payments = () => world.get(Payments)
const prepay = (id: number) => payments().prepay(id)

describe('an order', () => {
  test('is written down before anybody outside hears of it, once per purpose and ref', async () => {
    const first = await counter.open(ana, { ref: 'one' })
    expect(first).toMatchObject({ state: STATE.OPEN, amount_fen: 8850, prepay_id: null })
    expect(world.pay.control.log()).toEqual([])
    expect((await counter.open(ana, { ref: 'one' })).id).toBe(first.id)
    expect((await counter.open(ana, { ref: 'one', purpose: 'REWARD' })).id).not.toBe(first.id)
    expect(await refusalOf(counter.open(ana, { ref: 'one', amountFen: 8849 }))).toBe('pay.different')
  })

  test('of nothing, of too much, or for too short or too long is no order', async () => {
    const inMinutes = (minutes: number) => new Date(world.clock.now().getTime() + minutes * MINUTE)
    for (const wrong of [
      { amountFen: 0 },
      { amountFen: -1 },
      { amountFen: 1.5 },
      { amountFen: 5_000_001 },
      { expiresAt: inMinutes(1) },
      { expiresAt: inMinutes(111) },
    ])
      await expect(counter.open(ana, wrong)).rejects.toThrow(RangeError)
    for (const right of [{ amountFen: 1 }, { amountFen: 5_000_000 }, { expiresAt: inMinutes(110) }])
      expect(await counter.open(ana, right)).toMatchObject({ state: STATE.OPEN })
  })

  test('tells the payer what it is for, without what would break a line of the bill', async () => {
    const { order } = await counter.ready(ana, { description: 'A3, `辣子鸡`\n大份' })
    expect(world.pay.control.order(order.out_trade_no).description).toBe('A3   辣子鸡  大份')
  })
})

describe('asking for the prepay', () => {
  test('again gives the same parameters, and WeChat Pay is asked once', async () => {
    const order = await counter.open(ana)
    const first = await prepay(order.id)
    world.clock.advance(MINUTE)
    expect(await prepay(order.id)).toEqual(first)
    expect(world.pay.control.log('jsapi')).toHaveLength(1)
    expect(await counter.steps(order)).toEqual(['OPENED MEMBER', 'PREPAID MEMBER'])
  })

  test('twenty times at once asks WeChat Pay once', async () => {
    const order = await counter.open(ana)
    const all = await Promise.all(Array.from({ length: 20 }, () => prepay(order.id)))
    expect(new Set(all.map(parameters => parameters.paySign)).size).toBe(1)
    expect(world.pay.control.log('jsapi')).toHaveLength(1)
  })

  test('from two processes at once gives both phones the same parameters', async () => {
    const order = await counter.open(ana)
    world.pay.control.setFault({ endpoint: 'jsapi', latencyMs: 200 })
    const other = new Payments(
      world.db,
      world.clock,
      world.parts.ids,
      world.parts.pay,
      Reflect.get(payments(), 'rows') as ConstructorParameters<typeof Payments>[4],
    )
    const [here, there] = await Promise.all([prepay(order.id), other.prepay(order.id)])
    expect(here).toEqual(there)
    expect(world.pay.control.log('jsapi')).toHaveLength(2)
  })

  test.each([
    ['an answer that was lost', { dropAfterEffect: true }],
    ['an answer cut in half', { truncateBody: 'short' }],
    ['an answer signed by a stranger', { badSignature: 'forged' }],
    ['an answer with an old signature', { badSignature: 'expired' }],
    ['a system error', { error: 'SYSTEM_ERROR' }],
    ['a gateway that fails', { status: 502 }],
  ] as const)('after %s is a question first and then the same order, never a second one', async (_, fault) => {
    const before = world.pay.control.counts().orders
    world.pay.control.setFault({ endpoint: 'jsapi', ...fault })
    const { order, parameters } = await counter.ready(ana)
    expect(world.pay.control.log().map(call => call.endpoint)).toEqual(['jsapi', 'query', 'jsapi'])
    expect(world.pay.control.counts().orders).toBe(before + 1)
    world.pay.control.pay(parameters, ana.openid)
    expect(world.pay.control.order(order.out_trade_no).state).toBe('SUCCESS')
  })

  test('of an order that got paid meanwhile says so, in every way WeChat Pay may say it', async () => {
    for (const paidCode of ['ORDER_PAID', 'OUT_TRADE_NO_USED', 'INVALID_REQUEST'] as const) {
      world.pay.control.settings({ paidCode })
      world.pay.control.setFault({ endpoint: 'query', status: 502 })
      world.pay.control.setFault({ endpoint: 'jsapi', dropAfterEffect: true })
      const order = await counter.open(ana)
      expect(await refusalOf(prepay(order.id))).toBe('pay.unavailable')
      const [prepayId] = world.pay.control.order(order.out_trade_no).prepays
      world.pay.control.payPrepay(prepayId!.id)
      expect(await refusalOf(prepay(order.id))).toBe('pay.already_paid')
      expect(await counter.now(order)).toMatchObject({ state: STATE.PAID })
    }
  })

  test('while WeChat Pay is away fails, and works when it is back', async () => {
    world.pay.control.setFault({ endpoint: '*', status: 502, times: 3 })
    const order = await counter.open(ana)
    expect(await refusalOf(prepay(order.id))).toBe('pay.unavailable')
    world.pay.control.clearFaults()
    expect(await prepay(order.id)).toMatchObject({ signType: 'RSA' })
  })

  test('stops a minute before the end of an order; one that has parameters keeps them to the end', async () => {
    const [early, late] = [await counter.open(ana), await counter.open(ana)]
    const parameters = await prepay(early.id)
    world.clock.advance(14 * MINUTE + 1)
    expect(await refusalOf(prepay(late.id))).toBe('pay.closed')
    expect(await prepay(early.id)).toEqual(parameters)
    world.clock.advance(MINUTE)
    expect(await refusalOf(prepay(early.id))).toBe('pay.closed')
  })
})

describe('news of a payment', () => {
  const told = (outTradeNo: string, more: Partial<Transaction> = {}): Transaction => ({
    outTradeNo,
    state: 'SUCCESS',
    transactionId: `42000001${outTradeNo}`,
    paidAt: world.clock.now(),
    amountFen: 8850,
    payerFen: 8850,
    ...more,
  })

  test('a hundred times at once makes it paid once', async () => {
    const { order } = await counter.ready(ana)
    const news = Array.from({ length: 100 }, () => payments().apply(told(order.out_trade_no), 'NOTICE'))
    const outcomes = (await Promise.all(news)).map(({ outcome }) => outcome)
    expect(outcomes.filter(outcome => outcome === 'PAID')).toHaveLength(1)
    expect(outcomes.filter(outcome => outcome === 'KNOWN')).toHaveLength(99)
    expect(await counter.steps(order)).toEqual(['OPENED MEMBER', 'PAID NOTICE', 'PREPAID MEMBER'])
  })

  test('that it is refunded says that it was paid', async () => {
    const { order } = await counter.ready(ana)
    const { outcome } = await payments().apply(told(order.out_trade_no, { state: 'REFUND' }), 'QUERY')
    expect(outcome).toBe('PAID')
  })

  test('of another amount or another payment moves nothing and is written down', async () => {
    const { order } = await counter.ready(ana)
    for (const wrong of [{ amountFen: 8849 }, { amountFen: 8851 }, { amountFen: null }, { transactionId: null }])
      expect((await payments().apply(told(order.out_trade_no, wrong), 'NOTICE')).outcome).toBe('MISMATCH')
    expect(await counter.now(order)).toMatchObject({ state: STATE.OPEN })
    await payments().apply(told(order.out_trade_no), 'NOTICE')
    const twice = told(order.out_trade_no, { transactionId: '4299999999' })
    expect((await payments().apply(twice, 'NOTICE')).outcome).toBe('MISMATCH')
    const rows = await world.db.query('SELECT kind FROM payment_difference WHERE out_trade_no = ? ORDER BY kind', [
      order.out_trade_no,
    ])
    expect(rows).toEqual([{ kind: 'AMOUNT' }, { kind: 'TRANSACTION' }])
  })

  test('of an order nobody has opened is refused', async () => {
    expect(await refusalOf(payments().apply(told('HT123456'), 'NOTICE'))).toBe('pay.order_unknown')
  })
})

test('without a merchant nobody can open an order', async () => {
  const poor = await openWorld()
  try {
    const bo = await poor.member()
    expect(await refusalOf(new Counter(poor).open(bo))).toBe('pay.not_configured')
  } finally {
    await poor.close()
  }
})
