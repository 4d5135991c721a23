/** What the network does to a page while it is photographed. */
import type { Visitor } from './e2e/browser.js'

export type Weather = 'FINE' | 'SLOW' | 'BROKEN' | 'OFFLINE'

/** Signing in always works, so that the states photographed are those of the page itself. */
export async function change({ page }: Visitor, weather: Weather): Promise<void> {
  await page.unroute('**/api/**')
  if (weather === 'FINE') return
  await page.route('**/api/**', async route => {
    if (/sessions|\/me$/.test(route.request().url()) && weather !== 'OFFLINE') return route.continue()
    if (weather === 'SLOW') return
    if (weather === 'OFFLINE') return route.abort('internetdisconnected')
    const body = {
      code: 'server.error',
      message: '系统出错了，积分没有受影响。请把错误编号告诉我们。',
      requestId: 'Xk3fPq9aLw2T',
    }
    await route.fulfill({ status: 500, contentType: 'application/json', body: JSON.stringify(body) })
  })
}
