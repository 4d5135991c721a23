/** Requests to the routes of lotteries. They change nothing that ana could read. */
import type { RefusalCode } from '@huitou/shared/refusals'
import { lottery } from '../draw-builders.js'
import { aim, draw, none } from './aim.js'

const gone: RefusalCode[] = ['record.not_found']
const byCode = { params: { code: 'NO-SUCH-POOL' } }

export function aimsOfMyDraws() {
  const spin = () => ({ ...byCode, body: { requestId: draw('spin-aim-'), version: 1, points: 10 } })
  const day = { params: { code: 'NO-SUCH-POOL', day: '2026-11-22' } }
  return {
    'GET /draws': aim('GET /draws', none),
    'GET /draws/:code': aim('GET /draws/:code', byCode, gone),
    'GET /draws/:code/proofs/:day': aim('GET /draws/:code/proofs/:day', day, gone),
    'POST /draws/:code/spins': aim('POST /draws/:code/spins', spin, gone),
    'GET /member/draws': aim('GET /member/draws', none),
  }
}

export function aimsOfDrawOffice() {
  // A tier there is not: it cannot be published.
  const definition = lottery({ lowestTier: 'NO_SUCH_TIER' })
  const published = () => ({ requestId: draw('pool-version-'), definition, reason: '试一下' })
  return {
    'GET /console/draw-pools': aim('GET /console/draw-pools', none),
    'GET /console/draw-pools/:code': aim('GET /console/draw-pools/:code', byCode, gone),
    'POST /console/draw-pools': aim(
      'POST /console/draw-pools',
      () => ({ body: { ...published(), code: draw('AIMED-POOL-'), open: false } }),
      ['draw.invalid'],
    ),
    'POST /console/draw-pools/:code/versions': aim(
      'POST /console/draw-pools/:code/versions',
      () => ({ ...byCode, body: { ...published(), version: 1 } }),
      ['draw.invalid'],
    ),
    'PUT /console/draw-pools/:code/state': aim(
      'PUT /console/draw-pools/:code/state',
      { ...byCode, body: { open: true } },
      gone,
    ),
  }
}
