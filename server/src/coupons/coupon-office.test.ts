import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { cash, definition, off, percent } from '../../../test/coupon-builders.js'
import { CouponStage, freshId, openBatch } from '../../../test/coupon-stage.js'
import type { TestMember } from '../../../test/world.js'
import { DAY, MINUTE, refusalOf } from '../../../test/world-basics.js'
import type { Input } from '../http.js'
import { BatchTasks } from './batch-tasks.service.js'

let stage: CouponStage
let ana: TestMember
let bo: TestMember
beforeAll(async () => {
  stage = await CouponStage.open()
})
beforeEach(async () => {
  ;({ ana, bo } = await stage.begin())
})
afterAll(() => stage.world.close())

const figures = async (batchId: string) => (await stage.batchOf(batchId)).figures
const reach = (batchId: string, query: Input<'GET /console/coupon-batches/:id/reach'>['query']) =>
  stage.admin.call('GET /console/coupon-batches/:id/reach', { params: { id: batchId }, query })
const start = (batchId: string, body: Partial<Input<'POST /console/coupon-batches/:id/tasks'>['body']>) =>
  stage.admin.call('POST /console/coupon-batches/:id/tasks', {
    params: { id: batchId },
    body: {
      requestId: freshId(),
      kind: 'RECALL',
      includeExpired: false,
      until: null,
      reason: '印错了',
      expected: 99,
      ...body,
    },
  })

describe('printed codes', () => {
  const bringIn = (batchId: string, csv: string, more: object = {}) =>
    stage.admin.call('POST /console/coupon-batches/:id/code-imports', {
      params: { id: batchId },
      body: { requestId: freshId(), csv, dryRun: false, ...more },
    })
  const redeem = (member: TestMember, code: string) =>
    member.call('POST /member/coupon-codes', { body: { requestId: freshId(), code } })
  const codes = (count: number) => Array.from({ length: count }, () => freshId().toUpperCase())

  test('come in by file: good rows count, bad ones are told by number, a repeat brings nothing more', async () => {
    const batchId = await stage.batch({}, { source: 'CODES' })
    const [a, b] = codes(2)
    const csv = `code\n${a}\n${b}\n${a}\n!\n`
    const told = {
      rows: 4,
      accepted: 2,
      refused: 2,
      errors: [
        { row: 4, code: a, why: 'TWICE' },
        { row: 5, code: '!', why: 'SHAPE' },
      ],
    }
    expect(await bringIn(batchId, csv, { dryRun: true })).toEqual(told)
    expect((await figures(batchId)).stock).toBe(0)
    const requestId = freshId()
    expect(await bringIn(batchId, csv, { requestId })).toEqual(told)
    expect(await bringIn(batchId, csv, { requestId })).toEqual(told)
    expect(await refusalOf(bringIn(batchId, `${csv}X12345`, { requestId }))).toBe('coupon.different')
    expect((await figures(batchId)).stock).toBe(2)
    expect(await bringIn(batchId, csv)).toMatchObject({ accepted: 0, refused: 4 })
    expect(await refusalOf(bringIn(await stage.batch(), csv))).toBe('coupon.batch_fixed')
  })
  test('the same file in two windows at once comes in once', async () => {
    const batchId = await stage.batch({}, { source: 'CODES' })
    const csv = codes(50).join('\n')
    const reports = await Promise.all([bringIn(batchId, csv), bringIn(batchId, csv)])
    expect(reports.reduce((sum, report) => sum + report.accepted, 0)).toBe(50)
    expect((await figures(batchId)).stock).toBe(50)
  })
  test('become a coupon once, however they are typed; of ten at once one has it', async () => {
    const batchId = await stage.batch({}, { source: 'CODES', perMember: 1 })
    const [code, second] = codes(2)
    await bringIn(batchId, `${code}\n${second}`)
    const members = await Promise.all(Array.from({ length: 10 }, () => stage.world.member()))
    const all = await Promise.allSettled(members.map(member => redeem(member, code!)))
    const winner = all.findIndex(one => one.status === 'fulfilled')
    expect(all.filter(one => one.status === 'fulfilled')).toHaveLength(1)
    const again = await redeem(members[winner]!, ` ${code!.toLowerCase().slice(0, 4)}-${code!.slice(4)}`)
    expect(again.state).toBe('USABLE')
    expect(await refusalOf(redeem(ana, code!))).toBe('coupon.code_taken')
    expect(await refusalOf(redeem(members[winner]!, second!))).toBe('coupon.limit_reached')
    expect(await figures(batchId)).toMatchObject({ stock: 2, issued: 1 })
  })
  test('are not guessed: after five wrong ones even a right one waits ten minutes', async () => {
    const batchId = await stage.batch({}, { source: 'CODES' })
    const [code] = codes(1)
    await bringIn(batchId, code!)
    for (let n = 0; n < 5; n += 1) expect(await refusalOf(redeem(ana, `WRONG${n}`))).toBe('coupon.code_unknown')
    expect(await refusalOf(redeem(ana, code!))).toBe('coupon.code_cooling')
    stage.world.clock.advance(10 * 60_000)
    expect((await redeem(ana, code!)).state).toBe('USABLE')
  })
})

