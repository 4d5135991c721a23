import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { codeOf, openRestaurant, type Restaurant } from '../../../test/till-builders.js'
import { MINUTE, refusalOf } from '../../../test/world-basics.js'

let { world, store, waiter, till, nextBill } = {} as Restaurant
beforeAll(async () => {
  ;({ world, store, waiter, till, nextBill } = await openRestaurant())
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

describe('a waiter rings up a bill', () => {
  test('ana shows her code, the waiter scans it and types ¥88.50; both read why it is 88 points', async () => {
    const ana = await world.member({ nickname: '安娜' })
    const scan = await waiter.call('POST /staff/scans', { body: { code: (await codeOf(ana)).qr } })
    expect(scan).toMatchObject({ kind: 'MEMBER', member: { memberNo: ana.memberNo, nickname: '安娜', points: 0 } })
    const scanId = scan.kind === 'MEMBER' ? scan.scanId : ''
    const bill = await waiter.call('POST /staff/bills', { body: { billNo: nextBill(), paidFen: 8850, scanId } })
    expect(bill).toMatchObject({
      points: 88,
      growth: 88,
      balanceAfter: 88,
      sentence: { zh: '¥88.50 × 1 分 = 88 分' },
      lastValidOn: '2028-11-30',
    })
    const { items, months } = await ana.call('GET /member/entries')
    expect(items).toMatchObject([
      {
        type: 'EARN',
        points: 88,
        growth: 88,
        balanceAfter: 88,
        storeName: '国贸店',
        sentence: { zh: '¥88.50 × 1 分 = 88 分' },
      },
    ])
    expect(months).toEqual([{ month: '2026-11', in: 88, out: 0 }])
    const detail = await ana.call('GET /member/entries/:entryNo', { params: { entryNo: items[0]!.entryNo } })
    expect(detail).toMatchObject({
      rule: { version: 2 },
      bill: { paidFen: 8850 },
      lots: [{ points: 88, lastValidOn: '2028-11-30', state: 'AVAILABLE' }],
    })
    expect(detail.steps[0]).toEqual({ label: { zh: '实付金额', en: 'Amount paid' }, value: '¥88.50' })
  })

  test('the till scanner reads the barcode of at most twenty digits', async () => {
    const bo = await world.member()
    const { barcode } = await codeOf(bo)
    expect(barcode).toMatch(/^\d{20}$/)
    const bill = await till.call('POST /pos/bills', { body: { billNo: nextBill(), paidFen: 1299, code: barcode } })
    expect(bill).toMatchObject({ points: 12, member: { memberNo: bo.memberNo } })
  })

  test('a bill without a member is kept and earns nothing', async () => {
    const bill = await till.call('POST /pos/bills', { body: { billNo: nextBill(), paidFen: 500 } })
    expect(bill).toMatchObject({ points: 0, member: null, balanceAfter: null })
  })

  test('a bill below one yuan earns nothing and is recorded all the same', async () => {
    const cy = await world.member()
    const body = { billNo: nextBill(), paidFen: 99, code: (await codeOf(cy)).qr }
    expect(await till.call('POST /pos/bills', { body })).toMatchObject({ points: 0, member: { memberNo: cy.memberNo } })
    expect(await till.call('POST /pos/bills', { body })).toMatchObject({ points: 0 })
  })

  test('at a table with one diner the table is enough; with two somebody must choose', async () => {
    const [di, ed] = [await world.member(), await world.member()]
    const { scene } = await world.table(store)
    expect(await refusalOf(till.call('POST /pos/bills', { body: { billNo: nextBill(), paidFen: 100, scene } }))).toBe(
      'table.no_diner',
    )
    await di.call('POST /member/table-visits', { body: { scene } })
    expect(await till.call('POST /pos/bills', { body: { billNo: nextBill(), paidFen: 3000, scene } })).toMatchObject({
      points: 30,
      member: { memberNo: di.memberNo },
    })
    await ed.call('POST /member/table-visits', { body: { scene } })
    expect(await refusalOf(till.call('POST /pos/bills', { body: { billNo: nextBill(), paidFen: 100, scene } }))).toBe(
      'table.choose_diner',
    )
    const scan = await waiter.call('POST /staff/scans', { body: { code: `${world.config.publicUrl}/t/${scene}` } })
    expect(scan.kind === 'TABLE' && scan.diners).toHaveLength(2)
  })
})

describe('one bill number, one purchase', () => {
  test('a hundred parallel sends of one bill make one purchase and a hundred equal answers', async () => {
    const ana = await world.member()
    const scan = await till.call('POST /pos/scans', { body: { code: (await codeOf(ana)).qr } })
    const body = { billNo: nextBill(), paidFen: 8850, scanId: scan.kind === 'MEMBER' ? scan.scanId : '' }
    const answers = await Promise.all(Array.from({ length: 100 }, () => till.call('POST /pos/bills', { body })))
    expect(new Set(answers.map(answer => JSON.stringify(answer))).size).toBe(1)
    expect((await ana.call('GET /member/card')).balances.available).toBe(88)
  })

  test('a hundred parallel sends of a bill without a member do the same', async () => {
    const body = { billNo: nextBill(), paidFen: 700 }
    const answers = await Promise.all(Array.from({ length: 100 }, () => till.call('POST /pos/bills', { body })))
    expect(new Set(answers.map(answer => JSON.stringify(answer))).size).toBe(1)
  })

  test('the same bill with another amount or another member is a 422 and writes nothing', async () => {
    const [ana, bo] = [await world.member(), await world.member()]
    const billNo = nextBill()
    await till.call('POST /pos/bills', { body: { billNo, paidFen: 1000, code: (await codeOf(ana)).qr } })
    const other = till.call('POST /pos/bills', { body: { billNo, paidFen: 1001, code: (await codeOf(ana)).qr } })
    await expect(other).rejects.toMatchObject({ status: 422, body: { code: 'bill.different' } })
    expect(
      await refusalOf(till.call('POST /pos/bills', { body: { billNo, paidFen: 1000, code: (await codeOf(bo)).qr } })),
    ).toBe('bill.different')
    expect(await refusalOf(till.call('POST /pos/bills', { body: { billNo, paidFen: 1000 } }))).toBe('bill.different')
    expect((await ana.call('GET /member/card')).balances.available).toBe(10)
    expect((await bo.call('GET /member/card')).balances.available).toBe(0)
  })

  test('another store may use the same number', async () => {
    const other = await world.pos(await world.store())
    const billNo = nextBill()
    await till.call('POST /pos/bills', { body: { billNo, paidFen: 100 } })
    expect(await other.call('POST /pos/bills', { body: { billNo, paidFen: 200 } })).toMatchObject({ paidFen: 200 })
  })

  test('a retry after the code has been used up and grown old gets the first answer', async () => {
    const ana = await world.member()
    const body = { billNo: nextBill(), paidFen: 4200, code: (await codeOf(ana)).qr }
    const first = await till.call('POST /pos/bills', { body })
    world.clock.advance(10 * MINUTE)
    expect(await till.call('POST /pos/bills', { body })).toEqual(first)
  })
})

test.each([
  [0, 'bill.amount_invalid'],
  [-100, 'bill.amount_invalid'],
  [10.5, 'bill.amount_invalid'],
  [1e15, 'bill.amount_too_large'],
  [100_000_001, 'bill.amount_too_large'],
  [Number.MAX_SAFE_INTEGER + 2, 'bill.amount_invalid'],
])('an amount of %p fen is refused with %s', async (paidFen, code) => {
  const billNo = nextBill()
  expect(await refusalOf(till.call('POST /pos/bills', { body: { billNo, paidFen } }))).toBe(code)
  expect(await refusalOf(till.call('GET /pos/bills/:billNo', { params: { billNo } }))).toBe('bill.unknown')
})

test("another member's entry does not exist", async () => {
  const [ana, bo] = [await world.member({ points: 10 }), await world.member()]
  const { items } = await ana.call('GET /member/entries')
  await expect(
    bo.call('GET /member/entries/:entryNo', { params: { entryNo: items[0]!.entryNo } }),
  ).rejects.toMatchObject({ status: 404 })
})

test.each([
  ['2024-02-29T15:59:59.000Z', '2026-02-28'],
  ['2024-02-29T16:00:00.000Z', '2026-03-31'],
  ['2024-03-31T15:59:59.000Z', '2026-03-31'],
  ['2024-03-31T16:00:00.000Z', '2026-04-30'],
  ['2024-12-31T15:59:59.999Z', '2026-12-31'],
])('points paid for at %s are last valid on %s', async (paidAt, lastValidOn) => {
  const [member] = await world.crowd(1)
  const { row } = await world.bill({ memberId: member as number, storeId: store, paidAt: new Date(paidAt) })
  const { lastValidDay } = await import('../calendar.js')
  expect(lastValidDay(row.expires_at as Date, 'Asia/Shanghai')).toBe(lastValidOn)
})

test("the diner's open page hears of a bill while it waits", async () => {
  const ana = await world.member()
  const { version } = await ana.call('GET /member/card')
  const waiting = ana.call('GET /member/news', { query: { after: version, waitSeconds: 20 } })
  await new Promise(resolve => setTimeout(resolve, 300))
  const began = Date.now()
  await world.bill({ memberId: ana.id, storeId: store, paidFen: 6400 })
  expect(await waiting).toMatchObject({ entries: [{ points: 64 }], version: version + 1 })
  // The page promises two seconds; this only tells a wake-up from running out of time.
  expect(Date.now() - began).toBeLessThan(10_000)
})

test('a scan is told to the page that shows the code', async () => {
  const ana = await world.member()
  const { version } = await ana.call('GET /member/card')
  const { qr } = await codeOf(ana)
  const waiting = ana.call('GET /member/news', { query: { after: version, waitSeconds: 20 } })
  await new Promise(resolve => setTimeout(resolve, 300))
  await waiter.call('POST /staff/scans', { body: { code: qr } })
  expect(await waiting).toMatchObject({ scan: { storeName: '国贸店' }, entries: [] })
})

test('a till without a valid key, a guest and a member cannot record bills', async () => {
  const body = { billNo: nextBill(), paidFen: 100 }
  expect(await refusalOf(world.as('nonsense')('POST /pos/bills', { body }))).toBe('pos.key_invalid')
  expect(await refusalOf(world.as()('POST /pos/bills', { body }))).toBe('session.missing')
  const ana = await world.member()
  expect(await refusalOf(ana.call('POST /staff/bills', { body }))).toBe('staff.not_bound')
  expect(await refusalOf(waiter.call('GET /console/members'))).toBe('access.denied')
})
