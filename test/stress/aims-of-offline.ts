/** Requests to the routes of verification without a network. They change nothing that ana could read. */
import { aim, draw, none } from './aim.js'

const query = { query: {} }

export const aimsOfMyOffline = () => ({ 'GET /member/offline-tokens': aim('GET /member/offline-tokens', none) })

export function aimsOfOffline() {
  // A code nobody signed: it is refused, kept on record, and nothing of anybody is touched.
  const item = () => ({
    seq: 1,
    requestId: draw('offline-'),
    token: `HTO1.${'A'.repeat(128)}`,
    acceptedAt: '2026-11-23T04:00:00.000Z',
    quantity: 1,
  })
  const sync = () => ({ body: { deviceId: draw('device-of-nobody-'), items: [item()] } })
  return {
    'GET /staff/offline-kit': aim('GET /staff/offline-kit', query),
    'POST /staff/offline-verifications': aim('POST /staff/offline-verifications', sync),
    'GET /staff/offline-verifications': aim('GET /staff/offline-verifications', query),
  }
}

export const aimsOfOfflineOffice = () => ({
  'GET /console/offline-conflicts': aim('GET /console/offline-conflicts', query),
})
