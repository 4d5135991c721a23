import { randomBytes } from 'node:crypto'
import type { CouponDefinition } from '@huitou/shared/coupons'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type Changes, cash, definition, line, off, placeOf } from '../../../test/coupon-builders.js'
import { openWorld, type TestMember, type TestOperator, type World } from '../../../test/world.js'
import { DAY, MINUTE, refusalOf } from '../../../test/world-basics.js'
import type { Input } from '../http.js'
import { CouponLife, type LockOrder } from './coupon-life.service.js'
import type { Actor } from './coupon-rows.service.js'
import { CouponIssuing } from './issuing.service.js'
import { CouponQuotes } from './quotes.service.js'
import { CouponSweeper } from './sweeping.service.js'

let world: World
let admin: TestOperator
let ana: TestMember
let bo: TestMember
let storeId: number
beforeAll(async () => {
  world = await openWorld()
  storeId = await world.store()
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})
beforeEach(async () => {
  world.clock.set('2026-11-23T04:30:00.000Z')
  admin = await world.operator('MARKETER')
  ana = await world.member({ nickname: '安娜' })
  bo = await world.member({ nickname: '波' })
})

const id = () => randomBytes(9).toString('hex')
const li: Actor = { kind: 'STAFF', name: '小李 · 0012', storeId: null }
type BatchBody = Input<'POST /console/coupon-batches'>['body']

async function coupon(changes: Changes | CouponDefinition = {}): Promise<string> {
  const code = `C${id()}`
  const body = { requestId: id(), code, definition: definition(changes), reason: '开业活动' }
  await admin.call('POST /console/coupons', { body })
  return code
}
async function batch(changes: Changes = {}, more: Partial<BatchBody> = {}): Promise<string> {
  const code = await coupon(changes)
  const rest = { name: '第一批', source: 'CLAIM' as const, stock: 100, perMember: 1, from: null, until: null }
  const { id: batchId } = await admin.call('POST /console/coupon-batches', {
    body: { requestId: id(), code, ...rest, ...more },
  })
  return batchId
}
const claim = (member: TestMember, batchId: string, requestId = id()) =>
  member.call('POST /member/coupon-claims', { body: { requestId, batchId } })
const wallet = (member: TestMember, tab?: 'USABLE' | 'EXPIRING' | 'USED' | 'ENDED') =>
  member.call('GET /member/coupons', { query: { tab } })
const look = (member: TestMember, couponId: string) =>
  member.call('GET /member/coupons/:id', { params: { id: couponId } })
const life = () => world.get(CouponLife)
const lockOrder = (couponId: string): LockOrder => ({
  key: 'checkout:1',
  couponIds: [Number(couponId)],
  memberId: null,
  purpose: 'CHECKOUT',
  until: new Date(world.clock.now().getTime() + 10 * MINUTE),
  by: li,
})
const lock = (couponId: string, more: Partial<LockOrder> = {}) =>
  world.db.transaction(tx => life().lock(tx, { ...lockOrder(couponId), ...more }))
const use = (couponId: string, key: string, lockKey: string, offFen = 2_000) =>
  world.db.transaction(tx =>
    life().use(tx, { key, lockKey, coupons: [{ id: Number(couponId), offFen }], storeId, by: li }),
  )
const steps = async (couponId: string) =>
  (
    await world.db.query<{ kind: string }>('SELECT kind FROM coupon_step WHERE coupon_id = ? ORDER BY seq', [couponId])
  ).map(row => row.kind)
const batchOf = async (batchId: string) =>
  (await admin.call('GET /console/coupon-batches', { query: { limit: 100 } })).items.find(one => one.id === batchId)!

