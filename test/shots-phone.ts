/** The screens of the mini-program as `npm run shots` photographs them: by person, by state, and by what a hand did first. */

import type { Visitor } from './e2e/browser.js'
import { ringUp, scanByHand } from './e2e/people.js'
import { mallShots } from './shots-mall.js'
import { offlineShots } from './shots-offline.js'
import { type Cast, PHONE } from './shots-people.js'
import { verificationShots } from './shots-verification.js'
import { walletShots } from './shots-wallet.js'
import type { Weather } from './shots-weather.js'
import type { World } from './world.js'

export interface PhoneShot {
  name: string
  /** Below /m/, the hash included. */
  path: string
  device: string
  /** Besides fine weather, which every screen is photographed in: plain, dark and with large text. */
  weather?: Exclude<Weather, 'FINE'>[]
  /** What a hand does before the picture; the weather changes after it. */
  hand?: (visitor: Visitor, world: World) => Promise<unknown>
}

const all = ['SLOW', 'BROKEN', 'OFFLINE'] as const
const tap = (text: string) => (visitor: Visitor) => visitor.page.getByText(text, { exact: true }).last().click()

export function phoneShots(cast: Cast): PhoneShot[] {
  return [
    ...tabs(),
    ...joining(),
    ...points(cast),
    ...tiers(),
    ...settings(),
    ...tables(cast),
    ...till(cast),
    ...walletShots(cast.wallet),
    ...mallShots(cast.mall),
    ...verificationShots(cast.verification),
    ...offlineShots(cast.offline),
  ]
}

function tabs(): PhoneShot[] {
  const home = '#/pages/home/index'
  const code = '#/pages/code/index'
  const mall = '#/pages/mall/index'
  return [
    { name: 'home', path: home, device: PHONE.diner, weather: [...all] },
    { name: 'home-guest', path: home, device: PHONE.guest },
    { name: 'home-newcomer', path: home, device: PHONE.newcomer },
    { name: 'home-debt', path: home, device: PHONE.debt },
    { name: 'home-pending', path: home, device: PHONE.pending },
    { name: 'home-held', path: home, device: PHONE.held },
    { name: 'home-grace', path: home, device: PHONE.grace },
    { name: 'home-scan', path: home, device: PHONE.newcomer, hand: tap('扫桌码') },
    { name: 'code', path: code, device: PHONE.diner, weather: [...all] },
    { name: 'code-guest', path: code, device: PHONE.guest },
    { name: 'code-large', path: code, device: PHONE.diner, hand: tap('放大') },
    { name: 'mall', path: mall, device: PHONE.diner, weather: [...all] },
    { name: 'mall-guest', path: mall, device: PHONE.guest },
    { name: 'me', path: '#/pages/me/index', device: PHONE.diner, weather: ['BROKEN', 'OFFLINE'] },
    { name: 'me-guest', path: '#/pages/me/index', device: PHONE.guest },
    { name: 'me-staff', path: '#/pages/me/index', device: PHONE.staff },
  ]
}

function joining(): PhoneShot[] {
  const join = '#/join/index'
  return [
    { name: 'join', path: join, device: PHONE.guest, weather: ['SLOW', 'BROKEN'] },
    { name: 'join-ask', path: join, device: PHONE.guest, hand: tap('用微信手机号一键加入') },
    { name: 'join-text', path: join, device: PHONE.guest, hand: tap('查看') },
    { name: 'welcome', path: join, device: PHONE.newcomer },
  ]
}

function points({ entries }: Cast): PhoneShot[] {
  const entry = (kind: keyof Cast['entries']) => `#/points/entry?entryNo=${entries[kind]}`
  const month = (ago: number) => {
    const day = new Date()
    day.setUTCDate(1)
    day.setUTCMonth(day.getUTCMonth() - ago)
    return `#/points/month?month=${day.toISOString().slice(0, 7)}`
  }
  return [
    { name: 'statement', path: '#/points/statement', device: PHONE.diner, weather: [...all] },
    { name: 'statement-guest', path: '#/points/statement', device: PHONE.guest },
    { name: 'statement-empty', path: '#/points/statement', device: PHONE.newcomer },
    { name: 'statement-debt', path: '#/points/statement', device: PHONE.debt },
    { name: 'statement-pending', path: '#/points/statement', device: PHONE.pending },
    { name: 'statement-held', path: '#/points/statement', device: PHONE.held },
    { name: 'statement-expired', path: '#/points/statement', device: PHONE.expired },
    { name: 'entry', path: entry('earned'), device: PHONE.diner, weather: [...all] },
    { name: 'entry-several', path: entry('several'), device: PHONE.diner },
    { name: 'entry-spent', path: entry('spent'), device: PHONE.diner },
    { name: 'entry-refunded', path: entry('refunded'), device: PHONE.diner },
    { name: 'month', path: month(0), device: PHONE.diner, weather: [...all] },
    { name: 'month-closed', path: month(1), device: PHONE.diner },
    { name: 'month-held', path: month(0), device: PHONE.held },
    { name: 'month-debt', path: month(0), device: PHONE.debt },
    { name: 'month-none', path: month(1), device: PHONE.newcomer },
    { name: 'rules', path: '#/points/rules', device: PHONE.diner, weather: ['BROKEN'] },
    { name: 'rules-open', path: '#/points/rules', device: PHONE.diner, hand: tap('退款后积分怎么办？') },
  ]
}

