import { z } from 'zod'
import type { TokenedCalls } from './wechat.asking.js'
import { WechatError } from './wechat.error.js'
import { unreadable } from './wechat.transport.js'

/** Where a text or picture is to be shown. */
export type CheckScene = 'PROFILE' | 'COMMENT' | 'FORUM' | 'SOCIAL_LOG'
export type Verdict = 'PASS' | 'REVIEW' | 'RISKY'

export type TextCheck = { openid: string; scene: CheckScene; content: string; nickname?: string }
/** `label` is WeChat's number for the sort of trouble: 100 none, 10001 advertisement, 20001 politics … 21000 other. */
export type TextVerdict = { verdict: Verdict; label: number; traceId: string }

export type RiskQuestion = {
  openid: string
  scene: 'REGISTER' | 'MARKETING'
  /** Of the person's phone, not of our proxy. */
  ip: string
}

const scenes: Readonly<Record<CheckScene, number>> = { PROFILE: 1, COMMENT: 2, FORUM: 3, SOCIAL_LOG: 4 }
const riskScenes = { REGISTER: 0, MARKETING: 1 } as const
const verdicts: Readonly<Record<string, Verdict>> = { pass: 'PASS', review: 'REVIEW', risky: 'RISKY' }
const maxContent = 2500

const textShape = z.object({
  result: z.object({ suggest: z.enum(['pass', 'review', 'risky']), label: z.number() }),
  trace_id: z.string().max(128),
})
const mediaShape = z.object({ trace_id: z.string().min(1).max(128) })
const riskShape = z.object({ risk_rank: z.int().min(0).max(4) })

/** Content security and anti-cheat. All three want a person who has used the mini-program within two hours. */
export class WechatChecks {
  readonly #calls: TokenedCalls
  readonly #appId: string

  constructor(calls: TokenedCalls, appId: string) {
    this.#calls = calls
    this.#appId = appId
  }

  /** Checks a text of at most 2,500 characters. errcode 0 only means "checked": the verdict decides. Throws `WechatError`. */
  async text(check: TextCheck): Promise<TextVerdict> {
    const endpoint = 'msg_sec_check'
    const { openid, scene, content, nickname } = check
    const length = Array.from(content).length
    if (length === 0 || length > maxContent) {
      throw new WechatError({ endpoint, kind: 'CONTENT_REFUSED', reason: 'empty or too long' })
    }
    const body = { version: 2, openid, scene: scenes[scene], content, ...(nickname ? { nickname } : {}) }
    const { json } = await this.#calls.ask({ endpoint, path: '/wxa/msg_sec_check', body })
    const parsed = textShape.safeParse(json)
    if (!parsed.success) throw unreadable(endpoint)
    const { result, trace_id: traceId } = parsed.data
    return { verdict: verdicts[result.suggest] ?? 'REVIEW', label: result.label, traceId }
  }

  /**
   * Hands a picture in by its address and answers the trace id under which the verdict arrives later, by push, or never:
   * until then nobody but its owner may see it. Throws `WechatError`.
   */
  async picture(check: { openid: string; scene: CheckScene; url: string }): Promise<string> {
    const endpoint = 'media_check_async'
    const { openid, scene, url } = check
    const body = { media_url: url, media_type: 2, version: 2, scene: scenes[scene], openid }
    const { json } = await this.#calls.ask({ endpoint, path: '/wxa/media_check_async', body })
    const parsed = mediaShape.safeParse(json)
    if (!parsed.success) throw unreadable(endpoint)
    return parsed.data.trace_id
  }

  /**
   * 0 (no risk) to 4 (surely a cheat), or `'UNKNOWN'` for somebody WeChat has not seen for two hours, which robots are:
   * that is an elevated risk, not a pass. Throws `WechatError`.
   */
  async riskRank(question: RiskQuestion): Promise<number | 'UNKNOWN'> {
    const endpoint = 'getuserriskrank'
    const { openid, scene, ip } = question
    const body = { appid: this.#appId, openid, scene: riskScenes[scene], client_ip: ip }
    try {
      const { json } = await this.#calls.ask({ endpoint, path: '/wxa/getuserriskrank', body })
      const parsed = riskShape.safeParse(json)
      if (!parsed.success) throw unreadable(endpoint)
      return parsed.data.risk_rank
    } catch (error) {
      if (error instanceof WechatError && error.kind === 'NOT_RECENT') return 'UNKNOWN'
      throw error
    }
  }
}
