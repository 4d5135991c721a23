import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Config } from '../config.js'
import { change, type Db, rowsOf, type Tx } from '../db.js'
import type { Ids } from '../ids.js'
import { type WaitingEvent, WechatEvents } from '../messages/wechat-events.service.js'
import { CLOCK, CONFIG, DB, IDS, WECHAT } from '../tokens.js'
import type { Follower } from '../wechat/wechat.account.js'
import type { WechatClient } from '../wechat/wechat.client.js'
import { WechatError } from '../wechat/wechat.error.js'

/** Each costs a question to WeChat, so a turn of the worker takes only so many. */
const PER_TURN = 50

/**
 * Followers of the official account as identities: a row of `wechat_identity` under the account's appid exists as long
 * as somebody follows, and belongs to the member whose mini-program identity has the same unionid.
 */
@Injectable()
export class AccountLinks {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(WECHAT) private readonly wechat: WechatClient,
    @Inject(WechatEvents) private readonly events: WechatEvents,
  ) {}

  /** One turn of the worker: asks WeChat about everybody who followed or left since. */
  async run(): Promise<{ followers: number; putOff: number }> {
    const counts = { followers: 0, putOff: 0 }
    if (!this.wechat.account) return counts
    for (const event of await this.events.waiting(['FOLLOWED', 'UNFOLLOWED'], PER_TURN)) {
      if (await this.settle(event)) counts.followers += 1
      else counts.putOff += 1
    }
    return counts
  }

  /** What WeChat says now counts, not what the event said: events come late and in any order. False when it is put off. */
  private async settle(event: WaitingEvent): Promise<boolean> {
    try {
      const follower = await this.wechat.account!.follower(event.openid)
      if (follower.following) await this.keep(follower)
      await this.db.transaction(async tx => {
        if (!(await this.events.finish(tx, event.id))) return
        if (follower.following) await this.link(tx, follower)
        else await change(tx, 'DELETE FROM wechat_identity WHERE app_id = ? AND openid = ?', this.nameOf(follower))
      })
      return true
    } catch (error) {
      if (!(error instanceof WechatError)) throw error
      const unknown = error.kind === 'RECIPIENT_UNKNOWN'
      if (unknown) await this.db.transaction(tx => this.events.finish(tx, event.id))
      else await this.events.putOff(event)
      return unknown
    }
  }

  /** Committed before it is linked: whoever enrols or signs in at the same moment then sees it, or we see them. */
  private async keep({ accountOpenid, unionid }: Follower): Promise<void> {
    const now = this.clock.now()
    await this.db.query(
      `INSERT INTO wechat_identity (id, app_id, openid, unionid, member_id, created_at, last_login_at) VALUES (?, ?, ?, ?, NULL, ?, ?)
       ON DUPLICATE KEY UPDATE unionid = COALESCE(?, unionid), last_login_at = ?`,
      [this.ids.next(), this.config.wechat.account?.appId, accountOpenid, unionid, now, now, unionid, now],
    )
  }

  private async link(tx: Tx, follower: Follower): Promise<void> {
    if (!follower.unionid) return
    const rows = await rowsOf<{ member_id: number | null }>(
      tx,
      'SELECT member_id FROM wechat_identity WHERE unionid = ? AND app_id = ? ORDER BY id FOR UPDATE',
      [follower.unionid, this.config.wechat.appId],
    )
    const memberId = rows.find(row => row.member_id)?.member_id
    if (!memberId) return
    await change(tx, 'UPDATE wechat_identity SET member_id = ? WHERE app_id = ? AND openid = ?', [
      memberId,
      ...this.nameOf(follower),
    ])
  }

  private nameOf({ accountOpenid }: Follower): (string | undefined)[] {
    return [this.config.wechat.account?.appId, accountOpenid]
  }
}

/** Gives a member their identities under other apps, once one of theirs has both a unionid and a member. */
export async function linkSamePerson(tx: Tx, identityId: number): Promise<void> {
  const [own] = await rowsOf<{ app_id: string; unionid: string | null; member_id: number | null }>(
    tx,
    'SELECT app_id, unionid, member_id FROM wechat_identity WHERE id = ? FOR UPDATE',
    [identityId],
  )
  if (!own?.unionid || !own.member_id) return
  await change(tx, 'UPDATE wechat_identity SET member_id = ? WHERE unionid = ? AND app_id <> ? AND member_id IS NULL', [
    own.member_id,
    own.unionid,
    own.app_id,
  ])
}
