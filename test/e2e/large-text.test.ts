import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { CouponIssuing } from '../../server/src/coupons/issuing.service.js'
import { dish } from '../coupon-builders.js'
import { dishOf, offerCoupon } from '../coupon-stage.js'
import { say } from '../message-builders.js'
import { openWorld, type World } from '../world.js'
import { Eyes, type Visitor } from './browser.js'
import { crampedTexts, smallTargets } from './faults-on-page.js'
import { join, waiterAtWork } from './people.js'

// Who reads with large text chose it here, in WeChat, or in the browser; the letters grow, and nothing falls off the page.
let world: World
let eyes: Eyes
let store: number
beforeAll(async () => {
  world = await openWorld({ liveClock: true })
  store = await world.store({ name: '国贸店' })
  eyes = await Eyes.open()
})
afterAll(async () => {
  await eyes.close()
  await world.close()
})

const SAMPLE = '¥88.50 × 1 分 = 88 分'
/** The size of the letters of the sample on the settings page, as a part of the width of the screen. */
const sampleSize = (page: Page) =>
  page
    .getByText(SAMPLE)
    .last()
    .evaluate(sample => Number.parseFloat(getComputedStyle(sample).fontSize) / window.innerWidth)

test('the size chosen in the settings is the size of the letters, and is kept', async () => {
  const { page, context } = await eyes.visitor()
  await page.goto(`${world.url}/m/#/settings/index`)
  await page.getByText(SAMPLE).waitFor()
  const standard = await sampleSize(page)
  expect(standard).toBeCloseTo(15 / 375, 3)
  for (const [name, times] of [
    ['大', 1.2],
    ['特大', 1.4],
    ['标准', 1],
    ['特大', 1.4],
  ] as const) {
    await page.getByRole('radio', { name, exact: true }).click()
    expect((await sampleSize(page)) / standard).toBeCloseTo(times, 2)
  }
  await page.reload()
  await page.getByText(SAMPLE).waitFor()
  expect((await sampleSize(page)) / standard).toBeCloseTo(1.4, 2)
  await context.close()
})

test('a browser whose own text is larger is followed, up to 1.4 times', async () => {
  for (const [textPx, times] of [
    [20, 1.3],
    [32, 1.4],
  ] as const) {
    const large = await Eyes.open(textPx)
    try {
      const { page } = await large.visitor()
      await page.goto(`${world.url}/m/#/settings/index`)
      await page.getByText(SAMPLE).waitFor()
      expect((await sampleSize(page)) / (15 / 375)).toBeCloseTo(times, 2)
      await page.getByRole('radio', { name: '标准', exact: true }).click()
      expect((await sampleSize(page)) / (15 / 375)).toBeCloseTo(1, 2)
    } finally {
      await large.close()
    }
  }
})

test('with the largest text on the smallest phone nothing is cut off and nothing overlaps, on no page', async () => {
  const diner = await eyes.visitor({ small: true })
  const pages = await dinerPages(diner)
  await preferHuge(diner)
  expect(await faultsOn(diner, pages, crampedTexts)).toEqual({})
  const waiter = await waiterAtWork(world, eyes, store, { small: true })
  await preferHuge(waiter)
  expect(await faultsOn(waiter, TILL_PAGES, crampedTexts)).toEqual({})
}, 180_000)

test('what is meant for a finger is at least 44 pixels wide and high, on every page', async () => {
  const diner = await eyes.visitor()
  const pages = await dinerPages(diner)
  expect(await faultsOn(diner, pages, smallTargets)).toEqual({})
  const waiter = await waiterAtWork(world, eyes, store)
  expect(await faultsOn(waiter, TILL_PAGES, smallTargets)).toEqual({})
}, 180_000)

const TILL_PAGES = [
  'staff/workbench',
  'staff/bill?none=1',
  'staff/records',
  'staff/refund?billNo=BIG-1',
  'staff/table-bill',
  'staff/table-bills',
  'staff/verify/enter',
  'staff/verify/records',
  'staff/shifts/now',
  'staff/shifts/list',
  'staff/verify/practice',
]

/** Joins, earns a bill whose numbers are long, and answers the pages there are for a diner. */
async function dinerPages({ page }: Visitor): Promise<string[]> {
  await page.goto(`${world.url}/m/`)
  await page.getByText('免费加入会员').click()
  await join({ page })
  await page.getByText('回首页').click()
  await page.getByText('我的积分').first().waitFor()
  const [member] = await world.db.query<{ id: number }>('SELECT id FROM member ORDER BY id DESC LIMIT 1')
  bills += 1
  await world.bill({ memberId: member!.id, storeId: store, paidFen: 98_765_432, billNo: `BIG-${bills}` })
  await page.getByText('为什么是这个数').click()
  await page.getByText('怎么算的').waitFor()
  const entry = page.url().split('#/')[1]!
  const { scene } = await world.table(store)
  const tabs = ['home', 'code', 'mall', 'me'].map(name => `pages/${name}/index`)
  const points = ['points/statement', entry, 'points/month', 'points/rules', 'tiers/index']
  const others = ['settings/index', 'settings/profile', 'settings/privacy', 'stores/index']
  const words = ['messages/index', 'messages/reminders', 'points/expiring']
  const coupon = await someOfEverything(member!.id)
  const wallet = ['index', 'offers', 'given', `detail?id=${coupon}`, `give?id=${coupon}`].map(name => `coupons/${name}`)
  return [...tabs, ...points, ...others, ...words, ...wallet, 'join/index', `table/index?scene=${scene}`]
}
let bills = 0

/** A coupon with a long list of terms, one more to take, and a message of a kind that needs somebody. Answers the coupon. */
async function someOfEverything(memberId: number): Promise<number> {
  const marketer = await world.operator('MARKETER')
  const windows = [{ weekdays: [1, 2, 3, 4, 5, 6], between: ['22:00', '02:00'] as [string, string] }]
  const batchId = await offerCoupon(marketer, {
    name: { zh: '一张名字很长很长的工作日午市满减优惠券', en: '' },
    effect: { type: 'THRESHOLD_OFF', minFen: 9_000_000, offFen: 1_000_000 },
    scope: { windows },
    validity: { kind: 'RELATIVE', starts: 'NOW', days: 3 },
  })
  await offerCoupon(marketer, { effect: dish([await dishOf(world, store, '招牌酸菜鱼')], 888_800) }, { perMember: 3 })
  await say(world, 'POINTS_EXPIRING', [memberId], { dueAt: new Date(Date.now() - 1000) })
  return world.get(CouponIssuing).claim(memberId, Number(batchId), `large-text-${memberId}`)
}

async function preferHuge({ page }: Visitor): Promise<void> {
  await page.goto(`${world.url}/m/#/settings/index`)
  await page.getByRole('radio', { name: '特大', exact: true }).click()
}

/** The faults of each page that has any. */
async function faultsOn({ page }: Visitor, pages: string[], faults: () => string[]): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  for (const path of pages) {
    // From nothing each time: the router keeps the pages one came by beneath.
    await page.goto('about:blank')
    await page.goto(`${world.url}/m/#/${path}`)
    await page.locator('.screen').waitFor()
    const settled = page.locator('.bone:visible').first().waitFor({ state: 'hidden' })
    await settled.catch(cause => {
      throw new Error(`${path} stays a skeleton`, { cause })
    })
    const here = await page.evaluate(faults)
    if (here.length > 0) found[path] = here
  }
  return found
}
