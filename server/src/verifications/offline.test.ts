import type { OfflineItem } from '@huitou/shared/offline'
import { suspectIn } from '@huitou/shared/offline-filter'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { cash, off } from '../../../test/coupon-builders.js'
import { freshId } from '../../../test/coupon-stage.js'
import { VerificationStage, type Waiter } from '../../../test/verification-stage.js'
import type { TestMember } from '../../../test/world.js'
import { DAY, MINUTE, refusalOf } from '../../../test/world-basics.js'
import { OfflineKeys } from '../members/offline-keys.service.js'

let stage: VerificationStage
let ana: TestMember
let li: Waiter
/** Every test begins twenty minutes after the one before: a clock that goes back would meet things of the future. */
let noon = new Date('2026-11-23T04:30:00.000Z')
beforeAll(async () => {
  stage = await VerificationStage.open()
})
beforeEach(async () => {
  noon = new Date(Math.max(noon.getTime(), stage.world.clock.now().getTime()) + 20 * MINUTE)
  stage.world.clock.set(noon)
  ana = await stage.world.member({ nickname: '安娜' })
  li = await stage.colleague()
})
afterAll(async () => {
  expect(await stage.world.books()).toEqual({})
  await stage.world.close()
})

const later = (ms: number) => new Date(stage.world.clock.now().getTime() + ms).toISOString()
const tokensOf = async (member: TestMember) =>
  (await member.call('GET /member/offline-tokens')).items.map(one => one.token)
async function voucherToken(member: TestMember, changes = {}) {
  const voucher = await stage.voucher(member, changes)
  const { items } = await member.call('GET /member/offline-tokens')
  return { ...voucher, token: items.find(one => one.redemptionId === voucher.id)!.token }
}
const item = (seq: number, token: string, more: Partial<OfflineItem> = {}): OfflineItem => ({
  seq,
  requestId: freshId(),
  token,
  acceptedAt: later(0),
  quantity: 1,
  ...more,
})
const DEVICE = 'device-of-li-01'
const sync = (waiter: Waiter, items: OfflineItem[], deviceId = DEVICE) =>
  waiter.call('POST /staff/offline-verifications', { body: { deviceId, items } })
