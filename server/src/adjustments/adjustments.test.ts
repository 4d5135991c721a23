import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { openWorld, type TestMember, type TestOperator, type World } from '../../../test/world.js'
import { DAY, refusalOf } from '../../../test/world-basics.js'
import type { Input, Reply } from '../http.js'

// 小夏 of the service desk asks, 吴敏 of finance approves, and the administrator may do either, but never both.
let world: World
let xia: TestOperator
let wu: TestOperator
let admin: TestOperator
let ana: TestMember
beforeAll(async () => {
  world = await openWorld()
  wu = await world.operator('FINANCE')
  admin = await world.operator('ADMIN')
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})
beforeEach(async () => {
  xia = await world.operator('SUPPORT')
  ana = await world.member({ nickname: '安娜' })
})

type Body = Input<'POST /console/adjustments'>['body']
type Adjustment = Reply<'POST /console/adjustments'>
const newId = () => randomBytes(9).toString('hex')
const bodyOf = (points: number, more: Partial<Body> = {}): Body => ({
  requestId: newId(),
  memberNo: ana.memberNo,
  points,
  reason: '漏记 2026-11-03 的账单',
  ...more,
})
const ask = (points: number, more: Partial<Body> = {}, by = xia) =>
  by.call('POST /console/adjustments', { body: bodyOf(points, more) })
const decide = (
  by: TestOperator,
  { id }: Pick<Adjustment, 'id'>,
  more: { approve?: boolean; note?: string; requestId?: string } = {},
) =>
  by.call('POST /console/adjustments/:id/decisions', {
    params: { id },
    body: { requestId: newId(), approve: true, note: '', ...more },
  })
const points = async (member = ana) => (await member.call('GET /member/card')).balances.available
const entries = async () => (await ana.call('GET /member/entries')).items
const list = (by: TestOperator, query: Input<'GET /console/adjustments'>['query'] = {}) =>
  by.call('GET /console/adjustments', { query: { limit: 100, ...query } })
const deeds = async () =>
  (await admin.call('GET /console/audit', { query: { limit: 100 } })).items.filter(row => row.target === ana.memberNo)

describe('a small correction', () => {
  test('is made at once, and the member reads why', async () => {
    const done = await ask(500)
    expect(done).toMatchObject({ state: 'DONE', points: 500, needsApproval: false, decidedBy: null, mayDecide: false })
    expect(await points()).toBe(500)
    const [entry] = await entries()
    expect(entry).toMatchObject({ entryNo: done.entryNo, type: 'ADJUST', points: 500, balanceAfter: 500 })
    expect(entry!.title.zh).toBe('客服调整')
    expect(entry!.sentence.zh).toBe('客服调整：漏记 2026-11-03 的账单')
    const detail = await ana.call('GET /member/entries/:entryNo', { params: { entryNo: entry!.entryNo } })
    expect(detail.steps).toEqual([
      { label: { zh: '调整原因', en: 'Reason' }, value: '漏记 2026-11-03 的账单' },
      { label: { zh: '补发积分', en: 'Points added' }, value: '500' },
    ])
    expect(detail.lots).toEqual([{ points: 500, lastValidOn: '2028-11-30', state: 'AVAILABLE' }])
    expect((await deeds()).map(({ action }) => action)).toEqual(['ADJUSTMENT_DONE', 'ADJUSTMENT_ASKED'])
  })

  test('takes points too, those that end soonest, and tells so', async () => {
    await ask(300)
    expect(await ask(-120, { reason: '重复记账，扣回' })).toMatchObject({ state: 'DONE', points: -120 })
    expect(await points()).toBe(180)
    const [entry] = await entries()
    expect(entry).toMatchObject({ type: 'ADJUST', points: -120, balanceAfter: 180 })
  })

  test('is counted against the day: beyond 2,000 points somebody else has to look, and the next day is a new one', async () => {
    for (const size of [500, -500, 500]) expect((await ask(size)).state).toBe('DONE')
    expect((await ask(-499)).state).toBe('DONE')
    expect((await list(xia)).usedToday).toBe(1999)
    expect(await ask(2)).toMatchObject({ state: 'ASKED', needsApproval: true })
    expect((await ask(1)).state).toBe('DONE')
    expect((await ask(1)).state).toBe('ASKED')
    // Midnight of the programme, not of UTC.
    world.clock.set('2026-11-23T16:00:00.000Z')
    xia = { ...xia, ...(await again(xia)) }
    expect((await list(xia)).usedToday).toBe(0)
    expect((await ask(1)).state).toBe('DONE')
    world.clock.set('2026-11-23T04:30:00.000Z')
  })

  test('forty at once take no more of the day than it has', async () => {
    const all = await Promise.all(Array.from({ length: 40 }, () => ask(100)))
    expect(all.filter(({ state }) => state === 'DONE')).toHaveLength(20)
    expect(all.filter(({ state }) => state === 'ASKED')).toHaveLength(20)
    expect(await points()).toBe(2000)
    expect((await list(xia)).usedToday).toBe(2000)
  })

  test('that cannot be made is refused with the reason, takes nothing, and gives the day back', async () => {
    await ask(50)
    const refused = await ask(-51)
    expect(refused).toMatchObject({ state: 'REFUSED', refusal: 'points.insufficient', entryNo: null })
    expect(await points()).toBe(50)
    expect((await list(xia)).usedToday).toBe(50)
    // The points come later: what was refused stays refused.
    await ask(100)
    const { items } = await list(xia)
    expect(items.find(({ id }) => id === refused.id)?.state).toBe('REFUSED')
    expect(await points()).toBe(150)
  })
})

