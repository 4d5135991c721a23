/** Where one can go. Addresses of pages stand here once. */
import Taro from '@tarojs/taro'

const tabs = { home: '/pages/home/index', code: '/pages/code/index', mall: '/pages/mall/index', me: '/pages/me/index' }
const pages = {
  bill: '/staff/bill',
  bind: '/staff/bind',
  coupon: '/coupons/detail',
  coupons: '/coupons/index',
  enterCode: '/staff/verify/enter',
  draws: '/draws/index',
  entry: '/points/entry',
  expiring: '/points/expiring',
  gift: '/coupons/gift',
  give: '/coupons/give',
  given: '/coupons/given',
  group: '/groups/group',
  groupOffer: '/groups/offer',
  groups: '/groups/index',
  join: '/join/index',
  member: '/staff/verify/member',
  messages: '/messages/index',
  month: '/points/month',
  offers: '/coupons/offers',
  offline: '/staff/offline/list',
  offlineBill: '/staff/offline/bill',
  pay: '/pay/index',
  practice: '/staff/verify/practice',
  privacy: '/settings/privacy',
  proof: '/draws/proof',
  profile: '/settings/profile',
  records: '/staff/records',
  reminders: '/messages/reminders',
  redemptions: '/mall/redemptions',
  refund: '/staff/refund',
  result: '/staff/result',
  reward: '/mall/reward',
  rules: '/points/rules',
  settings: '/settings/index',
  shift: '/staff/shifts/now',
  shiftReport: '/staff/shifts/report',
  shifts: '/staff/shifts/list',
  statement: '/points/statement',
  stores: '/stores/index',
  table: '/table/index',
  tableBill: '/staff/table-bill',
  tableBills: '/staff/table-bills',
  tiers: '/tiers/index',
  verification: '/staff/verify/detail',
  verifications: '/staff/verify/records',
  verified: '/staff/verify/done',
  verify: '/staff/verify/confirm',
  voucher: '/mall/voucher',
  wheel: '/draws/wheel',
  wins: '/draws/wins',
  workbench: '/staff/workbench',
}

type Query = Record<string, string | undefined>

function addressOf(page: keyof typeof pages, query: Query = {}): string {
  const search = Object.keys(query)
    .filter(name => query[name] !== undefined)
    .map(name => `${name}=${encodeURIComponent(query[name] ?? '')}`)
    .join('&')
  return search ? `${pages[page]}?${search}` : pages[page]
}

const quietly = (going: Promise<unknown>) => void going.catch(() => undefined)

export function goTab(tab: keyof typeof tabs): void {
  quietly(Taro.switchTab({ url: tabs[tab] }))
}

/** Opens a page on top of this one. */
export function go(page: keyof typeof pages, query?: Query): void {
  quietly(Taro.navigateTo({ url: addressOf(page, query) }))
}

/**
 * How to get to a page that a message names ("points/statement", "coupons/detail?id=7"); null for one this version of the
 * app does not have, so that nothing leads nowhere.
 */
export function wayTo(page: string): (() => void) | null {
  const [path = ''] = page.split('?')
  const tab = (Object.keys(tabs) as (keyof typeof tabs)[]).find(name => tabs[name] === `/${path}`)
  if (tab) return () => goTab(tab)
  if (Object.values(pages).includes(`/${path}`)) return () => quietly(Taro.navigateTo({ url: `/${page}` }))
  return null
}

/** Opens a page in place of this one, so that "back" does not return here. */
export function goInstead(page: keyof typeof pages, query?: Query): void {
  quietly(Taro.redirectTo({ url: addressOf(page, query) }))
}

/** One page back; home when this page was the first one, as it is behind a scanned code. */
export function goBack(): void {
  if (Taro.getCurrentPages().length > 1) quietly(Taro.navigateBack())
  else goTab('home')
}

/** Back to a page below this one, whatever lies between; opens it in place of this one where it is not below. */
export function goBackTo(page: keyof typeof pages): void {
  const below = Taro.getCurrentPages().map(({ route = '' }) => `/${route.replace(/^\//, '').split('?')[0]}`)
  const delta = below.length - 1 - below.lastIndexOf(pages[page])
  if (delta > 0 && delta < below.length) quietly(Taro.navigateBack({ delta }))
  else goInstead(page)
}
