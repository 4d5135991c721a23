import { Inject, Injectable } from '@nestjs/common'
import type { Config } from '../config.js'
import type { Db } from '../db.js'
import { Refusal } from '../refusal.js'
import { CONFIG, DB, WECHAT } from '../tokens.js'
import type { WechatClient } from '../wechat/wechat.client.js'
import { WechatError } from '../wechat/wechat.error.js'

/**
 * Names that others will read are shown to WeChat first. Only what it surely calls risky is refused: while it does not
 * answer, or has not seen the person lately, a name is no reason to turn anybody away.
 */
@Injectable()
export class Nicknames {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DB) private readonly db: Db,
    @Inject(WECHAT) private readonly wechat: WechatClient,
  ) {}

  /** Refuses `profile.nickname_refused` for a new name of this member. Asks WeChat, so never inside a transaction. */
  async checkOfMember(memberId: number, nickname: string): Promise<void> {
    const [row] = await this.db.query<{ openid: string }>(
      `SELECT i.openid FROM wechat_identity i JOIN member m ON m.id = i.member_id
       WHERE i.member_id = ? AND i.app_id = ? AND m.nickname <> ? ORDER BY i.last_login_at DESC LIMIT 1`,
      [memberId, this.config.wechat.appId, nickname],
    )
    if (row) await this.check(row.openid, nickname)
  }

  /** The same for somebody who is about to join. */
  async checkOfIdentity(identityId: number, nickname: string): Promise<void> {
    const [row] = await this.db.query<{ openid: string }>('SELECT openid FROM wechat_identity WHERE id = ?', [
      identityId,
    ])
    if (row) await this.check(row.openid, nickname)
  }

  private async check(openid: string, nickname: string): Promise<void> {
    try {
      const { verdict } = await this.wechat.checks.text({ openid, scene: 'PROFILE', content: nickname })
      if (verdict === 'RISKY') throw new Refusal('profile.nickname_refused')
    } catch (error) {
      if (!(error instanceof WechatError)) throw error
    }
  }
}
