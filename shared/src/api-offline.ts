/** Verification with no network: what members, staff and operators may ask. */
import { endpoints } from './endpoint.js'
import {
  OfflineConflictQuery,
  OfflineKit,
  OfflineKitQuery,
  OfflineRecordPage,
  OfflineRecordQuery,
  OfflineSync,
  OfflineSyncBody,
  OfflineTokens,
} from './offline.js'

export const memberOffline = endpoints('member', {
  'GET /member/offline-tokens': {
    summary: 'Signed short-lived codes of what this member can show, for a place without a network',
    response: OfflineTokens,
  },
})

export const staffOffline = endpoints('staff', {
  'GET /staff/offline-kit': {
    summary: 'What a phone needs to accept codes with no network: keys, revocation filter, allowance',
    query: OfflineKitQuery,
    response: OfflineKit,
  },
  'POST /staff/offline-verifications': {
    summary: 'Hand in what was accepted with no network, in order; repeats get the first outcome of each',
    body: OfflineSyncBody,
    response: OfflineSync,
  },
  'GET /staff/offline-verifications': {
    summary: 'What this store accepted with no network and what became of it; waiters see their own',
    query: OfflineRecordQuery,
    response: OfflineRecordPage,
  },
})

export const offlineOffice = endpoints('console', {
  'GET /console/offline-conflicts': {
    summary: 'Things used twice because one use had no network: both uses with staff and devices',
    query: OfflineConflictQuery,
    response: OfflineRecordPage,
  },
})
