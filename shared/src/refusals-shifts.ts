import type { Refusals } from './refusal-shape.js'

/** Refusals of shifts. */
export const shifts = {
  'shift.closed': [
    409,
    '这个班次已经交班，报表没有改变。',
    'This shift is closed already. Its report stands unchanged.',
  ],
  'shift.different': [
    422,
    '这个请求已经提交过，但内容不同。之前的结果没有改变。',
    'This request was already sent with other contents. The first result stands unchanged.',
  ],
} as const satisfies Refusals
