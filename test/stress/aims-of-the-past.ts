/** Requests to the routes of what a member's points were: all for operators, and none of them changes anything. */
import { aim } from './aim.js'

const MONTH = '2026-11'
const MOMENT = '2026-11-20T00:00:00.000Z'

export function aimsOfThePast({ memberNo }: { memberNo: string }) {
  const params = { memberNo, month: MONTH }
  return {
    'GET /console/members/:memberNo/balances': aim('GET /console/members/:memberNo/balances', {
      params: { memberNo },
      query: { at: MOMENT },
    }),
    'GET /console/members/:memberNo/statements/:month': aim('GET /console/members/:memberNo/statements/:month', {
      params,
    }),
    'GET /console/members/:memberNo/statements/:month/csv': aim(
      'GET /console/members/:memberNo/statements/:month/csv',
      { params },
    ),
  }
}
