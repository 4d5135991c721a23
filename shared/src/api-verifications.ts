/** What staff, members and operators may ask about verification. */
import { byId } from './basics.js'
import { endpoints } from './endpoint.js'
import { ScanBody } from './purchases.js'
import {
  byRequest,
  byScan,
  MemberBenefits,
  StaffScan,
  VerificationCheck,
  VerificationCheckBody,
  VerificationList,
  VerificationListQuery,
  VerificationNews,
  VerificationNewsQuery,
  VerificationPage,
  VerificationQuery,
  VerificationReceipt,
  VerificationSettingBody,
  VerificationSettings,
  VerifyBody,
  VoidBody,
} from './verifications.js'

export const staffVerifications = endpoints('staff', {
  'POST /staff/scans': {
    summary: 'Recognise whatever was scanned; a member code is used up by this, coupons and vouchers are not',
    body: ScanBody,
    response: StaffScan,
  },
  'GET /staff/scans/:scanId/benefits': {
    summary: 'What a scanned member can use here and now, and what not; who looked is kept',
    params: byScan,
    response: MemberBenefits,
  },
  'POST /staff/verification-checks': {
    summary: 'Whether a coupon or voucher can be verified here and now, check by check; nothing is written',
    body: VerificationCheckBody,
    response: VerificationCheck,
  },
  'POST /staff/verifications': {
    summary: 'Verify a coupon or uses of a voucher; repeats get the first receipt',
    body: VerifyBody,
    response: VerificationReceipt,
  },
  'GET /staff/verification-requests/:requestId': {
    summary: 'What became of a verification whose answer was lost',
    params: byRequest,
    response: VerificationReceipt,
  },
  'GET /staff/verifications': {
    summary: 'Verifications of this store, newest first, and the sum of today',
    query: VerificationQuery,
    response: VerificationPage,
  },
  'GET /staff/verifications/:id': { summary: 'One receipt', params: byId, response: VerificationReceipt },
  'POST /staff/verifications/:id/voids': {
    summary: 'Undo a verification: what was shown is the guest’s again; repeats change nothing more',
    params: byId,
    body: VoidBody,
    response: VerificationReceipt,
  },
})

export const memberVerifications = endpoints('member', {
  'GET /member/verification-news': {
    summary: 'The last verification or undoing of anything of this member; waits up to 25 s for another',
    query: VerificationNewsQuery,
    response: VerificationNews,
  },
})

export const verificationOffice = endpoints('console', {
  'GET /console/verifications': {
    summary: 'Verifications of all stores, newest first',
    query: VerificationListQuery,
    response: VerificationList,
  },
  'GET /console/verification-settings': {
    summary: 'How verification is bounded, and who changed it',
    response: VerificationSettings,
  },
  'POST /console/verification-settings/versions': {
    summary: 'Change it from now on; repeats change nothing more',
    body: VerificationSettingBody,
    response: VerificationSettings,
  },
})
