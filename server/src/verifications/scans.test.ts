import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { cash } from '../../../test/coupon-builders.js'
import { freshId } from '../../../test/coupon-stage.js'
import { VerificationStage, type Waiter } from '../../../test/verification-stage.js'
import type { TestMember } from '../../../test/world.js'
import { refusalOf } from '../../../test/world-basics.js'

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
  await stage.world.close()
})

const scan = (code: string) => li.call('POST /staff/scans', { body: { code } })

describe('the one scanner', () => {
  test('knows coupons, vouchers, bills, tables and members apart', async () => {
    const coupon = await stage.coupon(ana, { effect: cash(500) })
    const voucher = await stage.voucher(ana)
    const { row } = await stage.world.bill({ storeId: stage.storeId, billNo: 'A0012', memberId: ana.id })
    const { scene } = await stage.world.table(stage.storeId)
    const { codes } = await ana.call('POST /member/codes')
    expect(await scan(coupon.code)).toMatchObject({ kind: 'COUPON', check: { id: coupon.id, canVerify: true } })
    expect(await scan(voucher.code)).toMatchObject({ kind: 'VOUCHER', check: { name: { zh: '鸡丝凉面' } } })
    expect(await scan(row.bill_no)).toMatchObject({ kind: 'BILL', bill: { billNo: 'A0012' } })
    expect(await scan(`${stage.world.config.publicUrl}/t/${scene}`)).toMatchObject({ kind: 'TABLE' })
    expect(await scan(codes[0]!.qr)).toMatchObject({ kind: 'MEMBER', benefits: 2 })
  })

  test('says that a foreign code is none of ours, and that a bill of another store is not here', async () => {
    expect(await refusalOf(scan('https://evil.example/pay'))).toBe('code.unknown')
    const elsewhere = await stage.world.store()
    await stage.world.bill({ storeId: elsewhere, billNo: 'ELSEWHERE' })
    expect(await refusalOf(scan('ELSEWHERE'))).toBe('code.unknown')
    const { scene } = await stage.world.table(elsewhere)
    expect(await refusalOf(scan(scene))).toBe('staff.store_mismatch')
  })

  test('finds a bill whose number looks like the scene of a table', async () => {
    await stage.world.bill({ storeId: stage.storeId, billNo: '20261123TABLE000012' })
    expect(await scan('20261123TABLE000012')).toMatchObject({ kind: 'BILL' })
    expect(await refusalOf(scan('20261123TABLE000013'))).toBe('table.unknown')
  })

  test('shows a used code with its first use and uses nothing up by being read', async () => {
    const { code } = await stage.voucher(ana)
    await scan(code)
    const { serialNo } = await stage.verify(li, code)
    expect(await scan(code)).toMatchObject({ kind: 'VOUCHER', check: { canVerify: false, firstUse: { serialNo } } })
  })
})

describe('what a scanned member can use', () => {
  test('is listed for this store and this hour, the rest with why not, and who looked is kept', async () => {
    const dinner = [{ weekdays: [1, 2, 3, 4, 5], between: ['17:00', '21:00'] as [string, string] }]
    const elsewhere = await stage.world.store({ name: '望京店' })
    const now = await stage.coupon(ana, { effect: cash(500) })
    const later = await stage.coupon(ana, { effect: cash(800), scope: { windows: dinner } })
    const far = await stage.voucher(ana, { stores: [String(elsewhere)] })
    const voucher = await stage.voucher(ana, { uses: 3 })
    await ana.call('PUT /member/profile', {
      body: { nickname: '安娜', birthday: { calendar: 'SOLAR', on: '11-30' } },
    })
    const scanId = await stage.scan(li, ana)
    const found = await li.call('GET /staff/scans/:scanId/benefits', { params: { scanId } })
    expect(found).toMatchObject({ member: { nickname: '安娜' }, birthdayMonth: true, more: false })
    expect(found.items.map(({ id }) => id).sort()).toEqual([now.id, (await stage.look(li, voucher.code)).id].sort())
    expect(found.items.find(({ kind }) => kind === 'VOUCHER')).toMatchObject({ left: 3, uses: 3, why: null })
    expect(found.later.map(({ id, why }) => [id, why?.zh])).toEqual([
      [later.id, '现在不在可用时段，可用时段：周一至周五 17:00–21:00。'],
      [(await stage.look(li, far.code)).id, '不能在本店用，可用门店：望京店。'],
    ])
    const looks = await stage.world.db.query(
      'SELECT member_id, staff_id, store_id FROM member_look WHERE staff_id = ?',
      [li.id],
    )
    expect(looks).toEqual([{ member_id: ana.id, staff_id: li.id, store_id: stage.storeId }])
  })

  test('is verified from the list, and only what is that member’s own', async () => {
    const mine = await stage.coupon(ana, { effect: cash(500) })
    const bo = await stage.world.member()
    const hers = await stage.coupon(bo, { effect: cash(500) })
    const scanId = await stage.scan(li, ana)
    const body = { requestId: freshId(), scanId, kind: 'COUPON' as const }
    expect(await refusalOf(li.call('POST /staff/verifications', { body: { ...body, id: hers.id } }))).toBe(
      'record.not_found',
    )
    expect(await li.call('POST /staff/verifications', { body: { ...body, id: mine.id } })).toMatchObject({
      itemId: mine.id,
    })
    const both = { ...body, id: mine.id, code: mine.code }
    expect(await refusalOf(li.call('POST /staff/verifications', { body: both }))).toBe('input.invalid')
  })
})

