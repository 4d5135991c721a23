import type { z } from 'zod'
import type { PayEndpoint } from './wechat-pay.error.js'
import { unknown } from './wechat-pay.http.js'
import type { RefundAnswer, TransactionAnswer } from './wechat-pay.shapes.js'

/** What WeChat Pay has signed about an order. The amount is what was ordered; null where it does not say. */
export type Transaction = {
  outTradeNo: string
  state: TransactionAnswer['trade_state']
  transactionId: string | null
  paidAt: Date | null
  amountFen: number | null
  payerFen: number | null
}

/** What WeChat Pay has signed about a refund. */
export type PayRefund = {
  outRefundNo: string
  outTradeNo: string
  refundId: string
  state: 'SUCCESS' | 'CLOSED' | 'PROCESSING' | 'ABNORMAL'
  amountFen: number
  totalFen: number
  acceptedAt: Date | null
  succeededAt: Date | null
}

/** An order as it was told, once it is about us. Throws `UNKNOWN` for another app, merchant or currency. */
export function transactionOf(
  endpoint: PayEndpoint,
  told: TransactionAnswer,
  { appId, mchid }: { appId: string; mchid: string },
): Transaction {
  if (told.appid !== appId || told.mchid !== mchid) throw unknown(endpoint, 'about another merchant')
  assertYuan(endpoint, told.amount)
  return {
    outTradeNo: told.out_trade_no,
    state: told.trade_state,
    transactionId: told.transaction_id ?? null,
    paidAt: told.success_time ?? null,
    amountFen: told.amount?.total ?? null,
    payerFen: told.amount?.payer_total ?? null,
  }
}

/** A refund as it was told. Throws `UNKNOWN` for another currency. */
export function refundOf(endpoint: PayEndpoint, told: z.output<typeof RefundAnswer>): PayRefund {
  assertYuan(endpoint, told.amount)
  return {
    outRefundNo: told.out_refund_no,
    outTradeNo: told.out_trade_no,
    refundId: told.refund_id,
    state: told.status,
    amountFen: told.amount.refund,
    totalFen: told.amount.total,
    acceptedAt: told.create_time ?? null,
    succeededAt: told.success_time ?? null,
  }
}

function assertYuan(endpoint: PayEndpoint, amount: { currency: string } | undefined): void {
  if (amount && amount.currency !== 'CNY') throw unknown(endpoint, 'another currency')
}
