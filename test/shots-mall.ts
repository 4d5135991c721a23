/** Lotteries, groups, good causes and parcels for the photographs of the mini-program. */
import { randomBytes } from 'node:crypto'
import { userOfDevice } from '../server/src/demo/devices.rules.js'
import { grand, lottery, nothing, pointsPrize } from './draw-builders.js'
import type { Visitor } from './e2e/browser.js'
import { groupOffer, joinGroup, openGroup } from './group-builders.js'
import { redeem, TestMall } from './mall-builders.js'
import type { Weather } from './shots-weather.js'
import type { TestMember, World } from './world.js'

const PHONE = { player: 'shot-player', friend: 'shot-group-friend', guest: 'shot-mall-guest' }

export interface MallStage {
  pool: string
  offer: string
  /** Groups of the player: one that fills, one that is full. */
  groups: Record<'open' | 'full', string>
  /** Exchanges of the player. */
  redemptions: Record<'parcel' | 'asked' | 'donation' | 'event', string>
  rewards: Record<'cause' | 'event', string>
}

interface MallShot {
  name: string
  path: string
  device: string
  weather?: Exclude<Weather, 'FINE'>[]
  hand?: (visitor: Visitor) => Promise<unknown>
}

const requestId = () => randomBytes(9).toString('hex')
const DAY_MS = 86_400_000

/** Sets it up by the calls the console and the phones make. */
export async function mallStaged(world: World): Promise<MallStage> {
  const mall = new TestMall(world)
  const person = (device: string, nickname: string) =>
    world.member({ ...userOfDevice(world.config.wechat.appId, device), nickname, points: 3_000 })
  const player = await person(PHONE.player, '手气不错的小郑')
  const friend = await person(PHONE.friend, '阿彩')
  const pool = await lotteryOf(mall)
  const { offer, groups } = await groupsOf(mall, player, friend)
  const cause = await mall.publish(
    {
      name: { zh: '热汤午餐', en: 'A warm lunch' },
      gift: { type: 'DONATION', cause: { zh: '云岭山村小学食堂', en: '' }, givesFen: 300, targetFen: 3_000_000 },
      category: 'CHARITY',
      refundable: false,
      worthFen: null,
    },
    100_000,
  )
  const event = await mall.publish(
    {
      name: { zh: '包饺子工坊', en: 'Dumpling workshop' },
      gift: { type: 'EVENT', startsAt: inDays(9, 2), endsAt: inDays(9, 4), cancelUntil: inDays(7, 2) },
      category: 'EXPERIENCE',
      points: 400,
    },
    12,
  )
  const bowl = await mall.publish({
    name: { zh: '手作陶碗', en: 'A clay bowl' },
    gift: { type: 'GOODS', delivery: 'POST' },
    category: 'GOODS',
    points: 600,
  })
  const take = async (code: string, points: number) => (await redeem(player, code, { points })).id
  const parcel = await take(bowl, 600)
  await give(player, parcel)
  const dispatch = { requestId: requestId(), carrier: '顺丰速运', trackingNo: 'SF1400223388' }
  await mall.call('POST /console/shipments/:id/dispatches', { params: { id: parcel }, body: dispatch })
  const asked = await take(bowl, 600)
  const donation = await take(cause, 100)
  const seat = await take(event, 400)
  await redeem(friend, cause, { points: 100 })
  return {
    pool,
    offer,
    groups,
    redemptions: { parcel, asked, donation, event: seat },
    rewards: { cause, event },
  }
}

const inDays = (days: number, hours: number) => new Date(Date.now() + days * DAY_MS + hours * 3_600_000).toISOString()

function give(member: TestMember, id: string): Promise<unknown> {
  const address = { name: '郑好运', phone: '13812345678', province: '浙江省', city: '杭州市', district: '西湖区' }
  return member.call('PUT /member/redemptions/:id/address', {
    params: { id },
    body: { ...address, detail: '文三路 1 号 2 幢 301' },
  })
}

