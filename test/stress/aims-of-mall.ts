/** Requests to the routes of the points mall. They change nothing that ana could read. */
import type { RefusalCode } from '@huitou/shared/refusals'
import { reward } from '../mall-builders.js'
import { aim, draw, none, nothingThere } from './aim.js'

const gone: RefusalCode[] = ['record.not_found']
const params = { id: nothingThere }
const byCode = { params: { code: 'NO-SUCH-REWARD' } }

export function aimsOfMyMall() {
  const redeem = () => ({
    body: { requestId: draw('redeem-'), code: 'NO-SUCH-REWARD', points: 100, cashFen: 0 },
  })
  return {
    'GET /mall/rewards': aim('GET /mall/rewards', none),
    'GET /mall/rewards/:code': aim('GET /mall/rewards/:code', byCode, gone),
    'POST /mall/redemptions': aim('POST /mall/redemptions', redeem, gone),
    'PUT /member/reward-wishes/:code': aim('PUT /member/reward-wishes/:code', { ...byCode, body: { on: true } }, gone),
    'GET /member/redemptions': aim('GET /member/redemptions', none),
    'GET /member/redemptions/:id': aim('GET /member/redemptions/:id', { params }, gone),
    'POST /member/redemptions/:id/payments': aim('POST /member/redemptions/:id/payments', { params }, gone),
    'POST /member/redemptions/:id/cancellations': aim('POST /member/redemptions/:id/cancellations', { params }, gone),
  }
}

export function aimsOfRewardOffice() {
  // A tier there is not: it cannot be published.
  const definition = reward({ lowestTier: 'NO_SUCH_TIER' })
  const published = () => ({ requestId: draw('reward-version-'), definition, reason: '试一下' })
  const more = () => ({ ...byCode, body: { requestId: draw('reward-stock-'), by: 5, reason: '到货' } })
  const many = () => ({
    body: {
      requestId: draw('reward-many-'),
      codes: ['NO-SUCH-REWARD'],
      change: { kind: 'SHELF' as const, onShelf: true },
    },
  })
  return {
    'GET /console/rewards': aim('GET /console/rewards', none),
    'GET /console/rewards/:code': aim('GET /console/rewards/:code', byCode, gone),
    'POST /console/rewards': aim(
      'POST /console/rewards',
      () => ({ body: { ...published(), code: draw('AIMED-'), stock: 1, onShelf: false } }),
      ['reward.invalid'],
    ),
    'POST /console/rewards/:code/versions': aim(
      'POST /console/rewards/:code/versions',
      () => ({ ...byCode, body: { ...published(), version: 1 } }),
      ['reward.invalid'],
    ),
    'PUT /console/rewards/:code/state': aim(
      'PUT /console/rewards/:code/state',
      { ...byCode, body: { onShelf: true } },
      gone,
    ),
    'POST /console/rewards/:code/stock-changes': aim('POST /console/rewards/:code/stock-changes', more, gone),
    'POST /console/reward-checks': aim('POST /console/reward-checks', { body: { definition } }),
    'POST /console/reward-changes': aim('POST /console/reward-changes', many),
    'POST /console/worst-orders': aim('POST /console/worst-orders', {
      body: { codes: null, proposals: [], totalFen: 10_000, marginPercent: 60, floorFen: 0 },
    }),
    'GET /console/reward-reach': aim('GET /console/reward-reach', none),
    // Bytes that are no picture: nothing is kept.
    'POST /console/images': aim('POST /console/images', { body: { base64: 'bm90IGEgcGljdHVyZQ==' } }, ['image.kind']),
  }
}

export function aimsOfMyGoods() {
  const address = {
    name: '安娜',
    phone: '13800000000',
    province: '北京市',
    city: '北京市',
    district: '',
    detail: '建国路 1 号',
  }
  return {
    'GET /mall/causes': aim('GET /mall/causes', none),
    'PUT /member/redemptions/:id/address': aim('PUT /member/redemptions/:id/address', { params, body: address }, gone),
    'POST /member/redemptions/:id/receipts': aim('POST /member/redemptions/:id/receipts', { params }, gone),
    'PUT /member/redemptions/:id/certificate': aim(
      'PUT /member/redemptions/:id/certificate',
      { params, body: { shown: 'MASKED' } },
      gone,
    ),
  }
}

export function aimsOfShipments() {
  const sent = () => ({ params, body: { requestId: draw('dispatch-'), carrier: '顺丰', trackingNo: 'SF100200300' } })
  return {
    'GET /console/shipments': aim('GET /console/shipments', none),
    'POST /console/shipments/:id/labels': aim('POST /console/shipments/:id/labels', { params }, gone),
    'POST /console/shipments/:id/dispatches': aim('POST /console/shipments/:id/dispatches', sent, gone),
  }
}
