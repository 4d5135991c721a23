import { z } from 'zod'

/** An instant as WeChat Pay writes it, with Beijing's offset. */
const moment = z.iso.datetime({ offset: true }).transform(text => new Date(text))
const number = z.string().min(1).max(64)
const fen = z.int().min(0)

export const PrepayAnswer = z.object({ prepay_id: z.string().min(1).max(64) })

const Amount = z.object({
  total: fen,
  payer_total: fen.optional(),
  currency: z.string().default('CNY'),
})

/** An order as a query or a payment notification tells it. */
export const TransactionAnswer = z.object({
  appid: z.string(),
  mchid: z.string(),
  out_trade_no: number,
  transaction_id: number.optional(),
  trade_state: z.enum(['SUCCESS', 'REFUND', 'NOTPAY', 'CLOSED', 'REVOKED', 'USERPAYING', 'PAYERROR', 'ACCEPT']),
  success_time: moment.optional(),
  amount: Amount.optional(),
})
export type TransactionAnswer = z.output<typeof TransactionAnswer>

const RefundAmount = z.object({ total: fen, refund: fen, currency: z.string().default('CNY') })
const RefundState = z.enum(['SUCCESS', 'CLOSED', 'PROCESSING', 'ABNORMAL'])

/** A refund as the API tells it. */
export const RefundAnswer = z.object({
  refund_id: number,
  out_refund_no: number,
  out_trade_no: number,
  transaction_id: number.optional(),
  status: RefundState,
  create_time: moment.optional(),
  success_time: moment.optional(),
  amount: RefundAmount,
})

/** A refund as its notification tells it: the field of its state has another name. */
export const RefundNotice = z.object({
  mchid: z.string(),
  refund_id: number,
  out_refund_no: number,
  out_trade_no: number,
  refund_status: RefundState,
  success_time: moment.optional(),
  amount: RefundAmount,
})

export const BillAnswer = z.object({
  hash_type: z.literal('SHA1'),
  hash_value: z.string().regex(/^[0-9a-fA-F]{40}$/),
  download_url: z.url().max(2048),
})

/** What a notification comes in. */
export const Envelope = z.object({
  id: z.string().min(1).max(64),
  event_type: z.string().max(64),
  resource_type: z.string().max(64),
  resource: z.object({
    algorithm: z.literal('AEAD_AES_256_GCM'),
    ciphertext: z.string().max(1_048_576),
    associated_data: z.string().max(64).default(''),
    nonce: z.string().max(16),
  }),
})
