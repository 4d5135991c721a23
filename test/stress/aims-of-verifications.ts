/** Requests to the routes of verification: what ana shows is nobody's to see but her store's. */
import type { RefusalCode } from '@huitou/shared/refusals'
import { aim, draw, none, nothingThere } from './aim.js'

const gone: RefusalCode[] = ['record.not_found']
/** Ten wrong codes from one person are answered by a rest. */
const wrongCode: RefusalCode[] = ['verification.code_unknown', 'verification.cool_down']

export function aimsOfMyVerifications() {
  return {
    'GET /member/verification-news': aim('GET /member/verification-news', { query: { waitSeconds: 0 } }),
  }
}

export function aimsOfVerifying(scanId: string) {
  const params = { id: nothingThere }
  const code = '700000000000'
  const verify = () => ({ body: { requestId: draw('verify-'), code } })
  const undo = () => ({ params, body: { requestId: draw('undo-'), reason: '点错了' } })
  return {
    'GET /staff/scans/:scanId/benefits': aim(
      'GET /staff/scans/:scanId/benefits',
      { params: { scanId } },
      ['code.unknown'],
      [],
    ),
    'POST /staff/verification-checks': aim('POST /staff/verification-checks', { body: { code } }, wrongCode),
    'POST /staff/verifications': aim('POST /staff/verifications', verify, wrongCode),
    'GET /staff/verification-requests/:requestId': aim(
      'GET /staff/verification-requests/:requestId',
      { params: { requestId: 'nobody-asked' } },
      gone,
    ),
    'GET /staff/verifications': aim('GET /staff/verifications', none),
    'GET /staff/verifications/:id': aim('GET /staff/verifications/:id', { params }, gone),
    'POST /staff/verifications/:id/voids': aim('POST /staff/verifications/:id/voids', undo, gone),
  }
}

export function aimsOfShifts() {
  const params = { id: nothingThere }
  const open = () => ({ body: { requestId: draw('shift-') } })
  const close = () => ({ params, body: { requestId: draw('close-') } })
  return {
    'POST /staff/shifts': aim('POST /staff/shifts', open),
    'GET /staff/shift': aim('GET /staff/shift', none),
    'POST /staff/shifts/:id/closings': aim('POST /staff/shifts/:id/closings', close, gone),
    'GET /staff/shifts': aim('GET /staff/shifts', none),
    'GET /staff/shifts/:id': aim('GET /staff/shifts/:id', { params }, gone),
  }
}

export function aimsOfVerificationOffice() {
  const offline = {
    enabled: true,
    perHourCount: 20,
    perHourWorthFen: 50_000,
    perItemWorthFen: 20_000,
    tokenMinutes: 720,
  }
  const terms = {
    undoMinutes: 10,
    managerAboveFen: 20_000,
    perStaffPerHour: 120,
    perStaffPerDayWorthFen: 500_000,
    offline,
  }
  const version = () => ({ body: { requestId: draw('bounds-'), version: 200, terms, reason: '试一下' } })
  return {
    'GET /console/verifications': aim('GET /console/verifications', none),
    'GET /console/verification-settings': aim('GET /console/verification-settings', none),
    'POST /console/verification-settings/versions': aim('POST /console/verification-settings/versions', version, [
      'verification.settings_changed',
    ]),
  }
}
