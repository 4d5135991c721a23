import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { codeOf, type TestTill, tillOf } from '../../../test/till-builders.js'
import { openWorld, type World } from '../../../test/world.js'
import { refusalOf } from '../../../test/world-basics.js'

let world: World
let store: number
let till: Awaited<ReturnType<World['pos']>>
let nextBill: TestTill['nextNo']
let spend: TestTill['spend']
beforeAll(async () => {
  world = await openWorld()
  store = await world.store({ dayCutOff: '00:00' })
  till = await world.pos(store)
  ;({ nextNo: nextBill, spend } = tillOf(world, store))
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
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
      sentence: { zh: '退款 ¥88.50，剩余 ¥0.00，收回 88 分' },
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
    await spend(member.id, 70)
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
