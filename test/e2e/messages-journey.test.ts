import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { PASSWORD } from '../../server/src/demo/sign-ins.rules.js'
import { Operators } from '../../server/src/operators/operators.service.js'
import { agree, allow, cards, deliver, enterTemplates } from '../message-builders.js'
import { openWorld, type TestMember, type World } from '../world.js'
import { Eyes, type Visitor } from './browser.js'

// Messages from the marketer's side: when nobody is disturbed, what a long text becomes, who would get an offer, who got it.
let world: World
let eyes: Eyes
let mara: Visitor
let regulars: TestMember[]
beforeAll(async () => {
  world = await openWorld({ liveClock: true })
  enterTemplates(world)
  eyes = await Eyes.open()
  regulars = await fiveRegulars()
  await world.get(Operators).ensure({ username: 'mara', name: '马拉', role: 'MARKETER', password: PASSWORD })
  mara = await eyes.visitor({ desk: true })
  await mara.page.goto(`${world.url}/console/login`)
  await mara.page.locator('input').nth(0).fill('mara')
  await mara.page.locator('input[type=password]').fill(PASSWORD)
  await mara.page.keyboard.press('Enter')
  await mara.page.waitForURL(address => !address.pathname.endsWith('/login'))
})
afterAll(async () => {
  await eyes.close()
  await world.close()
})

/** Three who can be told, one who has no grant, and one who wants no offers. */
async function fiveRegulars(): Promise<TestMember[]> {
  const members: TestMember[] = []
  for (const nickname of ['阿一', '阿二', '阿三', '没额度的阿四', '不要活动的阿五']) {
    const member = await world.member({ nickname })
    await agree(member)
    if (nickname !== '没额度的阿四') await allow(world, member, ['CAMPAIGN'], 2)
    await world.db.query('INSERT INTO member_tag (member_id, tag, added_at) VALUES (?, ?, ?)', [
      member.id,
      '常客',
      new Date(),
    ])
    members.push(member)
  }
  await members[4]!.call('PUT /member/reminders/:kind', { params: { kind: 'CAMPAIGN' }, body: { wanted: false } })
  return members
}

/** Quiet hours that are far from now, whenever this runs: three hours from now on, for two. */
function quietLater(): [from: string, until: string] {
  const hour = (new Date().getUTCHours() + 8) % 24
  const clock = (later: number) => `${String((hour + later) % 24).padStart(2, '0')}:00`
  return [clock(3), clock(5)]
}

test('mara sets quiet hours, and they hold as a version with her name', async () => {
  const { page } = mara
  const [from, until] = quietLater()
  await page.goto(`${world.url}/console/message-limits`)
  await page.getByText('每位会员最多收几条').waitFor()
  const typed = async (label: string, time: string) => {
    await page.getByLabel(label).fill(time)
    await page.getByLabel(label).press('Enter')
    await page.getByLabel(label).press('Tab')
  }
  await typed('免打扰时段 1', from)
  await typed('免打扰时段 2', until)
  await mara.picture('message-limits')
  // What is on the desk waits for her when she looks something up meanwhile.
  await page.getByRole('link', { name: '发送监控' }).click()
  await page.getByRole('button', { name: '离开' }).click()
  await page.getByText('还没有发送过消息').waitFor()
  await page.getByRole('link', { name: '频次与免打扰' }).click()
  await page.getByRole('button', { name: '保存第 1 版' }).click()
  await page.getByText('第 1 版 · 马拉').waitFor()
  const admin = await world.operator('ADMIN')
  const { limits } = await admin.call('GET /console/message-limits')
  expect([limits.quiet.from, limits.quiet.until]).toEqual([from, until])
})

test('she sees a text that is too long cut on the phone, mends a fault, and saves', async () => {
  const { page } = mara
  await page.goto(`${world.url}/console/message-templates?kind=CAMPAIGN`)
  const content = page.getByLabel('thing2 的内容')
  await content.fill('{{txet}}')
  await page.getByText('没有这个变量：txet').waitFor()
  expect(await page.getByRole('button', { name: '保存第 1 版' }).isDisabled()).toBe(true)
  await content.fill('周六周日到店消费积分都翻倍：{{text}}')
  await page.getByText(/超出 \d+ 字，会截成/).waitFor()
  await mara.picture('message-templates-cut')
  const shown = await page.locator('.message-phone dd').nth(1).textContent()
  expect(shown).toMatch(/^.{19}…$/)
  await page.getByRole('button', { name: '保存第 1 版' }).click()
  await page.getByText('第 1 版 · 马拉').waitFor()
})

let announced: string | null = null

test('she estimates an offer, sends it, and the phones show what she saw', async () => {
  const { page } = mara
  await page.goto(`${world.url}/console/sends`)
  await page.getByRole('button', { name: '发一次活动' }).first().click()
  await page.getByLabel('标题', { exact: true }).fill('周末双倍积分')
  await page.getByLabel('内容', { exact: true }).fill('带上会员码就行，和朋友一起来更划算')
  await page.getByLabel('标签', { exact: true }).fill('常客')
  await page.getByLabel('标签', { exact: true }).press('Enter')
  announced = await page.locator('.ant-drawer .message-phone dd').nth(1).textContent()
  await page.getByRole('button', { name: '估算会发给多少人' }).click()
  await page.getByText('会员关闭了这类消息').waitFor()
  await mara.picture('campaign-estimate')
  const estimated = await page.locator('.campaign-estimate .funnel-count').allTextContents()
  expect(estimated).toEqual(['5', '4', '3', '3', '3', '3'])
  await page.getByRole('button', { name: '向 3 人发送' }).click()
  await page.locator('.ant-modal-confirm-title').getByText('向 3 人发送「周末双倍积分」？').waitFor()
  await page.locator('.ant-modal-confirm').getByRole('button', { name: '向 3 人发送' }).click()
  await page.getByText('已开始发送').waitFor()
  await deliver(world)
  // The page looks again by itself while something is under way.
  await page.locator('.send-facts').getByText('已完成').waitFor()
  await mara.picture('send-done')
  expect(await page.locator('.send-file .funnel-count').allTextContents()).toEqual(estimated)
})

test('the figures on the page are what WeChat has shown', async () => {
  const { page } = mara
  const phones = regulars.map(member => cards(world, member))
  expect(phones.map(shown => shown.length)).toEqual([1, 1, 1, 0, 0])
  const sent = await page.locator('.send-facts dd').first().textContent()
  expect(Number(sent)).toBe(phones.flat().length)
  for (const [card] of phones.slice(0, 3))
    expect(card!.rows.map(({ value }) => value)).toEqual(['周末双倍积分', announced])
  expect(mara.errors).toEqual([])
})

test('a member’s page knows the grants that are left and why somebody got nothing', async () => {
  const { page } = mara
  await page.goto(`${world.url}/console/members/${regulars[0]!.memberNo}?tab=messages`)
  await page.getByRole('tabpanel').getByText('已送出').waitFor()
  const grants = page.getByRole('region', { name: '提醒额度' })
  await grants.getByText('1 次').waitFor()
  await mara.picture('member-messages')
  await page.goto(`${world.url}/console/members/${regulars[3]!.memberNo}?tab=messages`)
  await page.getByRole('tabpanel').getByText('没有提醒额度了').waitFor()
  await page.goto(`${world.url}/console/message-limits`)
  await page.getByLabel('会员', { exact: true }).fill(regulars[1]!.memberNo)
  await page.getByText('阿二').last().click()
  await page.getByText('未来 7 天没有要发的消息').waitFor()
  expect(mara.errors).toEqual([])
})
