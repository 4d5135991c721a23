import { suspectIn } from '@huitou/shared/offline-filter'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { cash, off } from '../../../test/coupon-builders.js'
import { freshId } from '../../../test/coupon-stage.js'
import { OfflineStage } from '../../../test/offline-stage.js'
import type { VerificationStage, Waiter } from '../../../test/verification-stage.js'
import type { TestMember } from '../../../test/world.js'
import { DAY, MINUTE, refusalOf } from '../../../test/world-basics.js'
import { OfflineKeys } from '../members/offline-keys.service.js'

let offline: OfflineStage
let stage: VerificationStage
let ana: TestMember
let li: Waiter
beforeAll(async () => {
  offline = await OfflineStage.open()
  stage = offline.stage
})
beforeEach(async () => {
  await offline.begin()
  ;({ ana, li } = offline)
})
afterAll(() => offline.close())

describe('tokens', () => {
  test('ana takes along her coupons and vouchers, and the server reads them back as what they stand for', async () => {
    const voucher = await stage.voucher(ana)
    const coupon = await stage.coupon(ana, { effect: off(10_000, 2_000) })
    const { items, member, untilAt, refreshAt } = await ana.call('GET /member/offline-tokens')
    const read = await Promise.all(
      [member, ...items.map(one => one.token)].map(one => stage.world.get(OfflineKeys).read(one)),
    )
    expect(read[0]).toMatchObject({ kind: 'MEMBER', subject: ana.memberNo, name: '安娜' })
    expect(read.find(one => typeof one !== 'string' && one.kind === 'COUPON')).toMatchObject({
      subject: coupon.code,
      minFen: 10_000,
      worthFen: 2_000,
      left: 1,
      askOnline: false,
      name: '满百减二十',
    })
    expect(read.find(one => typeof one !== 'string' && one.kind === 'VOUCHER')).toMatchObject({
      subject: voucher.code,
      worthFen: 2_800,
      stores: null,
      name: '鸡丝凉面',
    })
    expect([untilAt, refreshAt]).toEqual([offline.later(720 * MINUTE), offline.later(240 * MINUTE)])
  })

  test('what has ended, was used, or cannot be weighed by a phone is left out or asks for the network', async () => {
    const used = await stage.voucher(ana)
    await stage.verify(li, used.code)
    await stage.coupon(ana, { effect: { type: 'PERCENT_OFF', offPercent: 20, capFen: 3_000 } })
    await stage.coupon(ana, { effect: { type: 'MULTIPLIER', percent: 200 } })
    await stage.coupon(ana, { effect: cash(500), scope: { channels: ['MINI_PROGRAM'] } })
    const read = await Promise.all((await offline.tokensOf(ana)).map(one => stage.world.get(OfflineKeys).read(one)))
    expect(read).toMatchObject([{ kind: 'COUPON', askOnline: true }])
  })

  test('a lunch coupon is good from eleven to two, whatever the hour it was taken along', async () => {
    stage.world.clock.set('2026-11-24T02:00:00.000Z')
    const windows = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], between: ['11:00', '14:00'] as [string, string] }]
    await stage.coupon(ana, { effect: cash(500), scope: { windows } })
    const [token] = await offline.tokensOf(ana)
    expect(await stage.world.get(OfflineKeys).read(token!)).toMatchObject({
      fromAt: Date.parse('2026-11-24T03:00:00Z'),
      untilAt: Date.parse('2026-11-24T06:00:00Z'),
    })
  })

  test('shown with a network a token is what it stands for; a member’s is used up by that', async () => {
    const { token, code } = await offline.voucherToken(ana)
    const scanned = await li.call('POST /staff/scans', { body: { code: token } })
    expect(scanned).toMatchObject({ kind: 'VOUCHER', check: { canVerify: true } })
    expect(await stage.verify(li, token)).toMatchObject({ name: { zh: '鸡丝凉面' }, offline: false })
    expect(await stage.look(li, code)).toMatchObject({ canVerify: false })
    const { member } = await ana.call('GET /member/offline-tokens')
    expect(await li.call('POST /staff/scans', { body: { code: member } })).toMatchObject({ kind: 'MEMBER' })
    const other = await stage.colleague()
    expect(await refusalOf(other.call('POST /staff/scans', { body: { code: member } }))).toBe('code.used')
    stage.world.clock.advance(720 * MINUTE)
    expect(await refusalOf(other.call('POST /staff/scans', { body: { code: member } }))).toBe('code.expired')
  })
})

describe('the kit', () => {
  test('a waiter takes along keys, allowance and a filter that knows what was used', async () => {
    const gone = await offline.voucherToken(ana)
    const still = await offline.voucherToken(ana)
    await stage.verify(li, gone.code)
    stage.world.clock.advance(11_000)
    const kit = await offline.kitOf(li)
    expect(kit).toMatchObject({
      enabled: true,
      staffNo: li.staffNo,
      store: { name: '国贸店' },
      serverTime: offline.later(0),
      goodUntil: offline.later(DAY),
      tokensEndAfter: null,
      allowance: { perHourCount: 20, perHourWorthFen: 50_000, perItemWorthFen: 20_000 },
    })
    const suspected = suspectIn(kit.filter!)
    expect([suspected(gone.code), suspected(still.code)]).toEqual([true, false])
    const again = await li.call('GET /staff/offline-kit', { query: { filter: kit.filterVersion } })
    expect(again.filter).toBeNull()
  })

  test('a coupon that was given to a friend, set aside or called back is in it; once undone it is not any more', async () => {
    const given = await stage.coupon(ana, { effect: cash(500) })
    const undone = await offline.voucherToken(ana)
    const receipt = await stage.verify(li, undone.code)
    const { token } = await ana.call('POST /member/coupons/:id/gifts', {
      params: { id: given.id },
      body: { requestId: freshId() },
    })
    stage.world.clock.advance(11_000)
    const before = suspectIn((await offline.kitOf(li)).filter!)
    expect([before(given.code), before(undone.code)]).toEqual([true, true])
    const bo = await stage.world.member({ nickname: '波' })
    await bo.call('POST /member/coupon-gifts/:token/acceptances', { params: { token } })
    await stage.undo(li, receipt.id)
    stage.world.clock.advance(11_000)
    const after = suspectIn((await offline.kitOf(li)).filter!)
    expect([after(given.code), after(undone.code)]).toEqual([true, false])
  })

  test('the next key is known two days before it signs, and last week’s as long as its tokens may live', async () => {
    const [first] = (await offline.kitOf(li)).keys
    stage.world.clock.set(new Date(Date.parse(first!.until) - 2 * DAY - 1))
    const before = (await (await stage.colleague()).call('GET /staff/offline-kit', { query: {} })).keys
    stage.world.clock.set(new Date(Date.parse(first!.until) - 2 * DAY))
    const ahead = (await (await stage.colleague()).call('GET /staff/offline-kit', { query: {} })).keys
    expect(ahead.length).toBe(before.length + 1)
    expect(ahead[0]).toMatchObject({ from: first!.until })
    stage.world.clock.set(new Date(Date.parse(first!.until)))
    const bo = await stage.world.member()
    const { member } = await bo.call('GET /member/offline-tokens')
    expect(await stage.world.get(OfflineKeys).read(member)).toMatchObject({ keyId: ahead[0]!.id })
    const later = (await (await stage.colleague()).call('GET /staff/offline-kit', { query: {} })).keys
    expect(later.map(({ id }) => id)).toContain(first!.id)
  })
})
