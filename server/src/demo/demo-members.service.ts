import { Inject, Injectable } from '@nestjs/common'
import type { Config } from '../config.js'
import type { Db } from '../db.js'
import type { Ids } from '../ids.js'
import { CONSENT_TEXTS } from '../members/consents.rules.js'
import { Identities } from '../members/identities.service.js'
import { Members, type NewMember } from '../members/members.service.js'
import { CONFIG, DB, IDS } from '../tokens.js'
import { userOfDevice } from './devices.rules.js'
import type { PlannedMember } from './events.rules.js'
import type { Place } from './places.service.js'
import { birthdayOf } from './rules.rules.js'

const BATCH = 200

/** The members of the demonstration, each enrolled once under the number it has in the plan. */
@Injectable()
export class DemoMembers {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DB) private readonly db: Db,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Identities) private readonly identities: Identities,
    @Inject(Members) private readonly members: Members,
  ) {}

  /** The seed by which members were made here before; null when there are none. */
  async seedInUse(): Promise<number | null> {
    const [row] = await this.db.query<{ enrol_key: string }>(
      "SELECT enrol_key FROM member WHERE enrol_key LIKE 'demo:%' LIMIT 1",
    )
    return row ? Number(row.enrol_key.split(':')[1]) : null
  }

  /** Enrols whom is missing; answers the ids of all in the order of the plan. */
  async ensure(seed: number, planned: PlannedMember[], places: Place[]): Promise<number[]> {
    const there = await this.db.query<{ id: number; enrol_key: string }>(
      "SELECT id, enrol_key FROM member WHERE enrol_key LIKE 'demo:%'",
    )
    const known = new Map(there.map(row => [row.enrol_key, row.id]))
    const keys = planned.map((_, number) => `demo:${seed}:${number}`)
    const missing = [...planned.keys()].filter(number => !known.has(keys[number]!))
    const withPhones = missing.filter(number => planned[number]!.device)
    for (const number of withPhones) known.set(keys[number]!, await this.join(keys[number]!, planned[number]!, places))
    const others = missing.filter(number => !planned[number]!.device)
    for (let at = 0; at < others.length; at += BATCH) {
      const batch = others.slice(at, at + BATCH)
      const ids = await this.members.createAll(
        batch.map(number => ({
          ...newMember(keys[number]!, planned[number]!, places),
          birthday: birthdayOf(number),
        })),
      )
      for (const [index, number] of batch.entries()) known.set(keys[number]!, ids[index]!)
    }
    const ids = keys.map(key => known.get(key)!)
    await this.introduce(planned, ids)
    return ids
  }

  /** Everybody joined in WeChat, so everybody has an account there: `demo-guest-<number>` is the phone that would be theirs. */
  private async introduce(planned: PlannedMember[], members: number[]): Promise<void> {
    const { appId } = this.config.wechat
    const rows = [...planned.keys()]
      .filter(number => !planned[number]!.device)
      .map(number => {
        const { openid, unionid } = userOfDevice(appId, `demo-guest-${number}`)
        const { enrolledAt } = planned[number]!
        return [this.ids.next(), appId, openid, unionid, members[number]!, enrolledAt, enrolledAt]
      })
    for (let at = 0; at < rows.length; at += BATCH) {
      await this.db.query(
        `INSERT INTO wechat_identity (id, app_id, openid, unionid, member_id, created_at, last_login_at) VALUES ?
         ON DUPLICATE KEY UPDATE id = id`,
        [rows.slice(at, at + BATCH)],
      )
    }
  }

  /** The member behind a demo phone, who may have joined by hand before the seeding came to it. */
  private async join(key: string, planned: PlannedMember, places: Place[]): Promise<number> {
    const { openid, unionid, phone } = userOfDevice(this.config.wechat.appId, planned.device!)
    const identityId = await this.identities.remember(openid, unionid)
    const joined = await this.members.memberOf(identityId)
    return joined ?? this.members.create({ ...newMember(key, planned, places), phone }, identityId)
  }
}

function newMember(key: string, planned: PlannedMember, places: Place[]): NewMember {
  const { nickname, phone, enrolledAt, marketing, house } = planned
  const texts = CONSENT_TEXTS.filter(({ required }) => required || marketing)
  const consents = texts.map(({ purpose, version }) => ({ purpose, version }))
  return { key, phone, nickname, source: 'DEMO', storeId: places[house]!.storeId, enrolledAt, consents }
}
