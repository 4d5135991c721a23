/** Lotteries, group offers, parcels and donations that are meant to succeed, as ana and the marketer meet them. */
import { lottery, publishLottery, spin } from '../draw-builders.js'
import { groupOffer, openGroup, publishGroupOffer } from '../group-builders.js'
import { redeem, TestMall } from '../mall-builders.js'
import type { World } from '../world.js'
import type { House } from './actors.js'
import { draw } from './aim.js'
import type { Meant } from './meant.js'

const requestId = () => draw('meant-game-')
const byId = (id: string) => ({ params: { id } })

export async function meantGames(world: World, house: House): Promise<Meant> {
  const mall = new TestMall(world)
  return {
    ...(await ofDraws(house, mall)),
    ...(await ofGroups(world, house, mall)),
    ...(await ofParcels(house, mall)),
  }
}

async function ofDraws({ ana }: House, mall: TestMall): Promise<Meant> {
  const pool = { points: 1, limits: { perDay: 100, total: null } }
  const code = await publishLottery(mall, pool)
  await spin(ana, code, { points: 1 })
  const day = (await ana.call('GET /member/draws', { query: {} })).items[0]!.day
  const [params, published] = [{ code }, { definition: lottery(pool), reason: '试一下' }]
  const other = await publishLottery(mall, pool)
  return {
    'GET /draws/:code': [{ params }],
    'GET /draws/:code/proofs/:day': [{ params: { code, day }, query: {} }],
    'POST /draws/:code/spins': [{ params, body: { requestId: requestId(), version: 1, points: 1 } }],
    'GET /console/draw-pools/:code': [{ params }],
    'POST /console/draw-pools': [
      { body: { ...published, requestId: requestId(), code: draw('MEANT-POOL-'), open: true } },
    ],
    'POST /console/draw-pools/:code/versions': [
      { params: { code: other }, body: { ...published, requestId: requestId(), version: 1 } },
    ],
    'PUT /console/draw-pools/:code/state': [{ params: { code: other }, body: { open: false } }],
  }
}

async function ofGroups(world: World, { ana }: House, mall: TestMall): Promise<Meant> {
  const terms = { points: 1, limits: { open: 10, total: null } }
  const reward = await mall.publish({ points: 3 })
  const code = await publishGroupOffer(mall, { ...terms, reward })
  const other = await publishGroupOffer(mall, { ...terms, reward })
  const bo = await world.member({ nickname: '波', points: 10 })
  const { token } = await openGroup(bo, code, { points: 1 })
  const mine = await openGroup(ana, code, { points: 1 })
  const pledge = () => ({ requestId: requestId(), points: 1 })
  const [params, published] = [{ code }, { definition: groupOffer(reward, terms), reason: '试一下' }]
  return {
    'GET /group-offers/:code': [{ params }],
    'GET /groups/:token': [{ params: { token } }],
    'POST /group-offers/:code/groups': [{ params, body: pledge() }],
    'POST /groups/:token/pledges': [{ params: { token }, body: pledge() }],
    'POST /groups/:token/cancellations': [{ params: { token: mine.token } }],
    'GET /console/group-offers/:code': [{ params }],
    'POST /console/group-offers': [
      { body: { ...published, requestId: requestId(), code: draw('MEANT-GROUP-'), open: true } },
    ],
    'POST /console/group-offers/:code/versions': [
      { params: { code: other }, body: { ...published, requestId: requestId(), version: 1 } },
    ],
    'PUT /console/group-offers/:code/state': [{ params: { code: other }, body: { open: false } }],
  }
}

async function ofParcels({ ana }: House, mall: TestMall): Promise<Meant> {
  const mug = await mall.publish({ points: 1, gift: { type: 'GOODS', delivery: 'POST' }, category: 'GOODS' })
  const given = { cause: { zh: '山村食堂', en: '' }, givesFen: 150, targetFen: null }
  const cause = await mall.publish({
    ...{ points: 1, gift: { type: 'DONATION', ...given }, category: 'CHARITY', refundable: false },
  })
  const order = async (code: string) => (await redeem(ana, code, { points: 1 })).id
  const address = {
    ...{ name: '李安娜', phone: '13812345678', detail: '文三路 1 号' },
    ...{ province: '浙江省', city: '杭州市', district: '西湖区' },
  }
  const addressed = async () => {
    const id = await order(mug)
    await ana.call('PUT /member/redemptions/:id/address', { ...byId(id), body: address })
    return id
  }
  const dispatch = (id: string) => ({
    ...byId(id),
    body: { requestId: requestId(), carrier: '顺丰速运', trackingNo: 'SF1002003004' },
  })
  const sent = await addressed()
  await mall.call('POST /console/shipments/:id/dispatches', dispatch(sent))
  return {
    'PUT /member/redemptions/:id/address': [{ ...byId(await order(mug)), body: address }],
    'POST /member/redemptions/:id/receipts': [byId(sent)],
    'PUT /member/redemptions/:id/certificate': [{ ...byId(await order(cause)), body: { shown: 'MASKED' } }],
    'POST /console/shipments/:id/labels': [byId(await addressed())],
    'POST /console/shipments/:id/dispatches': [dispatch(await addressed())],
  }
}
