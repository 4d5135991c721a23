import type { RefusalCode } from '@huitou/shared/refusals'
import { Refusal } from '../refusal.js'
import { WechatError } from '../wechat/wechat.error.js'

/** Turns a failed sign-in with WeChat into what the guest reads. */
export function asLoginRefusal(error: unknown): never {
  throw asRefusal(error, 'wechat.code_invalid')
}

/** Turns a failed phone look-up into what the guest reads. */
export function asPhoneRefusal(error: unknown): never {
  throw asRefusal(error, 'wechat.phone_code_invalid')
}

function asRefusal(error: unknown, invalid: RefusalCode): unknown {
  if (!(error instanceof WechatError)) return error
  if (error.kind === 'CODE_INVALID' || error.kind === 'CODE_USED') return new Refusal(invalid)
  return new Refusal(error.kind === 'USER_BLOCKED' ? 'wechat.blocked' : 'wechat.unavailable')
}
