import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openWorld, type World } from '../world.js'
import { MINUTE } from '../world-basics.js'
import { Eyes, type Visitor } from './browser.js'
import { atTheDesk, join } from './people.js'

// A marketer makes a rule out of blocks; the next bill earns by it, and the diner reads why, and why not.
const TUESDAY_EVENING = '2026-11-24T10:30:00.000Z'
const NAME = '周二晚市满 80 双倍'

let world: World
let eyes: Eyes
let store: number
let marketer: Visitor
beforeAll(async () => {
  world = await openWorld()
  world.clock.set(TUESDAY_EVENING)
  store = await world.store({ name: '国贸店' })
  eyes = await Eyes.open()
  marketer = await atTheRules()
})
afterAll(async () => {
  await eyes.close()
  expect(await world.books()).toEqual({})
  await world.close()
})

/** A marketer in front of the list of rules. */
async function atTheRules(): Promise<Visitor> {
  const visitor = await atTheDesk(world, eyes, 'MARKETER')
  const { page } = visitor
  await page.goto(`${world.url}/console/rules`)
  await page.getByRole('heading', { name: '积分规则' }).waitFor()
  return visitor
}

const sentence = (visitor: Visitor) => visitor.page.locator('.sentence')
const saved = (visitor: Visitor) => visitor.page.getByText(/草稿已保存|没有未发布的修改/).waitFor()

async function addCondition({ page }: Visitor, field: string): Promise<void> {
  await page.getByRole('button', { name: '加条件' }).click()
  await page.getByRole('menuitem', { name: field, exact: true }).click()
}

async function tickSix({ page }: Visitor): Promise<void> {
  const right = page.locator('.example .tick').getByText('对', { exact: true })
  await right.nth(5).waitFor()
  for (let index = 0; index < 6; index++) {
    const answered = page.waitForResponse(response => response.url().endsWith('/ticks'))
    await right.nth(index).click()
    expect((await answered).status()).toBe(200)
  }
}

test('a marketer makes a rule from a template, checks its examples and publishes it', async () => {
  const { page, picture, errors } = marketer
  await picture('rules')
  await page.getByRole('button', { name: '新建规则' }).click()
  await page.getByText('让客人多来').waitFor()
  await picture('rules-goal')
  await page.getByRole('button', { name: '用这个模板 会员日双倍' }).click()
  await page.getByLabel('规则名称（顾客看得到）').fill(NAME)
  await page.getByRole('button', { name: /删除条件：每月几号/ }).click()
  for (const field of ['星期', '时段', '实付金额']) await addCondition(marketer, field)
  await sentence(marketer)
    .getByText(/周二.*17:00.*21:00.*80/)
    .waitFor()
  await saved(marketer)
  await picture('rules-editor')

  await page.getByRole('button', { name: '发布', exact: true }).click()
  await page.getByText('还要核对 6 个例子').waitFor()
  await page.keyboard.press('Escape')
  await tickSix(marketer)
  await picture('rules-ticked')
  await page.getByRole('button', { name: '发布', exact: true }).click()
  await page.getByText('这是第一次发布').waitFor()
  await page.getByLabel('原因').fill('周二晚市客人少')
  await picture('rules-publish')
  await page.getByRole('button', { name: '发布第 1 版' }).click()
  await page.getByText('已发布，现在生效').waitFor()
  expect(errors).toEqual([])
})

