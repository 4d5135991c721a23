/** Tables, services and controllers of verification without a network, for the list of all providers. */
import { OfflineKeys } from './members/offline-keys.service.js'
import { OfflineKeyTable } from './members/offline-keys.tables.js'
import { MemberOfflineHttp, OfflineOfficeHttp, StaffOfflineHttp } from './verifications/offline.http.js'
import * as tables from './verifications/offline.tables.js'
import { OfflineBook } from './verifications/offline-book.service.js'
import { OfflineDrafts } from './verifications/offline-drafts.service.js'
import { OfflineFirstUses } from './verifications/offline-first-uses.service.js'
import { OfflineKit } from './verifications/offline-kit.service.js'
import { OfflineRecords } from './verifications/offline-records.service.js'
import { OfflineSync } from './verifications/offline-sync.service.js'
import { OfflineTaker } from './verifications/offline-taker.service.js'
import { OfflineTokens } from './verifications/offline-tokens.service.js'

export const offlineTables = [OfflineKeyTable, ...Object.values(tables)]

export const offlineServices = [
  OfflineKeys,
  OfflineDrafts,
  OfflineTokens,
  OfflineKit,
  OfflineFirstUses,
  OfflineRecords,
  OfflineBook,
  OfflineTaker,
  OfflineSync,
]

export const offlineControllers = [MemberOfflineHttp, StaffOfflineHttp, OfflineOfficeHttp]
