import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { isDuplicate } from '../../server/src/db.js'
import { Lane } from '../../server/src/ledger/lane.service.js'
import type { Operation } from '../../server/src/ledger/operation.rules.js'
import { LedgerAlone } from './ledger-alone.js'
import { type Order, operationOf } from './orders.js'

// Goal: a budget is given out to the last point and not one more, however many transactions reach for it side by side.
// Method: bills of many guests at once, through several lanes (as several servers would have) and in transactions of
// features; one lane alone would decide them all in one batch and hide a lock that is missing.
const DAY = 86_400_000
const GUESTS = 64
const BILLS = 6
const LANES = 6
const BUDGET = 1777

let alone: LedgerAlone
beforeAll(async () => {
  alone = await LedgerAlone.open(process.env.TEST_DATABASE_URL ?? '')
})
afterAll(async () => {
  expect(await alone.books()).toEqual({})
  await alone.close()
})

function bill(member: number, n: number): Operation {
  const now = +alone.clock.now()
  const key = `bill:${member}:${n}`
  const spans = [{ from: now - DAY, to: now + DAY, restriction: 0, extendMonths: 0 }]
  const cap = { name: 'budget', limit: BUDGET }
  const order: Order = { key, body: key, member, do: 'EARN', spans, points: [7], growth: 0, visit: true, cap }
  return operationOf(order, new Date(now), () => 1)
}

/** In a transaction of its own; the counter's first row may be somebody else's. */
async function byItself(operation: Operation): Promise<void> {
  for (;;) {
    try {
      await alone.db.transaction(tx => alone.ledger.post(tx, operation))
      return
    } catch (error) {
      if (!isDuplicate(error)) throw error
    }
  }
}

test('64 guests at once, on six lanes and in transactions of their own, never pass a budget and leave nothing of it', async () => {
  const guests = await alone.members(GUESTS)
  const lanes = Array.from({ length: LANES }, () => new Lane(alone.db, alone.ledger))
  await Promise.all(
    guests.map(async (guest, at) => {
      for (let n = 0; n < BILLS; n += 1) {
        const lane = at % 4 === 0 ? null : lanes[at % LANES]
        if (lane) await lane.post(bill(guest, n))
        else await byItself(bill(guest, n))
      }
    }),
  )
  const [given] = await alone.db.query(
    'SELECT SUM(available) AS points, SUM(activities) AS bills FROM account WHERE owner_type = 1',
  )
  expect(given).toEqual({ points: BUDGET, bills: GUESTS * BILLS })
  expect(await alone.db.query('SELECT amount FROM tally')).toEqual([{ amount: BUDGET }])
}, 120_000)
