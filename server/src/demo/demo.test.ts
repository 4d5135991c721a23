import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { lastLine, startCommand } from '../../../test/command-process.js'
import { openWorld, type World } from '../../../test/world.js'
import { callerOf, refusalOf } from '../../../test/world-basics.js'
import { Planner } from '../deliveries/planner.service.js'
import { Reminders } from '../deliveries/reminders.service.js'
import type { DemoReport } from './demo.service.js'
import { OPERATORS, PASSWORD } from './sign-ins.rules.js'
import { STORIES } from './stories.rules.js'

let world: World
let folder: string
/** What the demonstration looks like once it is there. */
let report: DemoReport
beforeAll(async () => {
  world = await openWorld({ liveClock: true })
  folder = mkdtempSync(path.join(tmpdir(), 'huitou-demo-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  expect(await world.books()).toEqual({})
  await world.close()
})

function start(args: string[] = [], environment: Record<string, string> = {}) {
  const { appId, appSecret } = world.config.wechat
  const own = {
    WECHAT_APP_ID: appId,
    WECHAT_APP_SECRET: appSecret,
    HUITOU_DEMO: '1',
    DATA_DIR: folder,
    PUBLIC_URL: world.url,
    WECHAT_API_URL: world.wechat.url,
  }
  return startCommand('demo', args, { databaseUrl: world.databaseUrl, environment: { ...own, ...environment } })
}

async function counts() {
  const [row] = await world.db.query<{
    members: number
    bills: number
    refunds: number
    spends: number
    staff: number
    stores: number
  }>(
    `SELECT (SELECT COUNT(*) FROM member) AS members, (SELECT COUNT(*) FROM purchase) AS bills, (SELECT COUNT(*) FROM refund) AS refunds,
       (SELECT COUNT(*) FROM journal WHERE kind = 3) AS spends, (SELECT COUNT(*) FROM staff WHERE revoked_at IS NULL) AS staff,
       (SELECT COUNT(*) FROM store) AS stores`,
  )
  return row!
}

test('where nobody asked for a demonstration there is none', async () => {
  const ended = await start([], { HUITOU_DEMO: '0' }).ended
  expect([ended.code, ended.stdout]).toEqual([1, ''])
  expect(ended.stderr).toMatch(/^HUITOU_DEMO is not 1/)
  expect(await counts()).toMatchObject({ members: 0, stores: 0 })
})

test('killed twice on its way, with another seed between, it ends complete; then it does nothing', async () => {
  for (const until of [800, 4_000]) {
    const running = start(['--seed', '7'])
    while ((await counts()).bills < until) await sleep(20)
    running.kill9()
    await running.ended
  }
  report = lastLine<DemoReport>(await start(['--seed', '8']).ended)
  expect(report).toMatchObject({ already: false, seed: 7 })
  const { members, bills, refunds, spends } = report
  expect(await counts()).toEqual({ members, bills, refunds, spends, staff: 8, stores: 3 })
  const began = await counts()
  expect(lastLine<DemoReport>(await start().ended)).toMatchObject({ already: true, seed: 7, bills })
  expect(await counts()).toEqual(began)
  expect(JSON.parse(readFileSync(path.join(folder, 'demo.json'), 'utf8'))).toEqual({ signIns: report.signIns })
}, 300_000)

/** Signs in as the browser that plays this phone does. */
async function phone(device: string) {
  const answer = await fetch(`${world.wechat.url}/__sim/phone/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ device }),
  })
  const { code } = (await answer.json()) as { code: string }
  const { tokens } = await world.as()('POST /sessions', { body: { code } })
  return world.as(tokens.accessToken)
}

test('the diner signs in to two years of bills: points now, points that end soon, points that ended', async () => {
  const call = await phone('demo-diner')
  const card = await call('GET /member/card')
  expect(card.nickname).toBe(STORIES.diner)
  expect(card.balances.available).toBeGreaterThan(1_000)
  expect(card.balances.expiringSoon?.points).toBeGreaterThan(0)
  const types = new Set<string>()
  let cursor: string | null | undefined
  do {
    const page = await call('GET /member/entries', { query: { limit: 50, ...(cursor ? { cursor } : {}) } })
    for (const entry of page.items) types.add(entry.type)
    cursor = page.nextCursor
  } while (cursor)
  expect([...types].sort()).toEqual(['EARN', 'EXPIRE', 'REDEEM', 'REVERSE'])
  const { items } = await call('GET /member/entries', { query: { filter: 'REDEEM' } })
  expect(items[0]!.sentence.zh).toMatch(/^.+一[杯份]，用掉 \d+ 分$/)
})

test('a reminder of the coupon that ends uses up one of the two messages the diner has allowed', async () => {
  const call = await phone('demo-diner')
  const left = async () =>
    (await call('GET /member/reminders')).items.find(({ kind }) => kind === 'COUPON_EXPIRING')!.left
  expect(await left()).toBe(2)
  expect((await world.get(Reminders).run()).coupons).toBeGreaterThan(20)
  await world.get(Planner).plan()
  expect(await left()).toBe(1)
})

test('the console has a campaign with its funnel, and coupons in every state', async () => {
  const { tokens } = await world.as()('POST /console/sessions', { body: { username: 'marketer', password: PASSWORD } })
  const marketer = world.as(tokens.accessToken)
  const { items } = await marketer('GET /console/sends', { query: { kind: 'CAMPAIGN' } })
  const { funnel, states, optOuts } = items[0]!
  expect(funnel.target).toBe(report.members)
  expect(funnel.consented).toBeLessThan(funnel.target)
  expect(funnel.willSend).toBeGreaterThan(150)
  expect(states.find(({ state }) => state === 'SENT')!.count).toBeGreaterThan(funnel.willSend * 0.9)
  expect(optOuts).toBe(3)
  const batches = (await marketer('GET /console/coupon-batches', { query: {} })).items
  expect(batches).toHaveLength(5)
  const sum = (name: 'used' | 'expired' | 'unused') => batches.reduce((total, { figures }) => total + figures[name], 0)
  expect([sum('used') > 150, sum('expired') > 50, sum('unused') > 100]).toEqual([true, true, true])
  const locked = await world.db.query('SELECT lock_purpose FROM coupon WHERE status = 2 ORDER BY lock_purpose')
  expect(locked).toEqual([{ lock_purpose: 1 }, { lock_purpose: 3 }])
})

test('the newcomer is nobody yet', async () => {
  const call = await phone('demo-newcomer')
  expect(await refusalOf(call('GET /member/card'))).toBe('member.not_enrolled')
})

test('staff see their workbench, operators their console, the till its bills', async () => {
  expect(await (await phone('demo-staff'))('GET /staff/workbench')).toMatchObject({ name: '林小满', role: 'STAFF' })
  expect(await (await phone('demo-manager'))('GET /staff/workbench')).toMatchObject({ role: 'STORE_MANAGER' })
  for (const { username, role } of OPERATORS) {
    const { operator } = await world.as()('POST /console/sessions', { body: { username, password: PASSWORD } })
    expect(operator.role).toBe(role)
  }
  const curl = report.signIns.find(({ where }) => where.endsWith('/api/pos/bills'))!.how
  const till = callerOf(world.url, /Bearer (\w+)/.exec(curl)![1]!)
  const body = JSON.parse(/-d '(.*)'/.exec(curl)![1]!) as { billNo: string; paidFen: number; scene: string }
  expect(await refusalOf(till('POST /pos/bills', { body }))).toBe('table.no_diner')
  const diner = await phone('demo-diner')
  await diner('POST /member/table-visits', { body: { scene: body.scene } })
  const bill = await till('POST /pos/bills', { body })
  expect(bill.member).toMatchObject({ nickname: STORIES.diner })
  // The rate alone is 88; what a regular's tier adds is said beside it.
  expect(bill.parts[0]).toMatchObject({ code: 'purchase', points: 88 })
  expect(bill.parts.reduce((sum, part) => sum + part.points, 0)).toBe(bill.points)
})

test('the diner has a coupon that goes with points, one that is on its way to a friend, one used and one ended', async () => {
  const call = await phone('demo-diner')
  const states = async (tab: 'USABLE' | 'USED' | 'ENDED') =>
    (await call('GET /member/coupons', { query: { tab } })).items.map(({ name, state }) => `${name.zh} ${state}`)
  const usable = ['双倍积分券 USABLE', '周年庆 30 元券 USABLE', '工作日午市 88 折 GIVEN']
  expect((await states('USABLE')).sort()).toEqual(usable)
  expect(await states('USED')).toEqual(['工作日午市 88 折 USED'])
  expect(await states('ENDED')).toEqual(['工作日午市 88 折 EXPIRED'])
  expect((await call('GET /member/coupon-gifts', { query: {} })).items).toMatchObject([{ state: 'OPEN', to: null }])
  const [table] = await world.db.query<{ scene: string }>(
    'SELECT t.scene FROM dining_table t JOIN table_bill b ON b.open_table_id = t.id',
  )
  await call('POST /member/table-visits', { body: { scene: table!.scene } })
  const { bill } = await call('GET /member/table-bill', { query: {} })
  const quote = await call('POST /member/checkouts/quotes', { body: { billId: bill!.id, points: 1_000 } })
  expect(quote).toMatchObject({ amountFen: 19_600, couponFen: 3_000, pointsFen: 1_000, payableFen: 15_600 })
})

test('the console finds the debt, the pending points, those on hold and those that have ended', async () => {
  const { tokens } = await world.as()('POST /console/sessions', { body: { username: 'admin', password: PASSWORD } })
  const admin = world.as(tokens.accessToken)
  const profile = async (nickname: string) => {
    const { items } = await admin('GET /console/members', { query: { search: nickname } })
    expect(items).toHaveLength(1)
    return admin('GET /console/members/:memberNo', { params: { memberNo: items[0]!.memberNo } })
  }
  expect((await profile(STORIES.debt)).balances).toMatchObject({ available: 0, debt: 588 })
  expect((await profile(STORIES.pending)).balances).toMatchObject({ available: 426, pending: 3_880 })
  expect((await profile(STORIES.held)).balances).toMatchObject({ held: 600 })
  const gone = await profile(STORIES.expired)
  expect(gone.balances.available).toBe(0)
  expect(gone.lots.every(lot => lot.state === 'EXPIRED' && lot.expired === lot.granted)).toBe(true)
  const { months } = await admin('GET /console/overview')
  expect(months.filter(month => month.bills > 1_000).length).toBeGreaterThanOrEqual(11)
})
