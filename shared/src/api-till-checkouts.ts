/** Checkout with benefits: what tills and staff may ask, and how long a reservation holds. */
import { endpoints } from './endpoint.js'
import {
  byReserveKey,
  CommitBody,
  Identified,
  IdentifyBody,
  ReserveBody,
  Reversal,
  ReverseBody,
  SettlementQuery,
  Settlements,
  TillCheckout,
  TillQuote,
  TillQuoteBody,
  TillSettingBody,
  TillSettings,
} from './till-checkouts.js'

const quote = {
  summary: 'What coupons and points make of a bill, and what it will earn; nothing is written',
  body: TillQuoteBody,
  response: TillQuote,
}
const reserve = {
  summary: 'Set points and coupons aside for a bill; repeats get the same reservation',
  body: ReserveBody,
  response: TillCheckout,
}
const one = { summary: 'How a reservation stands', params: byReserveKey, response: TillCheckout }
const commit = {
  summary: 'The money was taken: points out, coupons used, the bill recorded; repeats change nothing more',
  params: byReserveKey,
  body: CommitBody,
  response: TillCheckout,
}
const cancel = { summary: 'Let it go before it is committed', params: byReserveKey, response: TillCheckout }
const reverse = {
  summary: 'Give back a committed one, whole or in part; repeats of a refund number get the first answer',
  params: byReserveKey,
  body: ReverseBody,
  response: Reversal,
}

const signed = true

export const posCheckouts = endpoints('pos', {
  'POST /pos/v1/identifications': {
    signed,
    summary: 'Whose code it is: a token for a checkout; a member code is used up by this',
    body: IdentifyBody,
    response: Identified,
  },
  'POST /pos/v1/checkouts/quotes': { signed, ...quote },
  'POST /pos/v1/checkouts': { signed, ...reserve },
  'GET /pos/v1/checkouts/:key': { signed, ...one },
  'POST /pos/v1/checkouts/:key/commits': { signed, ...commit },
  'POST /pos/v1/checkouts/:key/cancellations': { signed, ...cancel },
  'POST /pos/v1/checkouts/:key/reversals': { signed, ...reverse },
  'GET /pos/v1/settlements': {
    signed,
    summary: 'A business day of the store to reconcile with: every commit and reversal, sums and a digest',
    query: SettlementQuery,
    response: Settlements,
  },
})

export const staffCheckouts = endpoints('staff', {
  'POST /staff/checkouts/quotes': quote,
  'POST /staff/checkouts': reserve,
  'GET /staff/checkouts/:key': one,
  'POST /staff/checkouts/:key/commits': commit,
  'POST /staff/checkouts/:key/cancellations': cancel,
  'POST /staff/checkouts/:key/reversals': reverse,
})

export const tillSettings = endpoints('console', {
  'GET /console/till-settings': { summary: 'How long a reservation of a till holds', response: TillSettings },
  'POST /console/till-settings/versions': {
    summary: 'Change it from now on; repeats change nothing more',
    body: TillSettingBody,
    response: TillSettings,
  },
})
