import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openWorld, type World } from '../../../test/world.js'
import { WINDOW_MS } from './codes.rules.js'
import { MemberCodes } from './codes.service.js'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

test('a code is shown only when a till takes it, also right after several scans', async () => {
  const ana = await world.member()
  const codes = world.get(MemberCodes)
  for (let scan = 1; scan <= 4; scan += 1) {
    const [first] = (await codes.issue(ana.id, ana.memberNo)).codes
    expect(first!.fromMs).toBeLessThanOrEqual(WINDOW_MS)
    expect(first!.untilMs).toBeGreaterThan(first!.fromMs)
    world.clock.advance(first!.fromMs)
    expect(await codes.use(first!.qr, { storeId: 1, who: `till ${scan}` })).toBe(ana.id)
  }
})
