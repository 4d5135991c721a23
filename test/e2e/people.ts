/** What people do with their eyes and hands on the pages, in the words they read there. */
import { StaffService } from '../../server/src/stores/staff.service.js'
import type { World } from '../world.js'
import type { Eyes, Look, Visitor } from './browser.js'

/** Ticks what must be agreed to and joins with the phone of this device. */
export async function join({ page }: Pick<Visitor, 'page'>): Promise<void> {
  await page.getByText('用微信手机号一键加入').click()
  await page.getByText('同意，继续').click()
  await page.getByText('用微信手机号一键加入').click()
  await page.getByText('欢迎，您已是会员').waitFor()
}

/** A waiter of this store, bound on a phone of their own, in front of the workbench. */
export async function waiterAtWork(world: World, eyes: Eyes, store: number, look?: Look): Promise<Visitor> {
  const invited = await world.db.transaction(tx =>
    world.get(StaffService).invite(tx, { name: '小李', role: 'STAFF', storeId: store }),
  )
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
