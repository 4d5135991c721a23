/** Where one can go. Addresses of pages stand here once. */
import Taro from '@tarojs/taro'

const tabs = { home: '/pages/home/index', code: '/pages/code/index', mall: '/pages/mall/index', me: '/pages/me/index' }
const pages = {
  bill: '/staff/bill',
  bind: '/staff/bind',
  entry: '/points/entry',
  join: '/join/index',
  messages: '/settings/messages',
  month: '/points/month',
  privacy: '/settings/privacy',
  profile: '/settings/profile',
  records: '/staff/records',
  refund: '/staff/refund',
  result: '/staff/result',
  rules: '/points/rules',
  settings: '/settings/index',
  statement: '/points/statement',
  stores: '/stores/index',
  table: '/table/index',
  tiers: '/tiers/index',
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

/** Opens a page in place of this one, so that "back" does not return here. */
export function goInstead(page: keyof typeof pages, query?: Query): void {
  quietly(Taro.redirectTo({ url: addressOf(page, query) }))
}

/** One page back; home when this page was the first one, as it is behind a scanned code. */
export function goBack(): void {
  if (Taro.getCurrentPages().length > 1) quietly(Taro.navigateBack())
  else goTab('home')
}
