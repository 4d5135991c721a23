import type { Refusals } from './refusal-shape.js'

/** Refusals around messages. */
export const messages = {
  'message.template_changed': [
    409,
    '模板刚被别人改过，您的修改没有保存。请刷新后再改。',
    'Somebody else has changed this template meanwhile. Your change was not saved: reload and try again.',
  ],
  'message.template_invalid': [
    400,
    '模板有问题，没有保存。请看标红的字段。',
    'The template is not valid and was not saved. See the marked fields.',
  ],
  'message.limits_changed': [
    409,
    '频次设置刚被别人改过，您的修改没有保存。请刷新后再改。',
    'Somebody else has changed the limits meanwhile. Your change was not saved: reload and try again.',
  ],
  'message.request_reused': [
    422,
    '同一个请求号提交了不同的内容，没有保存。',
    'The same request number came with different content. Nothing was saved.',
  ],
  'message.nobody': [409, '没有符合条件的会员，什么都没有发送。', 'Nobody matches. Nothing was sent.'],
  'message.send_closed': [409, '这次发送已经取消，不能再操作。', 'This send was cancelled and cannot be changed.'],
} as const satisfies Refusals
