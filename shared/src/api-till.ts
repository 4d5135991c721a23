/** What staff of a store and its tills may ask. */
import { page, pageOf } from './basics.js'
import { endpoints } from './endpoint.js'
import {
  Bill,
  BillBody,
  BillParams,
  PosBillBody,
  Quote,
  QuoteQuery,
  Refund,
  RefundBody,
  Scan,
  ScanBody,
} from './purchases.js'
import { Workbench } from './stores.js'

export const staff = endpoints('staff', {
  'GET /staff/workbench': { summary: 'Role, store and today so far', response: Workbench },
  'GET /staff/quote': { summary: 'What a bill would earn', query: QuoteQuery, response: Quote },
  'POST /staff/bills': { summary: 'Record a paid bill; repeats get the first answer', body: BillBody, response: Bill },
  'GET /staff/bills': { summary: 'Bills of this store, newest first', query: page, response: pageOf(Bill) },
  'GET /staff/bills/:billNo': { summary: 'One bill', params: BillParams, response: Bill },
  'POST /staff/bills/:billNo/refunds': {
    summary: 'Refund a bill, whole or in part',
    params: BillParams,
    body: RefundBody,
    response: Refund,
  },
})

export const pos = endpoints('pos', {
  'POST /pos/scans': { summary: 'Recognise a code scanned at the till', body: ScanBody, response: Scan },
  'GET /pos/quote': { summary: 'What a bill would earn', query: QuoteQuery, response: Quote },
  'POST /pos/bills': { summary: 'Record a paid bill; repeats get the first answer', body: PosBillBody, response: Bill },
  'GET /pos/bills/:billNo': { summary: 'One bill of this store', params: BillParams, response: Bill },
  'POST /pos/bills/:billNo/refunds': {
    summary: 'Refund a bill, whole or in part',
    params: BillParams,
    body: RefundBody,
    response: Refund,
  },
})
