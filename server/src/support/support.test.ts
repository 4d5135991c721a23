import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openTillWorld, type TillWorld } from '../../../test/till-builders.js'
import type { TestMember, TestOperator } from '../../../test/world.js'
import { DAY, newPhone, refusalOf } from '../../../test/world-basics.js'
import type { Input } from '../http.js'

let { world, bill, refund, spend } = {} as TillWorld
let admin: TestOperator
beforeAll(async () => {
  ;({ world, bill, refund, spend } = await openTillWorld({ name: '西单店' }))
  admin = await world.operator('ADMIN')
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

type MembersQuery = Input<'GET /console/members'>['query']
const members = (query: MembersQuery) => admin.call('GET /console/members', { query })
const found = async (search: string) => (await members({ search })).items.map(item => item.memberNo).sort()
const profile = (member: TestMember) =>
  admin.call('GET /console/members/:memberNo', { params: { memberNo: member.memberNo } })
const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)

describe('looking for a member', () => {
  test('by the whole phone, however it is typed; a phone nobody has finds nobody', async () => {
    const phone = newPhone()
    const ana = await world.member({ phone })
    const typed = [phone, ` ${phone} `, `${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}`]
    for (const search of [...typed, typed[2]!.replaceAll(' ', '-')]) expect(await found(search)).toEqual([ana.memberNo])
    expect(await found('19900000000')).toEqual([])
  })

  test('by the last four digits, which several may share; by no other part of a phone', async () => {
    const [one, other] = [`${newPhone().slice(0, 7)}8642`, `${newPhone().slice(0, 6)}18642`]
    const [ana, bo] = [await world.member({ phone: one }), await world.member({ phone: other })]
    expect(await found('8642')).toEqual(expect.arrayContaining([ana.memberNo, bo.memberNo]))
    for (const part of [one.slice(0, 7), one.slice(3, 9), one.slice(5)])
      expect(await found(part)).not.toContain(ana.memberNo)
  })

  test('by the member number, whole, in groups, or its beginning', async () => {
    const ana = await world.member()
    const grouped = ana.memberNo.replace(/(\d{4})(?=\d)/g, '$1 ')
    for (const search of [ana.memberNo, grouped, ana.memberNo.slice(0, 8), ana.memberNo.slice(0, 4)])
      expect(await found(search)).toContain(ana.memberNo)
    expect(await found(ana.memberNo.slice(2))).not.toContain(ana.memberNo)
  })

  test('by nickname, whose signs mean themselves', async () => {
    const names = ['100%好', '100元', 'a_b', 'axb', 'c\\d', 'c\\\\d', "o'neil", '👩‍🍳小厨']
    const made = new Map<string, string>()
    for (const nickname of names) made.set(nickname, (await world.member({ nickname })).memberNo)
    const expectFound = async (search: string, ...nicknames: string[]) =>
      expect(await found(search)).toEqual(nicknames.map(name => made.get(name)!).sort())
    await expectFound('100%', '100%好')
    await expectFound('a_', 'a_b')
    await expectFound('c\\', 'c\\d', 'c\\\\d')
    await expectFound('c\\d', 'c\\d')
    await expectFound("o'", "o'neil")
    await expectFound('👩‍🍳', '👩‍🍳小厨')
    expect(await found('%')).toEqual([])
    expect(await found('_')).toEqual([])
    expect(await found('好')).toEqual([])
    expect(await found("' OR '1'='1")).toEqual([])
  })

  test('shows phones masked, never whole, in every list and page', async () => {
    const phone = newPhone()
    const ana = await world.member({ phone })
    const list = await members({ search: phone })
    expect(list.items[0]!.phoneMasked).toBe(`${phone.slice(0, 3)}****${phone.slice(-4)}`)
    expect(JSON.stringify([list, await profile(ana)])).not.toContain(phone)
  })
})

describe('pages of members', () => {
  test.each(['ENROLLED', 'POINTS', 'LAST_PURCHASE'] as const)(
    'sorted by %s hold everybody once, in order',
    async sort => {
      const crowd = await world.crowd(12)
      for (const [at, id] of crowd.entries()) {
        const paidAt = new Date(world.clock.now().getTime() - at * DAY)
        if (at % 3 > 0) await bill(id, (at + 1) * 100, { paidAt })
      }
      const rows: Awaited<ReturnType<typeof members>>['items'] = []
      let cursor: string | undefined
      let total = 0
      do {
        const reply = await members({ sort, limit: 7, ...(cursor ? { cursor } : {}) })
        rows.push(...reply.items)
        cursor = reply.nextCursor ?? undefined
        total = reply.total
      } while (cursor)
      const [count] = await world.db.query<{ n: number }>('SELECT COUNT(*) AS n FROM member')
      expect([rows.length, new Set(rows.map(row => row.id)).size, total]).toEqual([count!.n, count!.n, count!.n])
      const keyOf = (row: (typeof rows)[number]) =>
        sort === 'POINTS'
          ? row.points
          : Date.parse((sort === 'ENROLLED' ? row.enrolledAt : row.lastPurchaseAt) ?? '1970')
      const keys = rows.map(keyOf)
      expect(keys).toEqual([...keys].sort((a, b) => b - a))
    },
  )

  test('count what matches, not what is shown', async () => {
    for (let n = 0; n < 3; n += 1) await world.member({ nickname: `同名${n}` })
    expect(await members({ search: '同名', limit: 1 })).toMatchObject({ total: 3, items: [expect.anything()] })
  })
})

describe('the page of a member', () => {
  test('lots add up to the balances, and each lot to what it was granted', async () => {
    const ana = await world.member()
    const now = world.clock.now()
    await bill(ana.id, 30_000, { paidAt: new Date('2024-10-05T12:00:00+08:00') })
    await bill(ana.id, 20_000, { paidAt: new Date('2025-01-05T12:00:00+08:00') })
    const kept = await bill(ana.id, 10_000)
    await bill(ana.id, 5_000, { availableAt: new Date(now.getTime() + DAY) })
    await spend(ana.id, 120)
    await refund(kept.billNo, 4_000)
    const { lots, balances, purchases, paidFen } = await profile(ana)
    for (const lot of lots) expect(lot.granted).toBe(lot.remaining + lot.held + lot.spent + lot.expired + lot.clawed)
    const left = (state: string) => sum(lots.filter(lot => lot.state === state).map(lot => lot.remaining))
    expect(balances).toMatchObject({ available: 140, pending: 50, debt: 0, growth: 610 })
    expect([left('AVAILABLE'), left('PENDING'), left('USED_UP')]).toEqual([140, 50, 0])
    expect(lots.map(lot => lot.state).sort()).toEqual(['AVAILABLE', 'AVAILABLE', 'EXPIRED', 'PENDING'])
    expect([purchases, paidFen]).toEqual([4, 61_000])
  })

  test('says what is owed in a sentence; growth and points agree with the list', async () => {
    const ana = await world.member()
    const { billNo } = await bill(ana.id, 10_000)
    await spend(ana.id, 60)
    await refund(billNo, 10_000)
    const page = await profile(ana)
    expect(page).toMatchObject({ points: 0, growth: 0, balances: { available: 0, debt: 60 } })
    expect(page.debtNote).toContain('60')
    expect((await members({ search: ana.memberNo })).items[0]).toMatchObject({ points: 0, growth: 0 })
  })

  test('its statement is the member’s own, and an entry of somebody else is not in it', async () => {
    const [ana, bo] = [await world.member({ points: 12 }), await world.member({ points: 3 })]
    const own = await ana.call('GET /member/entries')
    const params = { memberNo: ana.memberNo }
    expect((await admin.call('GET /console/members/:memberNo/entries', { params })).items).toEqual(own.items)
    const { entryNo } = (await bo.call('GET /member/entries')).items[0]!
    const foreign = admin.call('GET /console/members/:memberNo/entries/:entryNo', { params: { ...params, entryNo } })
    expect(await refusalOf(foreign)).toBe('record.not_found')
    expect(await refusalOf(admin.call('GET /console/members/:memberNo', { params: { memberNo: '0000000000' } }))).toBe(
      'record.not_found',
    )
  })
})

describe('revealing a phone', () => {
  const reveal = (memberNo: string, reason = '客人来电核对身份') =>
    admin.call('POST /console/members/:memberNo/reveals', { params: { memberNo }, body: { reason } })

  test('answers it whole, and keeps who asked, when, of whom and why', async () => {
    const phone = newPhone()
    const ana = await world.member({ phone })
    expect(await reveal(ana.memberNo)).toEqual({ phone })
    const { items } = await admin.call('GET /console/audit', { query: { limit: 1 } })
    expect(items[0]).toMatchObject({ action: 'PHONE_REVEALED', target: ana.memberNo, detail: '客人来电核对身份' })
    expect(items[0]!.who).toContain(admin.username)
    expect(JSON.stringify(items)).not.toContain(phone)
  })

  test('is kept before it is answered: without a place to write that down there is no phone', async () => {
    const phone = newPhone()
    const ana = await world.member({ phone })
    await world.db.query('RENAME TABLE audit_log TO audit_log_away')
    const answer = await reveal(ana.memberNo).then(
      reply => JSON.stringify(reply),
      error => String(error),
    )
    await world.db.query('RENAME TABLE audit_log_away TO audit_log')
    expect(answer).toContain('500')
    expect(answer).not.toContain(phone)
  })

  test('of a member without a phone is kept as well, and refused', async () => {
    const [id] = await world.crowd(1)
    const [row] = await world.db.query<{ member_no: string }>('SELECT member_no FROM member WHERE id = ?', [id])
    expect(await refusalOf(reveal(row!.member_no))).toBe('record.not_found')
    const { items } = await admin.call('GET /console/audit', { query: { limit: 1 } })
    expect(items[0]).toMatchObject({ action: 'PHONE_REVEALED', target: row!.member_no })
  })

  test('without a reason is refused and not kept', async () => {
    const ana = await world.member()
    expect(await refusalOf(reveal(ana.memberNo, ' '))).toBe('input.invalid')
    const { items } = await admin.call('GET /console/audit', { query: { limit: 1 } })
    expect(items[0]?.target).not.toBe(ana.memberNo)
  })
})
