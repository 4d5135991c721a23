/** Requests to the routes of bills at tables and of paying them. Nobody but her store knows of ana's. */
import type { RefusalCode } from '@huitou/shared/refusals'
import { aim, draw, none, nothingThere } from './aim.js'

const gone: RefusalCode[] = ['record.not_found']
const elsewhere: RefusalCode[] = ['table.bill_not_here']

export function aimsOfPaying() {
  const params = { id: nothingThere }
  const quote = { body: { billId: nothingThere, points: 0 } }
  const begin = () => ({
    body: {
      requestId: draw('checkout-'),
      billId: nothingThere,
      points: 0,
      couponIds: [],
      expectedPayableFen: 100,
    },
  })
  return {
    'GET /member/table-bill': aim('GET /member/table-bill', { query: { waitSeconds: 0 } }),
    'POST /member/checkouts/quotes': aim('POST /member/checkouts/quotes', quote, elsewhere),
    'POST /member/checkouts': aim('POST /member/checkouts', begin, elsewhere),
    'GET /member/checkouts/:id': aim('GET /member/checkouts/:id', { params }, gone),
    'POST /member/checkouts/:id/cancellations': aim('POST /member/checkouts/:id/cancellations', { params }, gone),
  }
}

export function aimsOfTableBills(scene: string) {
  // The same for everybody: a table has one bill, and whoever brings it again gets the first answer.
  const bill = { body: { billNo: 'ANA-TABLE', amountFen: 100, scene } }
  const params = { billNo: 'NO-SUCH-BILL' }
  const unknown: RefusalCode[] = ['bill.unknown']
  const foreign: RefusalCode[] = ['staff.store_mismatch']
  return {
    'POST /staff/table-bills': aim('POST /staff/table-bills', bill, foreign, []),
    'GET /staff/table-bills': aim('GET /staff/table-bills', none),
    'POST /staff/table-bills/:billNo/withdrawals': aim(
      'POST /staff/table-bills/:billNo/withdrawals',
      { params },
      unknown,
    ),
    'POST /pos/table-bills': aim('POST /pos/table-bills', bill, foreign, []),
    'GET /pos/table-bills/:billNo': aim('GET /pos/table-bills/:billNo', { params }, unknown),
    'POST /pos/table-bills/:billNo/withdrawals': aim('POST /pos/table-bills/:billNo/withdrawals', { params }, unknown),
  }
}

export function aimsOfOffsets() {
  const version = () => ({
    body: {
      requestId: draw('offset-'),
      version: 200,
      enabled: true,
      points: 100,
      fen: 100,
      capPercent: 50,
      minPoints: 100,
      reason: '试一下',
    },
  })
  return {
    'GET /console/offset-settings': aim('GET /console/offset-settings', none),
    'POST /console/offset-settings/versions': aim('POST /console/offset-settings/versions', version, [
      'settings.changed',
    ]),
  }
}
