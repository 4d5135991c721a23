import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { CouponStage, freshId } from '../../../test/coupon-stage.js'
import type { TestMember } from '../../../test/world.js'
import { DAY, MINUTE, refusalOf } from '../../../test/world-basics.js'
import { CouponLife } from './coupon-life.service.js'
import { CouponSweeper } from './sweeping.service.js'

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

describe('a lock and a use', () => {
  test('one of fifty scans at once gets it, the others hear so; the use tells when, where and by whom', async () => {
    const { id: couponId } = await stage.claim(ana, await stage.batch())
    const tries = Array.from({ length: 50 }, (_, n) =>
      stage.lock(couponId, { key: `scan:${n}`, purpose: 'VERIFICATION' }),
    )
    const outcomes = await Promise.all(tries.map(one => one.then(() => 'got it').catch(error => error.code as string)))
    expect(outcomes.filter(one => one === 'got it')).toHaveLength(1)
    expect(outcomes.filter(one => one === 'coupon.locked')).toHaveLength(49)
    const key = `scan:${outcomes.indexOf('got it')}`
    const [first] = await stage.use(couponId, key)
    expect(await stage.use(couponId, key)).toEqual([first])
    expect(await refusalOf(stage.use(couponId, key, { offFen: 1 }))).toBe('coupon.different')
    const again = await stage.lock(couponId, { key: 'another' }).catch(error => error)
    expect(again).toMatchObject({
      code: 'coupon.used',
      data: { store: '国贸店', by: '小李 · 0012', usedAt: stage.world.clock.now().toISOString() },
    })
    expect(await stage.wallet(ana, 'USED')).toMatchObject({
      items: [{ id: couponId, state: 'USED', usedStore: '国贸店' }],
    })
    expect((await stage.look(ana, couponId)).code).toBeNull()
  })
  test('a lock runs out by itself, at its last moment and not before, swept or not', async () => {
    const { id: couponId } = await stage.claim(ana, await stage.batch())
    await stage.lock(couponId)
    stage.world.clock.advance(10 * MINUTE - 1)
    expect((await stage.look(ana, couponId)).state).toBe('LOCKED')
    expect(await refusalOf(stage.lock(couponId, { key: 'checkout:2' }))).toBe('coupon.locked')
    stage.world.clock.advance(1)
    expect((await stage.look(ana, couponId)).state).toBe('USABLE')
    // Whoever was late commits all the same, as long as nobody else took it; also after the sweep.
    await stage.world.get(CouponSweeper).sweep()
    await stage.use(couponId, 'bill:late', { lockKey: 'checkout:1' })
    expect(await stage.steps(couponId)).toEqual(['ISSUED', 'LOCKED', 'LOCK_ENDED', 'USED'])
  })
  test('who was late finds it gone when somebody else took it', async () => {
    const { id: couponId } = await stage.claim(ana, await stage.batch())
    await stage.lock(couponId)
    stage.world.clock.advance(10 * MINUTE)
    await stage.lock(couponId, { key: 'checkout:2' })
    expect(await refusalOf(stage.use(couponId, 'bill:1', { lockKey: 'checkout:1' }))).toBe('coupon.lock_lost')
    await stage.use(couponId, 'bill:2', { lockKey: 'checkout:2' })
  })
  test('who was late finds it ended or recalled, whether or not the lock was swept up', async () => {
    for (const swept of [false, true]) {
      const { id: couponId, expiresAt } = await stage.claim(ana, await stage.batch())
      stage.world.clock.set(new Date(Date.parse(expiresAt) - 1))
      await stage.lock(couponId)
      stage.world.clock.advance(10 * MINUTE - 1)
      // While the lock runs the guest has the discount that was promised.
      if (!swept) await stage.lock(couponId)
      stage.world.clock.advance(20 * MINUTE)
      if (swept) await stage.world.get(CouponSweeper).sweep()
      expect(await refusalOf(stage.use(couponId, `bill:${swept}`, { lockKey: 'checkout:1' }))).toBe('coupon.lock_lost')
      stage.world.clock.set('2026-11-23T04:30:00.000Z')
      ana = await stage.world.member()
    }
  })
  test('what is let go is usable, and cannot be used under the old lock', async () => {
    const { id: couponId } = await stage.claim(ana, await stage.batch())
    await stage.lock(couponId)
    const letGo = () =>
      stage.world.db.transaction(tx =>
        stage.world.get(CouponLife).unlock(tx, { key: 'checkout:1', couponIds: [Number(couponId)], by: stage.li }),
      )
    await letGo()
    await letGo()
    expect((await stage.look(ana, couponId)).state).toBe('USABLE')
    expect(await refusalOf(stage.use(couponId, 'bill:3', { lockKey: 'checkout:1' }))).toBe('coupon.lock_lost')
    expect(await stage.steps(couponId)).toEqual(['ISSUED', 'LOCKED', 'UNLOCKED'])
  })
  test("nobody locks or looks at another member's coupon", async () => {
    const { id: couponId } = await stage.claim(ana, await stage.batch())
    expect(await refusalOf(stage.lock(couponId, { memberId: bo.id }))).toBe('record.not_found')
    expect(await refusalOf(stage.look(bo, couponId))).toBe('record.not_found')
  })
  test('a coupon has ended at its last moment', async () => {
    const { id: couponId, expiresAt } = await stage.claim(ana, await stage.batch())
    stage.world.clock.set(new Date(Date.parse(expiresAt) - 1))
    expect(await stage.wallet(ana)).toMatchObject({ counts: { usable: 1, expiring: 1, ended: 0 } })
    stage.world.clock.set(expiresAt)
    expect(await refusalOf(stage.lock(couponId))).toBe('coupon.expired')
    expect(await stage.wallet(ana, 'ENDED')).toMatchObject({
      counts: { usable: 0, ended: 1 },
      items: [{ state: 'EXPIRED' }],
    })
  })
})

