import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { groupOffer, joinGroup, openGroup, publishGroupOffer } from '../../../test/group-builders.js'
import { TestMall } from '../../../test/mall-builders.js'
import { draw as fresh } from '../../../test/stress/aim.js'
import { openWorld, type TestMember, type World } from '../../../test/world.js'
import { DAY, MINUTE, refusalOf } from '../../../test/world-basics.js'
import { GivenRewards } from '../mall/given-rewards.service.js'
import { GroupSettling } from './settling.service.js'

let world: World
let mall: TestMall
beforeAll(async () => {
  world = await openWorld()
  mall = new TestMall(world)
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

const balances = async (member: TestMember) => {
  const { available, held } = (await member.call('GET /member/card')).balances
  return [available, held]
}
const people = (count: number, points = 100) =>
  Promise.all(Array.from({ length: count }, () => world.member({ points, nickname: '小满' })))
const look = (member: TestMember, token: string) => member.call('GET /groups/:token', { params: { token } })
const turn = () => world.get(GroupSettling).run()
const left = async (code: string) =>
  (await mall.call('GET /console/group-offers/:code', { params: { code } })).figures.left
const lines = async (member: TestMember) =>
  (await member.call('GET /member/entries', {})).items.map(({ sentence, points }) => [sentence.zh, points])

describe('a group', () => {
  test('that fills uses what everybody set aside, and gives each a voucher', async () => {
    const [ana, bo, cleo] = (await people(3)) as [TestMember, TestMember, TestMember]
    const code = await publishGroupOffer(mall)
    const { token, mine, seats } = await openGroup(ana, code)
    expect(mine).toMatchObject({ state: 'HELD', points: 100, cancellable: true })
    expect(seats).toMatchObject([{ name: '小满', me: true }])
    expect(await balances(ana)).toEqual([0, 100])
    const second = await joinGroup(bo, token)
    expect(second.seats.map(({ name, me }) => [name, me])).toEqual([
      ['小*', false],
      ['小满', true],
    ])
    expect(second).toMatchObject({ state: 'OPEN', bar: 'IN' })
    const full = await joinGroup(cleo, token)
    expect(full).toMatchObject({ state: 'SUCCEEDED', mine: { state: 'USED' } })
    for (const member of [ana, bo, cleo]) {
      const { mine } = await look(member, token)
      const got = await member.call('GET /member/redemptions/:id', { params: { id: mine!.redemptionId! } })
      expect(got).toMatchObject({ state: 'READY', price: { points: 100, cashFen: 0 }, cancellable: false })
      expect(got.voucher).toMatch(/^7\d{11}$/)
      expect(await balances(member)).toEqual([0, 0])
    }
    expect((await lines(ana)).slice(0, 2)).toEqual([
      ['拼团“三人拼烤鱼”，用掉冻结的 100 分', 0],
      ['拼团“三人拼烤鱼”，先冻结 100 分，没用掉会退回', -100],
    ])
    expect(await left(code)).toBe(27)
    expect(await turn()).toEqual({ groupsOver: 0, groupsSettled: 0 })
  })

  test('that does not fill gives everything back by itself, in one sentence with the same number', async () => {
    const [ana, bo] = (await people(2)) as [TestMember, TestMember]
    const code = await publishGroupOffer(mall)
    const { token } = await openGroup(ana, code)
    await joinGroup(bo, token)
    expect(await left(code)).toBe(27)
    world.clock.advance(DAY - 1)
    expect(await turn()).toEqual({ groupsOver: 0, groupsSettled: 0 })
    world.clock.advance(1)
    expect(await turn()).toEqual({ groupsOver: 1, groupsSettled: 1 })
    const group = await look(ana, token)
    expect(group).toMatchObject({ state: 'EXPIRED_RETURNED', mine: { state: 'RETURNED' }, bar: 'OVER' })
    const entry = await ana.call('GET /member/entries/:entryNo', { params: { entryNo: group.mine!.endEntry! } })
    expect(entry).toMatchObject({ points: 100, sentence: { zh: '没有拼成，100 积分已全部退回' } })
    expect((await lines(ana)).slice(0, 2).map(([, points]) => points)).toEqual([100, -100])
    for (const member of [ana, bo]) expect(await balances(member)).toEqual([100, 0])
    expect(await left(code)).toBe(30)
    expect(await turn()).toEqual({ groupsOver: 0, groupsSettled: 0 })
    expect(await refusalOf(joinGroup(await world.member({ points: 100 }), token))).toBe('group.over')
  })

  test('asked for again under its number is the same one; another body is refused', async () => {
    const ana = await world.member({ points: 300 })
    const code = await publishGroupOffer(mall)
    const requestId = 'the-same-opening'
    const [first, again] = await Promise.all([openGroup(ana, code, { requestId }), openGroup(ana, code, { requestId })])
    expect(again.token).toBe(first.token)
    expect(await balances(ana)).toEqual([200, 100])
    expect(await refusalOf(openGroup(ana, code, { requestId, points: 90 }))).toBe('group.different')
    expect(await refusalOf(openGroup(ana, code))).toBe('group.limit_reached')
    expect(await refusalOf(joinGroup(ana, first.token))).toBe('group.joined')
  })

  test('for other points than its offer says, or than there are, is none', async () => {
    const ana = await world.member({ points: 99 })
    const code = await publishGroupOffer(mall)
    expect(await refusalOf(openGroup(ana, code, { points: 99 }))).toBe('group.changed')
    expect(await refusalOf(openGroup(ana, code))).toBe('points.insufficient')
    expect(await left(code)).toBe(30)
    expect(await balances(ana)).toEqual([99, 0])
  })
})

describe('stepping back', () => {
  test('gives the points back at once and the seat to somebody else, who may be the same person', async () => {
    const [ana, bo] = (await people(2)) as [TestMember, TestMember]
    const code = await publishGroupOffer(mall)
    const { token } = await openGroup(ana, code)
    await joinGroup(bo, token)
    const cancel = (member: TestMember) => member.call('POST /groups/:token/cancellations', { params: { token } })
    expect(await cancel(bo)).toMatchObject({ state: 'OPEN', mine: { state: 'CANCELLED' }, bar: null })
    expect((await cancel(bo)).mine!.state).toBe('CANCELLED')
    expect(await balances(bo)).toEqual([100, 0])
    expect((await joinGroup(bo, token)).mine!.state).toBe('HELD')
    await cancel(bo)
    expect(await cancel(ana)).toMatchObject({ state: 'CANCELLED', seats: [] })
    expect(await left(code)).toBe(30)
  })

  test('is refused where the offer says so, and once the group is full', async () => {
    const members = await people(3)
    const firm = await publishGroupOffer(mall, { cancellable: false })
    const { token } = await openGroup(members[0]!, firm)
    const cancel = (member: TestMember, of: string) =>
      member.call('POST /groups/:token/cancellations', { params: { token: of } })
    expect(await refusalOf(cancel(members[0]!, token))).toBe('group.not_cancellable')
    const loose = await publishGroupOffer(mall, { size: 2 })
    const other = await openGroup(members[1]!, loose)
    await joinGroup(members[2]!, other.token)
    expect(await refusalOf(cancel(members[1]!, other.token))).toBe('group.over')
    expect(await balances(members[1]!)).toEqual([0, 0])
  })
})

describe('at the same moment', () => {
  test('twenty want the last seat: one gets it, and nineteen keep their points', async () => {
    const [ana, ...others] = (await people(21)) as [TestMember, ...TestMember[]]
    const code = await publishGroupOffer(mall, { size: 2 })
    const { token } = await openGroup(ana, code)
    const outcomes = await Promise.all(
      others.map(member =>
        joinGroup(member, token).then(
          () => 'in',
          (error: { body: { code: string } }) => error.body.code,
        ),
      ),
    )
    expect(outcomes.sort()).toEqual([...Array.from({ length: 19 }, () => 'group.full'), 'in'])
    const all = await Promise.all(others.map(balances))
    expect(all.filter(([available, held]) => available === 100 && held === 0)).toHaveLength(19)
    expect((await look(ana, token)).state).toBe('SUCCEEDED')
  })

  test('the last seat and the end of the time: exactly one of them wins, whoever it is', async () => {
    for (const late of [-1, 0, 1]) {
      const [ana, bo] = (await people(2)) as [TestMember, TestMember]
      const code = await publishGroupOffer(mall, { size: 2, hours: 1 })
      const { token } = await openGroup(ana, code)
      world.clock.advance(60 * MINUTE + late)
      const [joined] = await Promise.allSettled([joinGroup(bo, token), turn(), turn()])
      await turn()
      const { state } = await look(ana, token)
      const filled = joined.status === 'fulfilled'
      expect(state).toBe(filled ? 'SUCCEEDED' : 'EXPIRED_RETURNED')
      expect(filled).toBe(late < 0)
      for (const member of [ana, bo]) expect(await balances(member)).toEqual([filled ? 0 : 100, 0])
      expect(await left(code)).toBe(filled ? 28 : 30)
    }
  })

  test('the last seat and somebody who steps back: nobody pays for a group that is not full', async () => {
    const [ana, bo, cleo] = (await people(3)) as [TestMember, TestMember, TestMember]
    const code = await publishGroupOffer(mall, { size: 3 })
    const { token } = await openGroup(ana, code)
    await joinGroup(bo, token)
    await Promise.allSettled([
      joinGroup(cleo, token),
      bo.call('POST /groups/:token/cancellations', { params: { token } }),
    ])
    await turn()
    const { state, seats } = await look(ana, token)
    expect(state).toBe(seats.length === 3 ? 'SUCCEEDED' : 'OPEN')
    const sums = (await Promise.all([ana, bo, cleo].map(balances))).map(([available = 0, held = 0]) => available + held)
    expect(sums).toEqual(state === 'SUCCEEDED' ? [0, 0, 0] : [100, 100, 100])
  })
})

test('a worker that dies in the middle is finished by the next one, and nobody has two vouchers', async () => {
  const members = await people(4)
  const code = await publishGroupOffer(mall, { size: 4, stock: 4 })
  const { token } = await openGroup(members[0]!, code)
  for (const member of members.slice(1, 3)) await joinGroup(member, token)
  const given = world.get(GivenRewards)
  const give = given.give.bind(given)
  let calls = 0
  // The third of four breaks, as if the process had been killed there.
  given.give = (...of: Parameters<typeof give>) => {
    calls += 1
    return calls === 3 ? Promise.reject(new Error('killed')) : give(...of)
  }
  const full = await joinGroup(members[3]!, token)
  expect(full.state).toBe('SUCCEEDED')
  expect((await Promise.all(members.map(balances))).map(([, held]) => held)).toEqual([0, 0, 100, 100])
  given.give = give
  expect(
    await Promise.all([turn(), turn()]).then(all => all.reduce((sum, { groupsSettled }) => sum + groupsSettled, 0)),
  ).toBe(1)
  for (const member of members) {
    const { items } = await member.call('GET /member/redemptions', {})
    expect(items).toHaveLength(1)
    expect(await balances(member)).toEqual([0, 0])
  }
})

test('points that went back while no worker ran are taken anew when the group had filled', async () => {
  const [ana, bo] = (await people(2)) as [TestMember, TestMember]
  const code = await publishGroupOffer(mall, { size: 2 })
  const { token } = await openGroup(ana, code)
  const settling = world.get(GroupSettling)
  const settle = settling.settle.bind(settling)
  settling.settle = () => Promise.reject(new Error('killed'))
  await joinGroup(bo, token)
  settling.settle = settle
  world.clock.advance(16 * DAY)
  expect(await world.books()).toEqual({})
  expect(await balances(ana)).toEqual([100, 0])
  await turn()
  for (const member of [ana, bo]) {
    expect((await look(member, token)).mine!.state).toBe('USED')
    expect(await balances(member)).toEqual([0, 0])
  }
})

test('an offer counts its groups, and its stock cannot be made smaller than what they took', async () => {
  const ana = await world.member({ points: 100 })
  const reward = await mall.publish()
  const code = await publishGroupOffer(mall, { reward })
  const { token } = await openGroup(ana, code)
  const version = (stock: number) =>
    mall.call('POST /console/group-offers/:code/versions', {
      params: { code },
      body: { requestId: fresh('group-stock-'), version: 1, definition: groupOffer(reward, { stock }), reason: '盘点' },
    })
  expect(await refusalOf(version(0))).toBe('group.stock_too_low')
  expect((await version(3)).figures).toMatchObject({ stock: 3, left: 0, open: 1, members: 1, held: 100, points: 0 })
  const coupon = await mall.publish({ gift: { type: 'SERVICE' }, category: 'EXPERIENCE' })
  const unknown = groupOffer('NO-SUCH-REWARD')
  const body = { requestId: fresh('no-reward-'), code: fresh('NONE-'), definition: unknown, open: true, reason: '上新' }
  expect(await refusalOf(mall.call('POST /console/group-offers', { body }))).toBe('group.invalid')
  expect(await publishGroupOffer(mall, { reward: coupon })).toMatch(/^GROUP-/)
  await mall.call('PUT /console/group-offers/:code/state', { params: { code }, body: { open: false } })
  const bo = await world.member({ points: 100 })
  expect(await refusalOf(openGroup(bo, code))).toBe('group.closed')
  // One that is filling goes on.
  expect((await joinGroup(bo, token)).seats).toHaveLength(2)
})
