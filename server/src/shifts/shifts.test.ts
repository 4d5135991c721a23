import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { cash } from '../../../test/coupon-builders.js'
import { freshId } from '../../../test/coupon-stage.js'
import { VerificationStage, type Waiter } from '../../../test/verification-stage.js'
import type { TestMember } from '../../../test/world.js'
import { MINUTE, refusalOf } from '../../../test/world-basics.js'
import { ShiftEnds } from './shifts.jobs.js'
import { dayEnd, differenceOf } from './shifts.rules.js'

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

const open = (waiter: Waiter, requestId = freshId()) => waiter.call('POST /staff/shifts', { body: { requestId } })
const close = (waiter: Waiter, id: string, more: { requestId?: string; note?: string } = {}) =>
  waiter.call('POST /staff/shifts/:id/closings', { params: { id }, body: { requestId: freshId(), ...more } })
const current = async (waiter: Waiter) => (await waiter.call('GET /staff/shift')).shift

test('a business day ends at the cut-off of its store, also when the clocks change', () => {
  const store = { timeZone: 'Asia/Shanghai', dayCutOffMinutes: 240 }
  expect(dayEnd(new Date('2026-11-23T04:30:00.000Z'), store).toISOString()).toBe('2026-11-23T20:00:00.000Z')
  expect(dayEnd(new Date('2026-11-23T19:59:59.999Z'), store).toISOString()).toBe('2026-11-23T20:00:00.000Z')
  expect(dayEnd(new Date('2026-11-23T20:00:00.000Z'), store).toISOString()).toBe('2026-11-24T20:00:00.000Z')
  const berlin = { timeZone: 'Europe/Berlin', dayCutOffMinutes: 0 }
  expect(dayEnd(new Date('2026-10-25T10:00:00.000Z'), berlin).toISOString()).toBe('2026-10-25T23:00:00.000Z')
})

test('a bill that came to something else is told with both amounts', () => {
  const row = { bill_fen: 10_000, discount_fen: 2_000 }
  expect(differenceOf({ ...row, paid_fen: null })).toEqual({ kind: 'MISSING', expectedFen: 8_000, rungUpFen: null })
  expect(differenceOf({ ...row, paid_fen: 9_000 })).toEqual({ kind: 'AMOUNT', expectedFen: 8_000, rungUpFen: 9_000 })
})

