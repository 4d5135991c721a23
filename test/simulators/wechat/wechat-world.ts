import { z } from 'zod'
import { AccountDesk } from './account-desk.js'
import { CheckDesk } from './check-desk.js'
import { CodeDesk } from './code-desk.js'
import { demoTemplates } from './demo-templates.js'
import { GrantBook } from './grant-book.js'
import { MessageIds } from './message-ids.js'
import { PhoneFeed } from './phone-feed.js'
import { Pusher } from './pusher.js'
import { CallWindow, SimClock } from './sim-clock.js'
import { TemplateBook } from './template-book.js'
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
  /** The pages of the released version; null is "every page there is". */
  releasedPages: z.array(z.string().min(1).max(200)).max(200).nullable(),
  /** How many templates one `wx.requestSubscribeMessage` may ask about: three for years, five now. */
  templatesPerCall: z.int().min(1).max(10),
  /** Whether messages of templates nobody has entered are refused (40037), or taken as they come (the demo). */
  unknownTemplates: z.enum(['refuse', 'accept']),
  /** What WeChat says about every picture at once; `later` leaves it to the control plane. */
  mediaVerdict: z.enum(['pass', 'review', 'risky', 'later']),
  /** Whether payments can be reported as shipped. */
  shippable: z.boolean(),
})
export type Settings = z.infer<typeof Settings>

/** A link that opens the mini-program from outside; times in seconds. */
export type UrlLink = { path: string; query: string; createdAt: number; expiresAt: number; environment: string }

/** The state behind every endpoint. Pay has a world of its own. */
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
  templates: TemplateBook
  grants: GrantBook
  messageIds: MessageIds
  /** The official account of the same owner, under the same Open Platform account. */
  account: AccountDesk
  checks: CheckDesk
  pushes: Pusher
  /** What the phones have shown. */
  phone: PhoneFeed
  links: Map<string, UrlLink>
  /** How often each payment was reported as shipped. */
  shipments: Map<string, number>
}

export type WorldOptions = {
  appId: string
  appSecret: string
  account: { appId: string; appSecret: string }
  statePath?: string | undefined
  now: () => Date
}

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
      releasedPages: null,
      templatesPerCall: 5,
      unknownTemplates: 'refuse',
      mediaVerdict: 'pass',
      shippable: true,
    },
    quotas: { minute: new CallWindow(clock, 'minute'), day: new CallWindow(clock, 'day') },
    phoneCharges: 0,
    templates: new TemplateBook(demoTemplates),
    grants: new GrantBook(),
    messageIds: new MessageIds(),
    account: new AccountDesk(options.account.appId, options.account.appSecret, clock),
    checks: new CheckDesk(clock),
    pushes: new Pusher({ app: options.appId, account: options.account.appId }, clock),
    phone: new PhoneFeed(() => clock.now()),
    links: new Map(),
    shipments: new Map(),
  }
}

/** Whether the released version has this page. An empty path is the home page. */
export function pageExists(world: WechatWorld, page: string): boolean {
  const { releasedPages } = world.settings
  return page === '' || releasedPages === null || releasedPages.includes(page)
}
