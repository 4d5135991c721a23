/**
 * A day at two tills with a process of their own, against the server: requests sent twice, answers lost, requests that
 * overtake one another, clocks that are wrong, commits that had to wait. At its end both sides have written down the same.
 * POS_SALES and POS_SEED play longer and other days.
 */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { dayOf, localOf } from '../../server/src/calendar.js'
import { freshId } from '../checkout-builders.js'
import { cash, percent } from '../coupon-builders.js'
import { offerCoupon } from '../coupon-stage.js'
import type { DayPlan, DayReport } from '../simulators/pos/day.js'
import { openWorld, type World } from '../world.js'

const sales = Number(process.env.POS_SALES ?? 48)
const seed = Number(process.env.POS_SEED ?? 1)
const main = fileURLToPath(new URL('../simulators/pos/main.ts', import.meta.url))
const testPackage = fileURLToPath(new URL('../', import.meta.url))
/** What a till has for an answer, at most. */
const BUDGET_MS = 2_000

let world: World
beforeAll(async () => {
  world = await openWorld({ liveClock: true })
})
afterAll(() => world.close())

function play(plan: DayPlan): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', main], { cwd: testPackage, stdio: 'pipe' })
  const said = { out: '', err: '' }
  child.stdout.on('data', data => {
    said.out += data
  })
  child.stderr.on('data', data => {
    said.err += data
  })
  child.stdin.end(JSON.stringify(plan))
  return new Promise(resolve => child.once('exit', code => resolve({ code, ...said })))
}

test('after a day on which everything went wrong that can, tills and server agree to the fen', async () => {
  // Whenever this runs, the store's day neither begins nor ends while it does, and is the one of the calendar.
  const { hour } = localOf(new Date(), 'Asia/Shanghai')
  const storeId = await world.store({ dayCutOff: hour < 12 ? '00:00' : '04:00' })
  const tills = [await world.pos(storeId, 'till 1'), await world.pos(storeId, 'till 2')]
  const marketer = await world.operator('MARKETER')
  const batches = [
    await offerCoupon(marketer, { effect: cash(700) }),
    await offerCoupon(marketer, { effect: percent(13) }),
  ]
  const people = []
  for (let count = 0; count < 6; count += 1) {
    const member = await world.member({ points: 4_000 })
    const couponIds: string[] = []
    for (const batchId of batches) {
      const body = { requestId: freshId(), batchId }
      couponIds.push((await member.call('POST /member/coupon-claims', { body })).id)
    }
    people.push({ member, couponIds })
  }
  const plan: DayPlan = {
    url: world.url,
    day: dayOf(new Date(), 'Asia/Shanghai'),
    tills: tills.map(({ id, key }) => ({ id, key })),
    guests: people.map(({ member, couponIds }) => ({ token: member.token, couponIds: [...couponIds] })),
    sales,
    seed,
  }
  const { code, out, err } = await play(plan)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const report = JSON.parse(out) as DayReport
  expect(report).toMatchObject({ differences: [], digestAgrees: true, open: 0 })
  expect(Object.values(report.done).every(times => times > 0)).toBe(true)
  expect(Math.min(report.accidents.DROP, report.accidents.TWICE, report.retries, report.offline)).toBeGreaterThan(0)
  expect(report.accidents.late).toBeGreaterThan(0)
  expect(report.p95Ms).toBeLessThan(BUDGET_MS)
  const [bills] = await world.db.query<{ bills: number; again: number }>(
    'SELECT COUNT(*) AS bills, COUNT(*) - COUNT(DISTINCT bill_no) AS again FROM purchase WHERE store_id = ?',
    [storeId],
  )
  expect(bills).toEqual({ bills: sales - report.done.CANCELLED, again: 0 })
  for (const { member } of people) expect((await member.call('GET /member/card')).balances.held).toBe(0)
  expect(await world.books()).toEqual({})
}, 120_000)
