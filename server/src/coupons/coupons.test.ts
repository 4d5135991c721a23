import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { cash, line, off, placeOf } from '../../../test/coupon-builders.js'
import { CouponStage, freshId } from '../../../test/coupon-stage.js'
import type { TestMember } from '../../../test/world.js'
import { refusalOf } from '../../../test/world-basics.js'
import { CouponIssuing } from './issuing.service.js'
import { CouponQuotes } from './quotes.service.js'

let stage: CouponStage
let ana: TestMember
let bo: TestMember
beforeAll(async () => {
  stage = await CouponStage.open()
})
beforeEach(async () => {
  ;({ ana, bo } = await stage.begin())
})
afterAll(async () => {
  expect(await stage.world.books()).toEqual({})
  await stage.world.close()
})

describe('claiming', () => {
  test('puts a coupon in the wallet with its code, and tells so', async () => {
    const batchId = await stage.batch()
    const mine = await stage.claim(ana, batchId)
    expect(mine).toMatchObject({
      state: 'USABLE',
      lastDay: '2026-12-22',
      face: { value: { zh: '¥20' } },
      withPoints: true,
    })
    expect(mine.code).toMatch(/^6\d{11}$/)
    expect(mine.sentence.zh).toBe('满 ¥100 减 ¥20；领取后 30 天内有效，含当天；可与积分抵现同用。')
    expect(await stage.wallet(ana)).toMatchObject({
      counts: { usable: 1, expiring: 0, used: 0, ended: 0 },
      unseen: 1,
    })
    await ana.call('POST /member/coupon-views')
    expect((await stage.wallet(ana)).unseen).toBe(0)
    const due = await stage.world.db.query<{ kind: string }>('SELECT kind FROM message WHERE member_id = ?', [ana.id])
    expect(due.map(row => row.kind)).toContain('COUPON_ARRIVED')
    expect(await stage.steps(mine.id)).toEqual(['ISSUED'])
  })
  test('the same request gets the same coupon; another one meets the limit; another body is refused', async () => {
    const [batchId, other, requestId] = [await stage.batch(), await stage.batch(), freshId()]
    const first = await stage.claim(ana, batchId, requestId)
    expect((await stage.claim(ana, batchId, requestId)).id).toBe(first.id)
    expect(await refusalOf(stage.claim(ana, batchId))).toBe('coupon.limit_reached')
    expect(await refusalOf(stage.claim(ana, other, requestId))).toBe('coupon.different')
    expect((await stage.batchOf(batchId)).figures).toMatchObject({ issued: 1, unused: 1 })
  })
  test('twenty taps at once are one coupon, with one request number and with twenty', async () => {
    const [batchId, second, requestId] = [await stage.batch(), await stage.batch(), freshId()]
    const same = await Promise.all(Array.from({ length: 20 }, () => stage.claim(ana, batchId, requestId)))
    expect(new Set(same.map(one => one.id)).size).toBe(1)
    const others = await Promise.allSettled(Array.from({ length: 20 }, () => stage.claim(ana, second)))
    expect(others.filter(one => one.status === 'fulfilled')).toHaveLength(1)
    expect((await stage.wallet(ana)).counts.usable).toBe(2)
  })
  test('the last one goes to one of many, and who comes later is told', async () => {
    const batchId = await stage.batch({}, { stock: 1 })
    const members = await Promise.all(Array.from({ length: 8 }, () => stage.world.member()))
    const all = await Promise.allSettled(members.map(member => stage.claim(member, batchId)))
    expect(all.filter(one => one.status === 'fulfilled')).toHaveLength(1)
    expect(await refusalOf(stage.claim(ana, batchId))).toBe('coupon.sold_out')
    expect((await ana.call('GET /member/coupon-offers')).items.some(offer => offer.batchId === batchId)).toBe(false)
  })
  test('only while it is open: before, after, paused, and not what is issued by hand', async () => {
    const [from, until] = ['2026-11-24T00:00:00.000Z', '2026-11-25T00:00:00.000Z']
    const batchId = await stage.batch({}, { from, until, perMember: 5 })
    expect(await refusalOf(stage.claim(ana, batchId))).toBe('coupon.batch_closed')
    stage.world.clock.set(from)
    await stage.signIn()
    await stage.claim(ana, batchId)
    await stage.admin.call('PUT /console/coupon-batches/:id/state', {
      params: { id: batchId },
      body: { state: 'PAUSED' },
    })
    expect(await refusalOf(stage.claim(ana, batchId))).toBe('coupon.batch_closed')
    await stage.admin.call('PUT /console/coupon-batches/:id/state', {
      params: { id: batchId },
      body: { state: 'OPEN' },
    })
    stage.world.clock.set(until)
    await stage.signIn()
    expect(await refusalOf(stage.claim(ana, batchId))).toBe('coupon.batch_closed')
    expect(await refusalOf(stage.claim(ana, await stage.batch({}, { source: 'ISSUE' })))).toBe('coupon.batch_closed')
  })
})

