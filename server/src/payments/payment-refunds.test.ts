import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { Counter } from '../../../test/payment-builders.js'
import { openWorld, type World } from '../../../test/world.js'
import { refusalOf } from '../../../test/world-basics.js'
import { SettlementJobs } from '../settlements/settlements.jobs.js'
import { PaymentRefunds } from './payment-refunds.service.js'
import { type PaymentRow, PaymentRows } from './payment-rows.service.js'
import { REFUND_STATE } from './payments.rules.js'

let world: World
let counter: Counter
beforeAll(async () => {
  world = await openWorld({ pay: true })
  counter = new Counter(world)
})
afterEach(() => {
  world.pay.control.clearFaults()
  world.pay.control.settings({ refundBecomes: 'SUCCESS', refundSeconds: 60 })
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

const refunds = () => world.get(PaymentRefunds)
const deliver: World['pay']['control']['deliver'] = order => world.pay.control.deliver(order)
let numbers = 0

/** An order that is paid and settled, 88.50 yuan. */
async function sold(): Promise<PaymentRow> {
  const order = await counter.paid(await world.member())
  await deliver()
  return counter.now(order)
}

async function ask(order: PaymentRow, amountFen: number, outRefundNo?: string): Promise<string> {
  numbers += 1
  const number = outRefundNo ?? `${order.out_trade_no}-${numbers}`
  const wanted = { order, outRefundNo: number, amountFen, reason: '退菜', by: 'test' }
  await world.db.transaction(tx => refunds().ask(tx, wanted))
  return number
}

const stateOf = async (outRefundNo: string) => (await world.get(PaymentRows).refund(outRefundNo))?.state
const backFen = async (order: PaymentRow) => (await counter.now(order)).refunded_fen
const theirs = (outRefundNo: string) => world.pay.control.refunds().filter(refund => refund.outRefundNo === outRefundNo)

describe('a refund', () => {
  test('is taken, and through once WeChat Pay says so; its notification a hundred times is one', async () => {
    world.pay.control.settings({ refundSeconds: 60 })
    const order = await sold()
    const number = await ask(order, 1_000)
    expect(await refunds().send(number)).toBe(REFUND_STATE.PROCESSING)
    world.pay.control.finishRefunds(number)
    const statuses = new Set(await deliver({ copies: 100 }))
    // WeChat waits five seconds for an answer, and a busy machine may answer some of a hundred later than that.
    statuses.delete(null)
    expect(statuses).toEqual(new Set([200]))
    expect(await stateOf(number)).toBe(REFUND_STATE.SUCCESS)
    expect(await backFen(order)).toBe(1_000)
  })

  test('whose notification never comes is asked after until it is through', async () => {
    world.pay.control.settings({ refundSeconds: 200 })
    const number = await ask(await sold(), 1_000)
    for (let turn = 0; turn < 6; turn += 1) await counter.later(2)
    expect(await stateOf(number)).toBe(REFUND_STATE.SUCCESS)
  })

  test('with the same number is the same refund, with other words it is refused', async () => {
    const order = await sold()
    const number = await ask(order, 1_000)
    await Promise.all([ask(order, 1_000, number), ask(order, 1_000, number), refunds().send(number)])
    expect(await refusalOf(ask(order, 1_001, number))).toBe('pay.refund_different')
    expect(await backFen(order)).toBe(1_000)
    expect(theirs(number)).toHaveLength(1)
  })

  test('never exceeds what was paid, also when asked for by twenty at once', async () => {
    const order = await sold()
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => ask(order, 1_000)))
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(8)
    expect(await refusalOf(ask(order, 851))).toBe('pay.refund_too_much')
    await ask(order, 850)
    expect(await backFen(order)).toBe(8_850)
  })

  test('goes into fifty parts, not fifty-one', async () => {
    const order = await sold()
    for (let part = 0; part < 50; part += 1) await ask(order, 1)
    expect(await refusalOf(ask(order, 1))).toBe('pay.refund_too_much')
  })

  test('of an order that is not paid is refused', async () => {
    const { order } = await counter.ready(await world.member())
    expect(await refusalOf(ask(order, 1))).toBe('pay.refund_too_much')
  })
})