describe('claiming', () => {
  test('puts a coupon in the wallet with its code, and tells so', async () => {
    const batchId = await batch()
    const mine = await claim(ana, batchId)
    expect(mine).toMatchObject({
      state: 'USABLE',
      lastDay: '2026-12-22',
      face: { value: { zh: '¥20' } },
      withPoints: true,
    })
    expect(mine.code).toMatch(/^6\d{11}$/)
    expect(mine.sentence.zh).toBe('满 ¥100 减 ¥20；领取后 30 天内有效，含当天；可与积分抵现同用。')
    expect(await wallet(ana)).toMatchObject({ counts: { usable: 1, expiring: 0, used: 0, ended: 0 }, unseen: 1 })
    await ana.call('POST /member/coupon-views')
    expect((await wallet(ana)).unseen).toBe(0)
    const due = await world.db.query<{ kind: string }>('SELECT kind FROM message WHERE member_id = ?', [ana.id])
    expect(due.map(row => row.kind)).toContain('COUPON_ARRIVED')
    expect(await steps(mine.id)).toEqual(['ISSUED'])
  })
  test('the same request gets the same coupon; another one meets the limit; another body is refused', async () => {
    const [batchId, other, requestId] = [await batch(), await batch(), id()]
    const first = await claim(ana, batchId, requestId)
    expect((await claim(ana, batchId, requestId)).id).toBe(first.id)
    expect(await refusalOf(claim(ana, batchId))).toBe('coupon.limit_reached')
    expect(await refusalOf(claim(ana, other, requestId))).toBe('coupon.different')
    expect((await batchOf(batchId)).figures).toMatchObject({ issued: 1, unused: 1 })
  })
  test('twenty taps at once are one coupon, with one request number and with twenty', async () => {
    const [batchId, second, requestId] = [await batch(), await batch(), id()]
    const same = await Promise.all(Array.from({ length: 20 }, () => claim(ana, batchId, requestId)))
    expect(new Set(same.map(one => one.id)).size).toBe(1)
    const others = await Promise.allSettled(Array.from({ length: 20 }, () => claim(ana, second)))
    expect(others.filter(one => one.status === 'fulfilled')).toHaveLength(1)
    expect((await wallet(ana)).counts.usable).toBe(2)
  })
  test('the last one goes to one of many, and who comes later is told', async () => {
    const batchId = await batch({}, { stock: 1 })
    const members = await Promise.all(Array.from({ length: 8 }, () => world.member()))
    const all = await Promise.allSettled(members.map(member => claim(member, batchId)))
    expect(all.filter(one => one.status === 'fulfilled')).toHaveLength(1)
    expect(await refusalOf(claim(ana, batchId))).toBe('coupon.sold_out')
    expect((await ana.call('GET /member/coupon-offers')).items.some(offer => offer.batchId === batchId)).toBe(false)
  })
  test('only while it is open: before, after, paused, and not what is issued by hand', async () => {
    const [from, until] = ['2026-11-24T00:00:00.000Z', '2026-11-25T00:00:00.000Z']
    const batchId = await batch({}, { from, until, perMember: 5 })
    expect(await refusalOf(claim(ana, batchId))).toBe('coupon.batch_closed')
    world.clock.set(from)
    admin = await world.operator('MARKETER')
    await claim(ana, batchId)
    await admin.call('PUT /console/coupon-batches/:id/state', { params: { id: batchId }, body: { state: 'PAUSED' } })
    expect(await refusalOf(claim(ana, batchId))).toBe('coupon.batch_closed')
    await admin.call('PUT /console/coupon-batches/:id/state', { params: { id: batchId }, body: { state: 'OPEN' } })
    world.clock.set(until)
    admin = await world.operator('MARKETER')
    expect(await refusalOf(claim(ana, batchId))).toBe('coupon.batch_closed')
    expect(await refusalOf(claim(ana, await batch({}, { source: 'ISSUE' })))).toBe('coupon.batch_closed')
  })
})

