/** A waiter in a basement, for the photographs of the mini-program. */
import { freshId } from './coupon-stage.js'
import type { Visitor } from './e2e/browser.js'
import { scanByHand } from './e2e/people.js'
import { redeem, TestMall } from './mall-builders.js'
import type { World } from './world.js'

export interface OfflineCast {
  /** The signed code of a voucher nobody has used, with its digits. */
  shown: () => Promise<{ token: string; code: string }>
  member: () => Promise<string>
  /** A waiter upstairs, who has a network, takes it. */
  takenUpstairs: (code: string) => Promise<unknown>
}

interface OfflineShot {
  name: string
  path: string
  device: string
  hand?: (visitor: Visitor) => Promise<unknown>
}

export async function offlineStaged(world: World, storeId: number): Promise<OfflineCast> {
  const mall = new TestMall(world)
  const guest = await world.member({ nickname: '地下一层的阿宁', points: 9_000 })
  const upstairs = await world.staff(storeId)
  const reward = await mall.publish({ name: { zh: '手打柠檬茶', en: 'Lemon tea' }, worthFen: 1_800 }, 200)
  return {
    async shown() {
      const got = await redeem(guest, reward)
      const { items } = await guest.call('GET /member/offline-tokens')
      return { token: items.find(one => one.redemptionId === got.id)!.token, code: got.voucher! }
    },
    member: async () => (await guest.call('GET /member/offline-tokens')).member,
    takenUpstairs: code => upstairs.call('POST /staff/verifications', { body: { requestId: freshId(), code } }),
  }
}

const NO_NETWORK = `Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => false });
  window.dispatchEvent(new Event('offline'))`
const NETWORK = `Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => true });
  window.dispatchEvent(new Event('online'))`

async function goDown({ page }: Visitor): Promise<void> {
  await page.getByText('离线核销已备好').waitFor()
  await page.route('**/api/**', route => route.abort('internetdisconnected'))
  await page.evaluate(NO_NETWORK)
}

async function comeUp({ page }: Visitor): Promise<void> {
  await page.unroute('**/api/**')
  await page.evaluate(NETWORK)
}

async function accept(visitor: Visitor, token: string): Promise<void> {
  const { page } = visitor
  await scanByHand(visitor, token)
  await page.getByText('确认核销', { exact: true }).last().click()
  await page.getByText('本机编号').last().waitFor()
}

async function back({ page }: Visitor): Promise<void> {
  // The result page is deaf for a moment.
  await page.waitForTimeout(700)
  await page
    .getByText(/继续扫码/)
    .last()
    .click()
  await page.getByText('扫一扫').last().waitFor()
}

function scenesOf(cast: OfflineCast) {
  const scanned = async (visitor: Visitor) => {
    await goDown(visitor)
    await scanByHand(visitor, (await cast.shown()).token)
  }
  const accepted = async (visitor: Visitor) => {
    await goDown(visitor)
    await accept(visitor, (await cast.shown()).token)
  }
  const waiting = async (visitor: Visitor) => {
    for (const nth of [1, 2, 3]) {
      const { token } = await cast.shown()
      if (nth === 1) await goDown(visitor)
      await accept(visitor, token)
      await back(visitor)
    }
    await visitor.page.getByText('离线待确认').last().click()
    await visitor.page.getByText('等待联网').last().waitFor()
  }
  const settled = async (visitor: Visitor) => {
    const things = [await cast.shown(), await cast.shown(), await cast.shown()]
    await goDown(visitor)
    for (const { token } of things) {
      await accept(visitor, token)
      await back(visitor)
    }
    await cast.takenUpstairs(things[1]!.code)
    await comeUp(visitor)
    await visitor.page.getByText('离线记录要处理').last().click()
    await visitor.page.getByText('重复使用').last().waitFor()
  }
  const usedHere = async (visitor: Visitor) => {
    await goDown(visitor)
    const { token } = await cast.shown()
    await accept(visitor, token)
    await back(visitor)
    await scanByHand(visitor, token)
    await visitor.page.getByText('不能核销').last().waitFor()
  }
  const bill = async (visitor: Visitor) => {
    await goDown(visitor)
    await scanByHand(visitor, await cast.member())
    await visitor.page.getByText('记下账单').last().waitFor()
  }
  return { scanned, accepted, waiting, settled, usedHere, bill }
}

export function offlineShots(cast: OfflineCast): OfflineShot[] {
  const shot = (name: string, hand: OfflineShot['hand'], path = '#/staff/workbench'): OfflineShot => ({
    name: `offline-${name}`,
    path,
    device: 'demo-staff',
    ...(hand ? { hand } : {}),
  })
  const { scanned, accepted, waiting, settled, usedHere, bill } = scenesOf(cast)
  return [
    shot('bench', goDown),
    shot('confirm', scanned),
    shot('accepted', accepted),
    shot('waiting', waiting),
    shot('settled', settled),
    shot('used-here', usedHere),
    shot('bill', bill),
    shot('none', undefined, '#/staff/offline/list'),
    {
      name: 'offline-member-code',
      path: '#/pages/code/index',
      device: 'shot-collector',
      hand: visitor => visitor.page.getByText('离线码', { exact: true }).last().click(),
    },
  ]
}
