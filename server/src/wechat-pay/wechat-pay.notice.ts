import type { KeyObject } from 'node:crypto'
import { type PayRefund, refundOf, type Transaction, transactionOf } from './wechat-pay.facts.js'
import { jsonOf, unknown } from './wechat-pay.http.js'
import { Envelope, RefundNotice, TransactionAnswer } from './wechat-pay.shapes.js'
import { type SignatureHeaders, signatureProblem, unseal } from './wechat-pay.signature.js'

/** A notification that WeChat Pay has sent: its number, the same in every repetition, and what it says. */
export type Notice = { id: string; type: string } & (
  | { about: 'ORDER'; transaction: Transaction }
  | { about: 'REFUND'; refund: PayRefund }
  | { about: 'SOMETHING_ELSE' }
)

export type NoticeFacts = {
  headers: SignatureHeaders
  /** The bytes as they came: the signature is over them. */
  body: Buffer
  now: Date
  keyOf: (serial: string) => KeyObject | undefined
  apiKey: KeyObject
  appId: string
  mchid: string
}

/** Checks a notification and opens it, in this order: signature, shape, seal, whom it is about. Throws `PayError`. */
export function readNotice({ headers, body, now, keyOf, apiKey, appId, mchid }: NoticeFacts): Notice {
  const problem = signatureProblem(headers, body, { now, keyOf })
  if (problem) throw unknown('notice', `signature ${problem}`)
  const envelope = Envelope.safeParse(jsonOf(body))
  if (!envelope.success) throw unknown('notice', 'unreadable')
  const { id, event_type: type, resource } = envelope.data
  const plain = unseal({ ...resource, associatedData: resource.associated_data }, apiKey)
  if (!plain) throw unknown('notice', 'seal wrong')
  const told = jsonOf(plain)
  if (type.startsWith('TRANSACTION.')) {
    const parsed = TransactionAnswer.safeParse(told)
    if (!parsed.success) throw unknown('notice', 'unreadable')
    return { id, type, about: 'ORDER', transaction: transactionOf('notice', parsed.data, { appId, mchid }) }
  }
  if (type.startsWith('REFUND.')) {
    const parsed = RefundNotice.safeParse(told)
    if (!parsed.success) throw unknown('notice', 'unreadable')
    if (parsed.data.mchid !== mchid) throw unknown('notice', 'about another merchant')
    return {
      id,
      type,
      about: 'REFUND',
      refund: refundOf('notice', { ...parsed.data, status: parsed.data.refund_status }),
    }
  }
  return { id, type, about: 'SOMETHING_ELSE' }
}