describe('a refund of which nobody knows what became', () => {
  test.each([
    ['the answer was lost', { dropAfterEffect: true }],
    ['the answer was cut', { truncateBody: 'midway' }],
    ['the answer was signed by a stranger', { badSignature: 'forged' }],
    ['the answer was unsigned', { badSignature: 'missing' }],
    ['the gateway failed', { status: 504 }],
    ['the bank had an error', { error: 'BANK_ERROR' }],
    ['there were too many calls', { error: 'FREQUENCY_LIMITED', times: 2 }],
  ] as const)('because %s, is repeated with the same number: there is one refund', async (_, fault) => {
    const order = await sold()
    const number = await ask(order, 2_000)
    world.pay.control.setFault({ endpoint: 'refunds', ...fault })
    expect(await refunds().send(number)).toBe(REFUND_STATE.ASKED)
    await counter.later(1)
    expect(await stateOf(number)).toBe(REFUND_STATE.PROCESSING)
    for (let turn = 0; turn < 4; turn += 1) await counter.later(5)
    expect(await stateOf(number)).toBe(REFUND_STATE.SUCCESS)
    expect(theirs(number)).toMatchObject([{ amountFen: 2_000, status: 'SUCCESS' }])
    expect(await backFen(order)).toBe(2_000)
  })

  test('and that was refused the second time is found by asking', async () => {
    world.pay.control.settings({ refundSeconds: 600 })
    const number = await ask(await sold(), 2_000)
    world.pay.control.setFault({ endpoint: 'refunds', dropAfterEffect: true })
    world.pay.control.setFault({ endpoint: 'refunds', error: 'INVALID_REQUEST' })
    await refunds().send(number)
    await counter.later(1)
    expect(await stateOf(number)).toBe(REFUND_STATE.PROCESSING)
    expect(theirs(number)).toHaveLength(1)
  })
})

describe('a refund that does not go through', () => {
  test('for want of balance is tried again, and works later', async () => {
    const number = await ask(await sold(), 2_000)
    world.pay.control.setFault({ endpoint: 'refunds', error: 'NOT_ENOUGH', times: 3 })
    await refunds().send(number)
    expect(await world.get(PaymentRows).refund(number)).toMatchObject({ trouble: 'NOTENOUGH', tries: 1 })
    for (let turn = 0; turn < 3; turn += 1) await counter.later(5)
    expect(await stateOf(number)).toBe(REFUND_STATE.PROCESSING)
    expect(theirs(number)).toHaveLength(1)
  })

  test('because the payer’s account is gone is ABNORMAL, stays counted, and may still go through', async () => {
    world.pay.control.settings({ refundBecomes: 'ABNORMAL' })
    const order = await sold()
    const number = await ask(order, 2_000)
    await refunds().send(number)
    world.pay.control.finishRefunds(number)
    expect(await deliver()).toEqual([200])
    expect(await stateOf(number)).toBe(REFUND_STATE.ABNORMAL)
    expect(await backFen(order)).toBe(2_000)
    const finance = await world.operator('FINANCE')
    const { stuckRefunds } = await finance.call('GET /console/reconciliation')
    expect(stuckRefunds).toContainEqual(expect.objectContaining({ outRefundNo: number, state: 'ABNORMAL' }))
  })

  test('and is closed gives its amount free for another number', async () => {
    world.pay.control.settings({ refundBecomes: 'CLOSED' })
    const order = await sold()
    const number = await ask(order, 8_850)
    await refunds().send(number)
    world.pay.control.finishRefunds(number)
    await deliver({ copies: 3 })
    expect(await stateOf(number)).toBe(REFUND_STATE.CLOSED)
    expect(await backFen(order)).toBe(0)
    await ask(order, 8_850)
  })

  test('because WeChat Pay says no for good stands there as refused, and is not asked for again', async () => {
    const number = await ask(await sold(), 2_000)
    world.pay.control.setFault({ endpoint: 'refunds', error: 'RULE_LIMIT', times: 9 })
    expect(await refunds().send(number)).toBe(REFUND_STATE.REFUSED)
    await counter.later(60)
    expect(await world.get(PaymentRows).refund(number)).toMatchObject({ tries: 1, trouble: 'RULELIMIT', due_at: null })
  })
})

describe('news of refunds out of order', () => {
  test('the refund is told before the payment: both end up as they should', async () => {
    await deliver()
    const order = await counter.paid(await world.member())
    await counter.later(1)
    const number = await ask(order, 8_850)
    await refunds().send(number)
    world.pay.control.finishRefunds(number)
    expect(await deliver({ reversed: true })).toEqual([200, 200])
    expect(await stateOf(number)).toBe(REFUND_STATE.SUCCESS)
    expect(await counter.steps(order)).toContain('PAID QUERY')
  })

  test('of one nobody here has asked for is refused, and shows in the bill', async () => {
    const order = await sold()
    const { PayClient } = await import('../wechat-pay/wechat-pay.client.js')
    const byHand = new PayClient(world.config.pay!, world.clock)
    const asked = {
      outTradeNo: order.out_trade_no,
      outRefundNo: 'BY-HAND-1',
      amountFen: 5,
      totalFen: 8_850,
      reason: '',
    }
    await byHand.refund({ ...asked, reason: '人工退款' })
    world.pay.control.finishRefunds('BY-HAND-1')
    expect(await deliver()).toEqual([404])
    await world.get(SettlementJobs).turn()
    expect(await backFen(order)).toBe(0)
  })
})
