import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openWorld, type World } from '../../../test/world.js'
import { DemoMall } from './demo-mall.service.js'
import { DEMO_REWARDS } from './mall.rules.js'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

test('the shelf is filled once, and ana takes plum juice from it', async () => {
  await world.get(DemoMall).ensure()
  await world.get(DemoMall).ensure()
  const ana = await world.member({ points: 88 })
  const { items, counts } = await ana.call('GET /mall/rewards', { query: {} })
  expect(items.map(item => item.code)).toEqual(DEMO_REWARDS.map(({ code }) => code))
  expect(counts).toEqual({ can: 1, near: 1, all: 7 })
  const body = { requestId: 'plum-juice', code: 'plum-soup', points: 80, cashFen: 0 }
  expect(await ana.call('POST /mall/redemptions', { body })).toMatchObject({ state: 'READY', available: 8 })
})
