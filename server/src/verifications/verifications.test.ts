import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { cash, percent, times } from '../../../test/coupon-builders.js'
import { freshId } from '../../../test/coupon-stage.js'
import { VerificationStage, type Waiter } from '../../../test/verification-stage.js'
import type { TestMember } from '../../../test/world.js'
import { DAY, MINUTE, Refused, refusalOf } from '../../../test/world-basics.js'

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

/** The body of a refusal. */
async function refused(promise: Promise<unknown>) {
  const error = await promise.catch((error: unknown) => error)
  if (error instanceof Refused) return error.body
  throw new Error(`expected a refusal, got ${JSON.stringify(error)}`)
}

describe('verifying', () => {
  test('takes a voucher once, with a receipt that says all there is to say', async () => {
    const { id, code } = await stage.voucher(ana)
    const check = await stage.look(li, code)
    expect(check).toMatchObject({ kind: 'VOUCHER', canVerify: true, left: 1, worthFen: 2_800, firstUse: null })
    expect(check.checks.map(({ rule, ok }) => [rule, ok])).toEqual([
      ['STATE', true],
      ['VALIDITY', true],
      ['STORE', true],
      ['TIME', true],
    ])
    const receipt = await stage.verify(li, code)
    expect(receipt).toMatchObject({
      kind: 'VOUCHER',
      name: { zh: '鸡丝凉面' },
      quantity: 1,
      left: 0,
      store: '国贸店',
      by: `小李 · ${li.staffNo}`,
      state: 'VERIFIED',
      mine: true,
      undoable: true,
      undoUntil: '2026-11-23T04:40:00.000Z',
      undoNeedsManager: false,
      offline: false,
      owner: { memberNo: ana.memberNo },
    })
    expect(receipt.serialNo).toMatch(/^\d{4}$/)
    const shown = await ana.call('GET /member/redemptions/:id', { params: { id } })
    expect(shown).toMatchObject({ state: 'USED', used: { store: '国贸店', by: `小李 · ${li.staffNo}` } })
    const told = await stage.world.db.query<{ data: string }>(
      "SELECT data FROM message WHERE member_id = ? AND kind = 'REDEMPTION_VERIFIED'",
      [ana.id],
    )
    const groups = code.replace(/(\d{4})(?=\d)/g, '$1 ')
    expect(told.map(row => JSON.parse(row.data))).toMatchObject([{ what: '鸡丝凉面', store: '国贸店', no: groups }])
  })

  test('the same phone asking again gets the same receipt, also after its scan has grown old', async () => {
    const { id } = await stage.coupon(ana, { effect: cash(500) })
    const scanId = await stage.scan(li, ana)
    const body = { requestId: freshId(), scanId, kind: 'COUPON' as const, id }
    const [one, two] = await Promise.all([
      li.call('POST /staff/verifications', { body }),
      li.call('POST /staff/verifications', { body }),
    ])
    expect(two).toEqual(one)
    stage.world.clock.advance(11 * MINUTE)
    const late = await li.call('POST /staff/verifications', { body })
    expect({ ...late, undoable: true, undoNeedsManager: false }).toEqual(one)
    expect(await refusalOf(li.call('POST /staff/verifications', { body: { ...body, note: '加菜' } }))).toBe(
      'verification.different',
    )
  })

  test('an answer that was lost is asked for by its request, and one that never came is not there', async () => {
    const { code } = await stage.voucher(ana)
    const requestId = freshId()
    const params = { requestId }
    expect(await refusalOf(li.call('GET /staff/verification-requests/:requestId', { params }))).toBe('record.not_found')
    const receipt = await stage.verify(li, code, { requestId })
    expect(await li.call('GET /staff/verification-requests/:requestId', { params })).toEqual(receipt)
    const mo = await stage.colleague()
    expect(await refusalOf(mo.call('GET /staff/verification-requests/:requestId', { params }))).toBe('record.not_found')
  })

  test('of fifty phones at once one has it, and the others are told when, where and by whom', async () => {
    const { code } = await stage.voucher(ana)
    const mo = await stage.colleague()
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, place) =>
        stage.verify(place % 2 ? li : mo, code).then(
          receipt => ({ receipt }),
          (error: Refused) => ({ error }),
        ),
      ),
    )
    const receipts = all.flatMap(one => ('receipt' in one ? [one.receipt] : []))
    expect(receipts).toHaveLength(1)
    const { serialNo, by, at, store } = receipts[0]!
    const answers = all.flatMap(one => ('error' in one ? [one.error.body] : []))
    expect(answers).toHaveLength(49)
    for (const answer of answers) {
      expect(answer).toMatchObject({ code: 'verification.used', data: { serialNo, by, at, store } })
    }
    const uses = await stage.world.db.query('SELECT id FROM voucher_use WHERE voucher_id = ?', [receipts[0]!.itemId])
    expect(uses).toHaveLength(1)
    const again = await stage.look(li, code)
    expect(again).toMatchObject({ canVerify: false, firstUse: { serialNo, by, at, store } })
    expect(again.advice?.zh).toBe(`已于 2026-11-23 12:30 在国贸店由${by}核销。`)
  })

  test('in another store is refused with the stores it is good in, and the guest keeps it', async () => {
    const { code } = await stage.voucher(ana, { stores: [String(stage.storeId)] })
    const stranger = await stage.world.staff(await stage.world.store({ name: '望京店' }))
    const check = await stage.look(stranger, code)
    expect(check.canVerify).toBe(false)
    expect(check.advice?.zh).toBe('不能在本店用，可用门店：国贸店。')
    const answer = await refused(stage.verify(stranger, code))
    expect(answer).toMatchObject({ code: 'verification.not_here', data: { sentence: check.advice } })
    expect((await stage.verify(li, code)).state).toBe('VERIFIED')
  })

  test('counts serial numbers by store and business day', async () => {
    const storeId = await stage.world.store({ name: '三里屯店' })
    const mo = await stage.world.staff(storeId)
    const codes = [await stage.voucher(ana), await stage.voucher(ana), await stage.voucher(ana)]
    const serials: string[] = []
    for (const { code } of codes.slice(0, 2)) serials.push((await stage.verify(mo, code)).serialNo)
    stage.world.clock.advance(DAY)
    serials.push((await stage.verify(mo, codes[2]!.code)).serialNo)
    expect(serials).toEqual(['0001', '0002', '0001'])
  })
})