describe('a recall', () => {
  test('ends what is unused at once, leaves what is used or in use, and says how many before', async () => {
    const batchId = await stage.batch({ effect: cash(500) }, { perMember: 2 })
    const [plain, locked, used] = [
      await stage.claim(ana, batchId),
      await stage.claim(bo, batchId),
      await stage.claim(bo, batchId),
    ]
    await stage.lock(used.id, { key: 'b1' })
    await stage.use(used.id, 'b1', { offFen: 500 })
    await stage.lock(locked.id, { key: 'b2', until: new Date(stage.world.clock.now().getTime() + MINUTE) })
    expect(await reach(batchId, { kind: 'RECALL' })).toEqual({ coupons: 1, members: 1, codes: 0, locked: 1 })
    expect(await refusalOf(start(batchId, { expected: 0 }))).toBe('coupon.count_changed')
    // A lock that has run out holds nothing back, though nobody has swept it up.
    stage.world.clock.advance(MINUTE)
    expect(await reach(batchId, { kind: 'RECALL' })).toMatchObject({ coupons: 2, members: 2, locked: 0 })
    await stage.lock(locked.id, { key: 'b2' })
    expect((await stage.look(ana, plain.id)).state).toBe('USABLE')
    const requestId = freshId()
    const done = await start(batchId, { requestId, expected: 1 })
    expect(done).toMatchObject({ changed: 1, done: true })
    expect(await start(batchId, { requestId, expected: 1 })).toEqual(done)
    expect((await stage.look(ana, plain.id)).state).toBe('RECALLED')
    expect(await refusalOf(stage.claim(ana, batchId))).toBe('coupon.batch_closed')
    await stage.use(locked.id, 'b2', { offFen: 500 })
    expect(await figures(batchId)).toMatchObject({ used: 2, recalled: 1, unused: 0, offFen: 1_000 })
    expect(await refusalOf(start(batchId, {}))).toBe('coupon.batch_fixed')
  })
  test('of thousands goes on in the worker, and holds for all of them from the start', async () => {
    const batchId = await stage.batch({}, { stock: 10_000 })
    const mine = await stage.claim(ana, batchId)
    // Written as one statement: what counts here is their number.
    await stage.world.db.query(
      `INSERT INTO coupon (id, code, batch_id, member_id, first_member_id, status, issue_key, issued_at, arrived_at, time_zone, valid_from, expires_at, steps, given)
       SELECT c.id - n.seq, CONCAT('9', LPAD(n.seq, 11, '0')), batch_id, member_id, first_member_id, status, CONCAT('bulk:', n.seq), issued_at, arrived_at, time_zone, valid_from, expires_at, steps, given
       FROM coupon c JOIN (SELECT a.d * 1000 + b.d * 100 + e.d * 10 + f.d + 1 AS seq FROM ${digits('a')}, ${digits('b')}, ${digits('e')}, ${digits('f')}) n ON n.seq <= 5999 WHERE c.id = ?`,
      [Number(mine.id)],
    )
    const first = await start(batchId, { expected: 6_000 })
    expect(first).toMatchObject({ changed: 5_000, done: false })
    expect(await refusalOf(stage.lock(mine.id, { key: 'late' }))).toBe('coupon.recalled')
    expect((await figures(batchId)).recalled).toBe(6_000)
    const turns = await Promise.all([stage.world.get(BatchTasks).run(), stage.world.get(BatchTasks).run()])
    expect(turns.reduce((sum, turn) => sum + turn.couponsChanged, 0)).toBe(1_000)
    const [left] = await stage.world.db.query<{ n: number }>(
      'SELECT COUNT(*) AS n FROM coupon WHERE batch_id = ? AND status <> 4',
      [batchId],
    )
    expect(left!.n).toBe(0)
  })
})