describe('a guest’s phone', () => {
  const news = (after?: string, waitSeconds = 0) =>
    ana.call('GET /member/verification-news', { query: { ...(after ? { after } : {}), waitSeconds } })

  test('that waits is told at once of a verification, and of its undoing', async () => {
    const { id, code } = await stage.voucher(ana, { uses: 2 })
    const before = await news()
    expect(before).toEqual({ revision: '0', last: null })
    const told = news(before.revision, 10)
    const receipt = await stage.verify(li, code)
    const after = await told
    expect(after.last).toMatchObject({
      kind: 'VOUCHER',
      redemptionId: id,
      state: 'VERIFIED',
      left: 1,
      serialNo: receipt.serialNo,
      store: '国贸店',
      by: `小李 · ${li.staffNo}`,
    })
    const undone = news(after.revision, 10)
    await stage.undo(li, receipt.id)
    expect((await undone).last).toMatchObject({ state: 'VOIDED', left: 2 })
  })

  test('hears nothing of what others show', async () => {
    const bo = await stage.world.member()
    await stage.verify(li, (await stage.voucher(bo)).code)
    expect(await news('0', 1)).toEqual({ revision: '0', last: null })
  })
})

test('receipts are listed by kind and state, mine and those of the store, with the sum of the day', async () => {
  const storeId = await stage.world.store({ name: '三里屯店' })
  const [mo, manager] = [await stage.world.staff(storeId), await stage.world.staff(storeId, 'STORE_MANAGER')]
  const coupon = await stage.verify(mo, (await stage.coupon(ana, { effect: cash(500) })).code)
  const voucher = await stage.verify(manager, (await stage.voucher(ana)).code)
  await stage.undo(manager, voucher.id)
  const page = await mo.call('GET /staff/verifications', {})
  expect(page.items.map(({ id, state, mine }) => [id, state, mine])).toEqual([
    [voucher.id, 'VOIDED', false],
    [coupon.id, 'VERIFIED', true],
  ])
  expect(page.today).toEqual({ businessDay: '2026-11-23', verified: 2, voided: 1, worthFen: 500, mine: 1 })
  const ids = async (query: Parameters<typeof ask>[0]) => (await ask(query)).items.map(({ id }) => id)
  const ask = (query: { kind?: 'COUPON' | 'VOUCHER'; state?: 'VERIFIED' | 'VOIDED'; mine?: 'true'; limit?: number }) =>
    mo.call('GET /staff/verifications', { query })
  expect(await ids({ kind: 'COUPON' })).toEqual([coupon.id])
  expect(await ids({ state: 'VOIDED' })).toEqual([voucher.id])
  expect(await ids({ mine: 'true' })).toEqual([coupon.id])
  const { items, nextCursor } = await ask({ limit: 1 })
  expect([items[0]?.id, nextCursor]).toEqual([voucher.id, voucher.id])
  const auditor = await stage.world.operator('AUDITOR')
  const all = await auditor.call('GET /console/verifications', { query: { storeId: String(storeId) } })
  expect(all.items.map(({ id }) => id)).toEqual([voucher.id, coupon.id])
  const bound = await stage.world.operator('STORE_MANAGER', stage.storeId)
  const seen = await bound.call('GET /console/verifications', { query: { storeId: String(storeId) } })
  expect(seen.items.some(({ id }) => id === coupon.id)).toBe(false)
})

test('bounds are published by admin and risk, on top of those that were looked at', async () => {
  const risk = await stage.world.operator('RISK')
  const { versions } = await risk.call('GET /console/verification-settings')
  const [{ version, terms }] = versions as [(typeof versions)[number]]
  const body = { requestId: freshId(), version, terms: { ...terms, undoMinutes: 5 }, reason: '门店反馈' }
  const [one, two] = await Promise.all([
    risk.call('POST /console/verification-settings/versions', { body }),
    risk.call('POST /console/verification-settings/versions', { body }),
  ])
  expect(two).toEqual(one)
  expect(one.versions[0]).toMatchObject({ version: version + 1, terms: { undoMinutes: 5 }, reason: '门店反馈' })
  const late = { ...body, requestId: freshId() }
  const publish = risk.call('POST /console/verification-settings/versions', { body: late })
  expect(await refusalOf(publish)).toBe('verification.settings_changed')
  const marketer = await stage.world.operator('MARKETER')
  expect(await refusalOf(marketer.call('POST /console/verification-settings/versions', { body: late }))).toBe(
    'access.denied',
  )
  const receipt = await stage.verify(li, (await stage.voucher(ana)).code)
  expect(receipt.undoUntil).toBe('2026-11-23T04:35:00.000Z')
})