describe('a shift', () => {
  test('is opened once, whatever number of taps', async () => {
    const requestId = freshId()
    const all = await Promise.all([open(li, requestId), open(li, requestId), open(li), open(li)])
    expect(new Set(all.map(({ id }) => id)).size).toBe(1)
    expect(all[0]).toMatchObject({ businessDay: '2026-11-23', closedAt: null, endsAt: '2026-11-23T20:00:00.000Z' })
    expect((await current(li))?.id).toBe(all[0]!.id)
    expect(await current(await stage.colleague())).toBeNull()
  })

  test('comes to what was done in it: bills, verifications by type, what was undone, what does not fit', async () => {
    const { id } = await open(li)
    stage.world.clock.advance(MINUTE)
    await li.call('POST /staff/bills', { body: { billNo: `S-${freshId()}`, paidFen: 8_800 } })
    await stage.verify(li, (await stage.coupon(ana, { effect: cash(500) })).code)
    await stage.verify(li, (await stage.coupon(ana, { effect: cash(500) })).code)
    const voucher = await stage.voucher(ana, { uses: 3, worthFen: 3_000 })
    await stage.verify(li, voucher.code, { quantity: 2 })
    const undone = await stage.verify(li, voucher.code)
    await stage.undo(li, undone.id, { reason: '点错了' })
    const off = await stage.coupon(ana)
    const body = { requestId: freshId(), code: off.code, billFen: 10_000, billNo: 'NOT-RUNG-UP' }
    const { serialNo } = await li.call('POST /staff/verifications', { body })
    await stage.verify(await stage.colleague(), (await stage.voucher(ana)).code)
    stage.world.clock.advance(MINUTE)
    const shift = await close(li, id, { note: '备用金 500 元' })
    expect(shift).toMatchObject({ closedAt: '2026-11-23T04:32:00.000Z', automatic: false, note: '备用金 500 元' })
    const { mine, store, lines, voids, differences } = shift.report
    expect(mine).toMatchObject({ bills: 1, paidFen: 8_800, verifications: 4, uses: 5, worthFen: 5_000, voids: 1 })
    expect(store).toMatchObject({ verifications: 5, handBills: 1, handFen: 8_800 })
    expect(lines.map(({ kind, verifications, uses, worthFen }) => [kind, verifications, uses, worthFen])).toEqual(
      expect.arrayContaining([['VOUCHER', 1, 2, 2_000]]),
    )
    expect(lines.reduce((sum, line) => sum + line.worthFen, 0)).toBe(mine.worthFen)
    expect(voids).toMatchObject([{ serialNo: undone.serialNo, worthFen: 1_000, reason: '点错了' }])
    expect(differences).toEqual([
      { serialNo, billNo: 'NOT-RUNG-UP', kind: 'MISSING', expectedFen: 8_000, rungUpFen: null },
    ])
  })

  test('once closed never changes, and what happens afterwards belongs to the next one', async () => {
    const first = await open(li)
    const voucher = await stage.voucher(ana, { uses: 2 })
    const { id } = await stage.verify(li, voucher.code)
    const requestId = freshId()
    const [report, again] = await Promise.all([close(li, first.id, { requestId }), close(li, first.id, { requestId })])
    expect(again).toEqual(report)
    const second = await open(li)
    expect(second.id).not.toBe(first.id)
    stage.world.clock.advance(MINUTE)
    await stage.undo(li, id)
    await stage.verify(li, voucher.code)
    expect(await li.call('GET /staff/shifts/:id', { params: { id: first.id } })).toEqual(report)
    expect((await current(li))?.report.mine).toMatchObject({ verifications: 1, voids: 1 })
    expect(await refusalOf(close(li, first.id, { requestId, note: '另一句' }))).toBe('shift.different')
    expect(await refusalOf(close(li, first.id))).toBe('shift.closed')
  })

  test('waits with its report for a verification under way: nothing that came before is missing', async () => {
    const { id } = await open(li)
    const { code } = await stage.voucher(ana, { uses: 20 })
    const ticking = setInterval(() => stage.world.clock.advance(1), 1)
    try {
      const verifying = Array.from({ length: 20 }, () => stage.verify(li, code))
      await verifying[4]
      const { closedAt, report } = await close(li, id)
      const at = (await Promise.all(verifying)).map(receipt => receipt.at)
      const [before, upTo] = [at.filter(one => one < closedAt!), at.filter(one => one <= closedAt!)]
      expect(before.length).toBeGreaterThan(0)
      expect(report.mine.verifications).toBeGreaterThanOrEqual(before.length)
      expect(report.mine.verifications).toBeLessThanOrEqual(upTo.length)
    } finally {
      clearInterval(ticking)
    }
  })

  test('nobody has closed is closed with its day, by the worker or by whoever asks', async () => {
    const [forgotten, asked] = [await open(li), await open(stage.manager)]
    await stage.verify(li, (await stage.voucher(ana)).code)
    stage.world.clock.set('2026-11-23T19:59:59.999Z')
    expect(await stage.world.get(ShiftEnds).run()).toEqual({ shiftsClosed: 0 })
    stage.world.clock.set('2026-11-23T20:00:00.000Z')
    expect(await current(stage.manager)).toBeNull()
    await stage.world.get(ShiftEnds).run()
    const shift = await li.call('GET /staff/shifts/:id', { params: { id: forgotten.id } })
    expect(shift).toMatchObject({ automatic: true, closedAt: '2026-11-23T19:59:59.999Z' })
    expect(shift.report.mine.verifications).toBe(1)
    expect(await refusalOf(close(stage.manager, asked.id))).toBe('shift.closed')
    expect((await open(li)).businessDay).toBe('2026-11-24')
  })

  test('is read by whoever had it and by the manager, who may close it too', async () => {
    const { id } = await open(li)
    const mo = await stage.colleague()
    expect(await refusalOf(close(mo, id))).toBe('record.not_found')
    const shift = await close(stage.manager, id)
    expect(shift).toMatchObject({ mine: false, by: `小李 · ${li.staffNo}` })
    expect((await mo.call('GET /staff/shifts', {})).items).toEqual([])
    expect((await li.call('GET /staff/shifts', {})).items.map(item => item.id)).toEqual([id])
    expect((await stage.manager.call('GET /staff/shifts', {})).items[0]?.id).toBe(id)
    const stranger = await stage.world.staff(await stage.world.store(), 'STORE_MANAGER')
    expect(await refusalOf(stranger.call('GET /staff/shifts/:id', { params: { id } }))).toBe('record.not_found')
  })
})
