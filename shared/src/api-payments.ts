/** What operators may ask about money that came through WeChat Pay. */
import { byId } from './basics.js'
import { endpoints } from './endpoint.js'
import { byDay, PaymentOverview, ResolutionBody } from './payments.js'

export const payments = endpoints('console', {
  'GET /console/reconciliation': {
    summary: 'Bills of WeChat Pay held against ours; a good day has no differences',
    response: PaymentOverview,
  },
  'POST /console/reconciliation/:day': {
    summary: 'Goes through the bill of a day again',
    params: byDay,
    response: PaymentOverview,
  },
  'POST /console/differences/:id/resolutions': {
    summary: 'Says why a difference is right',
    params: byId,
    body: ResolutionBody,
    response: PaymentOverview,
  },
})
