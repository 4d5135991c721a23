/** Requests to the routes of group redemption. They change nothing that ana could read. */
import type { RefusalCode } from '@huitou/shared/refusals'
import { groupOffer } from '../group-builders.js'
import { aim, draw, none } from './aim.js'

const gone: RefusalCode[] = ['record.not_found']
const byCode = { params: { code: 'NO-SUCH-OFFER' } }
const byToken = { params: { token: 'NoSuchGroup12345' } }

export function aimsOfMyGroups() {
  const pledge = () => ({ requestId: draw('pledge-aim-'), points: 100 })
  return {
    'GET /group-offers': aim('GET /group-offers', none),
    'GET /group-offers/:code': aim('GET /group-offers/:code', byCode, gone),
    'GET /groups/:token': aim('GET /groups/:token', byToken, gone),
    'POST /group-offers/:code/groups': aim(
      'POST /group-offers/:code/groups',
      () => ({ ...byCode, body: pledge() }),
      gone,
    ),
    'POST /groups/:token/pledges': aim('POST /groups/:token/pledges', () => ({ ...byToken, body: pledge() }), gone),
    'POST /groups/:token/cancellations': aim('POST /groups/:token/cancellations', byToken, gone),
    'GET /member/groups': aim('GET /member/groups', none),
  }
}

export function aimsOfGroupOffice() {
  // A reward there is not: it cannot be published.
  const published = () => ({
    requestId: draw('group-version-'),
    definition: groupOffer('NO-SUCH-REWARD'),
    reason: '试一下',
  })
  return {
    'GET /console/group-offers': aim('GET /console/group-offers', none),
    'GET /console/group-offers/:code': aim('GET /console/group-offers/:code', byCode, gone),
    'POST /console/group-offers': aim(
      'POST /console/group-offers',
      () => ({ body: { ...published(), code: draw('AIMED-GROUP-'), open: false } }),
      ['group.invalid'],
    ),
    'POST /console/group-offers/:code/versions': aim(
      'POST /console/group-offers/:code/versions',
      () => ({ ...byCode, body: { ...published(), version: 1 } }),
      ['group.invalid'],
    ),
    'PUT /console/group-offers/:code/state': aim(
      'PUT /console/group-offers/:code/state',
      { ...byCode, body: { open: true } },
      gone,
    ),
  }
}