test('an extension moves ends later and never earlier, of what has ended only when asked', async () => {
  const batchId = await stage.batch({ validity: { kind: 'RELATIVE', starts: 'NOW', days: 2 } })
  const old = await stage.claim(ana, batchId)
  stage.world.clock.advance(2 * DAY)
  await stage.signIn()
  const fresh = await stage.claim(bo, batchId)
  const until = '2026-12-31T16:00:00.000Z'
  expect(await reach(batchId, { kind: 'EXTEND', until })).toMatchObject({ coupons: 1 })
  expect(await reach(batchId, { kind: 'EXTEND', until, includeExpired: 'true' })).toMatchObject({
    coupons: 2,
    members: 2,
  })
  await start(batchId, { kind: 'EXTEND', until })
  expect([(await stage.look(bo, fresh.id)).expiresAt, (await stage.look(ana, old.id)).state]).toEqual([
    until,
    'EXPIRED',
  ])
  await start(batchId, { kind: 'EXTEND', until, includeExpired: true })
  expect((await stage.look(ana, old.id)).state).toBe('USABLE')
  expect(await reach(batchId, { kind: 'EXTEND', until: '2026-12-01T16:00:00.000Z' })).toMatchObject({ coupons: 0 })
  expect(await refusalOf(start(batchId, { kind: 'EXTEND' }))).toBe('input.invalid')
})

describe('definitions', () => {
  test('a new version leaves coupons that are out as they are', async () => {
    const code = await stage.coupon()
    const open = (name: string) => openBatch(stage.admin, code, { name, stock: 10 })
    const before = await stage.claim(ana, await open('一'))
    const next = {
      requestId: freshId(),
      version: 1,
      definition: definition({ effect: off(10_000, 3_000) }),
      reason: '加码到三十',
    }
    const publish = (body = next) =>
      stage.admin.call('POST /console/coupons/:code/versions', { params: { code }, body })
    expect(await publish()).toMatchObject({ version: 2, face: { value: { zh: '¥30' } } })
    expect(await publish()).toMatchObject({ version: 2 })
    expect(await refusalOf(publish({ ...next, requestId: freshId() }))).toBe('coupon.changed_meanwhile')
    expect(await refusalOf(publish({ ...next, reason: '别的原因' }))).toBe('coupon.different')
    const after = await stage.claim(ana, await open('二'))
    expect([(await stage.look(ana, before.id)).face.value.zh, after.face.value.zh]).toEqual(['¥20', '¥30'])
    expect(await refusalOf(stage.coupon({}, code))).toBe('coupon.name_taken')
  })
  test('what would be free, or names a store there is not, is not published', async () => {
    expect(await refusalOf(stage.coupon({ effect: off(2_000, 2_000) }))).toBe('coupon.invalid')
    expect(await refusalOf(stage.coupon({ scope: { stores: ['424242'] } }))).toBe('coupon.invalid')
  })
  test('says itself in one sentence before it is saved', async () => {
    const said = await stage.admin.call('POST /console/coupon-checks', {
      body: {
        definition: definition({
          effect: percent(20, 3_000),
          scope: {
            stores: [String(stage.storeId)],
            windows: [{ weekdays: [5, 1], between: ['22:00', '02:00'] }],
            notOn: { festivals: ['SPRING_FESTIVAL'], days: [{ first: '2026-10-01', last: '2026-10-07' }] },
            minSpendFen: 10_000,
          },
          stacking: { points: false },
        }),
      },
    })
    expect(said.sentence.zh).toBe(
      '满 ¥100 打 8 折，最多减 ¥30；限国贸店；周一、周五 22:00–次日 02:00；春节、2026-10-01 至 2026-10-07不可用；领取后 30 天内有效，含当天；不与积分抵现同用。',
    )
    expect(said.sentence.en).toMatch(
      /^On ¥100 or more, 20% off, ¥30 off at most; only at 国贸店; Monday, Friday 22:00–02:00/,
    )
  })
  test('a stack shows the most that can go together and what is left of the margin', async () => {
    const stacking = { group: 'DISH' as const, with: ['WELCOME' as const] }
    const codes = [
      await stage.coupon({ effect: cash(3_000), stacking }),
      await stage.coupon({ effect: percent(10), stacking: { group: 'WELCOME', with: ['DISH'] } }),
      await stage.coupon({ effect: cash(3_500) }),
    ]
    const body = { codes, totalFen: 10_000, items: [], points: false, tierPrice: false, marginPercent: 60 }
    const told = await stage.admin.call('POST /console/coupon-stacks', { body })
    expect(told).toMatchObject({ offFen: 4_000, payableFen: 6_000, marginFen: 2_000 })
    expect(told.used.map(one => one.offFen).sort()).toEqual([1_000, 3_000])
    expect(told.lost).toHaveLength(1)
  })
})

const digits = (name: string) =>
  `(SELECT 0 AS d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9) ${name}`