describe('issuing', () => {
  test('by another feature happens once for its key', async () => {
    const batchId = Number(await batch({}, { source: 'ISSUE', stock: 2 }))
    const issuing = world.get(CouponIssuing)
    const order = { key: `mall:${id()}`, batchId, memberId: ana.id, by: li }
    const give = (changes: object = {}) => world.db.transaction(tx => issuing.issue(tx, { ...order, ...changes }))
    const first = await give()
    expect(await give()).toEqual({ id: first.id, repeat: true })
    expect(await refusalOf(give({ memberId: bo.id }))).toBe('coupon.different')
    await give({ key: `mall:${id()}` })
    expect(await refusalOf(give({ key: `mall:${id()}` }))).toBe('coupon.sold_out')
  })
  test('ten times at once is one coupon, and everybody hears of that one', async () => {
    const batchId = Number(await batch({}, { source: 'ISSUE', stock: 5 }))
    const order = { key: `mall:${id()}`, batchId, memberId: ana.id, by: li }
    const give = () => world.db.transaction(tx => world.get(CouponIssuing).issue(tx, order))
    const all = await Promise.all(Array.from({ length: 10 }, give))
    expect(new Set(all.map(one => one.id)).size).toBe(1)
    expect((await batchOf(String(batchId))).figures).toMatchObject({ issued: 1, unused: 1 })
  })
  test('by an operator tells who got none, and a repeat gives nobody another', async () => {
    const batchId = await batch({}, { source: 'ISSUE', stock: 2 })
    const body = { requestId: id(), memberNos: [ana.memberNo, bo.memberNo, '0000000000'], reason: '服务补偿' }
    const give = () => admin.call('POST /console/coupon-batches/:id/issues', { params: { id: batchId }, body })
    const told = { issued: 2, failed: [{ memberNo: '0000000000', code: 'record.not_found' }] }
    expect([await give(), await give()]).toEqual([told, told])
    expect((await wallet(bo)).counts.usable).toBe(1)
  })
})