const kitOf = (waiter: Waiter) => waiter.call('GET /staff/offline-kit', { query: {} })

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
    expect([untilAt, refreshAt]).toEqual([later(720 * MINUTE), later(240 * MINUTE)])
  })

  test('what has ended, was used, or cannot be weighed by a phone is left out or asks for the network', async () => {
    const used = await stage.voucher(ana)
    await stage.verify(li, used.code)
    await stage.coupon(ana, { effect: { type: 'PERCENT_OFF', offPercent: 20, capFen: 3_000 } })
    await stage.coupon(ana, { effect: { type: 'MULTIPLIER', percent: 200 } })
    await stage.coupon(ana, { effect: cash(500), scope: { channels: ['MINI_PROGRAM'] } })
    const read = await Promise.all((await tokensOf(ana)).map(one => stage.world.get(OfflineKeys).read(one)))
    expect(read).toMatchObject([{ kind: 'COUPON', askOnline: true }])
  })

  test('a lunch coupon is good from eleven to two, whatever the hour it was taken along', async () => {
    stage.world.clock.set('2026-11-24T02:00:00.000Z')
    const windows = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], between: ['11:00', '14:00'] as [string, string] }]
    await stage.coupon(ana, { effect: cash(500), scope: { windows } })
    const [token] = await tokensOf(ana)
    expect(await stage.world.get(OfflineKeys).read(token!)).toMatchObject({
      fromAt: Date.parse('2026-11-24T03:00:00Z'),
      untilAt: Date.parse('2026-11-24T06:00:00Z'),
    })
  })

  test('shown with a network a token is what it stands for; a member’s is used up by that', async () => {
    const { token, code } = await voucherToken(ana)
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
    const gone = await voucherToken(ana)
    const still = await voucherToken(ana)
    await stage.verify(li, gone.code)
    stage.world.clock.advance(11_000)
    const kit = await kitOf(li)
    expect(kit).toMatchObject({
      enabled: true,
      staffNo: li.staffNo,
      store: { name: '国贸店' },
      serverTime: later(0),
      goodUntil: later(DAY),
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
    const undone = await voucherToken(ana)
    const receipt = await stage.verify(li, undone.code)
    const { token } = await ana.call('POST /member/coupons/:id/gifts', {
      params: { id: given.id },
      body: { requestId: freshId() },
    })
    stage.world.clock.advance(11_000)
    const before = suspectIn((await kitOf(li)).filter!)
    expect([before(given.code), before(undone.code)]).toEqual([true, true])
    const bo = await stage.world.member({ nickname: '波' })
    await bo.call('POST /member/coupon-gifts/:token/acceptances', { params: { token } })
    await stage.undo(li, receipt.id)
    stage.world.clock.advance(11_000)
    const after = suspectIn((await kitOf(li)).filter!)
    expect([after(given.code), after(undone.code)]).toEqual([true, false])
  })

  test('the next key is known two days before it signs, and last week’s as long as its tokens may live', async () => {
    const [first] = (await kitOf(li)).keys
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

describe('handing in', () => {
  test('what was accepted counts as of the moment it was accepted, and a repeat changes nothing', async () => {
    const { token, id } = await voucherToken(ana)
    const one = item(1, token)
    stage.world.clock.advance(3 * 60 * MINUTE)
    const first = await sync(li, [one])
    expect(first.items).toMatchObject([
      { seq: 1, state: 'ACCEPTED', name: '鸡丝凉面', skewSeconds: 0, code: null, nextStep: null, worthFen: 2_800 },
    ])
    expect(await sync(li, [one])).toEqual(first)
    const receipt = await li.call('GET /staff/verifications/:id', { params: { id: first.items[0]!.verificationId! } })
    expect(receipt).toMatchObject({ offline: true, at: one.acceptedAt, by: `小李 · ${li.staffNo}`, left: 0 })
    expect(await ana.call('GET /member/redemptions/:id', { params: { id } })).toMatchObject({ state: 'USED' })
  })

  test('a number that stood for something else is refused, and the first outcome stands', async () => {
    const { token } = await voucherToken(ana)
    const one = item(1, token)
    await sync(li, [one])
    expect(await refusalOf(sync(li, [{ ...one, quantity: 2 }]))).toBe('offline.different')
    expect(await refusalOf(sync(li, [one, { ...one, requestId: freshId() }]))).toBe('input.invalid')
  })

  test('what comes in out of order is taken in order, also when an earlier part comes late', async () => {
    const [a, b, c] = [await voucherToken(ana), await voucherToken(ana), await voucherToken(ana)]
    const late = item(1, a.token)
    const { items } = await sync(li, [item(3, c.token), item(2, b.token)])
    expect(items.map(({ seq, state }) => [seq, state])).toEqual([
      [2, 'ACCEPTED'],
      [3, 'ACCEPTED'],
    ])
    expect(items[0]!.serialNo! < items[1]!.serialNo!).toBe(true)
    expect((await sync(li, [late])).items[0]).toMatchObject({ seq: 1, state: 'ACCEPTED' })
  })

  test('one token on two phones: the second is a conflict that names both people and both phones', async () => {
    const { token } = await voucherToken(ana)
    const wang = await stage.colleague()
    await sync(li, [item(1, token)])
    stage.world.clock.advance(5 * MINUTE)
    const { items } = await sync(wang, [item(1, token)], 'device-of-wang-1')
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
    const { token, code } = await voucherToken(ana)
    const one = item(1, token)
    const receipt = await stage.verify(await stage.colleague(), code)
    expect((await sync(li, [one])).items[0]).toMatchObject({
      state: 'CONFLICT',
      first: { serialNo: receipt.serialNo, device: null, offline: false },
    })
  })

  test('two syncs of the same things at once do each thing once', async () => {
    const tokens = [await voucherToken(ana), await voucherToken(ana), await voucherToken(ana)]
    const items = tokens.map(({ token }, place) => item(place + 1, token))
    const answers = await Promise.all([sync(li, items), sync(li, items), sync(li, items)])
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
    expect(answers[0]!.items.map(({ state }) => state)).toEqual(['ACCEPTED', 'ACCEPTED', 'ACCEPTED'])
  })

  test('two phones that sync one token at once: one of them has it', async () => {
    const { token } = await voucherToken(ana)
    const waiters = await Promise.all(Array.from({ length: 6 }, () => stage.colleague()))
    const answers = await Promise.all(waiters.map((one, nth) => sync(one, [item(1, token)], `device-number-${nth}`)))
    const states = answers.map(({ items }) => items[0]!.state).sort()
    expect(states).toEqual(['ACCEPTED', ...Array.from({ length: 5 }, () => 'CONFLICT')])
  })

  test('an order whose answer was lost, accepted again without a network, is one and the same', async () => {
    const { token, code } = await voucherToken(ana)
    const requestId = freshId()
    const receipt = await stage.verify(li, code, { requestId })
    const { items } = await sync(li, [item(1, token, { requestId })])
    expect(items[0]).toMatchObject({ state: 'ACCEPTED', verificationId: receipt.id })
  })

  test('a coupon that went to a friend is not the giver’s to show', async () => {
    const coupon = await stage.coupon(ana, { effect: cash(500) })
    const [held] = await tokensOf(ana)
    const { token } = await ana.call('POST /member/coupons/:id/gifts', {
      params: { id: coupon.id },
      body: { requestId: freshId() },
    })
    const bo = await stage.world.member()
    await bo.call('POST /member/coupon-gifts/:token/acceptances', { params: { token } })
    expect((await sync(li, [item(1, held!)])).items[0]).toMatchObject({ state: 'REFUSED', code: 'coupon.given' })
  })

  test('three of a card of ten are taken; four more than are left are not', async () => {
    const { token } = await voucherToken(ana, { uses: 10 })
    expect((await sync(li, [item(1, token, { quantity: 3 })])).items[0]).toMatchObject({
      state: 'ACCEPTED',
      quantity: 3,
    })
    expect((await sync(li, [item(2, token, { quantity: 8 })])).items[0]).toMatchObject({
      state: 'CONFLICT',
      code: 'verification.too_many',
    })
  })

  test('a coupon with a minimum needs the bill it was used for', async () => {
    await stage.coupon(ana, { effect: off(10_000, 2_000) })
    const [token] = await tokensOf(ana)
    const code = async (seq: number, billFen?: number) =>
      (await sync(li, [item(seq, token!, billFen ? { billFen } : {})])).items[0]!.code
    expect(await code(1)).toBe('verification.bill_needed')
    expect(await code(2, 9_999)).toBe('verification.bill_too_small')
    expect(await code(3, 10_000)).toBeNull()
  })

  test('a member’s bill brings its points once it is handed in, once', async () => {
    const { member } = await ana.call('GET /member/offline-tokens')
    expect((await sync(li, [item(1, member)])).items[0]).toMatchObject({ code: 'offline.bill_needed' })
    const bill = { billNo: `B${freshId()}`, billFen: 8_850 }
    const two = item(2, member, bill)
    const first = await sync(li, [two])
    expect(first.items[0]).toMatchObject({ state: 'ACCEPTED', kind: 'MEMBER', points: 88, worthFen: 0 })
    expect(await sync(li, [two])).toEqual(first)
    expect((await ana.call('GET /member/card')).balances.available).toBe(88)
    const other = item(3, member, { ...bill, billFen: 9_900 })
    expect((await sync(li, [other])).items[0]).toMatchObject({ state: 'REFUSED', code: 'bill.different' })
  })
})

describe('what a phone says is bounded', () => {
  test('a forged token is refused and kept on record', async () => {
    const { token } = await voucherToken(ana)
    const bent = token.slice(0, 30) + (token[30] === 'A' ? 'B' : 'A') + token.slice(31)
    expect((await sync(li, [item(1, bent)])).items[0]).toMatchObject({
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
    const { token } = await voucherToken(ana)
    const one = item(1, token, { acceptedAt: later(ms) })
    stage.world.clock.advance(DAY)
    expect((await sync(li, [one])).items[0]).toMatchObject({ state, code })
  })

  test('a phone that is a day ahead or behind is believed as far as can be, and the rest is written down', async () => {
    const [a, b] = [await voucherToken(ana), await voucherToken(ana)]
    const issued = later(0)
    stage.world.clock.advance(60 * MINUTE)
    const { items } = await sync(li, [
      item(1, a.token, { acceptedAt: later(-10 * 60 * MINUTE) }),
      item(2, b.token, { acceptedAt: later(10 * 60 * MINUTE) }),
    ])
    expect(items).toMatchObject([
      { state: 'ACCEPTED', acceptedAt: issued, skewSeconds: -9 * 3600 },
      { state: 'ACCEPTED', acceptedAt: later(0), skewSeconds: 10 * 3600 },
    ])
  })

  test('thirty days are the longest anything may wait', async () => {
    const [a, b] = [await voucherToken(ana, { validDays: 90 }), await voucherToken(ana, { validDays: 90 })]
    const [one, two] = [item(1, a.token), item(2, b.token)]
    stage.world.clock.advance(30 * DAY)
    expect((await sync(li, [one])).items[0]).toMatchObject({ state: 'ACCEPTED' })
    stage.world.clock.advance(1)
    expect((await sync(li, [two])).items[0]).toMatchObject({ state: 'REFUSED', code: 'offline.too_old' })
  })

  test('a voucher of another store is refused', async () => {
    const other = await stage.world.store({ name: '望京店' })
    const { token } = await voucherToken(ana, { stores: [String(other)] })
    expect((await sync(li, [item(1, token)])).items[0]).toMatchObject({ state: 'REFUSED', code: 'offline.other_store' })
  })

  test('what goes beyond the allowance is taken, since it has happened, and marked', async () => {
    await stage.bound({
      offline: { enabled: true, perHourCount: 2, perHourWorthFen: 50_000, perItemWorthFen: 2_800, tokenMinutes: 720 },
    })
    const tokens = [await voucherToken(ana), await voucherToken(ana), await voucherToken(ana)]
    await sync(
      li,
      tokens.map(({ token }, place) => item(place + 1, token)),
    )
    const { items } = await li.call('GET /staff/offline-verifications', { query: {} })
    expect(items.map(({ state, overAllowance }) => [state, overAllowance])).toEqual([
      ['ACCEPTED', true],
      ['ACCEPTED', false],
      ['ACCEPTED', false],
    ])
  })
})
