/** Requests to the routes of checkouts at tills. Another store knows neither the guest nor the reservation. */
import type { RefusalCode } from '@huitou/shared/refusals'
import { aim, draw, none } from './aim.js'

/** `scanId` stands for ana, in her own store. */
export function aimsOfTillCheckouts(scanId: string, scene: string) {
  const params = { key: 'NO-SUCH-KEY' }
  const bill = () => ({ checkoutToken: scanId, billNo: draw('TILL-'), amountFen: 20_000, points: 0, couponIds: [] })
  const quote = () => ({ body: bill() })
  const reserve = () => {
    const asked = bill()
    return { body: { idempotencyKey: asked.billNo, ...asked } }
  }
  const commit = { params, body: { paidFen: 100, payments: [{ method: 'CASH' as const, fen: 100 }] } }
  const reverse = () => ({ params, body: { refundNo: draw('TILL-R'), refundFen: 100 } })
  const stranger: RefusalCode[] = ['code.unknown']
  const unknown: RefusalCode[] = ['checkout.unknown']
  return {
    'POST /pos/v1/identifications': aim(
      'POST /pos/v1/identifications',
      { body: { code: scene } },
      ['staff.store_mismatch'],
      [],
    ),
    'POST /pos/v1/checkouts/quotes': aim('POST /pos/v1/checkouts/quotes', quote, stranger, []),
    'POST /pos/v1/checkouts': aim('POST /pos/v1/checkouts', reserve, stranger, []),
    'GET /pos/v1/checkouts/:key': aim('GET /pos/v1/checkouts/:key', { params }, unknown),
    'POST /pos/v1/checkouts/:key/commits': aim('POST /pos/v1/checkouts/:key/commits', commit, unknown),
    'POST /pos/v1/checkouts/:key/cancellations': aim('POST /pos/v1/checkouts/:key/cancellations', { params }, unknown),
    'POST /pos/v1/checkouts/:key/reversals': aim('POST /pos/v1/checkouts/:key/reversals', reverse, unknown),
    'GET /pos/v1/settlements': aim('GET /pos/v1/settlements', { query: { day: '2026-11-23' } }),
    'POST /staff/checkouts/quotes': aim('POST /staff/checkouts/quotes', quote, stranger, []),
    'POST /staff/checkouts': aim('POST /staff/checkouts', reserve, stranger, []),
    'GET /staff/checkouts/:key': aim('GET /staff/checkouts/:key', { params }, unknown),
    'POST /staff/checkouts/:key/commits': aim('POST /staff/checkouts/:key/commits', commit, unknown),
    'POST /staff/checkouts/:key/cancellations': aim('POST /staff/checkouts/:key/cancellations', { params }, unknown),
    'POST /staff/checkouts/:key/reversals': aim('POST /staff/checkouts/:key/reversals', reverse, unknown),
  }
}

export function aimsOfTillSettings() {
  const version = () => ({
    body: { requestId: draw('till-setting-'), version: 200, holdMinutes: 10, reason: '试一下' },
  })
  return {
    'GET /console/till-settings': aim('GET /console/till-settings', none),
    'POST /console/till-settings/versions': aim('POST /console/till-settings/versions', version, ['settings.changed']),
  }
}
