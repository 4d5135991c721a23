import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Config } from '../config.js'
import { type Db, insert, isDuplicate } from '../db.js'
import type { Ids } from '../ids.js'
import { SESSION_KIND, Sessions, type Tokens } from '../sessions/sessions.service.js'
import { CLOCK, CONFIG, DB, IDS, WECHAT } from '../tokens.js'
import type { WechatClient } from '../wechat/wechat.client.js'
import { linkSamePerson } from './account-links.service.js'
import { asLoginRefusal } from './wechat-refusals.service.js'

/** WeChat accounts that have signed in here, whether or not they are members yet. */
@Injectable()
export class Identities {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(WECHAT) private readonly wechat: WechatClient,
    @Inject(Sessions) private readonly sessions: Sessions,
  ) {}

  /** Swaps a wx.login code for a session of ours. Refuses wechat.code_invalid, wechat.blocked, wechat.unavailable. */
  async signIn(code: string): Promise<{ identityId: number; tokens: Tokens }> {
    const { openid, unionid } = await this.wechat.codeToSession(code).catch(asLoginRefusal)
    const identityId = await this.remember(openid, unionid ?? null)
    const tokens = await this.db.transaction(tx => this.sessions.open(tx, SESSION_KIND.IDENTITY, identityId))
    return { identityId, tokens }
  }

  /** The identity of an openid, made at its first sign-in; a unionid that arrives later is filled in. */
  async remember(openid: string, unionid: string | null): Promise<number> {
    const now = this.clock.now()
    const known = await this.find(openid)
    if (known) {
      await this.db.query('UPDATE wechat_identity SET last_login_at = ?, unionid = COALESCE(unionid, ?) WHERE id = ?', [
        now,
        unionid,
        known.id,
      ])
      if (unionid && !known.unionid) await this.db.transaction(tx => linkSamePerson(tx, known.id))
      return known.id
    }
    const id = this.ids.next()
    const row = {
      id,
      app_id: this.config.wechat.appId,
      openid,
      unionid,
      member_id: null,
      created_at: now,
      last_login_at: now,
    }
    try {
      await this.db.transaction(tx => insert(tx, 'wechat_identity', row))
      return id
    } catch (error) {
      const raced = isDuplicate(error) ? await this.find(openid) : null
      if (raced) return raced.id
      throw error
    }
  }

  private async find(openid: string): Promise<{ id: number; unionid: string | null } | null> {
    const [row] = await this.db.query<{ id: number; unionid: string | null }>(
      'SELECT id, unionid FROM wechat_identity WHERE app_id = ? AND openid = ?',
      [this.config.wechat.appId, openid],
    )
    return row ?? null
  }
}
