/**
 * Requests that are meant to succeed, by route: what hangs together too closely to be met by chance, such as a bill with
 * what is payable of it. They are sent among the odd ones, so that those stand next to something that works.
 */
import { PNG } from 'pngjs'
import { definition } from '../coupon-builders.js'
import { reward } from '../mall-builders.js'
import type { TestOperator, World } from '../world.js'
import type { House } from './actors.js'
import type { Meant } from './meant.js'
import { meantGames } from './meant-games.js'
import { meantTillCheckouts } from './meant-till-checkouts.js'
import { meantVerifications } from './meant-verifications.js'

let drawn = 0
const requestId = () => {
  drawn += 1
  return `meant-request-${drawn}`
}

/**
 * Makes what the requests are about: coupons and rewards of ana, a send, table bills, a difference with WeChat Pay.
 * `scenes` are the tables of her store at which she may be found sitting.
 */
export async function meantRequests(world: World, house: House, scenes: string[]): Promise<Meant> {
  const admin = await world.operator('ADMIN')
  await world.bill({ memberId: house.ana.id, paidFen: 100_000, storeId: house.storeId })
  return {
    ...(await ofCoupons(world, house, admin)),
    ...(await ofRewards(house, admin)),
    ...(await ofMessages(admin)),
    ...(await ofTableBills(world, house, admin, scenes)),
    ...(await ofReconciliation(world)),
    ...(await meantGames(world, house)),
    ...(await meantVerifications(world, house, admin)),
    ...(await meantTillCheckouts(world, house, admin)),
  }
}

async function ofCoupons(world: World, { ana }: House, admin: TestOperator): Promise<Meant> {
  const published = { definition: definition(), reason: '开业活动' }
  const code = 'MEANT'
  await admin.call('POST /console/coupons', { body: { requestId: requestId(), code, ...published } })
  const batch = (source: 'CLAIM' | 'CODES') => ({
    body: { requestId: requestId(), code, name: '第一批', source, stock: source === 'CLAIM' ? 500 : 0, ...OPEN_BATCH },
  })
  const { id } = await admin.call('POST /console/coupon-batches', batch('CLAIM'))
  const spare = await admin.call('POST /console/coupon-batches', batch('CLAIM'))
  const codes = await admin.call('POST /console/coupon-batches', batch('CODES'))
  const imported = { params: { id: codes.id }, body: { requestId: requestId(), csv: 'MEANT2026', dryRun: false } }
  await admin.call('POST /console/coupon-batches/:id/code-imports', imported)
  const claim = () => ({ body: { requestId: requestId(), batchId: id } })
  const own = async () => (await ana.call('POST /member/coupon-claims', claim())).id
  const bo = await world.member({ nickname: '波' })
  const ofBo = await bo.call('POST /member/coupon-claims', claim())
  const give = async () => ({ params: { id: await own() }, body: { requestId: requestId() } })
  const given = await give()
  await ana.call('POST /member/coupons/:id/gifts', given)
  const asked = { params: { id: ofBo.id }, body: { requestId: requestId() } }
  const { token } = await bo.call('POST /member/coupons/:id/gifts', asked)
  const recall = { kind: 'RECALL' as const, includeExpired: false, until: null, reason: '印错了', expected: 0 }
  const byBatch = { params: { id } }
  return {
    'GET /member/coupons/:id': [{ params: { id: await own() } }],
    'POST /member/coupon-claims': [claim()],
    'POST /member/coupon-codes': [{ body: { requestId: requestId(), code: 'MEANT2026' } }],
    'POST /member/coupons/:id/gifts': [await give()],
    'DELETE /member/coupons/:id/gifts': [{ params: given.params }],
    'GET /member/coupon-gifts/:token': [{ params: { token } }],
    'POST /member/coupon-gifts/:token/acceptances': [{ params: { token } }],
    'GET /console/coupons/:code': [{ params: { code } }],
    'POST /console/coupons': [{ body: { requestId: requestId(), code: 'MEANT-TOO', ...published } }],
    'POST /console/coupons/:code/versions': [
      { params: { code }, body: { requestId: requestId(), version: 1, ...published } },
    ],
    'POST /console/coupon-checks': [{ body: { definition: definition() } }],
    'POST /console/coupon-batches': [batch('CLAIM')],
    'PUT /console/coupon-batches/:id/state': [{ ...byBatch, body: { state: 'PAUSED' } }],
    'POST /console/coupon-batches/:id/issues': [
      { ...byBatch, body: { requestId: requestId(), memberNos: [ana.memberNo], reason: '道歉' } },
    ],
    'GET /console/coupon-batches/:id/reach': [{ ...byBatch, query: { kind: 'RECALL' } }],
    'POST /console/coupon-batches/:id/tasks': [
      { params: { id: spare.id }, body: { requestId: requestId(), ...recall } },
    ],
    'POST /console/coupon-batches/:id/code-imports': [{ ...imported, body: { ...imported.body, csv: 'MEANT2027' } }],
  }
}

