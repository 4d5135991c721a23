/** Goods that are sent, and points for good causes. */
import { byId } from './basics.js'
import { Causes, CertificateBody } from './donations.js'
import { endpoints } from './endpoint.js'
import { RedemptionDetail } from './mall.js'
import { Address, DispatchBody, ShipmentLabel, ShipmentPage, ShipmentQuery } from './shipments.js'

export const causes = endpoints('identity', {
  'GET /mall/causes': { summary: 'Good causes, what has come together, and my part', response: Causes },
})

export const memberShipments = endpoints('member', {
  'PUT /member/redemptions/:id/address': {
    summary: 'Where goods are sent to; until they are on their way it can be changed',
    params: byId,
    body: Address,
    response: RedemptionDetail,
  },
  'POST /member/redemptions/:id/receipts': {
    summary: 'The goods have arrived; again it changes nothing',
    params: byId,
    response: RedemptionDetail,
  },
  'PUT /member/redemptions/:id/certificate': {
    summary: 'How my name stands on the certificate of a donation',
    params: byId,
    body: CertificateBody,
    response: RedemptionDetail,
  },
})

export const shipmentOffice = endpoints('console', {
  'GET /console/shipments': {
    summary: 'Goods to be sent and on their way, those that wait longest first; addresses masked',
    query: ShipmentQuery,
    response: ShipmentPage,
  },
  'POST /console/shipments/:id/labels': {
    summary: 'The whole address of one, for whoever packs; that it was looked at is written down',
    params: byId,
    response: ShipmentLabel,
  },
  'POST /console/shipments/:id/dispatches': {
    summary: 'It is on its way; repeats change nothing more',
    params: byId,
    body: DispatchBody,
    response: ShipmentLabel,
  },
})
