/** Tables, services and controllers of paying, for the list of all providers. */
import { PaymentRefunds } from './payments/payment-refunds.service.js'
import { PaymentRows } from './payments/payment-rows.service.js'
import { PaymentsHttp } from './payments/payments.http.js'
import { Payments } from './payments/payments.service.js'
import * as tables from './payments/payments.tables.js'
import { Reconciliation } from './payments/reconciliation.service.js'
import { ReconciliationDesk } from './payments/reconciliation-desk.service.js'
import { Shippings } from './payments/shippings.service.js'
import { PayingHttp } from './settlements/paying.http.js'
import { Paying } from './settlements/paying.service.js'
import { SettlementJobs } from './settlements/settlements.jobs.js'
import { Settlements } from './settlements/settlements.service.js'

export const paymentTables = Object.values(tables)
export const paymentServices = [
  PaymentRows,
  Payments,
  PaymentRefunds,
  Shippings,
  Reconciliation,
  ReconciliationDesk,
  Settlements,
  SettlementJobs,
  Paying,
]
export const paymentControllers = [PaymentsHttp, PayingHttp]
