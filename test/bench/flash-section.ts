/**
 * A flash sale: a hundred pieces, sixty-four callers, ten seconds. Nearly everybody asks in vain, so what counts is how many
 * are answered, and that exactly a hundred were sold ÷ the same crowd at a lock of the stock's row that is taken first.
 */
import { change } from '../../server/src/db.js'
import { Redeeming } from '../../server/src/mall/redeeming.service.js'
import { Refusal } from '../../server/src/refusal.js'
import { Deployment } from './deployment.js'
import { rate, type Section } from './figures.js'
import { CODE, fillMall, lockFirst, PRICE } from './mall-section.js'
import { addMembers } from './members-fixture.js'
import { closedLoop, compare } from './rounds.js'

const PIECES = 100
const CALLERS = 64
const ROUNDS = 3
const SLICE_MS = 10_000
const MEMBERS = 1_000

export const flash: Section = async () => {
  const deployment = await Deployment.open()
  try {
    const ids = await addMembers(deployment.db, MEMBERS)
    await fillMall(deployment, ids, PIECES)
    let sales = 0
    let count = 0
    const someone = () => ids[Math.floor(Math.random() * ids.length)] as number
    const redeeming = deployment.get(Redeeming)
    const redeem = () => {
      count += 1
      const body = { requestId: `flash-${count}`, code: CODE, points: PRICE, cashFen: 0 }
      return redeeming.redeem({ memberId: someone(), identityId: 0 }, body).catch(unlessSoldOut)
    }
    const sale = async (ask: () => Promise<unknown>) => {
      if (sales > 0) await restock(deployment)
      sales += 1
      const answered = await closedLoop(CALLERS, SLICE_MS, ask)
      await assertSold(deployment, sales)
      return answered
    }
    const { ratio, min, max, first, second } = await compare(
      ROUNDS,
      { name: 'flash', measure: () => sale(redeem) },
      { name: 'lock first', measure: () => sale(() => lockFirst(deployment, someone())) },
    )
    await deployment.assertBooksBalance()
    return [
      {
        name: 'mall.flash',
        value: ratio,
        spread: [min, max] as [number, number],
        target: { least: 1.5, aim: 3 },
        note: `answered ${rate(first)}, lock first ${rate(second)}; ${PIECES} of ${PIECES} sold each of ${sales} times`,
      },
    ]
  } finally {
    await deployment.close()
  }
}

function unlessSoldOut(error: unknown): void {
  if (!(error instanceof Refusal) || error.code !== 'reward.sold_out') throw error
}

async function restock({ db }: Deployment): Promise<void> {
  const sql = 'UPDATE reward SET stock = stock + ?, left_count = left_count + ? WHERE code = ?'
  await db.transaction(tx => change(tx, sql, [PIECES, PIECES, CODE]))
}

/** Every piece sold, none twice. */
async function assertSold({ db }: Deployment, sales: number): Promise<void> {
  const [sums] = await db.query<{ vouchers: number; redemptions: number; left_count: number }>(
    'SELECT left_count, (SELECT COUNT(*) FROM redemption) AS redemptions, (SELECT COUNT(*) FROM voucher) AS vouchers FROM reward',
  )
  const sold = sales * PIECES
  if (sums?.left_count !== 0 || sums.redemptions !== sold || sums.vouchers !== sold) {
    throw new Error(`not exact: ${JSON.stringify(sums)} after ${sales} sales of ${PIECES}`)
  }
}
