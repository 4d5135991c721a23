/** Checkouts at tills that are meant to succeed: reserved, committed, let go of, and given back. */
import { TillHouse } from '../till-checkout-builders.js'
import type { TestOperator, World } from '../world.js'
import type { House } from './actors.js'
import { draw } from './aim.js'
import type { Meant } from './meant.js'

export async function meantTillCheckouts(world: World, { ana, storeId }: House, admin: TestOperator): Promise<Meant> {
  const { qr } = (await ana.call('POST /member/codes')).codes[0]!
  const house = await TillHouse.open(world, storeId)
  const { checkoutToken } = (await house.till.sign('POST /pos/v1/identifications', { body: { code: qr } })).diners[0]!
  const asked = () => ({ checkoutToken, billNo: draw('MEANT-TILL-'), amountFen: 1_000, points: 0, couponIds: [] })
  const reserve = () => {
    const bill = asked()
    return { body: { idempotencyKey: bill.billNo, ...bill } }
  }
  const reserved = async () => (await house.till.sign('POST /pos/v1/checkouts', reserve())).key
  const committed = async () => {
    const key = await reserved()
    await house.commit(key)
    return key
  }
  const body = { paidFen: 1_000, payments: [{ method: 'CASH' as const, fen: 1_000 }] }
  const commit = async () => ({ params: { key: await reserved() }, body })
  const cancel = async () => ({ params: { key: await reserved() } })
  const reverse = async () => ({
    params: { key: await committed() },
    body: { refundNo: draw('MEANT-BACK-'), refundFen: 100 },
  })
  const { versions } = await admin.call('GET /console/till-settings')
  const setting = { requestId: draw('meant-till-setting-'), version: versions[0]!.version, holdMinutes: 10 }
  return {
    'POST /pos/v1/identifications': [{ body: { code: qr } }],
    'POST /pos/v1/checkouts/quotes': [{ body: asked() }],
    'POST /pos/v1/checkouts': [reserve()],
    'GET /pos/v1/checkouts/:key': [{ params: { key: await reserved() } }],
    'POST /pos/v1/checkouts/:key/commits': [await commit()],
    'POST /pos/v1/checkouts/:key/cancellations': [await cancel()],
    'POST /pos/v1/checkouts/:key/reversals': [await reverse()],
    'GET /pos/v1/settlements': [{ query: { day: '2026-11-23' } }],
    'POST /staff/checkouts/quotes': [{ body: asked() }],
    'POST /staff/checkouts': [reserve()],
    'GET /staff/checkouts/:key': [{ params: { key: await reserved() } }],
    'POST /staff/checkouts/:key/commits': [await commit()],
    'POST /staff/checkouts/:key/cancellations': [await cancel()],
    'POST /staff/checkouts/:key/reversals': [await reverse()],
    'POST /console/till-settings/versions': [{ body: { ...setting, reason: '试一下' } }],
  }
}
