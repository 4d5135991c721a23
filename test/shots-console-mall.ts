/** Coupons, the mall and verification in the console, as `npm run shots` photographs them. */
import type { Visitor } from './e2e/browser.js'
import type { Weather } from './shots-weather.js'

interface Shot {
  name: string
  path: string
  weather?: Exclude<Weather, 'FINE' | 'OFFLINE'>[]
  hand?: (visitor: Visitor) => Promise<unknown>
}

const bad = ['SLOW', 'BROKEN'] as const
const press =
  (...names: (string | RegExp)[]) =>
  async ({ page }: Visitor) => {
    for (const name of names) await page.getByRole('button', { name }).first().click()
  }

/** Names of the pages whose first day is photographed too. */
export const MALL_LISTS = 'rewards coupons draws group-offers verifications shipments payment-settings'

/** Lists, one of each opened, every dialog, and what is said when something is not right. */
export function mallShots(): Shot[] {
  const tick = async ({ page }: Visitor) => {
    await page.getByRole('checkbox').nth(1).check()
    await page.getByRole('checkbox').nth(2).check()
  }
  const stack = async ({ page }: Visitor) => {
    await page.locator('.data-table tbody .ant-checkbox-input').nth(1).check()
    await page.getByText('已改').first().waitFor()
  }
  return [
    ...MALL_LISTS.split(' ').map(name => ({ name, path: `/${name}`, weather: [...bad] })),
    { name: 'rewards-one', path: '/rewards', hand: press(/^打开/) },
    { name: 'rewards-stock', path: '/rewards', hand: press(/^打开/, '调整库存') },
    { name: 'rewards-many', path: '/rewards', hand: tick },
    { name: 'rewards-reach', path: '/rewards/reach', weather: [...bad] },
    { name: 'rewards-new', path: '/rewards/editor' },
    { name: 'rewards-template', path: '/rewards/editor', hand: press(/积分加钱/) },
    { name: 'rewards-gaps', path: '/rewards/editor', hand: press(/换一张券/, '发布并上架') },
    { name: 'coupons-one', path: '/coupons', hand: press(/^打开/) },
    { name: 'coupons-new', path: '/coupons', hand: press('新建优惠券') },
    { name: 'coupons-stacking', path: '/coupons/stacking', weather: [...bad] },
    { name: 'coupons-stacking-edited', path: '/coupons/stacking', hand: stack },
    { name: 'verifications-conflicts', path: '/verifications?tab=conflicts', weather: [...bad] },
    { name: 'verifications-settings', path: '/verifications?tab=settings', weather: [...bad] },
    { name: 'verifications-change', path: '/verifications?tab=settings', hand: press('修改') },
    { name: 'draws-new', path: '/draws', hand: press('新建抽奖') },
    { name: 'group-offers-new', path: '/group-offers', hand: press('新建拼团') },
    { name: 'payment-settings-change', path: '/payment-settings', hand: press('修改') },
  ]
}
