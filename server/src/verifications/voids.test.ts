import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { cash } from '../../../test/coupon-builders.js'
import { freshId } from '../../../test/coupon-stage.js'
import { VerificationStage, type Waiter } from '../../../test/verification-stage.js'
import type { TestMember } from '../../../test/world.js'
import { DAY, MINUTE, refusalOf } from '../../../test/world-basics.js'
import { CouponLife } from '../coupons/coupon-life.service.js'

let stage: VerificationStage
let ana: TestMember
let li: Waiter
beforeAll(async () => {
  stage = await VerificationStage.open()
})
beforeEach(async () => {
  stage.world.clock.set('2026-11-23T04:30:00.000Z')
  ana = await stage.world.member({ nickname: '安娜' })
  li = await stage.colleague()
})
afterAll(async () => {
  expect(await stage.world.books()).toEqual({})
  await stage.world.close()
})

const look = (id: string) => ana.call('GET /member/coupons/:id', { params: { id } })

describe('undoing', () => {
  test('gives a coupon back as it was, to be verified again', async () => {
    const { id, code, expiresAt } = await stage.coupon(ana, { effect: cash(500) })
    const { id: receiptId } = await stage.verify(li, code)
    const receipt = await stage.undo(li, receiptId, { reason: '顾客不用了' })
    expect(receipt).toMatchObject({
      state: 'VOIDED',
      undoable: false,
      void: { by: `小李 · ${li.staffNo}`, reason: '顾客不用了', back: 'USABLE', at: '2026-11-23T04:30:00.000Z' },
    })
    expect(await look(id)).toMatchObject({ state: 'USABLE', code, expiresAt })
    expect((await stage.look(li, code)).firstUse).toBeNull()
    expect((await stage.verify(li, code)).state).toBe('VERIFIED')
  })

  test('twice is the same undoing; by another request it is told who was first', async () => {
    const { code } = await stage.voucher(ana)
    const { id } = await stage.verify(li, code)
    const requestId = freshId()
    const [one, two] = await Promise.all([stage.undo(li, id, { requestId }), stage.undo(li, id, { requestId })])
    expect(two).toEqual(one)
    expect(await refusalOf(stage.undo(li, id, { requestId, reason: '另一个原因' }))).toBe('verification.different')
    expect(await refusalOf(stage.undo(stage.manager, id))).toBe('verification.voided')
  })

  test('is for whoever did it until the last moment of ten minutes, and then for the manager', async () => {
    const { code } = await stage.voucher(ana, { uses: 2 })
    const first = await stage.verify(li, code)
    const second = await stage.verify(li, code)
    expect(await refusalOf(stage.undo(await stage.colleague(), first.id))).toBe('verification.undo_manager')
    stage.world.clock.advance(10 * MINUTE)
    expect((await stage.undo(li, first.id)).state).toBe('VOIDED')
    stage.world.clock.advance(1)
    expect(await refusalOf(stage.undo(li, second.id))).toBe('verification.undo_late')
    expect((await stage.undo(stage.manager, second.id)).state).toBe('VOIDED')
    expect(await stage.look(li, code)).toMatchObject({ left: 2, canVerify: true })
  })

  test('is over for the manager too with the business day, which ends at four in the morning', async () => {
    const { code } = await stage.voucher(ana, { uses: 2 })
    const [first, second] = [await stage.verify(li, code), await stage.verify(li, code)]
    stage.world.clock.set('2026-11-23T19:59:59.999Z')
    expect((await stage.undo(stage.manager, first.id)).state).toBe('VOIDED')
    stage.world.clock.set('2026-11-23T20:00:00.000Z')
    expect(await refusalOf(stage.undo(stage.manager, second.id))).toBe('verification.undo_over')
  })

  test('of what is worth more than ¥200 takes a manager, both sides of it', async () => {
    const plain = await stage.voucher(ana, { worthFen: 20_000 })
    const dear = await stage.voucher(ana, { worthFen: 20_001 })
    const [one, two] = [await stage.verify(li, plain.code), await stage.verify(li, dear.code)]
    expect(two).toMatchObject({ undoUntil: null, undoNeedsManager: true, undoable: false })
    expect((await stage.undo(li, one.id)).state).toBe('VOIDED')
    expect(await refusalOf(stage.undo(li, two.id))).toBe('verification.undo_manager')
    expect((await stage.undo(stage.manager, two.id)).state).toBe('VOIDED')
  })

  test('after the end of a coupon gives it back ended, and the receipt says so', async () => {
    const until = '2026-11-23T04:35:00.000Z'
    const validity = { kind: 'FIXED' as const, from: '2026-11-01T00:00:00.000Z', until }
    const { id, code } = await stage.coupon(ana, { effect: cash(500), validity })
    const receipt = await stage.verify(li, code)
    stage.world.clock.set(until)
    expect(await stage.undo(li, receipt.id)).toMatchObject({ state: 'VOIDED', void: { back: 'EXPIRED' } })
    expect(await look(id)).toMatchObject({ state: 'EXPIRED', expiresAt: until })
  })

  test('is not for another store', async () => {
    const { id } = await stage.verify(li, (await stage.voucher(ana)).code)
    const stranger = await stage.world.staff(await stage.world.store(), 'STORE_MANAGER')
    expect(await refusalOf(stage.undo(stranger, id))).toBe('record.not_found')
    const params = { id }
    expect(await refusalOf(stranger.call('GET /staff/verifications/:id', { params }))).toBe('record.not_found')
  })

  test('by twenty at once gives one use back once', async () => {
    const { code } = await stage.voucher(ana, { uses: 3 })
    const { id } = await stage.verify(li, code, { quantity: 2 })
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => stage.undo(li, id)))
    expect(all.filter(one => one.status === 'fulfilled')).toHaveLength(1)
    expect((await stage.look(li, code)).left).toBe(3)
  })
})

