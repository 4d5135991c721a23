/** Claims of one batch by sixty-four callers ÷ the same rows written behind a lock that is taken first. */
import { CouponIssuing } from '../../server/src/coupons/issuing.service.js'
import { insert, rowsOf } from '../../server/src/db.js'
import { definition } from '../coupon-builders.js'
import { Deployment } from './deployment.js'
import { rate, type Section } from './figures.js'
import { closedLoop, compare } from './rounds.js'

const CALLERS = 64
const ROUNDS = 5
const SLICE_MS = 2_500
const STOCK = 10_000_000
const BATCH = 7
const FIRST_MEMBER = 1_000_000_000

export const claims: Section = async () => {
  const deployment = await Deployment.open()
  try {
    await openBatch(deployment)
    const issuing = deployment.get(CouponIssuing)
    let count = 0
    const next = () => {
      count += 1
      return FIRST_MEMBER + count * 16
    }
    const { ratio, min, max, first, second } = await compare(
      ROUNDS,
      { name: 'claim', measure: () => closedLoop(CALLERS, SLICE_MS, () => issuing.claim(next(), BATCH, 'once')) },
      { name: 'lock first', measure: () => closedLoop(CALLERS, SLICE_MS, () => lockFirst(deployment, next())) },
    )
    await assertExact(deployment)
    return [
      {
        name: 'coupons.claim',
        value: ratio,
        spread: [min, max] as [number, number],
        target: { least: 1.2, aim: 2 },
        note: `claims ${rate(first)}, lock first ${rate(second)}`,
      },
    ]
  } finally {
    await deployment.close()
  }
}

const hash = Buffer.alloc(32)

async function openBatch({ db }: Deployment): Promise<void> {
  const now = new Date()
  const published = { reason: 'bench', published_at: now, published_by: 'bench', request_key: 'bench', body_hash: hash }
  await db.transaction(async tx => {
    await insert(tx, 'coupon_version', {
      code: 'BENCH',
      version: 1,
      definition: JSON.stringify(definition()),
      ...published,
    })
    await insert(tx, 'coupon_batch', {
      id: BATCH,
      code: 'BENCH',
      version: 1,
      name: 'bench',
      source: 1,
      state: 1,
      stock: STOCK,
      left_count: STOCK,
      per_member: 1,
      created_at: now,
      created_by: 'bench',
      request_key: 'bench',
      body_hash: hash,
    })
  })
}

/** What most systems do: the stock's row is locked, everything is looked at and written, and then it is let go. */
async function lockFirst({ db, parts }: Deployment, memberId: number): Promise<void> {
  const now = new Date()
  await db.transaction(async tx => {
    const [batch] = await rowsOf<{ left_count: number }>(
      tx,
      'SELECT left_count FROM coupon_batch WHERE id = ? FOR UPDATE',
      [BATCH],
    )
    const taken = await rowsOf(tx, 'SELECT nth FROM coupon_claim WHERE batch_id = ? AND member_id = ?', [
      BATCH,
      memberId,
    ])
    if ((batch?.left_count ?? 0) < 1 || taken.length > 0) return
    const id = parts.ids.next()
    const [member_id, key] = [memberId, `naive:${memberId}`]
    await insert(tx, 'coupon_claim', {
      batch_id: BATCH,
      member_id,
      nth: 1,
      claim_key: key,
      coupon_id: id,
      claimed_at: now,
    })
    await insert(tx, 'coupon', {
      id,
      code: `N${String(id).slice(-11)}`,
      batch_id: BATCH,
      member_id,
      first_member_id: member_id,
      status: 1,
      issue_key: key,
      issued_at: now,
      arrived_at: now,
      time_zone: 'Asia/Shanghai',
      valid_from: now,
      expires_at: now,
      steps: 1,
      given: 0,
    })
    const step = { kind: 'ISSUED', at: now, actor_kind: 'MEMBER', actor: '', step_key: key, amount_fen: 0, note: '' }
    await insert(tx, 'coupon_step', { coupon_id: id, seq: 1, ...step })
    const due = { due_at: now, until_at: now, created_at: now, state: 1, worth_fen: 0, batch: 'bench', data: '{}' }
    await insert(tx, 'message', { id: parts.ids.next(), member_id, kind: 'COUPON_ARRIVED', occurrence: key, ...due })
    await tx.query('UPDATE coupon_batch SET left_count = left_count - 1 WHERE id = ?', [BATCH])
  })
}

/** A rate of something wrong is worth nothing. */
async function assertExact({ db }: Deployment): Promise<void> {
  const [sums] = await db.query<{ coupons: number; members: number; given: number }>(
    'SELECT COUNT(*) AS coupons, COUNT(DISTINCT member_id) AS members, (SELECT stock - left_count FROM coupon_batch) AS given FROM coupon',
  )
  if (!sums || sums.coupons !== sums.given || sums.members !== sums.given)
    throw new Error(`not exact: ${JSON.stringify(sums)}`)
}