const OPEN_BATCH = { perMember: 50, from: null, until: null }

async function ofRewards({ ana }: House, admin: TestOperator): Promise<Meant> {
  const published = { definition: reward({ points: 1 }), reason: '开业活动' }
  const publish = (code: string, more: Partial<ReturnType<typeof reward>> = {}) => ({
    body: {
      requestId: requestId(),
      code,
      stock: 100,
      onShelf: true,
      ...published,
      definition: reward({ points: 1, ...more }),
    },
  })
  const code = 'MEANT-REWARD'
  await admin.call('POST /console/rewards', publish(code))
  await admin.call('POST /console/rewards', publish('MEANT-CASH', { cashFen: 100 }))
  const redeem = (of: string, cashFen: number) => ({ body: { requestId: requestId(), code: of, points: 1, cashFen } })
  const got = await ana.call('POST /mall/redemptions', redeem(code, 0))
  const back = await ana.call('POST /mall/redemptions', redeem(code, 0))
  const waiting = await ana.call('POST /mall/redemptions', redeem('MEANT-CASH', 100))
  const params = { code }
  return {
    'GET /mall/rewards/:code': [{ params }],
    'POST /mall/redemptions': [redeem(code, 0)],
    'PUT /member/reward-wishes/:code': [{ params, body: { on: true } }],
    'GET /member/redemptions/:id': [{ params: { id: got.id } }],
    'POST /member/redemptions/:id/payments': [{ params: { id: waiting.id } }],
    'POST /member/redemptions/:id/cancellations': [{ params: { id: back.id } }],
    'GET /console/rewards/:code': [{ params }],
    'POST /console/rewards': [publish('MEANT-TOO')],
    'POST /console/rewards/:code/versions': [{ params, body: { requestId: requestId(), version: 1, ...published } }],
    'PUT /console/rewards/:code/state': [{ params, body: { onShelf: false } }],
    'POST /console/rewards/:code/stock-changes': [{ params, body: { requestId: requestId(), by: 5, reason: '到货' } }],
    'POST /console/reward-checks': [{ body: { definition: reward() } }],
    'POST /console/reward-changes': [
      { body: { requestId: requestId(), codes: [code], change: { kind: 'SHELF', onShelf: true } } },
    ],
    'POST /console/worst-orders': [
      { body: { codes: null, proposals: [], totalFen: 10_000, marginPercent: 60, floorFen: 0 } },
    ],
    'POST /console/images': [{ body: { base64: picture() } }],
  }
}

/** The smallest picture that is taken. */
function picture(): string {
  return PNG.sync.write(new PNG({ width: 300, height: 300, fill: true })).toString('base64')
}

async function ofMessages(admin: TestOperator): Promise<Meant> {
  const { kinds } = await admin.call('GET /console/message-templates')
  const { kind, channels } = kinds[0]!
  const { channel, version, template } = channels[0]!
  const limits = await admin.call('GET /console/message-limits')
  const campaign = {
    title: '周末双倍积分',
    body: '周六周日到店，积分翻倍',
    page: 'pages/home/index',
    audience: {},
    worthFen: 3_000,
  }
  const { code } = await admin.call('POST /console/sends', { body: { ...campaign, requestId: requestId() } })
  return {
    'PUT /console/message-templates': [{ body: { requestId: requestId(), kind, channel, version, template } }],
    'PUT /console/message-limits': [
      { body: { requestId: requestId(), version: limits.version, limits: limits.limits } },
    ],
    'POST /console/sends': [{ body: { ...campaign, requestId: requestId() } }],
    'POST /console/sends/:code/orders': [{ params: { code }, body: { action: 'PAUSE' } }],
  }
}

