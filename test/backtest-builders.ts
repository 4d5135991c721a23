/** Backtests as the console asks for them: a default for everything. */
import { randomBytes } from 'node:crypto'
import { expect } from '@jest/globals'
import { Backtests } from '../server/src/backtests/backtests.service.js'
import type { TestOperator, World } from './world.js'
import { DAY, MINUTE } from './world-basics.js'

/** The last 31 days under the rules in force, with changes. */
export const orderOf = ({ clock }: World, changes: Partial<Parameters<Backtests['start']>[1]> = {}) => ({
  requestId: randomBytes(9).toString('hex'),
  proposals: [],
  from: new Date(clock.now().getTime() - 31 * DAY).toISOString(),
  to: new Date(clock.now().getTime() + MINUTE).toISOString(),
  ...changes,
})

/** Runs one to its end and answers what it says. */
export async function runBacktest(world: World, by: TestOperator, changes: Parameters<typeof orderOf>[1] = {}) {
  const { id } = await by.call('POST /console/backtests', { body: orderOf(world, changes) })
  await world.get(Backtests).settled()
  const done = await by.call('GET /console/backtests/:id', { params: { id } })
  expect(done).toMatchObject({ state: 'DONE', id })
  return done.report!
}
