import { fill } from '@huitou/shared/message-filling'
import type { Channel, MessageTemplate } from '@huitou/shared/messages'
import { Inject, Injectable } from '@nestjs/common'
import type { Config } from '../config.js'
import type { Db } from '../db.js'
import { Members } from '../members/members.service.js'
import type { MessageData } from '../messages/kinds.rules.js'
import { copyOf } from '../messages/messages.texts.js'
import { variablesOf } from '../messages/templates.rules.js'
import { CONFIG, DB } from '../tokens.js'
import type { Parcel } from './channels.service.js'
import type { DeliveryRow } from './delivery-rows.service.js'
import { MessageSettings, type Templates } from './settings.service.js'

/** Puts messages into the form their channel wants: address, fields that fit, text. */
@Injectable()
export class Parcels {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(MessageSettings) private readonly settings: MessageSettings,
    @Inject(Members) private readonly members: Members,
  ) {}

  /** By delivery; a reason instead where there is nobody or nothing to send to. */
  async of(channel: Channel, rows: readonly DeliveryRow[]): Promise<Map<number, Parcel | { reason: string }>> {
    const [templates, messages, addresses] = await Promise.all([
      this.settings.templates(),
      this.db.query<{ id: number; data: string }>('SELECT id, data FROM message WHERE id IN (?)', [
        rows.map(row => row.message_id),
      ]),
      this.addresses(channel, [...new Set(rows.map(row => row.member_id))]),
    ])
    const dataOf = new Map(messages.map(({ id, data }) => [id, data]))
    return new Map(
      rows.map(row => {
        const [data, address] = [dataOf.get(row.message_id), addresses.get(row.member_id)]
        if (data === undefined || address === undefined) return [row.id, { reason: 'NO_ADDRESS' }]
        return [row.id, parcelOf(row, { data: JSON.parse(data) as never, address, templates })]
      }),
    )
  }

  private async addresses(channel: Channel, memberIds: readonly number[]): Promise<Map<number, string>> {
    if (channel === 'WECOM') return new Map(memberIds.map(id => [id, '']))
    if (channel === 'SMS') {
      const phones = new Map<number, string>()
      for (const id of memberIds) {
        const phone = await this.members.revealPhone(id).catch(() => undefined)
        if (phone) phones.set(id, phone)
      }
      return phones
    }
    const appId = channel === 'SUBSCRIBE' ? this.config.wechat.appId : (this.config.wechat.account?.appId ?? '')
    const rows = await this.db.query<{ member_id: number; openid: string }>(
      'SELECT member_id, openid FROM wechat_identity WHERE member_id IN (?) AND app_id = ? ORDER BY last_login_at, id',
      [memberIds, appId],
    )
    // The account somebody signed in with last.
    return new Map(rows.map(row => [row.member_id, row.openid]))
  }
}

function parcelOf(
  row: DeliveryRow,
  { data, address, templates }: { data: MessageData[DeliveryRow['kind']]; address: string; templates: Templates },
): Parcel | { reason: string } {
  const template = templates.get(row.kind)!.get(row.channel)!.value
  const filled = fill(template, variablesOf(row.kind, data))
  // WeChat would refuse it, and that would cost a request of everybody's quota.
  if (filled.fields.some(({ problem }) => problem)) return { reason: 'BAD_DATA' }
  return {
    key: `huitou-${row.id}`,
    address,
    // The one it was planned for: its grant was taken from that.
    templateId: row.template_id,
    page: pageOf(row, template, data),
    fields: filled.fields.map(({ key, value }) => ({ key, value })),
    text: filled.text,
  }
}

function pageOf({ kind }: DeliveryRow, template: MessageTemplate, data: MessageData[DeliveryRow['kind']]): string {
  return kind === 'CAMPAIGN' ? copyOf(kind, data as MessageData['CAMPAIGN']).page : template.page
}
