/** Exchanges of one reward by sixty-four callers ÷ the same points and rows behind a lock of its stock that is taken first. */
import { insert, rowsOf } from '../../server/src/db.js'
import { Lane } from '../../server/src/ledger/lane.service.js'
import { type Earn, fixedAward } from '../../server/src/ledger/operation.rules.js'
import { MallPoints } from '../../server/src/mall/mall-points.service.js'
import { Redeeming } from '../../server/src/mall/redeeming.service.js'
import { RedemptionRows } from '../../server/src/mall/redemption-rows.service.js'
import { reward } from '../mall-builders.js'
import { Deployment } from './deployment.js'
import { rate, type Section } from './figures.js'
import { addMembers } from './members-fixture.js'
import { closedLoop, compare } from './rounds.js'

const CALLERS = 64
const ROUNDS = 5
const SLICE_MS = 2_500
const MEMBERS = 2_000
const STOCK = 10_000_000
export const CODE = 'BENCH'
export const PRICE = 10
const TOGETHER = 500
const DAY = 86_400_000

export const redeems: Section = async () => {
  const deployment = await Deployment.open()
  try {
    const ids = await addMembers(deployment.db, MEMBERS)
    await fillMall(deployment, ids)
    let count = 0
    const someone = () => ids[Math.floor(Math.random() * ids.length)] as number
    const redeeming = deployment.get(Redeeming)
    const redeem = () => {
      count += 1
      const body = { requestId: `bench-${count}`, code: CODE, points: PRICE, cashFen: 0 }
      return redeeming.redeem({ memberId: someone(), identityId: 0 }, body)
    }
    const { ratio, min, max, first, second } = await compare(
      ROUNDS,
      { name: 'redeem', measure: () => closedLoop(CALLERS, SLICE_MS, redeem) },
      { name: 'lock first', measure: () => closedLoop(CALLERS, SLICE_MS, () => lockFirst(deployment, someone())) },
    )
    await assertExact(deployment)
    await deployment.assertBooksBalance()
    return [
      {
        name: 'mall.redeem',
        value: ratio,
        spread: [min, max] as [number, number],
        target: { least: 1.2, aim: 2 },
        note: `redemptions ${rate(first)}, lock first ${rate(second)}`,
      },
    ]
  } finally {
    await deployment.close()
  }
}

/** A reward with all of its stock, and members with points for more than there is. */
export async function fillMall(deployment: Deployment, ids: number[], stock = STOCK): Promise<void> {
  const { db } = deployment
  const now = new Date()
  const published = { reason: 'bench', published_at: now, published_by: 'bench', request_key: 'bench' }
  await db.transaction(async tx => {
    const definition = JSON.stringify(reward({ points: PRICE }))
    await insert(tx, 'reward_version', {
      code: CODE,
      version: 1,
      definition,
      ...published,
      body_hash: Buffer.alloc(32),
    })
    await insert(tx, 'reward', { code: CODE, version: 1, on_shelf: 1, sort: 0, stock, left_count: stock })
  })
  const lane = deployment.get(Lane)
  for (let at = 0; at < ids.length; at += TOGETHER) {
    await Promise.all(ids.slice(at, at + TOGETHER).map(id => lane.post(earnOf(id, now))))
  }
}

function earnOf(memberId: number, now: Date): Earn {
  const span = {
    availableAt: new Date(now.getTime() - DAY),
    expiresAt: new Date(now.getTime() + 100 * DAY),
    cohort: 202611,
    source: 1,
    restrictionId: 0,
  }
  return {
    kind: 'EARN',
    key: `bench-earn:${memberId}`,
    body: '1',
    memberId,
    brandId: 1,
    storeId: null,
    operatorId: null,
    biz: { type: 0, id: '0' },
    occurredAt: now,
    spans: [span],
    tallies: [],
    activity: false,
    award: fixedAward(1_000_000, 0, {}),
  }
}

/** What most systems do: the stock's row is locked, everything is looked at and written, and then it is let go. */
export async function lockFirst(deployment: Deployment, memberId: number): Promise<void> {
  const { db, parts } = deployment
  const [points, rows] = [deployment.get(MallPoints), deployment.get(RedemptionRows)]
  const definition = reward({ points: PRICE })
  const id = parts.ids.next()
  const ground = await points.ground(CODE)
  const vouchers = await rows.voucherRows({ id, member_id: memberId }, definition)
  await db.transaction(async tx => {
    const sql = 'SELECT left_count FROM reward WHERE code = ? FOR UPDATE'
    const [stock] = await rowsOf<{ left_count: number }>(tx, sql, [CODE])
    if ((stock?.left_count ?? 0) < 1) return
    const row = {
      id,
      request_key: `naive:${id}`,
      body_hash: Buffer.alloc(32),
      member_id: memberId,
      code: CODE,
      version: 1,
      points: PRICE,
      cash_fen: 0,
      state: 2,
      hold_id: null,
      payment_id: null,
      ordered_at: new Date(),
    }
    const amount = { key: `naive:${id}`, memberId, redemptionId: id, points: PRICE, what: definition.name, ground }
    const journal_id = await points.spend(tx, amount)
    await rows.write(tx, [...rows.ordered({ ...row, journal_id }), ...vouchers, rows.stepRow(row, 'DONE')])
    await tx.query('UPDATE reward SET left_count = left_count - 1 WHERE code = ?', [CODE])
  })
}

/** A rate of something wrong is worth nothing. */
async function assertExact({ db }: Deployment): Promise<void> {
  const [sums] = await db.query<{ vouchers: number; redemptions: number; given: number }>(
    'SELECT COUNT(*) AS vouchers, (SELECT COUNT(*) FROM redemption) AS redemptions, (SELECT stock - left_count FROM reward) AS given FROM voucher',
  )
  if (!sums || sums.vouchers !== sums.given || sums.redemptions !== sums.given)
    throw new Error(`not exact: ${JSON.stringify(sums)}`)
}
