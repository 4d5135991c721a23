import type { Channel, MessageKind, MessageLimits } from '@huitou/shared/messages'
import { Inject, Injectable } from '@nestjs/common'
import { PROGRAMME_ZONE } from '../calendar.js'
import type { Config } from '../config.js'
import { CONFIG } from '../tokens.js'
import { CAP_LOOKBACK_DAYS, type Counting } from './limits.rules.js'
import type { Reach } from './plan.rules.js'

/** Reads rows, inside a transaction or outside of one. */
export type Reads = <T>(sql: string, values: unknown[]) => Promise<T[]>

interface MemberRow {
  id: number
  phone: number
  time_zone: string | null
}

const DAY_MS = 86_400_000

/** How members can be reached: consent, wishes, grants, addresses, and what they have had. Asked for in the hundreds at most. */
@Injectable()
export class Reaches {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** `lock` holds the grants, for whoever is going to use some. Members that are gone are left out. */
  async of(
    read: Reads,
    memberIds: readonly number[],
    { limits, now, lock = false }: { limits: MessageLimits; now: Date; lock?: boolean },
  ): Promise<Map<number, Reach>> {
    if (memberIds.length === 0) return new Map()
    const members = await read<MemberRow>(
      `SELECT m.id, m.phone_hash IS NOT NULL AS phone, s.time_zone FROM member m LEFT JOIN store s ON s.id = m.source_store_id WHERE m.id IN (?)`,
      [memberIds],
    )
    const stock = await grouped<{ member_id: number; template_id: string; remaining: number }>(
      read,
      `SELECT member_id, template_id, remaining FROM grant_stock WHERE member_id IN (?) ORDER BY member_id, template_id${lock ? ' FOR UPDATE' : ''}`,
      [memberIds],
    )
    const consents = await grouped<{ member_id: number; granted: number }>(
      read,
      `SELECT c.member_id, c.granted FROM consent c JOIN (SELECT MAX(id) AS id FROM consent WHERE member_id IN (?) AND purpose = 'MARKETING' GROUP BY member_id) n ON n.id = c.id`,
      [memberIds],
    )
    const unwanted = await grouped<{ member_id: number; kind: MessageKind }>(
      read,
      'SELECT member_id, kind FROM reminder_choice WHERE member_id IN (?) AND wanted = 0',
      [memberIds],
    )
    const identities = await grouped<{ member_id: number; app_id: string }>(read, ...this.identities(memberIds))
    const sent = await grouped<{ member_id: number; channel: Channel; kind: MessageKind; counts_at: Date }>(
      read,
      `SELECT member_id, channel, kind, counts_at FROM delivery WHERE member_id IN (?) AND counts_at >= ?
       AND state NOT IN ('FAILED', 'DEAD', 'CANCELLED') AND kind NOT IN (?)`,
      [memberIds, new Date(now.getTime() - CAP_LOOKBACK_DAYS * DAY_MS), [...limits.exempt, 'NONE']],
    )
    return new Map(
      members.map(({ id, phone, time_zone }) => [
        id,
        {
          memberId: id,
          zone: time_zone ?? PROGRAMME_ZONE,
          marketing: consents.get(id)?.[0]?.granted === 1,
          unwanted: new Set(unwanted.get(id)?.map(row => row.kind)),
          stock: new Map(stock.get(id)?.map(row => [row.template_id, row.remaining])),
          addresses: this.addresses(phone === 1, identities.get(id)?.map(row => row.app_id) ?? []),
          sent: (sent.get(id) ?? []).map((row): Counting => ({ ...row, at: row.counts_at })),
        },
      ]),
    )
  }

  private identities(memberIds: readonly number[]): [sql: string, values: unknown[]] {
    return [
      'SELECT DISTINCT member_id, app_id FROM wechat_identity WHERE member_id IN (?) AND app_id IN (?)',
      [memberIds, [this.config.wechat.appId, this.config.wechat.account?.appId ?? '']],
    ]
  }

  private addresses(phone: boolean, apps: readonly string[]): Set<Channel> {
    const open = new Set<Channel>(['WECOM'])
    const { appId, account } = this.config.wechat
    if (apps.includes(appId)) open.add('SUBSCRIBE')
    if (account && apps.includes(account.appId)) open.add('OA')
    if (phone) open.add('SMS')
    return open
  }
}

async function grouped<T extends { member_id: number }>(
  read: Reads,
  sql: string,
  values: unknown[],
): Promise<Map<number, T[]>> {
  const groups = new Map<number, T[]>()
  for (const row of await read<T>(sql, values)) {
    const group = groups.get(row.member_id)
    if (group) group.push(row)
    else groups.set(row.member_id, [row])
  }
  return groups
}
