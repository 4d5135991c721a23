import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type TestTill, tillOf } from '../../../test/till-builders.js'
import { openWorld, type TestMember, type World } from '../../../test/world.js'
import { MINUTE, refusalOf } from '../../../test/world-basics.js'
import type { Input } from '../http.js'
import { Sweeper } from '../ledger/sweeper.service.js'

let world: World
let store: number
let at: TestTill['at']
let bill: TestTill['bill']
let refund: TestTill['refund']
let spend: TestTill['spend']
beforeAll(async () => {
  world = await openWorld()
  store = await world.store({ dayCutOff: '00:00' })
  ;({ at, bill, refund, spend } = tillOf(world, store))
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

type Query = Input<'GET /member/entries'>['query']

const cardOf = (member: TestMember) => member.call('GET /member/card')
const page = (member: TestMember, query: Query = {}) => member.call('GET /member/entries', { query })
const detail = (member: TestMember, entryNo: string) =>
  member.call('GET /member/entries/:entryNo', { params: { entryNo } })

describe('the detail of an entry', () => {
  test('an earn names amount, rate, rule, bill, table and the lot with its last day', async () => {
    const ana = await world.member()
    const table = await world.table(store, '靠窗 3')
    const { billNo } = await bill(ana.id, 8_850, { tableId: table.id })
    const [line] = (await page(ana)).items
    expect(await detail(ana, line!.entryNo)).toMatchObject({
      ...line,
      rule: { version: 2, sentence: { zh: '实付每 1 元得 1 分，不足部分不计' } },
      bill: { billNo, paidFen: 8850, refundedFen: 0, tableName: '靠窗 3' },
      lots: [{ points: 88, lastValidOn: '2028-11-30', state: 'AVAILABLE' }],
    })
  })

  test('a spend names what for, and the lots that paid, soonest to end first', async () => {
    const ana = await world.member()
    await at('2025-01-15T12:00:00+08:00', () => bill(ana.id, 2_000))
    await bill(ana.id, 10_000)
    await spend(ana.id, 50, '兑换酸梅汤')
    const [line] = (await page(ana)).items
    expect(line).toMatchObject({ type: 'REDEEM', points: -50, sentence: { zh: '兑换酸梅汤，用掉 50 分' } })
    expect(await detail(ana, line!.entryNo)).toMatchObject({
      bill: null,
      rule: null,
      lots: [
        { points: 20, lastValidOn: '2027-01-31', state: 'USED_UP' },
        { points: 30, lastValidOn: '2028-11-30', state: 'AVAILABLE' },
      ],
    })
  })

  test('an expiry names the month the points came from', async () => {
    const ana = await world.member()
    await at('2024-05-08T12:00:00+08:00', () => bill(ana.id, 4_000))
    await world.get(Sweeper).sweep()
    const [line] = (await page(ana)).items
    expect(line).toMatchObject({ type: 'EXPIRE', points: -40, balanceAfter: 0, growth: 0 })
    expect(line!.sentence.zh).toContain('2024-05')
    expect(await detail(ana, line!.entryNo)).toMatchObject({
      lots: [{ points: 40, lastValidOn: '2026-05-31', state: 'EXPIRED' }],
    })
  })

  test('a refund names its bill and what the rest still earns', async () => {
    const ana = await world.member()
    const { billNo } = await bill(ana.id, 8_850)
    const { entryNo } = await refund(billNo, 850)
    expect(await detail(ana, entryNo!)).toMatchObject({
      type: 'REVERSE',
      points: -8,
      bill: { billNo, paidFen: 8850, refundedFen: 850 },
      rule: { version: 2 },
      lots: [{ points: 8, state: 'AVAILABLE' }],
    })
  })

  test('a number is read as people write it, and another member’s number leads nowhere', async () => {
    const [ana, bo] = [await world.member(), await world.member({ points: 5 })]
    await bill(ana.id, 100)
    const { entryNo } = (await page(ana)).items[0]!
    expect(await detail(ana, entryNo.toLowerCase())).toMatchObject({ entryNo })
    const spaced = `${entryNo.slice(0, 4)} ${entryNo.slice(4)}`
    expect(await detail(ana, spaced)).toMatchObject({ entryNo })
    for (const number of [entryNo, '0', 'ZZZZZZZZZZZZZ', '!', '会员'])
      expect(await refusalOf(detail(bo, number))).toBe('record.not_found')
  })
})

describe('news', () => {
  test('says at once what is newer, in the order it happened', async () => {
    const ana = await world.member({ points: 1 })
    const { version } = await cardOf(ana)
    await bill(ana.id, 200)
    await bill(ana.id, 300)
    const news = await ana.call('GET /member/news', { query: { after: version, waitSeconds: 0 } })
    expect(news.entries.map(entry => entry.points)).toEqual([2, 3])
    const none = await ana.call('GET /member/news', { query: { after: news.version, waitSeconds: 0 } })
    expect(none).toEqual({ version: news.version, entries: [], scan: null })
  })

  test('reaches a phone that waits within two seconds', async () => {
    const ana = await world.member()
    const { version } = await cardOf(ana)
    const waiting = ana.call('GET /member/news', { query: { after: version, waitSeconds: 20 } })
    await new Promise(resolve => setTimeout(resolve, 300))
    const began = performance.now()
    await bill(ana.id, 4_200)
    expect((await waiting).entries).toMatchObject([{ points: 42 }])
    expect(performance.now() - began).toBeLessThan(2_000)
    world.clock.advance(MINUTE)
  })
})
