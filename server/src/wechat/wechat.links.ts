import { z } from 'zod'
import type { TokenedCalls } from './wechat.asking.js'
import { WechatError } from './wechat.error.js'
import { type Picture, unreadable } from './wechat.transport.js'

/** Which version of the mini-program a code or link opens. */
export type WechatVersion = 'release' | 'trial' | 'develop'

export type UnlimitedCode = {
  /** At most 32 of digits, letters and ``!#$&'()*+,/:;=?@-._~``: an opaque short id, not data. */
  scene: string
  /** `pages/index/index`: no leading slash, no query. Must be in the released version while `version` is that. */
  page: string
  version?: WechatVersion
  /** Pixels, 280 to 1280. */
  width?: number
}

/** Where a link from outside WeChat leads. It lives thirty days at most; one per campaign, not one per message. */
export type OutsideLink = { page: string; query: string; expiresAt: Date; version?: WechatVersion }

const sceneShape = /^[\w!#$&'()*+,/:;=?@.~-]{1,32}$/
const linkShape = z.object({ url_link: z.url().max(512) })
const schemeShape = z.object({ openlink: z.string().min(1).max(512) })
const quotaShape = z.object({ quota_info: z.object({ remain_visit_quota: z.number() }).optional() })

/** Codes to print and links to send, all of which open the mini-program. */
export class WechatLinks {
  readonly #calls: TokenedCalls

  constructor(calls: TokenedCalls) {
    this.#calls = calls
  }

  /** A mini-program code, of which there is no end and which never expires. Throws `WechatError`. */
  async unlimitedCode(code: UnlimitedCode): Promise<Picture> {
    const endpoint = 'getwxacodeunlimit'
    const { scene, page, version = 'release', width = 430 } = code
    // WeChat would say 40169; asking would only cost a request of the minute's five thousand.
    if (!sceneShape.test(scene)) throw new WechatError({ endpoint, kind: 'CONTENT_REFUSED', reason: 'not a scene' })
    const body = { scene, page, env_version: version, width, check_path: version === 'release' }
    const { picture } = await this.#calls.ask({ endpoint, path: '/wxa/getwxacodeunlimit', body, picture: true })
    if (picture === undefined) throw unreadable(endpoint)
    return picture
  }

  /** An https link that opens the mini-program from a text message. Throws `WechatError`. */
  async urlLink(link: OutsideLink): Promise<string> {
    const endpoint = 'generate_urllink'
    const { page: path, query, version = 'release' } = link
    const body = { path, query, env_version: version, ...lifeOf(link) }
    const { json } = await this.#calls.ask({ endpoint, path: '/wxa/generate_urllink', body })
    const parsed = linkShape.safeParse(json)
    if (!parsed.success) throw unreadable(endpoint)
    return parsed.data.url_link
  }

  /** A `weixin://` link, for apps and pages that may open one. Throws `WechatError`. */
  async scheme(link: OutsideLink): Promise<string> {
    const endpoint = 'generatescheme'
    const { page: path, query, version = 'release' } = link
    const body = { jump_wxa: { path, query, env_version: version }, is_expire: true, ...lifeOf(link) }
    const { json } = await this.#calls.ask({ endpoint, path: '/wxa/generatescheme', body })
    const parsed = schemeShape.safeParse(json)
    if (!parsed.success) throw unreadable(endpoint)
    return parsed.data.openlink
  }

  /** How many more times today's links may be opened, or null when WeChat does not say. Throws `WechatError`. */
  async opensLeft(urlLink: string): Promise<number | null> {
    const endpoint = 'query_urllink'
    const body = { url_link: urlLink, query_type: 1 }
    const { json } = await this.#calls.ask({ endpoint, path: '/wxa/query_urllink', body })
    const parsed = quotaShape.safeParse(json)
    if (!parsed.success) throw unreadable(endpoint)
    return parsed.data.quota_info?.remain_visit_quota ?? null
  }
}

function lifeOf({ expiresAt }: OutsideLink): { expire_type: 0; expire_time: number } {
  return { expire_type: 0, expire_time: Math.floor(expiresAt.getTime() / 1000) }
}