function tiers(): PhoneShot[] {
  const path = '#/tiers/index'
  return [
    { name: 'tiers', path, device: PHONE.diner, weather: [...all] },
    { name: 'tiers-guest', path, device: PHONE.guest },
    { name: 'tiers-normal', path, device: PHONE.newcomer },
    { name: 'tiers-silver', path, device: PHONE.silver },
    { name: 'tiers-black', path, device: PHONE.black },
    { name: 'tiers-risen', path, device: PHONE.risen },
    { name: 'tiers-grace', path, device: PHONE.grace },
    { name: 'tiers-other', path, device: PHONE.newcomer, hand: tap('黑金') },
  ]
}

function settings(): PhoneShot[] {
  return [
    { name: 'settings', path: '#/settings/index', device: PHONE.diner },
    { name: 'profile', path: '#/settings/profile', device: PHONE.diner, weather: ['SLOW', 'BROKEN'] },
    { name: 'profile-new', path: '#/settings/profile', device: PHONE.newcomer },
    { name: 'privacy', path: '#/settings/privacy', device: PHONE.diner, weather: ['BROKEN'] },
    { name: 'stores', path: '#/stores/index', device: PHONE.diner, weather: [...all] },
  ]
}

function tables({ freeTable, sharedTable, newcomer }: Cast): PhoneShot[] {
  const at = (scene: string) => `#/table/index?scene=${scene}`
  const payAtTable = async ({ page }: Visitor, world: World) => {
    await page.getByText('离开这张桌子').waitFor()
    await world.bill({ ...newcomer, paidFen: 12_680 })
    await page.getByText('积分到账').waitFor()
  }
  return [
    { name: 'table', path: at(freeTable), device: PHONE.diner, weather: [...all] },
    { name: 'table-guest', path: at(freeTable), device: PHONE.guest },
    { name: 'table-unknown', path: at('nosuchscene00000000'), device: PHONE.guest },
    // The companion sits down first.
    { name: 'table-companion', path: at(sharedTable), device: PHONE.companion },
    { name: 'table-together', path: at(sharedTable), device: PHONE.risen },
    { name: 'table-result', path: at(freeTable), device: PHONE.newcomer, hand: payAtTable },
    { name: 'home-seated', path: '#/pages/home/index', device: PHONE.newcomer },
  ]
}

function till({ sharedTable, bills }: Cast): PhoneShot[] {
  const bench = '#/staff/workbench'
  const bill = (number: keyof Cast['bills']) => `#/staff/refund?billNo=${bills[number]}`
  const device = PHONE.staff
  const scan = (visitor: Visitor, world: World) => scanByHand(visitor, `${world.config.publicUrl}/t/${sharedTable}`)
  const choose = async (visitor: Visitor, world: World) => {
    await scan(visitor, world)
    await visitor.page.getByText('同桌的老周').click()
  }
  let rung = 0
  const keyIn = async (visitor: Visitor, world: World) => {
    await choose(visitor, world)
    for (const key of '88.50') await visitor.page.getByRole('button', { name: key, exact: true }).first().click()
    await visitor.page.getByPlaceholder('小票上的账单号').last().fill(`SHOT-${++rung}`)
    await visitor.page.getByText('得 ').last().waitFor()
  }
  const record = async (visitor: Visitor, world: World) => {
    await choose(visitor, world)
    await ringUp(visitor, '88.50', `SHOT-${++rung}`)
    await visitor.page.getByText('继续扫码').waitFor()
  }
  const lose = async (visitor: Visitor, world: World) => {
    await keyIn(visitor, world)
    await visitor.page.route('**/api/staff/bills**', route => route.abort('internetdisconnected'))
    await visitor.page.getByText('确认记账 ¥88.50').click()
    await visitor.page.getByText('还不知道记上没有').waitFor()
  }
  const giveBack = async ({ page }: Visitor) => {
    await page.getByText('部分', { exact: true }).click()
    for (const key of ['8', '.', '5']) await page.getByRole('button', { name: key, exact: true }).first().click()
    await page.getByText('退菜').click()
    await page.getByText(/^确认退款 ¥/).click()
    await page.getByText('继续扫码').waitFor()
  }
  return [
    { name: 'workbench', path: bench, device, weather: [...all] },
    { name: 'workbench-guest', path: bench, device: PHONE.guest },
    { name: 'workbench-type', path: bench, device, hand: tap('扫一扫') },
    { name: 'workbench-foreign', path: bench, device, hand: visitor => scanByHand(visitor, '12345678901234567890') },
    { name: 'bill-none', path: '#/staff/bill?none=1', device },
    { name: 'bill-receipt', path: '#/staff/bill?billNo=SHOT-R', device },
    { name: 'bill-choose', path: bench, device, hand: scan },
    { name: 'bill', path: bench, device, hand: keyIn },
    { name: 'bill-unknown', path: bench, device, hand: lose },
    { name: 'result', path: bench, device, hand: record },
    { name: 'records', path: '#/staff/records', device, weather: [...all] },
    { name: 'refund', path: bill('plain'), device, weather: ['SLOW', 'BROKEN'] },
    { name: 'refund-part', path: bill('part'), device, hand: tap('部分') },
    { name: 'refund-whole', path: bill('whole'), device },
    { name: 'refund-result', path: bill('part'), device, hand: giveBack },
    { name: 'bind', path: '#/staff/bind?invite=ABCDEFGH1234', device: PHONE.guest },
    { name: 'bind-refused', path: '#/staff/bind?invite=ABCDEFGH1234', device: PHONE.guest, hand: tap('确认绑定') },
  ]
}
