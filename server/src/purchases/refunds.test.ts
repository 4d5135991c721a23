import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openWorld, type World } from '../../../test/world.js'
import { DAY, refusalOf } from '../../../test/world-basics.js'
import { BalanceReader } from '../ledger/balances.service.js'
import { Statements } from '../statements/statements.service.js'
import { Refunds } from './refunds.service.js'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

const till = async () => ({ storeId: await world.someStore(), who: 'S0001', staffId: null })
const balances = async (id: number) => (await world.get(BalanceReader).of(id)).balances
let numbers = 0
const refund = async (billNo: string, amountFen: number, refundNo?: string) => {
  numbers += 1
  const body = { refundNo: refundNo ?? `R${numbers}`, amountFen, reason: '退菜' }
  return world.get(Refunds).refund(await till(), billNo, body)
}
const spend = (memberId: number, points: number) => {
  numbers += 1
  return world.lane.post({
    kind: 'SPEND',
    key: `spend:${numbers}`,
    body: '1',
    memberId,
    brandId: 1,
    storeId: null,
    operatorId: null,
    biz: { type: 0, id: '0' },
    occurredAt: world.clock.now(),
    explanation: { kind: 'SPEND', what: { zh: '兑换', en: 'a reward' }, points },
    points,
  })
}

test('more refunds at once than the pool has connections, with nothing read before, all end', async () => {
  const [member] = (await world.crowd(1)) as [number]
  const storeId = await world.store()
  const paidAt = world.clock.now()
  const bills = Array.from({ length: 40 }, (_, at) => `MANY-${at}`)
  for (const billNo of bills) await world.bill({ storeId, memberId: member, billNo, paidFen: 1000, paidAt })
  const refunds = world.get(Refunds)
  forget(refunds)
  const all = bills.map(billNo =>
    refunds.refund({ storeId, who: 'S1', staffId: null }, billNo, {
      refundNo: `R-${billNo}`,
      amountFen: 1000,
      reason: '退',
    }),
  )
  expect((await Promise.all(all)).map(one => one.pointsTaken)).toEqual(bills.map(() => 10))
  expect(await balances(member)).toMatchObject({ available: 0, debt: 0, growth: 0 })
}, 30_000)

describe('a refund after the points have expired', () => {
  test('asks for nothing that expired unused: no other points, no debt', async () => {
    const [ana] = (await world.crowd(1)) as [number]
    await world.bill({ memberId: ana, billNo: 'OLD-1', paidFen: 10_000 })
    world.clock.advance(800 * DAY)
    await world.bill({ memberId: ana, billNo: 'NEW-1', paidFen: 5000 })
    expect(await balances(ana)).toMatchObject({ available: 50, growth: 150 })
    const told = await refund('OLD-1', 10_000)
    expect(told).toMatchObject({ pointsTaken: 0, debtAdded: 0, growthTaken: 100 })
    expect(told.sentence.zh).toBe('退款 ¥100.00，剩余 ¥0.00，收回 0 分，另有 100 分已到期，不再收回')
    expect(told.sentence.en).toContain('0 taken back, 100 had expired')
    expect(await balances(ana)).toMatchObject({ available: 50, debt: 0, growth: 50 })
  })

  test('takes back what was spent before, once, in however many parts', async () => {
    const [bo] = (await world.crowd(1)) as [number]
    await world.bill({ memberId: bo, billNo: 'OLD-2', paidFen: 10_000 })
    await spend(bo, 30)
    world.clock.advance(800 * DAY)
    const first = await refund('OLD-2', 6000)
    const second = await refund('OLD-2', 4000)
    expect([first.debtAdded, second.debtAdded]).toEqual([0, 30])
    expect(second.sentence.zh).toContain('收回 30 分，另有 10 分已到期')
    expect(await balances(bo)).toMatchObject({ available: 0, debt: 30 })
    const { items } = await world.get(Statements).list(bo, {} as never)
    expect(items.map(item => item.points)).toEqual([-30, 0, -70, -30, 100])
    const detail = await world.get(Statements).detail(bo, items[0]!.entryNo)
    expect(detail.steps.at(-1)).toEqual({ label: { zh: '其中已到期', en: 'Expired already' }, value: '10' })
  })
})

test('two refunds of different bills race with one number: one is taken, the other told it is different', async () => {
  const crowd = await world.crowd(2)
  for (const [at, memberId] of crowd.entries()) await world.bill({ memberId, billNo: `RACE-${at}`, paidFen: 1000 })
  const codes = await Promise.all(
    [0, 1].map(at =>
      refund(`RACE-${at}`, 1000, 'SAME').then(
        () => 'taken',
        error => refusalOf(Promise.reject(error)),
      ),
    ),
  )
  expect(codes.sort()).toEqual(['refund.different', 'taken'])
})

test('a line that is two postings stays one line, however the pages fall', async () => {
  const [cy] = (await world.crowd(1)) as [number]
  await world.bill({ memberId: cy, billNo: 'PAGE-1', paidFen: 2000 })
  await spend(cy, 20)
  await refund('PAGE-1', 2000)
  await world.bill({ memberId: cy, billNo: 'PAGE-2', paidFen: 5000 })
  const statements = world.get(Statements)
  const first = await statements.list(cy, { limit: 1 } as never)
  const rest = await statements.list(cy, { limit: 9, cursor: first.nextCursor } as never)
  expect([...first.items, ...rest.items].map(item => item.points)).toEqual([50, -20, -20, 20])
})

/** As a process that has just started. */
function forget(refunds: Refunds): void {
  const { earning, stores } = refunds as unknown as {
    earning: { book: { versions: Map<number, unknown>; forget(): void } }
    stores: { known: Map<number, unknown> }
  }
  earning.book.versions.clear()
  earning.book.forget()
  stores.known.clear()
}
