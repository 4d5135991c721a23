import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openWorld, type World } from '../../../test/world.js'
import { Sealer } from '../ledger/sealer.service.js'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

test('finance sees that the books balance, how far they are sealed and where the fingerprint is kept', async () => {
  const { call } = await world.operator('FINANCE')
  await world.member({ points: 10 })
  const now = world.clock.now().toISOString()
  const before = await call('GET /console/books', {})
  expect(before).toMatchObject({
    clean: true,
    sealing: { lastBlock: null, waiting: 1, waitingSince: now, anchor: null },
  })
  expect(before.sealing.definition.zh).toContain('区块')
  await world.get(Sealer).seal()
  const { hash } = await world.get(Sealer).anchor('财务邮箱')
  expect((await call('GET /console/books', {})).sealing).toMatchObject({
    lastBlock: { seq: 1, hash: hash.toString('hex'), sealedAt: now },
    waiting: 0,
    waitingSince: null,
    anchor: { seq: 1, place: '财务邮箱', at: now },
  })
})
