import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { Counter } from '../../../test/payment-builders.js'
import { openWorld, type TestOperator, type World } from '../../../test/world.js'
import { DAY, refusalOf } from '../../../test/world-basics.js'
import { SettlementJobs } from '../settlements/settlements.jobs.js'
import { PaymentRefunds } from './payment-refunds.service.js'
import { STATE } from './payments.rules.js'

let world: World
let counter: Counter
let finance: TestOperator
beforeAll(async () => {
  world = await openWorld({ pay: true })
  counter = new Counter(world)
})
afterEach(() => world.pay.control.clearFaults())
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

/** The next day's half past ten in Beijing, and the worker's turn then. Sessions do not last that long. */
async function nextMorning(): Promise<void> {
  const today = Math.floor((world.clock.now().getTime() + 8 * 3_600_000) / DAY) * DAY - 8 * 3_600_000
  world.clock.set(new Date(today + DAY + 10.5 * 3_600_000))
  await world.get(SettlementJobs).turn()
  finance = await world.operator('FINANCE')
}

const overview = () => finance.call('GET /console/reconciliation')
const today = () => new Date(world.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
/** What to do to the database by hand, to see whether it is found. */
const tamper = (sql: string, values: unknown[]) => world.db.query(sql, values)

async function refunded(amountFen: number) {
  const order = await counter.paid(await world.member())
  await world.pay.control.deliver()
  const outRefundNo = `${order.out_trade_no}-r`
  const wanted = { order, outRefundNo, amountFen, reason: '退菜', by: 'test' }
  await world.db.transaction(tx => world.get(PaymentRefunds).ask(tx, wanted))
  await world.get(PaymentRefunds).send(outRefundNo)
  return { order, outRefundNo }
}

test('a good day is gone through once, agrees, and shows nothing', async () => {
  const day = today()
  await counter.paid(await world.member())
  await world.pay.control.deliver()
  await refunded(500)
  await counter.ready(await world.member())
  await nextMorning()
  expect(await overview()).toMatchObject({
    configured: true,
    days: [{ date: day, paidCount: 2, paidFen: 17_700, refundCount: 1, refundFen: 500, foreignCount: 0 }],
    differences: [],
    stuckRefunds: [],
  })
  world.pay.control.clearLog()
  await world.get(SettlementJobs).turn()
  expect(world.pay.control.log('tradebill')).toEqual([])
})

test('before half past ten nothing is asked, and a bill that is late is asked for again', async () => {
  await counter.paid(await world.member())
  await world.pay.control.deliver()
  const day = today()
  world.pay.control.setFault({ endpoint: 'tradebill', error: 'STATEMENT_CREATING', times: 2 })
  await nextMorning()
  expect((await overview()).days.map(({ date }) => date)).not.toContain(day)
  world.clock.advance(600_000)
  await world.get(SettlementJobs).turn()
  finance = await world.operator('FINANCE')
  expect((await overview()).days.map(({ date }) => date)).toContain(day)
})

test('a payment of which every notification and question was lost is made up for', async () => {
  const order = await counter.paid(await world.member(), { points: 0 })
  world.pay.control.setFault({ endpoint: 'query', status: 502, times: 1 })
  world.clock.advance(60_000)
  await tamper('UPDATE payment_order SET due_at = NULL WHERE id = ?', [order.id])
  await nextMorning()
  expect((await overview()).differences).toMatchObject([{ kind: 'NOT_HERE', outTradeNo: order.out_trade_no }])
  world.clock.advance(3_600_000)
  await world.get(SettlementJobs).turn()
  finance = await world.operator('FINANCE')
  expect(await counter.now(order)).toMatchObject({ state: STATE.PAID })
  expect(await counter.steps(order)).toContain('PAID BILL')
  expect((await overview()).differences).toEqual([])
})

test('what is wrong is found, stays until somebody explains it, and ends by itself once it is right', async () => {
  const wrong = await refunded(500)
  const gone = await counter.paid(await world.member())
  await world.pay.control.deliver()
  const day = today()
  await tamper('UPDATE payment_order SET amount_fen = 8900 WHERE id = ?', [wrong.order.id])
  await tamper("UPDATE payment_refund SET out_refund_no = 'ANOTHER-NUMBER' WHERE out_refund_no = ?", [
    wrong.outRefundNo,
  ])
  await tamper("UPDATE payment_order SET out_trade_no = 'HT99999999' WHERE id = ?", [gone.id])
  await nextMorning()
  const { differences } = await overview()
  expect(differences.map(({ kind }) => kind).sort()).toEqual([
    'AMOUNT',
    'NOT_HERE',
    'NOT_THERE',
    'REFUND_NOT_HERE',
    'REFUND_NOT_THERE',
  ])
  await tamper('UPDATE payment_order SET out_trade_no = ? WHERE id = ?', [gone.out_trade_no, gone.id])
  const amount = differences.find(({ kind }) => kind === 'AMOUNT')!
  expect(amount).toMatchObject({ date: day, oursFen: 8_900, theirsFen: 8_850 })
  const params = { id: amount.id }
  await finance.call('POST /console/differences/:id/resolutions', { params, body: { note: '人工改价，已核实' } })
  const again = await finance.call('POST /console/reconciliation/:day', { params: { day } })
  expect(again.differences.map(({ kind }) => kind).sort()).toEqual(['REFUND_NOT_HERE', 'REFUND_NOT_THERE'])
  expect(
    await refusalOf(
      finance.call('POST /console/differences/:id/resolutions', { params, body: { note: '再解释一次' } }),
    ),
  ).toBe('record.not_found')
  await tamper("UPDATE payment_refund SET out_refund_no = ? WHERE out_refund_no = 'ANOTHER-NUMBER'", [
    wrong.outRefundNo,
  ])
  await finance.call('POST /console/reconciliation/:day', { params: { day } })
  expect((await overview()).differences).toEqual([])
})

test('a bill that lost its end is not believed, whatever it says', async () => {
  await counter.paid(await world.member())
  await world.pay.control.deliver()
  const day = today()
  world.pay.control.setFault({ endpoint: 'download', truncateBody: 'short' })
  await nextMorning()
  expect((await overview()).days.map(({ date }) => date)).not.toContain(day)
})

test('only those who answer for money see the page, and only those who decide change it', async () => {
  const day = { params: { day: today() } }
  for (const role of ['MARKETER', 'STORE_MANAGER', 'SUPPORT'] as const) {
    const operator = await world.operator(role)
    expect(await refusalOf(operator.call('GET /console/reconciliation'))).toBe('access.denied')
  }
  const auditor = await world.operator('AUDITOR')
  expect(await auditor.call('GET /console/reconciliation')).toMatchObject({ configured: true })
  expect(await refusalOf(auditor.call('POST /console/reconciliation/:day', day))).toBe('access.denied')
  const admin = await world.operator('ADMIN')
  expect(await refusalOf(admin.call('POST /console/reconciliation/:day', day))).toBe('pay.bill_not_ready')
})