describe('a large correction', () => {
  test('waits for somebody else, and is made when he approves', async () => {
    const asked = await ask(501)
    expect(asked).toMatchObject({ state: 'ASKED', needsApproval: true, entryNo: null, mayDecide: false })
    expect(await points()).toBe(0)
    expect((await list(wu, { state: 'ASKED' })).items.find(({ id }) => id === asked.id)?.mayDecide).toBe(true)
    const done = await decide(wu, asked, { note: '已核对小票' })
    expect(done).toMatchObject({ state: 'DONE', note: '已核对小票', decidedBy: '王小明', mayDecide: false })
    expect(await points()).toBe(501)
    const [row] = await world.db.query<{ approval_id: number; idem_key: string }>(
      'SELECT approval_id, idem_key FROM journal j JOIN adjust_request r ON r.journal_id = j.id WHERE r.id = ?',
      [Number(asked.id)],
    )
    expect(row).toEqual({ approval_id: Number(asked.id), idem_key: `adj:${asked.id}` })
  })

  test('is declined with a note, and then nobody can approve it', async () => {
    const asked = await ask(600)
    expect(await decide(wu, asked, { approve: false, note: '没有小票' })).toMatchObject({
      state: 'DECLINED',
      note: '没有小票',
    })
    expect(await refusalOf(decide(admin, asked))).toBe('adjustment.decided')
    expect(await points()).toBe(0)
  })

  test('is never decided by who asked, whatever the role', async () => {
    const asked = await ask(900, {}, admin)
    expect(asked.mayDecide).toBe(false)
    expect(await refusalOf(decide(admin, asked))).toBe('adjustment.own')
    expect(await refusalOf(decide(admin, asked, { approve: false }))).toBe('adjustment.own')
    const own = await ask(900, {}, wu)
    expect(await refusalOf(decide(wu, own))).toBe('adjustment.own')
    expect((await decide(admin, own)).state).toBe('DONE')
  })

  test('approved by two at once is made once, and one of them is told', async () => {
    const asked = await ask(700)
    const both = await Promise.all(
      [wu, admin].map(by =>
        decide(by, asked).then(
          ({ state }) => state,
          error => error.body.code,
        ),
      ),
    )
    expect(both.sort()).toEqual(['DONE', 'adjustment.decided'])
    expect(await points()).toBe(700)
    expect(await entries()).toHaveLength(1)
  })

  test('approved ten times with one request number answers ten times the same', async () => {
    const asked = await ask(800)
    const requestId = newId()
    const all = await Promise.all(Array.from({ length: 10 }, () => decide(wu, asked, { requestId })))
    expect(new Set(all.map(one => JSON.stringify(one))).size).toBe(1)
    expect(await points()).toBe(800)
    expect(await refusalOf(decide(wu, asked, { requestId, approve: false }))).toBe('adjustment.different')
  })

  test('that the member can no longer pay is refused with the reason, and nothing is lost', async () => {
    await decide(wu, await ask(1000))
    const asked = await ask(-1000)
    await ask(-1)
    const refused = await decide(wu, asked)
    expect(refused).toMatchObject({ state: 'REFUSED', refusal: 'points.insufficient', entryNo: null })
    expect(await points()).toBe(999)
  })
})

describe('the same request', () => {
  test('sent a hundred times is made once', async () => {
    const body = bodyOf(30)
    const all = await Promise.all(Array.from({ length: 100 }, () => xia.call('POST /console/adjustments', { body })))
    expect(new Set(all.map(({ id }) => id)).size).toBe(1)
    expect(all.every(({ state }) => state === 'DONE')).toBe(true)
    expect(await points()).toBe(30)
    expect((await list(xia)).usedToday).toBe(30)
  })

  test('with other contents is refused, and of another operator is another request', async () => {
    const body = bodyOf(30)
    await xia.call('POST /console/adjustments', { body })
    const other = xia.call('POST /console/adjustments', { body: { ...body, points: 31 } })
    expect(await refusalOf(other)).toBe('adjustment.different')
    await wu.call('POST /console/adjustments', { body })
    expect(await points()).toBe(60)
  })

  // The process died between the asking and the doing.
  test('left half-way is carried out by the retry', async () => {
    const body = bodyOf(40)
    const { id } = await xia.call('POST /console/adjustments', { body: { ...body, requestId: newId() } })
    await world.db.query('UPDATE adjust_request SET request_key = ? WHERE id = ?', [
      `${xia.id}:${body.requestId}`,
      Number(id),
    ])
    await world.db.query('UPDATE adjust_request SET status = 1, journal_id = NULL, decided_at = NULL WHERE id = ?', [
      Number(id),
    ])
    expect(await xia.call('POST /console/adjustments', { body })).toMatchObject({ id, state: 'DONE' })
    expect(await points()).toBe(40)
  })
})

