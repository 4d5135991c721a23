import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { openWorld, type World } from '../../../test/world.js'
import { refusalOf } from '../../../test/world-basics.js'

let world: World
const checkPath = '/wxa/msg_sec_check'

beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())
afterEach(() => world.wechat.control.clearFaults())

const rename = (who: Awaited<ReturnType<World['member']>>, nickname: string) =>
  who.call('PUT /member/profile', { body: { nickname, birthday: null } })

test('ana cannot call herself what WeChat calls risky, and keeps her name', async () => {
  const ana = await world.member({ nickname: '安娜' })
  expect(await refusalOf(rename(ana, '赌博加我'))).toBe('profile.nickname_refused')
  expect((await ana.call('GET /member/profile')).nickname).toBe('安娜')
  expect(await rename(ana, '小安')).toMatchObject({ nickname: '小安' })
})

test('nobody joins under such a name, and joining under another one works with the same phone', async () => {
  const guest = await world.guest()
  const bad = world.enrolment(guest.openid, '一起赌博')
  expect(await refusalOf(guest.call('POST /enrolments', { body: bad }))).toBe('profile.nickname_refused')
  const card = await guest.call('POST /enrolments', { body: { ...bad, nickname: '小安' } })
  expect(card.nickname).toBe('小安')
})

test('a name is no reason to turn anybody away while WeChat does not answer, or has not seen her lately', async () => {
  const ana = await world.member({ nickname: '安娜' })
  world.wechat.control.setFault({ endpoint: checkPath, status: 502 })
  await rename(ana, '赌博一')
  world.clock.advance(3 * 3_600_000)
  await rename(ana, '赌博二')
})

test('a name that stays is not shown to WeChat again', async () => {
  const ana = await world.member({ nickname: '安娜' })
  world.wechat.control.clearLog()
  await rename(ana, '安娜')
  expect(world.wechat.control.log(checkPath)).toEqual([])
})