describe('issuing', () => {
  test('by another feature happens once for its key', async () => {
    const batchId = Number(await stage.batch({}, { source: 'ISSUE', stock: 2 }))
    const issuing = stage.world.get(CouponIssuing)
    const order = { key: `mall:${freshId()}`, batchId, memberId: ana.id, by: stage.li }
    const give = (changes: object = {}) => stage.world.db.transaction(tx => issuing.issue(tx, { ...order, ...changes }))
    const first = await give()
    expect(await give()).toEqual({ id: first.id, repeat: true })
    expect(await refusalOf(give({ memberId: bo.id }))).toBe('coupon.different')
    await give({ key: `mall:${freshId()}` })
    expect(await refusalOf(give({ key: `mall:${freshId()}` }))).toBe('coupon.sold_out')
  })
  test('ten times at once is one coupon, and everybody hears of that one', async () => {
    const batchId = Number(await stage.batch({}, { source: 'ISSUE', stock: 5 }))
    const order = { key: `mall:${freshId()}`, batchId, memberId: ana.id, by: stage.li }
    const give = () => stage.world.db.transaction(tx => stage.world.get(CouponIssuing).issue(tx, order))
    const all = await Promise.all(Array.from({ length: 10 }, give))
    expect(new Set(all.map(one => one.id)).size).toBe(1)
    expect((await stage.batchOf(String(batchId))).figures).toMatchObject({ issued: 1, unused: 1 })
  })
  test('by an operator tells who got none, and a repeat gives nobody another', async () => {
    const batchId = await stage.batch({}, { source: 'ISSUE', stock: 2 })
    // As long as a request's number may be: with who asks and for whom, it was too long for the key.
    const body = {
      requestId: freshId().padEnd(64, '0'),
      memberNos: [ana.memberNo, bo.memberNo, '0000000000'],
      reason: '服务补偿',
    }
    const give = () => stage.admin.call('POST /console/coupon-batches/:id/issues', { params: { id: batchId }, body })
    const told = { issued: 2, failed: [{ memberNo: '0000000000', code: 'record.not_found' }] }
    expect([await give(), await give()]).toEqual([told, told])
    expect((await stage.wallet(bo)).counts.usable).toBe(1)
  })
})

describe('here and now', () => {
  test('the till hears yes, or one sentence; the best combination takes them by name', async () => {
    const { id: twenty } = await stage.claim(ana, await stage.batch({ effect: off(10_000, 2_000) }))
    await stage.claim(ana, await stage.batch({ effect: cash(500) }))
    const elsewhere = await stage.world.store({ name: '望京店' })
    await stage.claim(ana, await stage.batch({ scope: { stores: [String(elsewhere)] } }))
    const place = {
      ...placeOf({ storeId: stage.storeId, paidFen: 12_000, items: [line(12_000)] }),
      at: stage.world.clock.now(),
      paidFen: 12_000,
    }
    const quote = await stage.world.get(CouponQuotes).best(ana.id, place, { points: false, tierPrice: false })
    expect(quote.discount).toMatchObject({ offFen: 2_000, payableFen: 10_000, taken: [{ id: Number(twenty) }] })
    expect(quote.lost.map(one => one.sentence.zh)).toEqual(['不能与「满百减二十」同用，单用可减 ¥5。'])
    expect(quote.unusable.map(one => one.sentence?.zh)).toEqual(['这张券不能在本店用，可用门店：望京店。'])
    const quotes = stage.world.get(CouponQuotes)
    const alone = { points: false, tierPrice: false }
    expect((await quotes.chosen(ana.id, [Number(twenty)], place, alone)).offFen).toBe(2_000)
    await stage.lock(twenty, { key: 'table:7' })
    const again = await quotes.chosen(ana.id, [Number(twenty)], { ...place, lockKey: 'table:7' }, alone)
    expect(again.offFen).toBe(2_000)
    const other = await quotes.chosen(ana.id, [Number(twenty)], place, alone).catch(error => error)
    expect(other).toMatchObject({ code: 'coupon.not_usable', data: { couponId: twenty } })
    const { code } = await stage.look(ana, twenty)
    const asked = await stage.world
      .get(CouponQuotes)
      .byCode(code!.replace(/(\d{4})/g, '$1 '), placeOf({ storeId: stage.storeId }))
    expect(asked.coupon.row.id).toBe(Number(twenty))
    expect(
      await refusalOf(stage.world.get(CouponQuotes).byCode('600000000000', placeOf({ storeId: stage.storeId }))),
    ).toBe('coupon.code_unknown')
  })
})
