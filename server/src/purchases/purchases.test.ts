import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openWorld, type Person, type World } from '../../../test/world.js'
import { MINUTE, refusalOf, SECOND } from '../../../test/world-basics.js'
import type { Spend } from '../ledger/operation.rules.js'

let world: World
let store: number
let waiter: Awaited<ReturnType<World['staff']>>
let till: Awaited<ReturnType<World['pos']>>
beforeAll(async () => {
  world = await openWorld()
  store = await world.store({ dayCutOff: '00:00' })
  waiter = await world.staff(store)
  till = await world.pos(store)
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

let bills = 0
const nextBill = () => {
  bills += 1
  return `T${bills}`
}
const codeOf = async (member: Person) => (await member.call('POST /member/codes')).codes[0]!
const spend = (memberId: number, points: number): Spend => ({
  kind: 'SPEND',
  key: `spend:${nextBill()}`,
  body: '1',
  memberId,
  points,
  brandId: 1,
  storeId: store,
  operatorId: null,
  biz: { type: 9, id: '1' },
  occurredAt: world.clock.now(),
  explanation: { kind: 'EXPIRE', cohort: 202611, points },
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

describe('member codes', () => {
  test('unknown, foreign and forged codes are refused', async () => {
    const ana = await world.member()
    const { qr, barcode } = await codeOf(ana)
    const forged = [
      `${qr.slice(0, -1)}${qr.endsWith('A') ? 'B' : 'A'}`,
      `${barcode.slice(0, 19)}${(Number(barcode[19]) + 1) % 10}`,
    ]
    for (const code of ['hello', 'https://example.com/x', '6901234567892', ...forged]) {
      expect(await refusalOf(waiter.call('POST /staff/scans', { body: { code } }))).toBe('code.unknown')
    }
  })

  test('a code works once: another till is told it was used, the same till gets its scan again', async () => {
    const ana = await world.member()
    const { qr } = await codeOf(ana)
    const first = await waiter.call('POST /staff/scans', { body: { code: qr } })
    expect(await waiter.call('POST /staff/scans', { body: { code: qr } })).toMatchObject({
      kind: 'MEMBER',
      member: first.kind === 'MEMBER' ? first.member : {},
    })
    const again = till.call('POST /pos/scans', { body: { code: qr } })
    await expect(again).rejects.toMatchObject({
      status: 409,
      body: { code: 'code.used', data: { usedAt: world.clock.now().toISOString() } },
    })
    expect((await codeOf(ana)).qr).not.toBe(qr)
  })

  test('fifty tills scan one code at once: one has it', async () => {
    const ana = await world.member()
    const { qr } = await codeOf(ana)
    const tills = await Promise.all(Array.from({ length: 10 }, (_, i) => world.pos(store, `till-${i}`)))
    const outcomes = await Promise.allSettled(tills.map(one => one.call('POST /pos/scans', { body: { code: qr } })))
    expect(outcomes.filter(outcome => outcome.status === 'fulfilled')).toHaveLength(1)
  })

  test('a code is good through its thirty seconds and fifteen more, then expired', async () => {
    const ana = await world.member()
    const { qr, untilMs } = await codeOf(ana)
    world.clock.advance(untilMs + 16 * SECOND)
    expect(await refusalOf(waiter.call('POST /staff/scans', { body: { code: qr } }))).toBe('code.expired')
  })

  test('a phone without network for thirty seconds still shows a valid code', async () => {
    const ana = await world.member()
    const { codes } = await ana.call('POST /member/codes')
    expect(codes.at(-1)!.untilMs).toBeGreaterThanOrEqual(90 * SECOND)
    for (const [i, code] of codes.entries()) if (i > 0) expect(code.fromMs).toBe(codes[i - 1]!.untilMs)
    world.clock.advance(30 * SECOND)
    const shown = codes.find(code => code.fromMs <= 30 * SECOND && code.untilMs > 30 * SECOND)!
    expect(await waiter.call('POST /staff/scans', { body: { code: shown.qr } })).toMatchObject({ kind: 'MEMBER' })
  })

  test('a scan of another store or older than ten minutes does not count', async () => {
    const ana = await world.member()
    const scan = await waiter.call('POST /staff/scans', { body: { code: (await codeOf(ana)).qr } })
    const scanId = scan.kind === 'MEMBER' ? scan.scanId : ''
    const elsewhere = await world.pos(await world.store())
    expect(
      await refusalOf(elsewhere.call('POST /pos/bills', { body: { billNo: nextBill(), paidFen: 100, scanId } })),
    ).toBe('code.unknown')
    world.clock.advance(10 * MINUTE)
    expect(
      await refusalOf(waiter.call('POST /staff/bills', { body: { billNo: nextBill(), paidFen: 100, scanId } })),
    ).toBe('scan.expired')
  })
})

describe('refunds', () => {
  const pay = async (fen: number) => {
    const member = await world.member()
    const billNo = nextBill()
    await till.call('POST /pos/bills', { body: { billNo, paidFen: fen, code: (await codeOf(member)).qr } })
    const refund = (amountFen: number, refundNo = `R${nextBill()}`) =>
      till.call('POST /pos/bills/:billNo/refunds', {
        params: { billNo },
        body: { refundNo, amountFen, reason: '菜品问题' },
      })
    return { member, billNo, refund }
  }

  test('a whole refund takes all its points back, and says so in the statement', async () => {
    const { member, refund } = await pay(8850)
    expect(await refund(8850)).toMatchObject({ pointsTaken: 88, debtAdded: 0, growthTaken: 88 })
    expect((await member.call('GET /member/card')).balances).toMatchObject({ available: 0, growth: 0, debt: 0 })
    const { items } = await member.call('GET /member/entries')
    expect(items[0]).toMatchObject({
      type: 'REVERSE',
      points: -88,
      growth: -88,
      sentence: { zh: '退款 ¥88.50,剩余 ¥0.00,收回 88 分' },
    })
  })

  test('partial refunds end at the points of what remains, to the point, in whatever steps', async () => {
    const { member, refund } = await pay(8850)
    for (const fen of [99, 99, 50, 2602]) await refund(fen)
    expect((await member.call('GET /member/card')).balances.available).toBe(
      Math.floor((8850 - 99 - 99 - 50 - 2602) / 100),
    )
    await refund(6000)
    expect((await member.call('GET /member/card')).balances).toMatchObject({ available: 0, growth: 0 })
  })

  test('points spent before the refund become debt, and the next bill repays it', async () => {
    const { member, refund } = await pay(10_000)
    await world.lane.post(spend(member.id, 70))
    expect(await refund(10_000)).toMatchObject({ pointsTaken: 30, debtAdded: 70 })
    expect((await member.call('GET /member/card')).balances).toMatchObject({ available: 0, debt: 70 })
    await world.bill({ memberId: member.id, paidFen: 9_000, storeId: store })
    expect((await member.call('GET /member/card')).balances).toMatchObject({ available: 20, debt: 0 })
  })

  test('a repeated refund number gets the first answer; with another amount it is refused', async () => {
    const { member, refund } = await pay(5000)
    const first = await refund(2000, 'RX1')
    expect(await Promise.all(Array.from({ length: 20 }, () => refund(2000, 'RX1')))).toEqual(
      Array.from({ length: 20 }, () => first),
    )
    expect(await refusalOf(refund(2001, 'RX1'))).toBe('refund.different')
    expect((await member.call('GET /member/card')).balances.available).toBe(30)
  })

  test('twenty refunds of the whole at once: one succeeds', async () => {
    const { member, refund } = await pay(5000)
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => refund(5000)))
    expect(outcomes.filter(outcome => outcome.status === 'fulfilled')).toHaveLength(1)
    const refused = outcomes.find(outcome => outcome.status === 'rejected')
    expect((refused as PromiseRejectedResult).reason).toMatchObject({ status: 422, body: { code: 'refund.too_much' } })
    expect((await member.call('GET /member/card')).balances.available).toBe(0)
  })

  test('a bill of another store cannot be refunded here', async () => {
    const { billNo } = await pay(5000)
    const other = await world.pos(await world.store())
    const attempt = other.call('POST /pos/bills/:billNo/refunds', {
      params: { billNo },
      body: { refundNo: 'Q1', amountFen: 1, reason: 'x' },
    })
    expect(await refusalOf(attempt)).toBe('bill.unknown')
  })
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
