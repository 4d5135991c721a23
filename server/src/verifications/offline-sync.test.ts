import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { cash, off } from '../../../test/coupon-builders.js'
import { freshId } from '../../../test/coupon-stage.js'
import { DEVICE, OfflineStage } from '../../../test/offline-stage.js'
import type { VerificationStage, Waiter } from '../../../test/verification-stage.js'
import type { TestMember } from '../../../test/world.js'
import { DAY, MINUTE, refusalOf } from '../../../test/world-basics.js'

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

describe('handing in', () => {
  test('what was accepted counts as of the moment it was accepted, and a repeat changes nothing', async () => {
    const { token, id } = await offline.voucherToken(ana)
    const one = offline.item(1, token)
    stage.world.clock.advance(3 * 60 * MINUTE)
    const first = await offline.sync(li, [one])
    expect(first.items).toMatchObject([
      { seq: 1, state: 'ACCEPTED', name: '鸡丝凉面', skewSeconds: 0, code: null, nextStep: null, worthFen: 2_800 },
    ])
    expect(await offline.sync(li, [one])).toEqual(first)
    const receipt = await li.call('GET /staff/verifications/:id', { params: { id: first.items[0]!.verificationId! } })
    expect(receipt).toMatchObject({ offline: true, at: one.acceptedAt, by: `小李 · ${li.staffNo}`, left: 0 })
    expect(await ana.call('GET /member/redemptions/:id', { params: { id } })).toMatchObject({ state: 'USED' })
  })

  test('a number that stood for something else is refused, and the first outcome stands', async () => {
    const { token } = await offline.voucherToken(ana)
    const one = offline.item(1, token)
    await offline.sync(li, [one])
    expect(await refusalOf(offline.sync(li, [{ ...one, quantity: 2 }]))).toBe('offline.different')
    expect(await refusalOf(offline.sync(li, [one, { ...one, requestId: freshId() }]))).toBe('input.invalid')
  })

  test('what comes in out of order is taken in order, also when an earlier part comes late', async () => {
    const [a, b, c] = [
      await offline.voucherToken(ana),
      await offline.voucherToken(ana),
      await offline.voucherToken(ana),
    ]
    const late = offline.item(1, a.token)
    const { items } = await offline.sync(li, [offline.item(3, c.token), offline.item(2, b.token)])
    expect(items.map(({ seq, state }) => [seq, state])).toEqual([
      [2, 'ACCEPTED'],
      [3, 'ACCEPTED'],
    ])
    expect(items[0]!.serialNo! < items[1]!.serialNo!).toBe(true)
    expect((await offline.sync(li, [late])).items[0]).toMatchObject({ seq: 1, state: 'ACCEPTED' })
  })

  test('one token on two phones: the second is a conflict that names both people and both phones', async () => {
    const { token } = await offline.voucherToken(ana)
    const wang = await stage.colleague()
    await offline.sync(li, [offline.item(1, token)])
    stage.world.clock.advance(5 * MINUTE)
    const { items } = await offline.sync(wang, [offline.item(1, token)], 'device-of-wang-1')
    expect(items).toMatchObject([
      {
        state: 'CONFLICT',
        code: 'verification.used',
        verificationId: null,
        worthFen: 2_800,
        first: { store: '国贸店', by: `小李 · ${li.staffNo}`, device: DEVICE, offline: true },
      },
    ])
    expect(items[0]!.nextStep!.zh).toContain('店长')
    const seen = await stage.manager.call('GET /staff/offline-verifications', { query: { state: 'CONFLICT' } })
    expect(seen.items[0]).toMatchObject({ by: `小李 · ${wang.staffNo}`, device: 'device-of-wang-1', store: '国贸店' })
    const mine = await li.call('GET /staff/offline-verifications', { query: { state: 'CONFLICT' } })
    expect(mine.items).toEqual([])
    const admin = await stage.world.operator('AUDITOR')
    const all = await admin.call('GET /console/offline-conflicts', { query: {} })
    expect(all.items[0]).toMatchObject({ first: { by: `小李 · ${li.staffNo}`, device: DEVICE } })
  })

  test('what was used with a network meanwhile is a conflict too, with its serial number', async () => {
    const { token, code } = await offline.voucherToken(ana)
    const one = offline.item(1, token)
    const receipt = await stage.verify(await stage.colleague(), code)
    expect((await offline.sync(li, [one])).items[0]).toMatchObject({
      state: 'CONFLICT',
      first: { serialNo: receipt.serialNo, device: null, offline: false },
    })
  })

  test('two syncs of the same things at once do each thing once', async () => {
    const tokens = [await offline.voucherToken(ana), await offline.voucherToken(ana), await offline.voucherToken(ana)]
    const items = tokens.map(({ token }, place) => offline.item(place + 1, token))
    const answers = await Promise.all([offline.sync(li, items), offline.sync(li, items), offline.sync(li, items)])
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
    expect(answers[0]!.items.map(({ state }) => state)).toEqual(['ACCEPTED', 'ACCEPTED', 'ACCEPTED'])
  })

  test('two phones that sync one token at once: one of them has it', async () => {
    const { token } = await offline.voucherToken(ana)
    const waiters = await Promise.all(Array.from({ length: 6 }, () => stage.colleague()))
    const answers = await Promise.all(
      waiters.map((one, nth) => offline.sync(one, [offline.item(1, token)], `device-number-${nth}`)),
    )
    const states = answers.map(({ items }) => items[0]!.state).sort()
    expect(states).toEqual(['ACCEPTED', ...Array.from({ length: 5 }, () => 'CONFLICT')])
  })

  test('an order whose answer was lost, accepted again without a network, is one and the same', async () => {
    const { token, code } = await offline.voucherToken(ana)
    const requestId = freshId()
    const receipt = await stage.verify(li, code, { requestId })
    const { items } = await offline.sync(li, [offline.item(1, token, { requestId })])
    expect(items[0]).toMatchObject({ state: 'ACCEPTED', verificationId: receipt.id })
  })

  test('a coupon that went to a friend is not the giver’s to show', async () => {
    const coupon = await stage.coupon(ana, { effect: cash(500) })
    const [held] = await offline.tokensOf(ana)
    const { token } = await ana.call('POST /member/coupons/:id/gifts', {
      params: { id: coupon.id },
      body: { requestId: freshId() },
    })
    const bo = await stage.world.member()
    await bo.call('POST /member/coupon-gifts/:token/acceptances', { params: { token } })
    expect((await offline.sync(li, [offline.item(1, held!)])).items[0]).toMatchObject({
      state: 'REFUSED',
      code: 'coupon.given',
    })
  })

  test('three of a card of ten are taken; four more than are left are not', async () => {
    const { token } = await offline.voucherToken(ana, { uses: 10 })
    expect((await offline.sync(li, [offline.item(1, token, { quantity: 3 })])).items[0]).toMatchObject({
      state: 'ACCEPTED',
      quantity: 3,
    })
    expect((await offline.sync(li, [offline.item(2, token, { quantity: 8 })])).items[0]).toMatchObject({
      state: 'CONFLICT',
      code: 'verification.too_many',
    })
  })

  test('a coupon with a minimum needs the bill it was used for', async () => {
    await stage.coupon(ana, { effect: off(10_000, 2_000) })
    const [token] = await offline.tokensOf(ana)
    const code = async (seq: number, billFen?: number) =>
      (await offline.sync(li, [offline.item(seq, token!, billFen ? { billFen } : {})])).items[0]!.code
    expect(await code(1)).toBe('verification.bill_needed')
    expect(await code(2, 9_999)).toBe('verification.bill_too_small')
    expect(await code(3, 10_000)).toBeNull()
  })

  test('a member’s bill brings its points once it is handed in, once', async () => {
    const { member } = await ana.call('GET /member/offline-tokens')
    expect((await offline.sync(li, [offline.item(1, member)])).items[0]).toMatchObject({ code: 'offline.bill_needed' })
    const bill = { billNo: `B${freshId()}`, billFen: 8_850 }
    const two = offline.item(2, member, bill)
    const first = await offline.sync(li, [two])
    expect(first.items[0]).toMatchObject({ state: 'ACCEPTED', kind: 'MEMBER', points: 88, worthFen: 0 })
    expect(await offline.sync(li, [two])).toEqual(first)
    expect((await ana.call('GET /member/card')).balances.available).toBe(88)
    const other = offline.item(3, member, { ...bill, billFen: 9_900 })
    expect((await offline.sync(li, [other])).items[0]).toMatchObject({ state: 'REFUSED', code: 'bill.different' })
  })
})

