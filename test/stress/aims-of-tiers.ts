/** Requests to the routes of tiers. They change nothing that ana could read. */
import { aim, draw, none } from './aim.js'

const asks = (growth: number) => ({ growth, spendFen: null, visits: null, pointsUsed: null })
const normal = (growth: number) => ({
  code: 'NORMAL',
  name: { zh: '普通', en: 'Member' },
  threshold: asks(growth),
  percent: 100,
  rights: [],
})
/** A ladder nobody can publish: it names a rung twice. */
const crooked = { window: 'ROLLING' as const, graceDays: 30, buyBackPoints: null, rungs: [normal(0), normal(1)] }

export function aimsOfMyTier() {
  const keep = () => ({ body: { requestId: draw('keep-tier-') } })
  return {
    'GET /member/tier': aim('GET /member/tier', none),
    'POST /member/tier/buy-backs': aim('POST /member/tier/buy-backs', keep, ['tier.not_in_grace']),
  }
}

export function aimsOfLadders(params: { memberNo: string }) {
  const preview = { body: { ladder: crooked, grandfather: false } }
  const publish = () => ({
    body: { requestId: draw('ladder-'), version: 1, ladder: crooked, grandfather: false, reason: '试一下' },
  })
  return {
    'GET /console/members/:memberNo/tier': aim('GET /console/members/:memberNo/tier', { params }),
    'GET /console/tiers': aim('GET /console/tiers', none),
    'POST /console/tiers/previews': aim('POST /console/tiers/previews', preview, ['tier.ladder_invalid']),
    'POST /console/tiers/versions': aim('POST /console/tiers/versions', publish, ['tier.ladder_invalid']),
  }
}
