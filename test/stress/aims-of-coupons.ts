/** Requests to the routes of coupons. They change nothing that ana could read. */
import type { RefusalCode } from '@huitou/shared/refusals'
import { definition } from '../coupon-builders.js'
import { aim, draw, none, nothingThere } from './aim.js'

const gone: RefusalCode[] = ['record.not_found']
const params = { id: nothingThere }

export function aimsOfMyCoupons() {
  const requestId = () => draw('coupon-request-')
  const link = { params: { token: 'A'.repeat(22) } }
  const claim = () => ({ body: { requestId: requestId(), batchId: nothingThere } })
  const code = () => ({ body: { requestId: requestId(), code: draw('NOCODE') } })
  const give = () => ({ params, body: { requestId: requestId() } })
  return {
    'GET /member/coupons': aim('GET /member/coupons', none),
    'GET /member/coupons/:id': aim('GET /member/coupons/:id', { params }, gone),
    'POST /member/coupon-views': aim('POST /member/coupon-views', none),
    'GET /member/coupon-offers': aim('GET /member/coupon-offers', none),
    'POST /member/coupon-claims': aim('POST /member/coupon-claims', claim, gone),
    'POST /member/coupon-codes': aim('POST /member/coupon-codes', code, ['coupon.code_unknown', 'coupon.code_cooling']),
    'POST /member/coupons/:id/gifts': aim('POST /member/coupons/:id/gifts', give, gone),
    'DELETE /member/coupons/:id/gifts': aim('DELETE /member/coupons/:id/gifts', { params }, ['coupon.gift_ended']),
    'GET /member/coupon-gifts': aim('GET /member/coupon-gifts', none),
    'GET /member/coupon-gifts/:token': aim('GET /member/coupon-gifts/:token', link, gone),
    'POST /member/coupon-gifts/:token/acceptances': aim('POST /member/coupon-gifts/:token/acceptances', link, gone),
  }
}

export function aimsOfCouponOffice() {
  return { ...aimsOfDefinitions(), ...aimsOfBatches() }
}

function aimsOfDefinitions() {
  const byCode = { params: { code: 'NO-SUCH-COUPON' } }
  const published = () => ({
    requestId: draw('coupon-version-'),
    definition: definition({ effect: { type: 'THRESHOLD_OFF', minFen: 100, offFen: 100 } }),
    reason: '试一下',
  })
  const stack = { codes: null, totalFen: 10_000, items: [], points: false, tierPrice: false, marginPercent: 60 }
  return {
    'GET /console/coupons': aim('GET /console/coupons', none),
    'GET /console/coupons/:code': aim('GET /console/coupons/:code', byCode, gone),
    // One that makes every bill free cannot be published.
    'POST /console/coupons': aim('POST /console/coupons', () => ({ body: { ...published(), code: draw('AIMED') } }), [
      'coupon.invalid',
    ]),
    'POST /console/coupons/:code/versions': aim(
      'POST /console/coupons/:code/versions',
      () => ({ ...byCode, body: { ...published(), version: 1 } }),
      ['coupon.invalid'],
    ),
    'POST /console/coupon-checks': aim('POST /console/coupon-checks', { body: { definition: definition() } }),
    'POST /console/coupon-stacks': aim('POST /console/coupon-stacks', { body: stack }),
  }
}

function aimsOfBatches() {
  const batch = () => ({
    body: {
      requestId: draw('coupon-batch-'),
      code: 'NO-SUCH-COUPON',
      name: '第一批',
      source: 'CLAIM' as const,
      stock: 1,
      perMember: 1,
      from: null,
      until: null,
    },
  })
  const task = () => ({
    params,
    body: {
      requestId: draw('coupon-task-'),
      kind: 'RECALL' as const,
      includeExpired: false,
      until: null,
      reason: '试一下',
      expected: 0,
    },
  })
  const issue = () => ({
    params,
    body: { requestId: draw('coupon-issue-'), memberNos: ['0000000000'], reason: '试一下' },
  })
  const codes = () => ({ params, body: { requestId: draw('coupon-import-'), csv: 'ABC123', dryRun: false } })
  return {
    'GET /console/coupon-batches': aim('GET /console/coupon-batches', none),
    'POST /console/coupon-batches': aim('POST /console/coupon-batches', batch, gone),
    'PUT /console/coupon-batches/:id/state': aim(
      'PUT /console/coupon-batches/:id/state',
      { params, body: { state: 'OPEN' } },
      gone,
    ),
    'POST /console/coupon-batches/:id/issues': aim('POST /console/coupon-batches/:id/issues', issue, gone),
    'GET /console/coupon-batches/:id/reach': aim(
      'GET /console/coupon-batches/:id/reach',
      { params, query: { kind: 'RECALL' } },
      gone,
    ),
    'POST /console/coupon-batches/:id/tasks': aim('POST /console/coupon-batches/:id/tasks', task, gone),
    'POST /console/coupon-batches/:id/code-imports': aim('POST /console/coupon-batches/:id/code-imports', codes, gone),
  }
}
