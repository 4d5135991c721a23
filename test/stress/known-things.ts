/** Things that are there, under the names by which requests ask for them. */
import type { World } from '../world.js'
import { DAY } from '../world-basics.js'
import type { House } from './actors.js'
import type { Aims } from './aims.js'
import type { Known } from './schema-values.js'

interface Place {
  world: World
  house: House
  aims: Aims
  /** Of an operator who may do everything. */
  consoleToken: string | undefined
}

/** Values that lead somewhere, so that requests get past the first look-up. */
export async function thingsThatExist(place: Place): Promise<Known> {
  const { world, house, aims } = place
  const { entryNo, billNo, secrets } = aims.marks
  const store = await world.store()
  const table = await world.table(house.storeId)
  const spare = await world.staff(store)
  const { params } = aims.aims['GET /tables/:scene'].request()
  const scene = params!.scene
  const { body } = aims.aims['POST /staff/bills'].request() as { body: { scanId: string } }
  const { codes } = await house.ana.call('POST /member/codes')
  return {
    entryNo: [entryNo, entryNo.toLowerCase()],
    billNo: [billNo, 'ANA-2'],
    memberNo: [house.ana.memberNo],
    search: [house.ana.memberNo, billNo, entryNo, secrets[1]],
    scanId: [body.scanId],
    code: [codes[0]!.qr, codes[1]!.barcode, scene],
    scene: [scene, table.scene],
    paidAt: [world.clock.now().toISOString()],
    storeId: [String(store), String(house.storeId)],
    store: [String(store)],
    table: [String(table.id)],
    staff: [String(spare.id)],
    version: ['2026-11'],
    cursor: ['1', '20', '9007199254740991'],
    waitSeconds: [0],
    ...(await thingsOfTheDesk(place, String(store))),
  }
}

/** What operators have made: a rule with its draft, a backtest, a question, a colleague, a till, a dish. */
async function thingsOfTheDesk({ world, house, consoleToken }: Place, storeId: string): Promise<Known> {
  const marketer = await world.operator('MARKETER')
  const { items } = await marketer.call('GET /console/rule-templates')
  const definitions = items.map(({ definition }) => definition)
  const rule = await marketer.call('POST /console/rules', {
    body: { requestId: 'odd-rule-1', definition: definitions.find(({ reward }) => reward.kind === 'MULTIPLIER')! },
  })
  const now = world.clock.now().getTime()
  const days = { from: new Date(now - 7 * DAY).toISOString(), to: new Date(now).toISOString() }
  const backtest = await world.as(consoleToken)('POST /console/backtests', {
    body: { requestId: 'odd-backtest-1', proposals: [], ...days },
  })
  const admin = await world.operator('ADMIN')
  const asked = await admin.call('POST /console/adjustments', {
    body: { requestId: 'odd-question-1', memberNo: house.ana.memberNo, points: 5_000, reason: '漏记账单一张' },
  })
  const { operator } = await admin.call('POST /console/operators', {
    body: { username: 'odd-colleague', name: '新人', role: 'SUPPORT', storeId: null },
  })
  const till = await admin.call('POST /console/stores/:id/pos-keys', { params: { id: storeId }, body: { name: 'odd' } })
  const { ladder } = await admin.call('GET /console/tiers')
  await world.as(house.till.token)('POST /pos/bills', {
    body: { billNo: 'ODD-DISH', paidFen: 1000, items: [{ name: '酸梅汤', amountFen: 1000 }] },
  })
  const products = await admin.call('GET /console/products', { query: {} })
  return {
    rule: [rule.code],
    definition: definitions,
    backtest: [backtest.id],
    adjustment: [asked.id],
    operator: [operator.id],
    'pos-key': [till.posKey.id],
    ladder: [ladder],
    products: [
      products.items.slice(0, 2).map(({ id }) => ({ id, category: products.categories[0]!.code, listedOn: null })),
    ],
    from: [days.from],
    to: [days.to],
  }
}
