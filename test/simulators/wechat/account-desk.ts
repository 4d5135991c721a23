import { createHash } from 'node:crypto'
import type { SimClock } from './sim-clock.js'
import { TemplateBook } from './template-book.js'
import { TokenDesk } from './token-desk.js'

/** Somebody as the official account knows them: by an openid of its own. */
export type Follower = {
  /** Of the account; the same person has another one in the mini-program. */
  accountOpenid: string
  /** Of the mini-program. */
  openid: string
  following: boolean
  since: number
  /** This person has muted the account: template messages are accepted and then fail. */
  mutes: boolean
}

/** The official account of the same owner: its credentials, tokens, templates and followers. */
export class AccountDesk {
  readonly tokens: TokenDesk
  readonly templates = new TemplateBook()
  readonly #followers = new Map<string, Follower>()
  readonly #sent = new Map<string, { id: bigint; until: number }>()
  readonly #clock: SimClock

  constructor(
    readonly appId: string,
    readonly appSecret: string,
    clock: SimClock,
  ) {
    this.#clock = clock
    this.tokens = new TokenDesk(clock)
  }

  /** The account's openid of a person. It follows from the person, so it is the same before and after they follow. */
  openidOf(openid: string): string {
    const digest = createHash('sha256').update(`${this.appId} ${openid}`).digest('base64url')
    return `oA${digest.slice(0, 26)}`
  }

  /** Notes that a person follows or has stopped to; answers what the account knows of them now. */
  follow(openid: string, following: boolean): Follower {
    const accountOpenid = this.openidOf(openid)
    const known = this.#followers.get(accountOpenid)
    const since = following ? this.#clock.seconds() : (known?.since ?? 0)
    const follower = { accountOpenid, openid, following, since, mutes: known?.mutes ?? false }
    this.#followers.set(accountOpenid, follower)
    return follower
  }

  mute(openid: string, mutes: boolean): void {
    const follower = this.#followers.get(this.openidOf(openid)) ?? this.follow(openid, false)
    follower.mutes = mutes
  }

  find(accountOpenid: string): Follower | undefined {
    return this.#followers.get(accountOpenid)
  }

  /** Everybody who ever followed. */
  all(): Follower[] {
    return [...this.#followers.values()]
  }

  recall(follower: Follower): void {
    this.#followers.set(follower.accountOpenid, follower)
  }

  /** A message sent under this key in the last ten minutes, or null; otherwise remembers the new one. */
  repeated(key: string, id: bigint): bigint | null {
    const now = this.#clock.seconds()
    const earlier = this.#sent.get(key)
    if (earlier !== undefined && earlier.until > now) return earlier.id
    this.#sent.set(key, { id, until: now + 600 })
    if (this.#sent.size > 10_000) this.#sent.delete(this.#sent.keys().next().value ?? key)
    return null
  }
}
