/** Tables, services and controllers of bills that are paid at the table, for the list of all providers. */
import { BillRefunds } from './checkouts/bill-refunds.service.js'
import { CheckoutOpening } from './checkouts/checkout-opening.service.js'
import { CheckoutQuotes } from './checkouts/checkout-quotes.service.js'
import { CheckoutReturns } from './checkouts/checkout-returns.service.js'
import { CheckoutRows } from './checkouts/checkout-rows.service.js'
import { CheckoutSettling } from './checkouts/checkout-settling.service.js'
import { CheckoutSurroundings } from './checkouts/checkout-surroundings.service.js'
import { CheckoutViews } from './checkouts/checkout-views.service.js'
import {
  MemberTableBillHttp,
  OffsetSettingsHttp,
  PosTableBillsHttp,
  StaffTableBillsHttp,
} from './checkouts/checkouts.http.js'
import { Checkouts } from './checkouts/checkouts.service.js'
import * as tables from './checkouts/checkouts.tables.js'
import { OffsetPoints } from './checkouts/offset-points.service.js'
import { OffsetSettings } from './checkouts/offset-settings.service.js'
import { SetAside } from './checkouts/set-aside.service.js'
import { TableBillNews } from './checkouts/table-bill-news.service.js'
import { TableBillTaker } from './checkouts/table-bill-taker.service.js'
import { TableBills } from './checkouts/table-bills.service.js'
import { WorstOrdersHttp } from './checkouts/worst-orders.http.js'
import { WorstOrders } from './checkouts/worst-orders.service.js'

export const checkoutTables = Object.values(tables)

export const checkoutServices = [
  CheckoutRows,
  OffsetSettings,
  OffsetPoints,
  TableBills,
  TableBillNews,
  CheckoutQuotes,
  SetAside,
  CheckoutSettling,
  CheckoutSurroundings,
  CheckoutOpening,
  Checkouts,
  CheckoutViews,
  TableBillTaker,
  CheckoutReturns,
  BillRefunds,
  WorstOrders,
]

export const checkoutControllers = [
  MemberTableBillHttp,
  StaffTableBillsHttp,
  PosTableBillsHttp,
  OffsetSettingsHttp,
  WorstOrdersHttp,
]