describe('a lock and a use', () => {
  test('one of fifty scans at once gets it, the others hear so; the use tells when, where and by whom', async () => {
    const { id: couponId } = await claim(ana, await batch())
    const tries = Array.from({ length: 50 }, (_, n) => lock(couponId, { key: `scan:${n}`, purpose: 'VERIFICATION' }))
    const outcomes = await Promise.all(tries.map(one => one.then(() => 'got it').catch(error => error.code as string)))
    expect(outcomes.filter(one => one === 'got it')).toHaveLength(1)
    expect(outcomes.filter(one => one === 'coupon.locked')).toHaveLength(49)
    const key = `scan:${outcomes.indexOf('got it')}`
    const [first] = await use(couponId, key, key)
    expect(await use(couponId, key, key)).toEqual([first])
    expect(await refusalOf(use(couponId, key, key, 1))).toBe('coupon.different')
    const again = await lock(couponId, { key: 'another' }).catch(error => error)
    expect(again).toMatchObject({
      code: 'coupon.used',
      data: { store: '国贸店', by: '小李 · 0012', usedAt: world.clock.now().toISOString() },
    })
    expect(await wallet(ana, 'USED')).toMatchObject({ items: [{ id: couponId, state: 'USED', usedStore: '国贸店' }] })
    expect((await look(ana, couponId)).code).toBeNull()
  })
  test('a lock runs out by itself, at its last moment and not before, swept or not', async () => {
    const { id: couponId } = await claim(ana, await batch())
    await lock(couponId)
    world.clock.advance(10 * MINUTE - 1)
    expect((await look(ana, couponId)).state).toBe('LOCKED')
    expect(await refusalOf(lock(couponId, { key: 'checkout:2' }))).toBe('coupon.locked')
    world.clock.advance(1)
    expect((await look(ana, couponId)).state).toBe('USABLE')
    // Whoever was late commits all the same, as long as nobody else took it; also after the sweep.
    await world.get(CouponSweeper).sweep()
    await use(couponId, 'bill:late', 'checkout:1')
    expect(await steps(couponId)).toEqual(['ISSUED', 'LOCKED', 'LOCK_ENDED', 'USED'])
  })
  test('who was late finds it gone when somebody else took it', async () => {
    const { id: couponId } = await claim(ana, await batch())
    await lock(couponId)
    world.clock.advance(10 * MINUTE)
    await lock(couponId, { key: 'checkout:2' })
    expect(await refusalOf(use(couponId, 'bill:1', 'checkout:1'))).toBe('coupon.lock_lost')
    await use(couponId, 'bill:2', 'checkout:2')
  })
  test('who was late finds it ended or recalled, whether or not the lock was swept up', async () => {
    for (const swept of [false, true]) {
      const { id: couponId, expiresAt } = await claim(ana, await batch())
      world.clock.set(new Date(Date.parse(expiresAt) - 1))
      await lock(couponId)
      world.clock.advance(10 * MINUTE - 1)
      // While the lock runs the guest has the discount that was promised.
      if (!swept) await world.db.transaction(tx => life().lock(tx, lockOrder(couponId)))
      world.clock.advance(20 * MINUTE)
      if (swept) await world.get(CouponSweeper).sweep()
      expect(await refusalOf(use(couponId, `bill:${swept}`, 'checkout:1'))).toBe('coupon.lock_lost')
      world.clock.set('2026-11-23T04:30:00.000Z')
      ana = await world.member()
    }
  })
  test('what is let go is usable, and cannot be used under the old lock', async () => {
    const { id: couponId } = await claim(ana, await batch())
    await lock(couponId)
    const letGo = () =>
      world.db.transaction(tx => life().unlock(tx, { key: 'checkout:1', couponIds: [Number(couponId)], by: li }))
    await letGo()
    await letGo()
    expect((await look(ana, couponId)).state).toBe('USABLE')
    expect(await refusalOf(use(couponId, 'bill:3', 'checkout:1'))).toBe('coupon.lock_lost')
    expect(await steps(couponId)).toEqual(['ISSUED', 'LOCKED', 'UNLOCKED'])
  })
  test("nobody locks or looks at another member's coupon", async () => {
    const { id: couponId } = await claim(ana, await batch())
    expect(await refusalOf(lock(couponId, { memberId: bo.id }))).toBe('record.not_found')
    expect(await refusalOf(look(bo, couponId))).toBe('record.not_found')
  })
  test('a coupon has ended at its last moment', async () => {
    const { id: couponId, expiresAt } = await claim(ana, await batch())
    world.clock.set(new Date(Date.parse(expiresAt) - 1))
    expect(await wallet(ana)).toMatchObject({ counts: { usable: 1, expiring: 1, ended: 0 } })
    world.clock.set(expiresAt)
    expect(await refusalOf(lock(couponId))).toBe('coupon.expired')
    expect(await wallet(ana, 'ENDED')).toMatchObject({ counts: { usable: 0, ended: 1 }, items: [{ state: 'EXPIRED' }] })
  })
})

