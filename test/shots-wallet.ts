/** Coupons, messages and reminders for the photographs of the mini-program: one member has some of everything. */
import { randomBytes } from 'node:crypto'
import type { MessageKind } from '@huitou/shared/messages'
import { CouponLife } from '../server/src/coupons/coupon-life.service.js'
import { userOfDevice } from '../server/src/demo/devices.rules.js'
import { type Changes, cash, dish, off, percent, times } from './coupon-builders.js'
import { dishOf, offerCoupon } from './coupon-stage.js'
import type { Visitor } from './e2e/browser.js'
import { allow, say } from './message-builders.js'
import type { Weather } from './shots-weather.js'
import type { TestMember, TestOperator, World } from './world.js'

const PHONE = { collector: 'shot-collector', friend: 'shot-friend', empty: 'shot-empty-wallet', guest: 'shot-guest' }
const HOUR_MS = 3_600_000

export interface WalletStage {
  /** Coupons of the collector by what has become of them. */
  coupons: Record<'usable' | 'later' | 'given' | 'used' | 'ended', string>
  /** The link of the one that is offered. */
  token: string
}

interface WalletShot {
  name: string
  path: string
  device: string
  weather?: Exclude<Weather, 'FINE'>[]
  hand?: (visitor: Visitor) => Promise<unknown>
}

const requestId = () => randomBytes(9).toString('hex')

/** Sets it up by the calls the console and the phones make. */
export async function walletStaged(world: World): Promise<WalletStage> {
  const marketer = await world.operator('MARKETER')
  const storeId = await world.store({ name: '三里屯店' })
  const person = (device: string, nickname: string) =>
    world.member({ ...userOfDevice(world.config.wechat.appId, device), nickname })
  const collector = await person(PHONE.collector, '爱攒券的阿雅')
  await person(PHONE.empty, '还没有券的小陆')
  await person(PHONE.friend, '阿雅的朋友')
  const coupons = await couponsOf(world, marketer, collector, storeId)
  await offersFor(marketer)
  await messagesFor(world, collector)
  await allow(world, collector, ['POINTS_EXPIRING'], 2)
  await allow(world, collector, ['COUPON_EXPIRING'])
  // Points live for twenty-four months, so those of a dinner long ago end soon.
  const dinner = new Date(Date.now() - 690 * 24 * HOUR_MS)
  await world.db.query('UPDATE member SET enrolled_at = ? WHERE id = ?', [dinner, collector.id])
  await world.bill({ memberId: collector.id, storeId, paidFen: 36_000, paidAt: dinner })
  await world.bill({ memberId: collector.id, storeId, paidFen: 128_000, paidAt: new Date(Date.now() - 5 * HOUR_MS) })
  const { token } = await collector.call('POST /member/coupons/:id/gifts', {
    params: { id: coupons.given },
    body: { requestId: requestId() },
  })
  return { coupons, token }
}

const lunch: Changes = {
  name: { zh: '工作日午市满减', en: 'Weekday lunch' },
  scope: {
    windows: [
      { weekdays: [1, 2, 3, 4, 5], between: ['11:00', '14:00'] },
      { weekdays: [6, 7], between: ['17:00', '21:00'] },
    ],
    notOn: { festivals: ['SPRING_FESTIVAL', 'MID_AUTUMN'], days: [] },
    minSpendFen: 12_000,
  },
  stacking: { with: ['BIRTHDAY', 'POINTS'] },
}

async function couponsOf(world: World, marketer: TestOperator, member: TestMember, storeId: number) {
  const take = async (changes: Changes) => {
    const batchId = await offerCoupon(marketer, changes)
    const { id } = await member.call('POST /member/coupon-claims', { body: { requestId: requestId(), batchId } })
    return id
  }
  const usable = await take(lunch)
  await take({
    name: { zh: '招牌菜尝鲜券', en: '' },
    effect: dish([await dishOf(world, storeId, '招牌酸菜鱼')], 5_800),
    giftable: false,
  })
  await take({ name: { zh: '会员折扣券', en: '' }, effect: percent(20, 5_000), stacking: { points: false } })
  await take({
    name: { zh: '双倍积分券', en: '' },
    effect: times(200),
    validity: { kind: 'RELATIVE', starts: 'NOW', days: 3 },
  })
  const later = await take({
    name: { zh: '明天开始的代金券', en: '' },
    effect: cash(1_000),
    validity: { kind: 'RELATIVE', starts: 'TOMORROW', days: 20 },
  })
  const given = await take({ name: { zh: '送朋友的满减', en: '' }, effect: off(20_000, 5_000) })
  const used = await take({ name: { zh: '用过的代金券', en: '' }, effect: cash(2_000) })
  await use(world, used, storeId)
  const ended = await take({ name: { zh: '过了期的满减', en: '' }, effect: off(8_000, 1_000) })
  const past = new Date(Date.now() - 24 * HOUR_MS)
  await world.db.query('UPDATE coupon SET valid_from = ?, expires_at = ? WHERE id = ?', [
    new Date(past.getTime() - 24 * HOUR_MS),
    past,
    Number(ended),
  ])
  return { usable, later, given, used, ended }
}

