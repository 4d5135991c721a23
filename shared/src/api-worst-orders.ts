/** What marketers ask about everything that may come together on one bill. */
import { endpoints } from './endpoint.js'
import { WorstOrderBody, WorstOrderReply } from './worst-orders.js'

export const worstOrders = endpoints('console', {
  'POST /console/worst-orders': {
    summary:
      'The order that leaves least with these coupons, points and rules, and the pairs that overlap; keeps nothing',
    body: WorstOrderBody,
    response: WorstOrderReply,
  },
})
