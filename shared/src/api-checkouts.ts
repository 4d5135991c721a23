/** What members, staff, tills and operators may ask about bills that are paid at the table. */
import { byId, page, pageOf } from './basics.js'
import {
  Checkout,
  CheckoutBody,
  CheckoutQuote,
  CheckoutQuoteBody,
  OffsetSettingBody,
  OffsetSettings,
  TableBill,
  TableBillBody,
  TableBillNews,
  TableBillQuery,
} from './checkouts.js'
import { endpoints } from './endpoint.js'
import { BillParams } from './purchases.js'

export const memberCheckouts = endpoints('member', {
  'GET /member/table-bill': {
    summary: 'The bill at the table this member sits at; waits up to 25 s for it to change',
    query: TableBillQuery,
    response: TableBillNews,
  },
  'POST /member/checkouts/quotes': {
    summary: 'What coupons and points make of the bill, and what it will earn; nothing is written',
    body: CheckoutQuoteBody,
    response: CheckoutQuote,
  },
  'POST /member/checkouts': {
    summary: 'Set aside points and coupons and begin to pay; repeats get the same one',
    body: CheckoutBody,
    response: Checkout,
  },
  'GET /member/checkouts/:id': {
    summary: 'How a payment stands; WeChat Pay is asked where nobody has heard',
    params: byId,
    response: Checkout,
  },
  'POST /member/checkouts/:id/cancellations': {
    summary: 'Give it up: points and coupons return as soon as nothing can be paid any more',
    params: byId,
    response: Checkout,
  },
})

export const staffTableBills = endpoints('staff', {
  'POST /staff/table-bills': {
    summary: 'Bring a bill to a table to be paid there; repeats get the first answer',
    body: TableBillBody,
    response: TableBill,
  },
  'GET /staff/table-bills': { summary: 'Bills at tables, newest first', query: page, response: pageOf(TableBill) },
  'POST /staff/table-bills/:billNo/withdrawals': {
    summary: 'Take a bill back that nobody is paying',
    params: BillParams,
    response: TableBill,
  },
})

export const posTableBills = endpoints('pos', {
  'POST /pos/table-bills': {
    summary: 'Bring a bill to a table to be paid there; repeats get the first answer',
    body: TableBillBody,
    response: TableBill,
  },
  'GET /pos/table-bills/:billNo': { summary: 'Whether it has been paid', params: BillParams, response: TableBill },
  'POST /pos/table-bills/:billNo/withdrawals': {
    summary: 'Take a bill back that nobody is paying',
    params: BillParams,
    response: TableBill,
  },
})

export const offsetSettings = endpoints('console', {
  'GET /console/offset-settings': {
    summary: 'What points are worth in a payment, and who changed it',
    response: OffsetSettings,
  },
  'POST /console/offset-settings/versions': {
    summary: 'Change it from now on; repeats change nothing more',
    body: OffsetSettingBody,
    response: OffsetSettings,
  },
})
