import type { Refusals } from './refusal-shape.js'

/** Refusals any request may meet. */
export const request = {
  'input.invalid': [
    400,
    '提交的内容有误，请检查后再试。',
    'Something in the request is not valid. Nothing was changed.',
  ],
  'input.too_large': [413, '提交的内容太大，没有保存任何内容。', 'The request is too large. Nothing was changed.'],
  'input.not_json': [415, '请求格式不正确。', 'The request must be JSON. Nothing was changed.'],
  'route.unknown': [404, '没有这个地址。', 'There is nothing at this address.'],
  'record.not_found': [404, '没有找到这条记录。', 'No such record.'],
  'rate.limited': [429, '操作太频繁，请稍等片刻再试。', 'Too many requests. Please wait a moment and try again.'],
  'server.busy': [
    503,
    '系统正忙，刚才的操作没有丢，请稍后用同一单号重试。',
    'The server is busy. Retry with the same number; nothing is counted twice.',
  ],
  'server.error': [
    500,
    '系统出错了，积分没有受影响。请把错误编号告诉我们。',
    'Something went wrong on our side. No points were touched. Please quote the error number.',
  ],
  'session.missing': [401, '请先登录。', 'Please sign in first.'],
  'session.invalid': [401, '登录已失效，请重新登录。', 'Your session is no longer valid. Please sign in again.'],
  'session.expired': [401, '登录已过期。', 'Your session has expired.'],
  'access.denied': [403, '您没有权限做这个操作。', 'You are not allowed to do this.'],
} as const satisfies Refusals