describe('coupons by hand', () => {
  test('that ask for a minimum need the bill, both sides of it, and say what they take off', async () => {
    const { code } = await stage.coupon(ana)
    expect(await stage.look(li, code)).toMatchObject({ needsBill: true, canVerify: true, discountFen: 2_000 })
    expect(await refusalOf(stage.verify(li, code))).toBe('verification.bill_needed')
    expect(await refusalOf(stage.verify(li, code, { billFen: 9_999 }))).toBe('verification.bill_too_small')
    const receipt = await stage.verify(li, code, { billFen: 10_000 })
    expect(receipt).toMatchObject({ kind: 'COUPON', discountFen: 2_000, billFen: 10_000, valueLine: { zh: '¥20' } })
    const used = await stage.world.db.query('SELECT off_fen FROM coupon_use WHERE coupon_id = ?', [receipt.itemId])
    expect(used).toEqual([{ off_fen: 2_000 }])
    expect(await refusalOf(stage.verify(li, code, { billFen: 10_000 }))).toBe('verification.used')
  })

  test('of a share are reckoned on the bill to the fen', async () => {
    const { code } = await stage.coupon(ana, { effect: percent(15) })
    expect(await stage.look(li, code, 9_999)).toMatchObject({ discountFen: 1_499 })
    expect(await stage.verify(li, code, { billFen: 9_999 })).toMatchObject({ discountFen: 1_499 })
  })

  test('that multiply points work at the bill and say so', async () => {
    const { code } = await stage.coupon(ana, { effect: times(200) })
    const check = await stage.look(li, code)
    expect(check.canVerify).toBe(false)
    expect(check.advice?.zh).toContain('买单时使用')
    expect(await refusalOf(stage.verify(li, code))).toBe('verification.at_the_bill')
  })

  test('outside of their hours stay with the guest', async () => {
    const lunch = [{ weekdays: [1, 2, 3, 4, 5], between: ['11:00', '14:00'] as [string, string] }]
    const { code } = await stage.coupon(ana, { effect: cash(500), scope: { windows: lunch } })
    stage.world.clock.set('2026-11-23T06:00:00.000Z')
    expect(await refusalOf(stage.verify(li, code))).toBe('verification.not_now')
    stage.world.clock.set('2026-11-23T05:59:59.999Z')
    expect((await stage.verify(li, code)).state).toBe('VERIFIED')
  })

  test('that have ended, or are not yet good, stay where they are', async () => {
    const day = { kind: 'RELATIVE' as const, starts: 'TOMORROW' as const, days: 1 }
    const { code } = await stage.coupon(ana, { effect: cash(500), validity: day })
    expect(await refusalOf(stage.verify(li, code))).toBe('coupon.not_yet')
    stage.world.clock.advance(2 * DAY)
    expect(await refusalOf(stage.verify(li, code))).toBe('coupon.expired')
  })

  test('offered to a friend are not verified', async () => {
    const { id, code } = await stage.coupon(ana, { effect: cash(500) })
    await ana.call('POST /member/coupons/:id/gifts', { params: { id }, body: { requestId: freshId() } })
    expect(await refusalOf(stage.verify(li, code))).toBe('coupon.given')
  })
})

