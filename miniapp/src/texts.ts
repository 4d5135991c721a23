/** What people read, in Chinese first. Short and warm, second person; a refusal says what happened and what was not lost. */
import { couponsZh } from './texts.coupons'
import { drawsZh } from './texts.draws'
import { groupsZh } from './texts.groups'
import { mallZh } from './texts.mall'
import { meZh } from './texts.me'
import { messagesZh } from './texts.messages'
import { pagesZh } from './texts.pages'
import { payZh } from './texts.pay'

/** What the first screens say, and what all screens share. */
const first = {
  brand: '回头',
  member: '会员',
  all: '全部',
  close: '关闭',
  copied: '已复制',
  'tab.home': '首页',
  'tab.code': '会员码',
  'tab.mall': '积分商城',
  'tab.me': '我的',

  'error.offline': '网络好像断开了。积分和记录都在，没有变化。',
  'error.retry': '再试一次',
  'error.number': '错误编号 {number}',
  'error.copyNumber': '复制错误编号',
  'offline.banner': '网络不可用，显示的是 {time} 的数据',
  'ago.now': '刚刚',
  'ago.minutes': '{count} 分钟前',
  'ago.hours': '{count} 小时前',
  'points.spoken': '{points} 积分',

  'hello.MORNING': '早上好',
  'hello.NOON': '中午好',
  'hello.AFTERNOON': '下午好',
  'hello.EVENING': '晚上好',
  'hello.NIGHT': '夜深了',
  'hello.named': '{hello}，{name}',
  'home.points': '我的积分',
  'home.statement': '明细',
  'home.pending': '待生效 {points}',
  'home.held': '冻结中 {points}',
  'home.debt': '有 {points} 分因退款待抵扣，之后的积分会先抵扣它',
  'home.expiring': '{points} 分用到 {day} 为止',
  'home.code': '出示会员码',
  'home.scan': '扫桌码',
  'home.seat': '您在 {store} · {table} 桌',
  'home.guest': '会员专享',
  'home.teaser': '这一餐，就开始攒积分',
  'home.guestNote': '一步入会，不填表，不收费。',
  'home.join': '免费加入会员',
  'home.failed': '暂时读不到您的积分',
  'home.recent': '最近的积分',
  'home.noEntries': '还没有积分记录。买单时出示会员码，积分马上到。',
  'home.stores': '门店',
  'home.allStores': '全部 {count} 家',

  'scan.notTable': '这不是本店的桌码',
  'scan.tableTitle': '输入桌码',
  'scan.tableHint': '桌码下面印着一串字母和数字，也可以粘贴桌码链接。',
  'scan.placeholder': '粘贴或输入',
  'scan.use': '确定',

  'code.hint': '付款前出示给店员',
  'code.scanned': '{store}已扫到您的码，正在记账',
  'code.spoken': '会员码，请出示给店员',
  'code.barcodeSpoken': '会员条形码',
  'code.numberSpoken': '会员号 {number}',
  'code.renews': '{seconds} 秒后自动更新',
  'code.fetching': '正在取会员码…',
  'code.offline': '网络不可用，手里的码还能用 {seconds} 秒',
  'code.none': '这会儿没有可用的码',
  'code.failed': '暂时取不到新的会员码',
  'code.failedKept': '您的积分都在。恢复后会自动出码；也可以先买单，留好小票，之后请店员补记。',
  'code.refresh': '刷新',
  'code.enlarge': '放大',
  'code.turn': '转向店员',
  'code.tapToClose': '点一下任意处关闭',
  'code.guestTitle': '入会后，这里就是您的会员码',
  'code.guestNote': '买单前给店员扫一下，积分马上到。',

  'card.line': '积分 · 累计成长值 {growth}',
  'entry.pending': '待生效',
  'filter.ALL': '全部',
  'filter.EARN': '获得',
  'filter.REDEEM': '使用',
  'filter.EXPIRE': '过期',

  'lot.AVAILABLE': '可用',
  'lot.PENDING': '待生效',
  'lot.USED_UP': '已用完',
  'lot.EXPIRED': '已过期',

  'calendar.SOLAR': '公历',
  'calendar.LUNAR': '农历',

  'size.AUTO': '跟随微信',
  'size.NORMAL': '标准',
  'size.LARGE': '大',
  'size.HUGE': '特大',
} as const

export const zh = {
  ...first,
  ...pagesZh,
  ...meZh,
  ...messagesZh,
  ...couponsZh,
  ...mallZh,
  ...drawsZh,
  ...groupsZh,
  ...payZh,
}
export type TextKey = keyof typeof zh
export type FirstKey = keyof typeof first