test.each([
  ['nothing', { points: 0 }],
  ['more than a million', { points: 1_000_001 }],
  ['half a point', { points: 1.5 }],
  ['a reason that says nothing', { reason: '补分 ' }],
])('%s is refused', async (_, wrong) => {
  expect(await refusalOf(ask(5, wrong))).toBe('input.invalid')
})

test('a member nobody has is not there', async () => {
  expect(await refusalOf(ask(5, { memberNo: '999' }))).toBe('record.not_found')
  expect(await refusalOf(decide(wu, { id: '1' }))).toBe('record.not_found')
})

test('a store manager of one store asks for any member, and sees what was asked there', async () => {
  const store = await world.store()
  const zhou = await world.operator('STORE_MANAGER', store)
  const elsewhere = await world.operator('STORE_MANAGER', await world.store())
  const asked = await ask(900, {}, zhou)
  expect((await list(zhou)).items.map(({ id }) => id)).toEqual([asked.id])
  expect((await list(zhou)).waiting).toBe(1)
  expect((await list(elsewhere)).items).toEqual([])
  expect(await refusalOf(decide(zhou, asked))).toBe('access.denied')
  await decide(wu, asked)
  expect((await entries())[0]).toMatchObject({ points: 900 })
})

test('the list is paged and filtered, the newest first', async () => {
  const lone = await world.operator('STORE_MANAGER', await world.store())
  const made = []
  for (const size of [600, 10, 700]) made.push((await ask(size, {}, lone)).id)
  const first = await list(lone, { limit: 2 })
  expect(first.items.map(({ id }) => id)).toEqual([made[2], made[1]])
  const rest = await list(lone, { limit: 2, cursor: first.nextCursor! })
  expect([rest.items.map(({ id }) => id), rest.nextCursor]).toEqual([[made[0]], null])
  expect((await list(lone, { state: 'DONE' })).items.map(({ id }) => id)).toEqual([made[1]])
})

test('the limits are set by an administrator, hold from then on, and are written down', async () => {
  const body = { freePoints: 100, dailyPoints: 150, validMonths: 1 }
  expect(await refusalOf(wu.call('PUT /console/adjustment-limits', { body }))).toBe('access.denied')
  expect(await admin.call('PUT /console/adjustment-limits', { body })).toEqual(body)
  expect((await list(xia)).limits).toEqual(body)
  expect((await ask(101)).state).toBe('ASKED')
  expect((await ask(100)).state).toBe('DONE')
  expect((await ask(51)).state).toBe('ASKED')
  expect((await ask(50)).state).toBe('DONE')
  world.clock.advance(40 * DAY)
  const { code } = world.wechat.control.issueLoginCode({ openid: ana.openid })
  const { tokens } = await world.as()('POST /sessions', { body: { code } })
  expect((await world.as(tokens.accessToken)('GET /member/card')).balances.available).toBe(0)
  world.clock.advance(-40 * DAY)
  const limits = { freePoints: 500, dailyPoints: 2000, validMonths: 24 }
  await admin.call('PUT /console/adjustment-limits', { body: limits })
  const { items } = await admin.call('GET /console/audit', { query: { limit: 100 } })
  const [last, before] = items.filter(({ action }) => action === 'ADJUSTMENT_LIMITS_CHANGED')
  expect([before?.detail, last?.detail]).toEqual(['500/2000/24m → 100/150/1m', '100/150/1m → 500/2000/24m'])
})

test.each([
  ['done without a second pair of eyes', 'status = 3, journal_id = 1, needs_approval = 1, checker_id = NULL'],
  ['approved by who asked', 'checker_id = maker_id'],
  ['beyond what the maker might do alone', 'needs_approval = 0, amount = 501, free_points = 500'],
  ['of nothing', 'amount = 0'],
])('the database itself refuses a correction %s', async (_, change) => {
  const { id } = await ask(900)
  const work = world.db.query(`UPDATE adjust_request SET ${change} WHERE id = ?`, [Number(id)])
  await expect(work).rejects.toThrow(/CONSTRAINT|constraint/)
})

/** Signs in once more: a day has passed. */
async function again({ username, password }: TestOperator): Promise<Pick<TestOperator, 'call' | 'token'>> {
  const { tokens } = await world.as()('POST /console/sessions', { body: { username, password } })
  return { call: world.as(tokens.accessToken), token: tokens.accessToken }
}