describe('two who want one thing', () => {
  test('a waiter and a guest who gives it back: one of them has it, and the points say who', async () => {
    for (let round = 0; round < 5; round += 1) {
      const bo = await stage.world.member()
      const { id, code } = await stage.voucher(bo)
      const [verified, returned] = await Promise.allSettled([
        stage.verify(li, code),
        bo.call('POST /member/redemptions/:id/cancellations', { params: { id } }),
      ])
      expect([verified.status, returned.status].sort()).toEqual(['fulfilled', 'rejected'])
      const { state, available } = await bo.call('GET /member/redemptions/:id', { params: { id } })
      const isUsed = verified.status === 'fulfilled'
      expect({ state, available }).toEqual(
        isUsed ? { state: 'USED', available: 0 } : { state: 'RETURNED', available: 100 },
      )
    }
  })

  test('a waiter and a payment at the table: one of them has the coupon', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id, code } = await stage.coupon(ana, { effect: cash(500) })
      const until = new Date(stage.world.clock.now().getTime() + 10 * MINUTE)
      const by = { kind: 'MEMBER' as const, name: ana.memberNo, storeId: stage.storeId }
      const order = { key: `checkout:${id}`, couponIds: [Number(id)], memberId: ana.id, purpose: 'CHECKOUT' as const }
      const [verified, locked] = await Promise.allSettled([
        stage.verify(li, code),
        stage.world.db.transaction(tx => stage.world.get(CouponLife).lock(tx, { ...order, until, by })),
      ])
      expect([verified.status, locked.status].sort()).toEqual(['fulfilled', 'rejected'])
      const { state } = await look(id)
      expect(state).toBe(verified.status === 'fulfilled' ? 'USED' : 'LOCKED')
      if (state === 'LOCKED') expect(await refusalOf(stage.verify(li, code))).toBe('coupon.locked')
    }
  })

  test('a waiter who verifies and a manager who undoes: what is left is what the records say', async () => {
    const { code } = await stage.voucher(ana, { uses: 4 })
    const first = await stage.verify(li, code, { quantity: 4 })
    await Promise.allSettled([
      stage.undo(stage.manager, first.id),
      ...Array.from({ length: 5 }, () => stage.verify(li, code)),
    ])
    const [row] = await stage.world.db.query<{ used: number; undone: number }>(
      `SELECT SUM(u.quantity) AS used, COALESCE(SUM(x.quantity), 0) AS undone FROM voucher_use u
       LEFT JOIN voucher_use_undo x ON x.use_id = u.id WHERE u.voucher_id = ?`,
      [first.itemId],
    )
    expect((await stage.look(li, code)).left).toBe(4 - (Number(row!.used) - Number(row!.undone)))
  })
})

test('a refund of what was undone gives the points back, and the books balance', async () => {
  const { id, code } = await stage.voucher(ana)
  const receipt = await stage.verify(li, code)
  const cancel = () => ana.call('POST /member/redemptions/:id/cancellations', { params: { id } })
  expect(await refusalOf(cancel())).toBe('redemption.used')
  await stage.undo(li, receipt.id)
  expect(await cancel()).toMatchObject({ state: 'RETURNED', available: 100 })
  expect(await refusalOf(stage.verify(li, code))).toBe('voucher.returned')
  stage.world.clock.advance(DAY)
  expect(await stage.world.books()).toEqual({})
})
