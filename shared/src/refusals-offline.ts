import type { Refusals } from './refusal-shape.js'

/** Refusals of what was accepted with no network. */
export const offline = {
  'offline.different': [
    422,
    '这条离线记录已经提交过，但内容不同。之前的结果没有改变。',
    'This offline record was already handed in with other contents. The first outcome stands unchanged.',
  ],
  'offline.token_invalid': [
    422,
    '码无法核实，没有入账。请把记录交给店长。',
    'The code cannot be confirmed and nothing was taken. Please show the record to your manager.',
  ],
  'offline.token_expired': [
    409,
    '受理时码已过期，没有入账。请把记录交给店长。',
    'The code had ended when it was accepted. Nothing was taken; please show the record to your manager.',
  ],
  'offline.token_not_yet': [
    409,
    '受理时还没到可用时间，没有入账。请把记录交给店长。',
    'It could not be used yet when it was accepted. Nothing was taken; please show the record to your manager.',
  ],
  'offline.other_store': [
    409,
    '这个码不能在本店使用，没有入账。请把记录交给店长。',
    'This code is not good in this store. Nothing was taken; please show the record to your manager.',
  ],
  'offline.too_old': [
    409,
    '离线记录超过 30 天，没有入账。请联系总部处理。',
    'The offline record is older than 30 days. Nothing was taken; please contact head office.',
  ],
  'offline.bill_needed': [
    422,
    '会员码要和账单号、金额一起记，没有入账。请让顾客补登这笔账单。',
    'A member code needs the number and amount of the bill. Nothing was booked; the guest can have the bill added.',
  ],
} as const satisfies Refusals
