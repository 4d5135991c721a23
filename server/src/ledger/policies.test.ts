import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openWorld, type World } from '../../../test/world.js'
import { LedgerPolicies } from './policies.service.js'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

test('a policy is changed in the transaction of whoever changes it, and back', async () => {
  const policies = world.get(LedgerPolicies)
  expect(await policies.current()).toEqual({ transfers: false, holdMinutes: 30, graceDays: 7 })
  await world.db.transaction(tx => policies.change(tx, { transfers: true, graceDays: 3 }))
  expect(await policies.current()).toEqual({ transfers: true, holdMinutes: 30, graceDays: 3 })
  await world.db.transaction(tx => policies.change(tx, { transfers: false }))
  expect(await policies.current()).toEqual({ transfers: false, holdMinutes: 30, graceDays: 3 })
  const failing = world.db.transaction(async tx => {
    await policies.change(tx, { graceDays: 9 })
    throw new Error('thought better of it')
  })
  await expect(failing).rejects.toThrow('better')
  expect(await policies.current()).toMatchObject({ graceDays: 3 })
})