test('the next bill of ¥80 earns double and the diner sees why; ¥76 says why not', async () => {
  const { scene } = await world.table(store, 'A12')
  const diner = await eyes.visitor()
  await diner.page.goto(`${world.url}/t/${scene}`)
  await diner.page.getByText('加入会员').last().click()
  await join(diner)
  await diner.page.getByText('回到我的桌子').click()
  await diner.page.getByText('A12').first().waitFor()
  const till = await world.pos(store)
  world.clock.advance(MINUTE)
  const ring = (paidFen: number, billNo: string) => till.call('POST /pos/bills', { body: { billNo, paidFen, scene } })
  const short = await ring(7600, 'TUE-76')
  const enough = await ring(8000, 'TUE-80')
  expect([short.points, enough.points]).toEqual([76, 160])

  await diner.page.goto(`${world.url}/m/#/points/entry?entryNo=${enough.entryNo}`)
  await diner.page.getByText(NAME).first().waitFor()
  await diner.picture('rules-why')

  const { page } = marketer
  await page.goto(`${world.url}/console/members/${short.member?.memberNo}?entry=${short.entryNo}`)
  const why = page.getByRole('dialog')
  await why.getByText('为什么没有').waitFor()
  await why.getByText(/满 ¥80.*本单 ¥76/).waitFor()
  await marketer.picture('rules-why-not')
  expect([...diner.errors, ...marketer.errors]).toEqual([])
})

test('an edit that breaks a checked example keeps the rule from being published until it is undone', async () => {
  const { page } = marketer
  await page.goto(`${world.url}/console/rules`)
  await page.getByRole('link', { name: NAME }).click()
  await saved(marketer)
  await page.getByLabel('倍数').fill('3')
  await page.getByText('和之前核对的不一样了').first().waitFor()
  await page.getByRole('button', { name: '发布', exact: true }).click()
  await page.getByText(/个例子标了“不对”或结果变了/).waitFor()
  await marketer.picture('rules-broken')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '撤销' }).click()
  await page.getByText('和之前核对的不一样了').first().waitFor({ state: 'detached' })
  await saved(marketer)
})

test('two marketers at one rule: the second is shown what the first wrote, and nothing is lost', async () => {
  const { page } = marketer
  await page.waitForLoadState('networkidle')
  const second = await atTheRules()
  await second.page.getByRole('link', { name: NAME }).click()
  await saved(second)
  await second.page.getByLabel('英文名称').fill('Tuesday evening')
  await second.page.waitForResponse(response => response.url().endsWith('/draft') && response.status() === 200)
  await page.getByLabel('英文名称').fill('Tuesdays after five')
  await page.getByText('别人也改了，请选一份').click()
  await page.getByText('别人刚改过这条规则').waitFor()
  await page.getByText('Tuesday evening', { exact: true }).waitFor()
  await marketer.picture('rules-conflict')
  await page.getByRole('button', { name: '保留我的' }).click()
  await page.waitForResponse(response => response.url().endsWith('/draft') && response.status() === 200)
  await saved(marketer)
  expect(await page.getByLabel('英文名称').inputValue()).toBe('Tuesdays after five')
  expect(second.errors).toEqual([])
  await second.context.close()
})

test('the keyboard alone adds, moves and removes a condition', async () => {
  const { page } = marketer
  const fields = () => page.locator('.condition .field-select').allInnerTexts()
  const before = await fields()
  await page.getByRole('button', { name: '加条件' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: '用餐人数' }).waitFor()
  await page.getByRole('menuitem', { name: '用餐人数' }).press('Enter')
  await page.getByLabel('用餐人数的值').waitFor()
  expect(await fields()).toEqual([...before, '用餐人数'])
  await page.keyboard.press('Alt+ArrowUp')
  expect((await fields()).at(-2)).toBe('用餐人数')
  await page.keyboard.press('Alt+Delete')
  expect(await fields()).toEqual(before)
})

test('Enter in the field of the moment chooses it and publishes nothing; the button does', async () => {
  const { page } = marketer
  await saved(marketer)
  await page.getByRole('button', { name: '发布', exact: true }).click()
  await page.getByText('到指定时间').click()
  await page.getByLabel('原因').fill('很久以后')
  await page.getByLabel('生效时间（北京时间）').fill('2036-12-01 00:00:00')
  await page.keyboard.press('Enter')
  await page.getByText(/顾客：从 2036-12-01 00:00 起付款/).waitFor()
  await page.getByRole('button', { name: '发布第 2 版' }).click()
  await page.getByText('第 2 版 2036-12-01 00:00 生效').waitFor()
})
