/** Tables, services and controllers of the feature coupons, for the list of all providers. */
import { BatchTasks } from './coupons/batch-tasks.service.js'
import { CouponBatches } from './coupons/batches.service.js'
import { CouponLife } from './coupons/coupon-life.service.js'
import { CouponNamesReader } from './coupons/coupon-names.service.js'
import { CouponOfficeHttp } from './coupons/coupon-office.http.js'
import { CouponOffice } from './coupons/coupon-office.service.js'
import { CouponRows } from './coupons/coupon-rows.service.js'
import { CouponsHttp } from './coupons/coupons.http.js'
import * as tables from './coupons/coupons.tables.js'
import { CouponDefinitions } from './coupons/definitions.service.js'
import { CouponFigures } from './coupons/figures.service.js'
import { CouponGiving } from './coupons/giving.service.js'
import { CouponIssuing } from './coupons/issuing.service.js'
import { PrintedCodes } from './coupons/printed-codes.service.js'
import { CouponQuotes } from './coupons/quotes.service.js'
import { CouponSweeper } from './coupons/sweeping.service.js'
import { CouponTakingBack } from './coupons/taking-back.service.js'
import { Wallet } from './coupons/wallet.service.js'

export const couponTables = Object.values(tables)

export const couponServices = [
  CouponDefinitions,
  CouponRows,
  CouponNamesReader,
  CouponIssuing,
  CouponLife,
  CouponGiving,
  CouponSweeper,
  CouponTakingBack,
  CouponQuotes,
  PrintedCodes,
  CouponFigures,
  CouponBatches,
  BatchTasks,
  CouponOffice,
  Wallet,
]

export const couponControllers = [CouponsHttp, CouponOfficeHttp]
