/** Requests to the cost of points and to awards by hand. Nothing they ask for comes about: ana's points stay as they are. */
import { aim, draw, none } from './aim.js'

export function aimsOfEarning(params: { memberNo: string }) {
  return {
    'GET /console/earning-settings': aim('GET /console/earning-settings', none),
    'POST /console/earning-settings/versions': aim(
      'POST /console/earning-settings/versions',
      () => ({
        body: {
          requestId: draw('aim-cost-'),
          version: 999,
          cost: { fen: 100, points: 100 },
          generousPercent: 20,
          reason: '试一试',
        },
      }),
      ['settings.changed'],
    ),
    'GET /console/members/:memberNo/awards': aim('GET /console/members/:memberNo/awards', { params }),
    'POST /console/members/:memberNo/awards': aim(
      'POST /console/members/:memberNo/awards',
      () => ({ params, body: { requestId: draw('aim-award-'), ruleCode: 'no-such-rule', note: '试一试而已' } }),
      ['award.rule_not_live'],
    ),
  }
}