async function lotteryOf(mall: TestMall): Promise<string> {
  const dish = await mall.publish({ name: { zh: '招牌烤鱼', en: 'Grilled fish' }, points: 900 })
  const definition = lottery({
    note: { zh: '手气是一时的，概率写在每一格上。', en: '' },
    points: 30,
    prizes: [
      grand(1_000, 3, { type: 'REWARD', code: dish }),
      pointsPrize(20_000, 300, 50),
      pointsPrize(79_000, 100, 0),
      pointsPrize(200_000, 30),
      pointsPrize(300_000, 10),
      nothing(400_000),
    ],
    limits: { perDay: 5, total: null },
  })
  const code = 'SHOT-WHEEL'
  const body = { code, definition, open: true, requestId: requestId(), reason: '上新' }
  await mall.call('POST /console/draw-pools', { body })
  return code
}

async function groupsOf(mall: TestMall, player: TestMember, friend: TestMember) {
  const dish = await mall.publish({ name: { zh: '双人火锅', en: 'Hot pot for two' }, points: 900, worthFen: 16_800 })
  const code = 'SHOT-GROUP'
  const definition = groupOffer(dish, {
    name: { zh: '三人拼火锅', en: 'Hot pot together' },
    points: 400,
    limits: { open: 2, total: null },
  })
  const body = { code, definition, open: true, requestId: requestId(), reason: '上新' }
  await mall.call('POST /console/group-offers', { body })
  const two = 'SHOT-GROUP-TWO'
  await mall.call('POST /console/group-offers', {
    body: {
      code: two,
      definition: groupOffer(dish, { name: { zh: '两人拼火锅', en: '' }, size: 2, points: 450, sort: 20 }),
      open: true,
      requestId: requestId(),
      reason: '上新',
    },
  })
  const open = await openGroup(player, code, { points: 400 })
  await joinGroup(friend, open.token, { points: 400 })
  const full = await openGroup(friend, two, { points: 450 })
  await joinGroup(player, full.token, { points: 450 })
  return { offer: code, groups: { open: open.token, full: full.token } }
}

const tap = (text: string | RegExp) => (visitor: Visitor) => visitor.page.getByText(text).last().click()

export function mallShots({ pool, offer, groups, redemptions, rewards }: MallStage): MallShot[] {
  const device = PHONE.player
  const voucher = (of: keyof MallStage['redemptions']) => `#/mall/voucher?id=${redemptions[of]}`
  const draw = async (visitor: Visitor) => {
    await tap(/^抽一次/)(visitor)
    await visitor.page
      .getByText(/今天还能抽 \d 次$/)
      .last()
      .waitFor()
  }
  return [
    { name: 'mall-games', path: '#/pages/mall/index', device },
    { name: 'draw', path: `#/draws/wheel?code=${pool}`, device, weather: ['SLOW', 'BROKEN', 'OFFLINE'] },
    { name: 'draw-result', path: `#/draws/wheel?code=${pool}`, device, hand: draw },
    { name: 'draw-guest', path: `#/draws/wheel?code=${pool}`, device: PHONE.guest },
    { name: 'draw-wins', path: '#/draws/wins', device },
    { name: 'draw-none', path: '#/draws/wins', device: PHONE.friend },
    { name: 'groups', path: '#/groups/index', device, weather: ['BROKEN'] },
    { name: 'group-offer', path: `#/groups/offer?code=${offer}`, device },
    { name: 'group-open', path: `#/groups/group?token=${groups.open}`, device, weather: ['BROKEN'] },
    { name: 'group-full', path: `#/groups/group?token=${groups.full}`, device },
    { name: 'group-guest', path: `#/groups/group?token=${groups.open}`, device: PHONE.guest },
    { name: 'cause', path: `#/mall/reward?code=${rewards.cause}`, device },
    { name: 'event', path: `#/mall/reward?code=${rewards.event}`, device },
    { name: 'parcel', path: voucher('parcel'), device },
    { name: 'parcel-address', path: voucher('asked'), device, hand: tap('填写地址') },
    { name: 'certificate', path: voucher('donation'), device },
    { name: 'seat', path: voucher('event'), device },
  ]
}
