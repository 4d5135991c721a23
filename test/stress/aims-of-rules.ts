/** Requests to the routes of rules. They change nothing that ana could read. */
import type { RefusalCode } from '@huitou/shared/refusals'
import { fixed, rule } from '../earning-builders.js'
import { aim, draw, none, nothingThere } from './aim.js'

const gone: RefusalCode[] = ['record.not_found']

// It never pays: what others read of ana's points stays as it is.
const bonus = rule(fixed(1), { trigger: 'SURVEY' })

const simulated = (storeId: number) => ({
  trigger: 'PURCHASE' as const,
  memberNo: null,
  storeId: String(storeId),
  at: '2026-11-23T04:30:00.000Z',
  paidFen: 8850,
  items: [],
  tier: null,
  tags: [],
  visit: null,
  daysSinceLastVisit: null,
  birthday: null,
  tableSize: null,
})

export function aimsOfRules(storeId: number) {
  const nobodys = { code: 'no-such-rule' }
  return {
    'GET /console/rules': aim('GET /console/rules', none),
    'GET /console/rules/:code': aim('GET /console/rules/:code', { params: { code: 'purchase' } }),
    'POST /console/rules': aim('POST /console/rules', () => ({
      body: { requestId: draw('aim-rule-'), definition: bonus },
    })),
    'PUT /console/rules/:code/draft': aim(
      'PUT /console/rules/:code/draft',
      { params: nobodys, body: { definition: bonus, revision: 1 } },
      gone,
    ),
    'POST /console/rules/checks': aim('POST /console/rules/checks', { body: { definition: bonus } }),
    'PUT /console/rules/:code/ticks': aim(
      'PUT /console/rules/:code/ticks',
      { params: nobodys, body: { ticks: [] } },
      gone,
    ),
    'POST /console/rules/:code/versions': aim(
      'POST /console/rules/:code/versions',
      () => ({
        params: nobodys,
        body: { requestId: draw('aim-version-'), revision: 1, effectiveAt: null, reason: '试一试' },
      }),
      gone,
    ),
    'POST /console/rules/:code/pauses': aim(
      'POST /console/rules/:code/pauses',
      () => ({ params: nobodys, body: { requestId: draw('aim-pause-'), paused: true, reason: '试一试' } }),
      gone,
    ),
    'POST /console/rules/:code/withdrawals': aim(
      'POST /console/rules/:code/withdrawals',
      () => ({ params: nobodys, body: { requestId: draw('aim-withdraw-'), reason: '试一试' } }),
      gone,
    ),
    'GET /console/rule-templates': aim('GET /console/rule-templates', none),
    'GET /console/rule-options': aim('GET /console/rule-options', none),
    'POST /console/simulations': aim('POST /console/simulations', {
      body: { case: simulated(storeId), proposals: [] },
    }),
    'GET /console/products': aim('GET /console/products', none),
    'PUT /console/products': aim(
      'PUT /console/products',
      { body: { products: [{ id: nothingThere, category: 'HOT', listedOn: null }] } },
      gone,
    ),
  }
}