describe('vouchers of several uses', () => {
  test('are taken in parts until none is left', async () => {
    const { id, code } = await stage.voucher(ana, { uses: 5, worthFen: 10_000 })
    expect(await stage.look(li, code)).toMatchObject({ uses: 5, left: 5, worthFen: 2_000 })
    expect(await stage.verify(li, code, { quantity: 2 })).toMatchObject({ quantity: 2, left: 3, worthFen: 4_000 })
    const shown = await ana.call('GET /member/redemptions/:id', { params: { id } })
    expect(shown).toMatchObject({ state: 'READY', uses: { left: 3, of: 5 }, cancellable: false })
    const answer = await refused(stage.verify(li, code, { quantity: 4 }))
    expect(answer).toMatchObject({ code: 'verification.too_many', data: { left: 3 } })
    expect(await stage.verify(li, code, { quantity: 3 })).toMatchObject({ left: 0 })
    expect(await refusalOf(stage.verify(li, code))).toBe('verification.used')
  })

  test('taken by ten phones at once never go below nothing', async () => {
    const { code } = await stage.voucher(ana, { uses: 5 })
    const all = await Promise.allSettled(Array.from({ length: 10 }, () => stage.verify(li, code)))
    expect(all.filter(one => one.status === 'fulfilled')).toHaveLength(5)
    expect((await stage.look(li, code)).left).toBe(0)
  })

  test('begun cannot be given back for points', async () => {
    const { id, code } = await stage.voucher(ana, { uses: 2 })
    await stage.verify(li, code)
    const cancel = ana.call('POST /member/redemptions/:id/cancellations', { params: { id } })
    expect(await refusalOf(cancel)).toBe('redemption.used')
  })
})

describe('codes typed by hand', () => {
  test('are counted when they are wrong: the sixth waits a minute, also with a right one', async () => {
    const { code } = await stage.voucher(ana)
    const typed = code.replace(/(\d{4})(?=\d)/g, '$1 ')
    for (let time = 1; time <= 5; time += 1) {
      expect(await refusalOf(stage.look(li, '7000 0000 0000'))).toBe('verification.code_unknown')
    }
    const answer = await refused(stage.look(li, typed))
    expect(answer).toMatchObject({
      code: 'verification.cool_down',
      data: { until: '2026-11-23T04:31:00.000Z', seconds: 60 },
    })
    expect(await refusalOf(stage.verify(li, code))).toBe('verification.cool_down')
    expect(await refusalOf(li.call('POST /staff/scans', { body: { code } }))).toBe('verification.cool_down')
    const mo = await stage.colleague()
    expect((await stage.look(mo, typed)).canVerify).toBe(true)
    stage.world.clock.advance(MINUTE)
    expect((await stage.look(li, typed)).canVerify).toBe(true)
    expect(await refusalOf(stage.look(li, '7000 0000 0000'))).toBe('verification.code_unknown')
    expect(await refusalOf(stage.look(li, typed))).toBe('verification.cool_down')
  })

  test('guessed twenty at once are no more than five guesses', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => refusalOf(stage.look(li, '600000000000'))))
    expect(answers.filter(code => code === 'verification.code_unknown')).toHaveLength(5)
    expect(answers.filter(code => code === 'verification.cool_down')).toHaveLength(15)
  })
})

describe('limits of a person', () => {
  test('hold how many are verified in an hour, also of twelve at once', async () => {
    await stage.bound({ perStaffPerHour: 3 })
    try {
      const { code } = await stage.voucher(ana, { uses: 12, worthFen: 1_200 })
      const all = await Promise.allSettled(Array.from({ length: 12 }, () => stage.verify(li, code)))
      expect(all.filter(one => one.status === 'fulfilled')).toHaveLength(3)
      expect(await refusalOf(stage.verify(li, code))).toBe('verification.hour_limit')
      expect((await stage.verify(await stage.colleague(), code)).state).toBe('VERIFIED')
      stage.world.clock.advance(60 * MINUTE)
      expect((await stage.verify(li, code)).state).toBe('VERIFIED')
    } finally {
      await stage.bound({ perStaffPerHour: 120 })
    }
  })

  test('hold what it is worth on a business day, to the fen; what was undone does not count', async () => {
    await stage.bound({ perStaffPerDayWorthFen: 3_000 })
    try {
      const { code } = await stage.voucher(ana, { uses: 10, worthFen: 10_000 })
      const first = await stage.verify(li, code, { quantity: 3 })
      const answer = await refused(stage.verify(li, code))
      expect(answer).toMatchObject({ code: 'verification.worth_limit', data: { limitFen: 3_000, leftFen: 0 } })
      await stage.undo(li, first.id)
      expect((await stage.verify(li, code, { quantity: 3 })).left).toBe(7)
      stage.world.clock.advance(DAY)
      expect((await stage.verify(li, code, { quantity: 3 })).left).toBe(4)
    } finally {
      await stage.bound({ perStaffPerDayWorthFen: 500_000 })
    }
  })
})
