/** What people do with their eyes and hands on the pages, in the words they read there. */
import type { OperatorRole } from '@huitou/shared/operators'
import { StaffService } from '../../server/src/stores/staff.service.js'
import type { World } from '../world.js'
import type { Eyes, Look, Visitor } from './browser.js'

/** Waits for words on a page; of several the one that came last, as pages lie on each other. */
export const see = ({ page }: Visitor, words: string | RegExp): Promise<void> => page.getByText(words).last().waitFor()

/** Photographs the whole page once it has slid in. */
export async function photograph(visitor: Visitor, name: string): Promise<void> {
  await visitor.page.waitForTimeout(500)
  await visitor.picture(name, true)
}

/** An operator of this role who has signed in to the console by hand. */
export async function atTheDesk(world: World, eyes: Eyes, role: OperatorRole): Promise<Visitor> {
  const { username, password } = await world.operator(role)
  const visitor = await eyes.visitor({ desk: true })
  const { page } = visitor
  await page.goto(`${world.url}/console/login`)
  await page.locator('input').nth(0).fill(username)
  await page.locator('input[type=password]').fill(password)
  await page.keyboard.press('Enter')
  await page.waitForURL(address => !address.pathname.endsWith('/login'))
  return visitor
}

/** Ticks what must be agreed to and joins with the phone of this device. */
export async function join({ page }: Pick<Visitor, 'page'>): Promise<void> {
  await page.getByText('用微信手机号一键加入').click()
  await page.getByText('同意，继续').click()
  await page.getByText('用微信手机号一键加入').click()
  await page.getByText('欢迎，您已是会员').waitFor()
}

interface Colleague extends Look {
  name?: string
  role?: 'STAFF' | 'STORE_MANAGER'
}

/** Somebody of this store's staff, the waiter unless said otherwise: bound on a phone of their own, at the workbench. */
export async function waiterAtWork(world: World, eyes: Eyes, store: number, who: Colleague = {}): Promise<Visitor> {
  const { name = '小李', role = 'STAFF', ...look } = who
  const invited = await world.db.transaction(tx => world.get(StaffService).invite(tx, { name, role, storeId: store }))
  const waiter = await eyes.visitor(look)
  await waiter.page.goto(`${world.url}/m/?invite=${invited.invite}`)
  await waiter.page.getByText('确认绑定').click()
  await waiter.page.getByText('扫一扫').waitFor()
  return waiter
}

/** On a page without a camera the waiter types what the scanner would have read. */
export async function scanByHand({ page }: Visitor, code: string): Promise<void> {
  await page.getByText('扫一扫').click()
  await page.locator('input:visible').last().fill(code)
  await page.getByText('确定', { exact: true }).click()
}

/** Keys in the amount on the pad, and the bill number, and confirms. */
export async function ringUp({ page }: Visitor, amount: string, billNo: string): Promise<void> {
  for (const key of amount) await page.getByRole('button', { name: key, exact: true }).first().click()
  await page.getByPlaceholder('小票上的账单号').last().fill(billNo)
  await page.getByText(`确认记账 ¥${amount}`).click()
}