async function ofTableBills(
  world: World,
  { ana, storeId, waiter, till }: House,
  admin: TestOperator,
  scenes: string[],
): Promise<Meant> {
  const byWaiter = world.as(waiter.token)
  const bring = async (billNo: string) => {
    const { scene } = await world.table(storeId)
    await byWaiter('POST /staff/table-bills', { body: { billNo, amountFen: 8_800, scene } })
    return scene
  }
  await ana.call('POST /member/table-visits', { body: { scene: await bring('MEANT-PAID') } })
  await bring('MEANT-WAITER')
  await bring('MEANT-TILL')
  const [free, freeToo] = [await world.table(storeId), await world.table(storeId)]
  const { bill } = await ana.call('GET /member/table-bill', { query: {} })
  const choice = { billId: bill!.id, points: 0, couponIds: [] }
  const { payableFen } = await ana.call('POST /member/checkouts/quotes', { body: choice })
  const begin = { body: { requestId: requestId(), expectedPayableFen: payableFen, ...choice } }
  const { id } = await ana.call('POST /member/checkouts', begin)
  const quotes = []
  for (const [n, scene] of scenes.entries()) {
    await byWaiter('POST /staff/table-bills', { body: { billNo: `MEANT-QUOTED-${n}`, amountFen: 8_800, scene } })
    await ana.call('POST /member/table-visits', { body: { scene } })
    const { bill: here } = await ana.call('GET /member/table-bill', { query: {} })
    quotes.push({ body: { billId: here!.id, points: 0, couponIds: [] } })
  }
  const { versions } = await admin.call('GET /console/offset-settings')
  const { version, enabled, points, fen, capPercent, minPoints } = versions[0]!
  const terms = { enabled, points, fen, capPercent, minPoints }
  if (till.token === undefined) throw new Error('a till has a key')
  return {
    'POST /member/checkouts/quotes': quotes,
    'POST /member/checkouts': [begin],
    'GET /member/checkouts/:id': [{ params: { id } }],
    'POST /member/checkouts/:id/cancellations': [{ params: { id } }],
    'POST /staff/table-bills': [{ body: { billNo: 'MEANT-BROUGHT', amountFen: 8_800, scene: free.scene } }],
    'POST /pos/table-bills': [{ body: { billNo: 'MEANT-RUNG-UP', amountFen: 8_800, scene: freeToo.scene } }],
    'POST /staff/table-bills/:billNo/withdrawals': [{ params: { billNo: 'MEANT-WAITER' } }],
    'GET /pos/table-bills/:billNo': [{ params: { billNo: 'MEANT-TILL' } }],
    'POST /pos/table-bills/:billNo/withdrawals': [{ params: { billNo: 'MEANT-TILL' } }],
    'POST /console/offset-settings/versions': [
      { body: { requestId: requestId(), version, reason: '试一下', ...terms } },
    ],
  }
}

async function ofReconciliation(world: World): Promise<Meant> {
  const dayBefore = (days: number) =>
    new Date(world.clock.now().getTime() - days * 86_400_000).toISOString().slice(0, 10)
  const found = [1, dayBefore(5), 'NOT_HERE', 'MEANT', '', null, 100, world.clock.now()]
  const columns = 'id, bill_date, kind, out_trade_no, out_refund_no, ours_fen, theirs_fen, found_at'
  await world.db.query(`INSERT INTO payment_difference (${columns}) VALUES (?)`, [found])
  return {
    'POST /console/reconciliation/:day': [{ params: { day: dayBefore(2) } }],
    'POST /console/differences/:id/resolutions': [{ params: { id: '1' }, body: { note: '人工改价，已核实' } }],
  }
}
