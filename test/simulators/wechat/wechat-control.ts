import type { FaultBoard, FaultOrder } from './fault-board.js'
import { MessageControl } from './message-control.js'
import type { LoggedRequest, RequestLog } from './request-log.js'
import type { TokenKind } from './token-desk.js'
import type { SimUser } from './user-book.js'
import { Settings, type WechatWorld } from './wechat-world.js'

export type TokenAction = 'expire' | 'rotate' | 'revoke'
export type IssueOrder = { openid: string; appId?: string | undefined }
export type IssuedAnswer = { code: string; expiresAt: string }

/** Everything a test or the demo may do to this WeChat. `/__sim/…` offers the same verbs over HTTP. */
export class WechatControl {
  /** Templates, grants, the official account, pushes and checks. */
  readonly messages: MessageControl
  readonly #world: WechatWorld
  readonly #faults: FaultBoard
  readonly #log: RequestLog

  constructor(world: WechatWorld, faults: FaultBoard, log: RequestLog) {
    this.#world = world
    this.#faults = faults
    this.#log = log
    this.messages = new MessageControl(world)
  }

  createUser(wanted: Partial<SimUser> = {}): SimUser {
    return this.#world.users.create(wanted)
  }

  updateUser(openid: string, changes: Partial<Omit<SimUser, 'openid'>>): SimUser {
    return this.#world.users.update(openid, changes)
  }

  users(limit = 100, after?: string): SimUser[] {
    return this.#world.users.list(limit, after)
  }

  /** What `wx.login` gives this person. Another `appId` makes a code that is foreign to our app. */
  issueLoginCode(order: IssueOrder): IssuedAnswer {
    return this.#issue('login', order)
  }

  /** What the phone button gives this person. */
  issuePhoneCode(order: IssueOrder): IssuedAnswer {
    return this.#issue('phone', order)
  }

  /** Whether WeChat refuses this person's logins as high-risk (40226). */
  block(openid: string, blocked = true): SimUser {
    return this.#world.users.update(openid, { blocked })
  }

  now(): Date {
    return this.#world.clock.now()
  }

  advance(seconds: number): Date {
    this.#world.clock.advance(seconds)
    return this.#world.clock.now()
  }

  token(kind: TokenKind, action: TokenAction): void {
    this.#world.tokens[action](kind)
  }

  settings(changes: Partial<Settings> = {}): Settings {
    this.#world.settings = Settings.parse({ ...this.#world.settings, ...changes })
    return this.#world.settings
  }

  setFault(order: FaultOrder): void {
    this.#faults.set(order)
  }

  clearFaults(): void {
    this.#faults.clear()
  }

  log(path?: string): LoggedRequest[] {
    return this.#log.entries(path)
  }

  clearLog(): void {
    this.#log.clear()
  }

  /** How many phone exchanges WeChat has charged for. */
  phoneCharges(): number {
    return this.#world.phoneCharges
  }

  /** The person of the browser that plays a phone, found or created. */
  deviceOpenid(device: string): string {
    return this.#world.users.ofDevice(this.#world.appId, device).openid
  }

  /** `wx.login` on the browser that plays a phone: its person is found or created. */
  deviceLogin(device: string): { code: string } {
    return { code: this.issueLoginCode({ openid: this.deviceOpenid(device) }).code }
  }

  /** The phone button on the browser that plays a phone. */
  devicePhone(device: string): { code: string } {
    return { code: this.issuePhoneCode({ openid: this.deviceOpenid(device) }).code }
  }

  #issue(purpose: 'login' | 'phone', order: IssueOrder): IssuedAnswer {
    const { openid } = this.#world.users.get(order.openid)
    const code = this.#world.codes.issue(purpose, openid, order.appId ?? this.#world.appId)
    return { code: code.value, expiresAt: code.expiresAt.toISOString() }
  }
}