describe('what a phone says is bounded', () => {
  test('a forged token is refused and kept on record', async () => {
    const { token } = await offline.voucherToken(ana)
    const bent = token.slice(0, 30) + (token[30] === 'A' ? 'B' : 'A') + token.slice(31)
    expect((await offline.sync(li, [offline.item(1, bent)])).items[0]).toMatchObject({
      state: 'REFUSED',
      kind: null,
      code: 'offline.token_invalid',
    })
  })

  test.each([
    ['the last moment of the token', 720 * MINUTE - 1, 'ACCEPTED', null],
    ['five minutes after it, as clocks may differ', 725 * MINUTE - 1, 'ACCEPTED', null],
    ['more than five minutes after it', 725 * MINUTE, 'REFUSED', 'offline.token_expired'],
  ])('accepted at %s', async (_, ms, state, code) => {
    const { token } = await offline.voucherToken(ana)
    const one = offline.item(1, token, { acceptedAt: offline.later(ms) })
    stage.world.clock.advance(DAY)
    expect((await offline.sync(li, [one])).items[0]).toMatchObject({ state, code })
  })

  test('a phone that is a day ahead or behind is believed as far as can be, and the rest is written down', async () => {
    const [a, b] = [await offline.voucherToken(ana), await offline.voucherToken(ana)]
    const issued = offline.later(0)
    stage.world.clock.advance(60 * MINUTE)
    const { items } = await offline.sync(li, [
      offline.item(1, a.token, { acceptedAt: offline.later(-10 * 60 * MINUTE) }),
      offline.item(2, b.token, { acceptedAt: offline.later(10 * 60 * MINUTE) }),
    ])
    expect(items).toMatchObject([
      { state: 'ACCEPTED', acceptedAt: issued, skewSeconds: -9 * 3600 },
      { state: 'ACCEPTED', acceptedAt: offline.later(0), skewSeconds: 10 * 3600 },
    ])
  })

  test('thirty days are the longest anything may wait', async () => {
    const [a, b] = [
      await offline.voucherToken(ana, { validDays: 90 }),
      await offline.voucherToken(ana, { validDays: 90 }),
    ]
    const [one, two] = [offline.item(1, a.token), offline.item(2, b.token)]
    stage.world.clock.advance(30 * DAY)
    expect((await offline.sync(li, [one])).items[0]).toMatchObject({ state: 'ACCEPTED' })
    stage.world.clock.advance(1)
    expect((await offline.sync(li, [two])).items[0]).toMatchObject({ state: 'REFUSED', code: 'offline.too_old' })
  })

  test('a voucher of another store is refused', async () => {
    const other = await stage.world.store({ name: '望京店' })
    const { token } = await offline.voucherToken(ana, { stores: [String(other)] })
    expect((await offline.sync(li, [offline.item(1, token)])).items[0]).toMatchObject({
      state: 'REFUSED',
      code: 'offline.other_store',
    })
  })

  test('what goes beyond the allowance is taken, since it has happened, and marked', async () => {
    await stage.bound({
      offline: { enabled: true, perHourCount: 2, perHourWorthFen: 50_000, perItemWorthFen: 2_800, tokenMinutes: 720 },
    })
    const tokens = [await offline.voucherToken(ana), await offline.voucherToken(ana), await offline.voucherToken(ana)]
    await offline.sync(
      li,
      tokens.map(({ token }, place) => offline.item(place + 1, token)),
    )
    const { items } = await li.call('GET /staff/offline-verifications', { query: {} })
    expect(items.map(({ state, overAllowance }) => [state, overAllowance])).toEqual([
      ['ACCEPTED', true],
      ['ACCEPTED', false],
      ['ACCEPTED', false],
    ])
  })
})
