/** What staff do next about something they accepted with no network. */
import type { Text } from '@huitou/shared/basics'

const CONFLICT: Text = {
  zh: '这份权益已在别处用过。请把这条记录给店长看，不要再次发放；损失由店长登记。',
  en: 'Somebody had it before. Show this record to your manager and hand out nothing more; the manager books the loss.',
}
const LOCKED: Text = {
  zh: '顾客正在买单或转赠中占用着它。请把这条记录给店长看，由店长联系顾客。',
  en: 'It was set aside for a payment or a friend. Show this record to your manager, who will reach the guest.',
}
const ENDED: Text = {
  zh: '受理时它已经失效。请把这条记录给店长看，由店长登记损失。',
  en: 'It had ended by then. Show this record to your manager, who books the loss.',
}
const BILL: Text = {
  zh: '这笔账单没有记上积分。请在“记账积分”里补登，或让顾客凭小票补登。',
  en: 'The bill brought no points. Record it at the till, or let the guest have it added with the receipt.',
}
const OTHER: Text = {
  zh: '没有入账。请把这条记录给店长看。',
  en: 'Nothing was taken. Show this record to your manager.',
}

/** The next step for an outcome; null where it was accepted. */
export function nextStepOf(state: 'ACCEPTED' | 'CONFLICT' | 'REFUSED', code: string | null): Text | null {
  if (state === 'ACCEPTED') return null
  if (state === 'CONFLICT') return CONFLICT
  if (code !== null && /\.(locked|given)$/.test(code)) return LOCKED
  if (code !== null && /\.(expired|recalled|returned|token_expired)$/.test(code)) return ENDED
  if (code?.startsWith('bill.') || code === 'offline.bill_needed') return BILL
  return OTHER
}