describe('a return', () => {
  const back = (key: string, useKey: string, coupons: Parameters<CouponLife['giveBack']>[1]['coupons']) =>
    world.db.transaction(tx => life().giveBack(tx, { key, useKey, coupons, by: li }))
  const used = async () => {
    const mine = await claim(ana, await batch())
    const key = `bill:${id()}`
    await lock(mine.id, { key })
    await use(mine.id, key, key)
    return { couponId: mine.id, useKey: key, expiresAt: mine.expiresAt }
  }

  test('of parts lowers what it cost, of the last part gives the coupon back, never more than it took off', async () => {
    const { couponId, useKey } = await used()
    const part = (fen: number, whole = false) => [{ id: Number(couponId), fen, whole }]
    await back('r1', useKey, part(1_500))
    await back('r1', useKey, part(1_500))
    expect(await refusalOf(back('r1', useKey, part(1_400)))).toBe('coupon.different')
    expect(await refusalOf(back('r2', useKey, part(501)))).toBe('coupon.return_too_much')
    expect(await refusalOf(back('r2', useKey, part(499, true)))).toBe('coupon.return_too_much')
    expect((await look(ana, couponId)).state).toBe('USED')
    await back('r2', useKey, part(500, true))
    expect((await look(ana, couponId)).state).toBe('USABLE')
    expect(await refusalOf(back('r3', useKey, part(1)))).toBe('coupon.return_too_much')
    expect(await steps(couponId)).toEqual(['ISSUED', 'LOCKED', 'USED', 'PART_BACK', 'RETURNED'])
  })
  test('of the whole, many times at once, gives back once', async () => {
    const { couponId, useKey } = await used()
    await Promise.all(Array.from({ length: 10 }, (_, n) => back(`undo:${n % 2}`, useKey, 'ALL')))
    const [sum] = await world.db.query<{ fen: number }>(
      'SELECT SUM(fen) AS fen FROM coupon_return WHERE coupon_id = ?',
      [couponId],
    )
    expect(Number(sum!.fen)).toBe(2_000)
    await lock(couponId, { key: 'next' })
    await use(couponId, 'next', 'next')
    await back('undo:0', useKey, 'ALL')
    expect((await look(ana, couponId)).state).toBe('USED')
  })
  test('after its end leaves three days to use it', async () => {
    const { couponId, useKey, expiresAt } = await used()
    world.clock.set(new Date(Date.parse(expiresAt) + DAY))
    await back('late', useKey, 'ALL')
    const now = await look(ana, couponId)
    expect(now.state).toBe('USABLE')
    expect(Date.parse(now.expiresAt)).toBe(Date.parse(expiresAt) + 5 * DAY)
  })
})

describe('here and now', () => {
  test('the till hears yes, or one sentence; the best combination takes them by name', async () => {
    const { id: twenty } = await claim(ana, await batch({ effect: off(10_000, 2_000) }))
    await claim(ana, await batch({ effect: cash(500) }))
    const elsewhere = await world.store({ name: '望京店' })
    await claim(ana, await batch({ scope: { stores: [String(elsewhere)] } }))
    const place = {
      ...placeOf({ storeId, paidFen: 12_000, items: [line(12_000)] }),
      at: world.clock.now(),
      paidFen: 12_000,
    }
    const quote = await world.get(CouponQuotes).best(ana.id, place, { points: false, tierPrice: false })
    expect(quote.discount).toMatchObject({ offFen: 2_000, payableFen: 10_000, taken: [{ id: Number(twenty) }] })
    expect(quote.lost.map(one => one.sentence.zh)).toEqual(['不能与「满百减二十」同用，单用可减 ¥5。'])
    expect(quote.unusable.map(one => one.sentence?.zh)).toEqual(['这张券不能在本店用，可用门店：望京店。'])
    const quotes = world.get(CouponQuotes)
    const alone = { points: false, tierPrice: false }
    expect((await quotes.chosen(ana.id, [Number(twenty)], place, alone)).offFen).toBe(2_000)
    await lock(twenty, { key: 'table:7' })
    const again = await quotes.chosen(ana.id, [Number(twenty)], { ...place, lockKey: 'table:7' }, alone)
    expect(again.offFen).toBe(2_000)
    const other = await quotes.chosen(ana.id, [Number(twenty)], place, alone).catch(error => error)
    expect(other).toMatchObject({ code: 'coupon.not_usable', data: { couponId: twenty } })
    const { code } = await look(ana, twenty)
    const asked = await world.get(CouponQuotes).byCode(code!.replace(/(\d{4})/g, '$1 '), placeOf({ storeId }))
    expect(asked.coupon.row.id).toBe(Number(twenty))
    expect(await refusalOf(world.get(CouponQuotes).byCode('600000000000', placeOf({ storeId })))).toBe(
      'coupon.code_unknown',
    )
  })
})
