import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { openWorld, type World } from '../../../test/world.js'
import { DAY, refusalOf } from '../../../test/world-basics.js'
import { Profiles } from '../members/profiles.service.js'
import { Awards } from './awards.service.js'
import { Birthdays } from './birthdays.jobs.js'
import { RuleDrafts } from './rule-drafts.service.js'
import { TEMPLATES } from './templates.rules.js'

let world: World

beforeAll(async () => {
  world = await openWorld()
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

const shipped = (code: string) => TEMPLATES.find(template => template.code === code)!.definition
const ship = (code: string, definition = shipped(code)) =>
  world.get(RuleDrafts).ship({ code, definition, effectiveAt: new Date(0), by: 'test' })
const pointsOf = async (memberId: number): Promise<number> => {
  const sql = 'SELECT available FROM account WHERE id = ?'
  return (await world.db.query<{ available: number }>(sql, [memberId + 1]))[0]!.available
}
const save = (who: Awaited<ReturnType<World['member']>>, nickname: string, on: string | null, calendar = 'SOLAR') =>
  who.call('PUT /member/profile', {
    body: { nickname, birthday: on === null ? null : { calendar: calendar as 'SOLAR', on } },
  })

describe('joining', () => {
  test('earns nothing while no rule says so, and twenty points on the card once one does', async () => {
    const early = await world.member()
    expect(await pointsOf(early.id)).toBe(0)
    await ship('welcome')
    const guest = await world.guest()
    const body = world.enrolment(guest.openid)
    const card = await guest.call('POST /enrolments', { body })
    expect(card.balances.available).toBe(20)
    const { items } = await guest.call('GET /member/entries')
    expect(items).toMatchObject([{ type: 'EARN', points: 20, growth: 0 }])
    expect(items[0]!.sentence.zh).toContain('20 分')
    const again = await guest.call('POST /enrolments', { body: world.enrolment(guest.openid) })
    expect(again.balances.available).toBe(20)
  })
})

describe('the profile', () => {
  test('is rewarded once, when nickname and birthday are both there', async () => {
    await ship('profile')
    const ana = await world.member()
    const before = await pointsOf(ana.id)
    expect(await ana.call('GET /member/profile')).toMatchObject({
      completed: false,
      birthday: null,
      reward: { points: 30, earned: false },
    })
    expect(await save(ana, '小安', null)).toMatchObject({ nickname: '小安', completed: false })
    expect(await pointsOf(ana.id)).toBe(before)
    const done = await Promise.all([save(ana, '小安', '02-29'), save(ana, '小安', '02-29'), save(ana, '小安', '02-29')])
    expect(done[0]).toMatchObject({ completed: true, reward: { points: 30, earned: true } })
    expect(await pointsOf(ana.id)).toBe(before + 30)
    await save(ana, '安安', '02-29')
    expect(await pointsOf(ana.id)).toBe(before + 30)
    expect((await ana.call('GET /member/card')).nickname).toBe('安安')
  })

  test('takes a birthday of either calendar, and none that does not exist', async () => {
    const bo = await world.member()
    expect(await refusalOf(save(bo, 'bo', '02-30'))).toBe('profile.birthday_unreal')
    expect(await refusalOf(save(bo, 'bo', '12-31', 'LUNAR'))).toBe('profile.birthday_unreal')
    expect((await save(bo, 'bo', '12-30', 'LUNAR')).birthday).toEqual({ calendar: 'LUNAR', on: '12-30' })
  })

  test('changes its birthday once a year, to the day', async () => {
    const cy = await world.member()
    const start = world.clock.now()
    expect(await save(cy, 'cy', '05-01')).toMatchObject({ birthdayFixedUntil: '2027-11-23' })
    expect(await refusalOf(save(cy, 'cy', '05-02'))).toBe('profile.birthday_fixed')
    expect(await refusalOf(save(cy, 'cy', null))).toBe('profile.birthday_fixed')
    // The nickname is free all the time.
    expect((await save(cy, '西', '05-01')).nickname).toBe('西')
    const later = () =>
      world.get(Profiles).change(cy.id, { nickname: 'cy', birthday: { calendar: 'SOLAR', on: '05-02' } })
    world.clock.set(new Date('2027-11-22T15:59:59Z'))
    expect(await refusalOf(later())).toBe('profile.birthday_fixed')
    world.clock.set(new Date('2027-11-22T16:00:00Z'))
    expect((await later()).birthday).toMatchObject({ on: '05-02' })
    world.clock.set(start)
  })
})

describe('birthdays', () => {
  const bonus = () => ({
    ...shipped('welcome'),
    name: { zh: '生日礼', en: 'Birthday bonus' },
    trigger: 'BIRTHDAY' as const,
    caps: [],
  })
  const born = async (on: string, calendar: 'SOLAR' | 'LUNAR' = 'SOLAR'): Promise<number> => {
    const [id] = await world.crowd(1)
    await world.db.query('UPDATE member SET birthday = ?, birthday_calendar = ? WHERE id = ?', [on, calendar, id])
    return id!
  }
  beforeEach(() => world.db.query('UPDATE member SET birthday = NULL'))
  const run = async (at: string) => {
    world.clock.set(new Date(at))
    const birthdays = world.get(Birthdays) as unknown as { done: null }
    birthdays.done = null
    return (await world.get(Birthdays).run()).members
  }

  test('are rewarded on the day of the programme, once a year, however often the worker looks', async () => {
    const start = world.clock.now()
    await ship('birthday-gift', bonus())
    const ana = await born('03-10')
    expect(await run('2027-03-09T15:59:59Z')).toBe(0)
    expect(await run('2027-03-09T16:00:00Z')).toBe(1)
    expect(await run('2027-03-10T10:00:00Z')).toBe(0)
    expect(await pointsOf(ana)).toBe(20)
    // Changing the day does not bring a second birthday in the same year.
    await world.db.query('UPDATE member SET birthday = ? WHERE id = ?', ['03-11', ana])
    expect(await run('2027-03-11T04:00:00Z')).toBe(0)
    expect(await run('2028-03-11T04:00:00Z')).toBe(1)
    world.clock.set(start)
  })

  test('of the 29th of February come on the 28th in common years, lunar ones by the lunar calendar', async () => {
    const start = world.clock.now()
    const [leap, lunar] = [await born('02-29'), await born('08-15', 'LUNAR')]
    expect(await run('2029-02-28T04:00:00Z')).toBe(1)
    // Mid-autumn of 2029 is the 22nd of September.
    expect(await run('2029-09-21T04:00:00Z')).toBe(0)
    expect(await run('2029-09-22T04:00:00Z')).toBe(1)
    expect([await pointsOf(leap), await pointsOf(lunar)]).toEqual([20, 20])
    world.clock.set(start)
  })

  test('are made up for by a worker that was away for two days, not for three', async () => {
    const start = world.clock.now()
    await born('06-01')
    expect(await run('2030-06-04T04:00:00Z')).toBe(0)
    expect(await run('2031-06-03T04:00:00Z')).toBe(1)
    world.clock.set(start)
  })
})

test('what is given by hand is given once per key', async () => {
  await ship('by-hand', { ...shipped('welcome'), name: { zh: '人工赠送', en: 'By hand' }, trigger: 'MANUAL', caps: [] })
  const [ana] = await world.crowd(1)
  const order = { trigger: 'MANUAL', key: 'complaint-7', memberId: ana!, at: world.clock.now() } as const
  const given = await Promise.all([1, 2, 3].map(() => world.get(Awards).give(order)))
  expect(given.filter(one => one !== null)).toMatchObject([{ points: 20 }])
  expect(await pointsOf(ana!)).toBe(20)
  world.clock.advance(DAY)
  expect(await world.get(Awards).give(order)).toBeNull()
})
