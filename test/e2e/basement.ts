/** What waiters do where there is no network: their phones are cut off, accept what is shown, and come back. */
import type { Visitor } from './browser.js'
import { scanByHand, see } from './people.js'

/** Pages still come from the shelf of the phone, as a mini-program's do; nothing else gets through. */
export async function cutOff({ page, context }: Visitor): Promise<void> {
  await context.route('**/api/**', route => route.abort('internetdisconnected'))
  await context.addInitScript(`Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => false })`)
  await page.evaluate(`Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => false });
    window.dispatchEvent(new Event('offline'))`)
}

export async function reconnect({ page, context }: Visitor): Promise<void> {
  await context.unroute('**/api/**')
  await page.evaluate(`Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => true });
    window.dispatchEvent(new Event('online'))`)
}

export async function acceptOffline(waiter: Visitor, token: string, localNo: string): Promise<void> {
  await scanByHand(waiter, token)
  await see(waiter, '没有网络：先受理，联网后确认')
  await waiter.page.getByText('确认核销', { exact: true }).last().click()
  await see(waiter, '离线已受理，联网后确认')
  await see(waiter, localNo)
}

export async function nextGuest(waiter: Visitor): Promise<void> {
  // Deaf for a moment, so that the second tap of a thumb does not wipe the number away.
  await waiter.page.waitForTimeout(700)
  await waiter.page
    .getByText(/继续扫码/)
    .last()
    .click()
  await waiter.page.getByText('扫一扫').last().waitFor()
}