describe('a return', () => {
  const back = (key: string, useKey: string, coupons: Parameters<CouponLife['giveBack']>[1]['coupons']) =>
    stage.world.db.transaction(tx => stage.world.get(CouponLife).giveBack(tx, { key, useKey, coupons, by: stage.li }))
  const used = async () => {
    const mine = await stage.claim(ana, await stage.batch())
    const key = `bill:${freshId()}`
    await stage.lock(mine.id, { key })
    await stage.use(mine.id, key)
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
    expect((await stage.look(ana, couponId)).state).toBe('USED')
    await back('r2', useKey, part(500, true))
    expect((await stage.look(ana, couponId)).state).toBe('USABLE')
    expect(await refusalOf(back('r3', useKey, part(1)))).toBe('coupon.return_too_much')
    expect(await stage.steps(couponId)).toEqual(['ISSUED', 'LOCKED', 'USED', 'PART_BACK', 'RETURNED'])
  })
  test('of the whole, many times at once, gives back once', async () => {
    const { couponId, useKey } = await used()
    await Promise.all(Array.from({ length: 10 }, (_, n) => back(`undo:${n % 2}`, useKey, 'ALL')))
    const [sum] = await stage.world.db.query<{ fen: number }>(
      'SELECT SUM(fen) AS fen FROM coupon_return WHERE coupon_id = ?',
      [couponId],
    )
    expect(Number(sum!.fen)).toBe(2_000)
    await stage.lock(couponId, { key: 'next' })
    await stage.use(couponId, 'next')
    await back('undo:0', useKey, 'ALL')
    expect((await stage.look(ana, couponId)).state).toBe('USED')
  })
  test('after its end leaves three days to use it', async () => {
    const { couponId, useKey, expiresAt } = await used()
    stage.world.clock.set(new Date(Date.parse(expiresAt) + DAY))
    await back('late', useKey, 'ALL')
    const now = await stage.look(ana, couponId)
    expect(now.state).toBe('USABLE')
    expect(Date.parse(now.expiresAt)).toBe(Date.parse(expiresAt) + 5 * DAY)
  })
})