async function use(world: World, couponId: string, storeId: number): Promise<void> {
  const by = { kind: 'STAFF' as const, name: '小李 · 0012', storeId }
  const [key, until] = [`verification:${requestId()}`, new Date(Date.now() + HOUR_MS)]
  const life = world.get(CouponLife)
  await world.db.transaction(async tx => {
    await life.lock(tx, { key, couponIds: [Number(couponId)], memberId: null, purpose: 'VERIFICATION', until, by })
    await life.use(tx, { key, lockKey: key, coupons: [{ id: Number(couponId), offFen: 2_000 }], storeId, by })
  })
}

/** What can still be taken, by anybody. */
async function offersFor(marketer: TestOperator): Promise<void> {
  await offerCoupon(marketer, { name: { zh: '新客满减', en: '' }, effect: off(15_000, 3_000) }, { stock: 86 })
  await offerCoupon(marketer, { name: { zh: '周末折扣', en: '' }, effect: percent(12) }, { stock: 12, perMember: 3 })
}

/** One of each kind over three days; the oldest are read. */
async function messagesFor(world: World, member: TestMember): Promise<void> {
  const kinds: MessageKind[] = [
    'CAMPAIGN',
    'TIER_REVIEW',
    'BIRTHDAY',
    'REDEMPTION_VERIFIED',
    'POINTS_CHANGED',
    'COUPON_EXPIRING',
    'POINTS_EXPIRING',
  ]
  for (const [place, kind] of kinds.entries()) {
    const dueAt = new Date(Date.now() - (kinds.length - place) * 11 * HOUR_MS)
    await say(world, kind, [member.id], { dueAt })
    if (place !== 3) continue
    const { items } = await member.call('GET /member/messages', { query: {} })
    await member.call('POST /member/messages/reads', { body: { ids: items.map(({ id }) => id) } })
  }
}

const all = ['SLOW', 'BROKEN', 'OFFLINE'] as const
const tap = (text: string) => (visitor: Visitor) => visitor.page.getByText(text, { exact: true }).last().click()
const chip = (text: RegExp) => (visitor: Visitor) => visitor.page.getByText(text).first().click()

export function walletShots({ coupons, token }: WalletStage): WalletShot[] {
  const device = PHONE.collector
  const wallet = '#/coupons/index'
  const coupon = (state: keyof WalletStage['coupons']) => `#/coupons/detail?id=${coupons[state]}`
  const wrongCode = async (visitor: Visitor) => {
    await tap('输入兑换码')(visitor)
    await visitor.page.locator('input:visible').last().fill('NOSUCHCODE')
    await tap('确定')(visitor)
    await visitor.page.getByText('没有这个兑换码').waitFor()
  }
  return [
    { name: 'needs-home', path: '#/pages/home/index', device },
    { name: 'needs-me', path: '#/pages/me/index', device },
    { name: 'wallet', path: wallet, device, weather: [...all] },
    { name: 'wallet-used', path: wallet, device, hand: chip(/^已使用 \d/) },
    { name: 'wallet-ended', path: wallet, device, hand: chip(/^已失效 \d/) },
    { name: 'wallet-type', path: wallet, device, hand: tap('折扣') },
    { name: 'wallet-code', path: wallet, device, hand: tap('输入兑换码') },
    { name: 'wallet-code-wrong', path: wallet, device, hand: wrongCode },
    { name: 'wallet-empty', path: wallet, device: PHONE.empty },
    { name: 'wallet-guest', path: wallet, device: PHONE.guest },
    { name: 'coupon', path: coupon('usable'), device, weather: [...all] },
    { name: 'coupon-later', path: coupon('later'), device },
    { name: 'coupon-given', path: coupon('given'), device },
    { name: 'coupon-used', path: coupon('used'), device },
    { name: 'coupon-ended', path: coupon('ended'), device },
    { name: 'coupon-gone', path: '#/coupons/detail?id=1', device },
    { name: 'offers', path: '#/coupons/offers', device, weather: ['SLOW', 'BROKEN'] },
    { name: 'offers-taken', path: '#/coupons/offers', device: PHONE.friend, hand: chip(/^领取$/) },
    { name: 'give', path: `#/coupons/give?id=${coupons.usable}`, device },
    { name: 'give-elsewhere', path: `#/coupons/give?id=${coupons.given}`, device },
    { name: 'given', path: '#/coupons/given', device, weather: ['BROKEN'] },
    { name: 'gift', path: `#/coupons/gift?token=${token}`, device: PHONE.friend, weather: ['BROKEN'] },
    { name: 'gift-guest', path: `#/coupons/gift?token=${token}`, device: PHONE.guest },
    { name: 'gift-own', path: `#/coupons/gift?token=${token}`, device },
    { name: 'gift-unknown', path: `#/coupons/gift?token=${'A'.repeat(22)}`, device },
    { name: 'reminders', path: '#/messages/reminders', device, weather: [...all] },
    { name: 'reminders-added', path: '#/messages/reminders', device: PHONE.friend, hand: chip(/^\+1 次$/) },
    { name: 'inbox', path: '#/messages/index', device, weather: [...all] },
    { name: 'inbox-empty', path: '#/messages/index', device: PHONE.empty },
    { name: 'expiring', path: '#/points/expiring', device, weather: ['SLOW', 'BROKEN'] },
    { name: 'expiring-none', path: '#/points/expiring', device: PHONE.empty },
  ]
}
