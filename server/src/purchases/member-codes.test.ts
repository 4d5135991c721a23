import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { codeOf, openRestaurant, type Restaurant } from '../../../test/till-builders.js'
import { MINUTE, refusalOf, SECOND } from '../../../test/world-basics.js'

let { world, store, waiter, till, nextBill } = {} as Restaurant
beforeAll(async () => {
  ;({ world, store, waiter, till, nextBill } = await openRestaurant())
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
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
