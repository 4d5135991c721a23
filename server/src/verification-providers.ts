/** Tables, services and controllers of the feature verifications, for the list of all providers. */
import { Benefits } from './verifications/benefits.service.js'
import { Holdings } from './verifications/holdings.service.js'
import { Receipts } from './verifications/receipts.service.js'
import { ScanDoor } from './verifications/scan-door.service.js'
import { ShownCodes } from './verifications/shown-codes.service.js'
import { Things } from './verifications/things.service.js'
import { Turnstiles } from './verifications/turnstiles.service.js'
import { Uses } from './verifications/uses.service.js'
import { VerificationNews } from './verifications/verification-news.service.js'
import { VerificationSettings } from './verifications/verification-settings.service.js'
import {
  StaffScansHttp,
  StaffVerificationsHttp,
  VerificationNewsHttp,
  VerificationOfficeHttp,
} from './verifications/verifications.http.js'
import { Verifications } from './verifications/verifications.service.js'
import * as tables from './verifications/verifications.tables.js'
import { Verifying } from './verifications/verifying.service.js'
import { Voids } from './verifications/voids.service.js'

export const verificationTables = Object.values(tables)

export const verificationServices = [
  VerificationSettings,
  Things,
  Turnstiles,
  Receipts,
  ShownCodes,
  Uses,
  Verifications,
  Verifying,
  Voids,
  Holdings,
  Benefits,
  ScanDoor,
  VerificationNews,
]

export const verificationControllers = [
  StaffScansHttp,
  StaffVerificationsHttp,
  VerificationNewsHttp,
  VerificationOfficeHttp,
]
