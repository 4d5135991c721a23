/** Requests to the routes of payments, in a deployment without a merchant: there is nothing to compare. */
import type { RefusalCode } from '@huitou/shared/refusals'
import { aim, none, nothingThere } from './aim.js'

const off: RefusalCode[] = ['pay.not_configured']
const gone: RefusalCode[] = ['record.not_found']

export function aimsOfPayments() {
  const resolution = { params: { id: nothingThere }, body: { note: '已和商户平台核对' } }
  return {
    'GET /console/reconciliation': aim('GET /console/reconciliation', none),
    'POST /console/reconciliation/:day': aim(
      'POST /console/reconciliation/:day',
      { params: { day: '2026-11-20' } },
      off,
    ),
    'POST /console/differences/:id/resolutions': aim('POST /console/differences/:id/resolutions', resolution, gone),
  }
}
