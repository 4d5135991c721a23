import { z } from 'zod'
import { CodeDesk } from './code-desk.js'
import { CallWindow, SimClock } from './sim-clock.js'
import { TokenDesk } from './token-desk.js'
import { UserBook } from './user-book.js'

/** What WeChat does differently from account to account and year to year, for a client to cope with. */
export const Settings = z.object({
  /** Whether the app is bound to an Open Platform account. Unbound, nobody's unionid is told. */
  openPlatformBound: z.boolean(),
  /** WeChat's table says string, its sample shows a number. */
  countryCodeAs: z.enum(['number', 'string']),
  /** Whether success says `errcode: 0`; `usual` follows the endpoint's own sample. */
  successErrcode: z.enum(['usual', 'absent', 'zero']),
  loginsPerUserPerMinute: z.int().min(0),
  stableCallsPerMinute: z.int().min(0),
  stableCallsPerDay: z.int().min(0),
  plainCallsPerDay: z.int().min(0),
})
export type Settings = z.infer<typeof Settings>

/** The state behind every endpoint. Messages, QR codes and Pay get their own parts beside these. */
export type WechatWorld = {
  appId: string
  appSecret: string
  clock: SimClock
  users: UserBook
  codes: CodeDesk
  tokens: TokenDesk
  settings: Settings
  quotas: { minute: CallWindow; day: CallWindow }
  /** Successful phone exchanges: WeChat charges for each. */
  phoneCharges: number
}

export type WorldOptions = { appId: string; appSecret: string; statePath?: string | undefined; now: () => Date }

export function makeWorld(options: WorldOptions): WechatWorld {
  const clock = new SimClock(options.now)
  return {
    appId: options.appId,
    appSecret: options.appSecret,
    clock,
    users: new UserBook(options.statePath),
    codes: new CodeDesk(clock),
    tokens: new TokenDesk(clock),
    settings: {
      openPlatformBound: true,
      countryCodeAs: 'number',
      successErrcode: 'usual',
      loginsPerUserPerMinute: 100,
      stableCallsPerMinute: 10_000,
      stableCallsPerDay: 500_000,
      plainCallsPerDay: 2000,
    },
    quotas: { minute: new CallWindow(clock, 'minute'), day: new CallWindow(clock, 'day') },
    phoneCharges: 0,
  }
}
