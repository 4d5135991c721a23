import { templateFaults } from '@huitou/shared/message-filling'
import type { Channel, MessageKind, MessageLimits, MessageTemplate } from '@huitou/shared/messages'
import { CHANNELS, MESSAGE_KINDS } from '@huitou/shared/messages'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db, rowsOf } from '../db.js'
import type { Caller, Input } from '../http.js'
import { defaultTemplate, EXAMPLES } from '../messages/defaults.rules.js'
import { variablesOf } from '../messages/templates.rules.js'
import { Audit } from '../operators/audit.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { publishVersion } from '../versions.js'
import { Channels } from './channels.service.js'
import { DEFAULT_LIMITS } from './limits.rules.js'
import type { Programme } from './plan.rules.js'

/** A version of something operators change; version 0 is what was shipped. */
export interface Version<T> {
  version: number
  value: T
  changedAt: Date | null
  changedBy: string | null
}
export type Templates = ReadonlyMap<MessageKind, ReadonlyMap<Channel, Version<MessageTemplate>>>

interface TemplateRow {
  kind: MessageKind
  channel: Channel
  version: number
  definition: string
  changed_at: Date
  changed_by: string
}

const VERSIONS = 50
const SHIPPED = { version: 0 }
const MESSAGE_VERSION = { signed: 'changed', reused: 'message.request_reused' } as const

/** Templates and limits: what is shipped, and the versions operators have put in their place. */
@Injectable()
export class MessageSettings {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Channels) private readonly channels: Channels,
  ) {}

  async templates(): Promise<Templates> {
    const rows = await this.db.query<TemplateRow>(
      `SELECT t.kind, t.channel, t.version, t.definition, t.changed_at, t.changed_by FROM message_template t
       JOIN (SELECT kind, channel, MAX(version) AS version FROM message_template GROUP BY kind, channel) n
         ON n.kind = t.kind AND n.channel = t.channel AND n.version = t.version`,
    )
    const saved = new Map(rows.map(row => [`${row.kind}:${row.channel}`, row]))
    const one = (kind: MessageKind, channel: Channel): Version<MessageTemplate> => {
      const row = saved.get(`${kind}:${channel}`)
      if (!row) return { version: 0, value: defaultTemplate(kind, channel), changedAt: null, changedBy: null }
      const value = JSON.parse(row.definition) as MessageTemplate
      return { version: row.version, value, changedAt: row.changed_at, changedBy: row.changed_by }
    }
    return new Map(MESSAGE_KINDS.map(kind => [kind, new Map(CHANNELS.map(channel => [channel, one(kind, channel)]))]))
  }

  /** The versions of one template, the newest first, at most as many as anybody reads; the shipped one is the last. */
  async versions(kind: MessageKind, channel: Channel): Promise<Version<MessageTemplate>[]> {
    const rows = await this.db.query<TemplateRow>(
      `SELECT kind, channel, version, definition, changed_at, changed_by FROM message_template
       WHERE kind = ? AND channel = ? ORDER BY version DESC LIMIT ${VERSIONS}`,
      [kind, channel],
    )
    const saved = rows.map(row => ({
      version: row.version,
      value: JSON.parse(row.definition) as MessageTemplate,
      changedAt: row.changed_at,
      changedBy: row.changed_by,
    }))
    const shipped = { version: 0, value: defaultTemplate(kind, channel), changedAt: null, changedBy: null }
    return [...saved, shipped]
  }

  async limits(): Promise<Version<MessageLimits>> {
    const [row] = await this.db.query<Omit<TemplateRow, 'kind' | 'channel'>>(
      'SELECT version, definition, changed_at, changed_by FROM message_limits ORDER BY version DESC LIMIT 1',
    )
    if (!row) return { version: 0, value: DEFAULT_LIMITS, changedAt: null, changedBy: null }
    const value = JSON.parse(row.definition) as MessageLimits
    return { version: row.version, value, changedAt: row.changed_at, changedBy: row.changed_by }
  }

  /** Templates WeChat does not take at present. */
  async troubles(): Promise<Map<string, { reason: string; since: Date }>> {
    const rows = await this.db.query<{ template_id: string; reason: string; since: Date }>(
      'SELECT template_id, reason, since FROM template_trouble LIMIT 500',
    )
    return new Map(rows.map(({ template_id, reason, since }) => [template_id, { reason, since }]))
  }

  /** What the planner goes by at this moment: templates that are on, not in trouble, and of a channel that is connected. */
  async programme(): Promise<Programme> {
    const [templates, limits, troubles] = await Promise.all([this.templates(), this.limits(), this.troubles()])
    const usable = new Map<MessageKind, Map<Channel, string>>()
    for (const [kind, ofKind] of templates) {
      const open = new Map<Channel, string>()
      for (const [channel, { value }] of ofKind) {
        if (!value.enabled || !this.channels.connected(channel) || troubles.has(value.templateId)) continue
        open.set(channel, value.templateId)
      }
      usable.set(kind, open)
    }
    return { limits: limits.value, templates: usable }
  }

  /**
   * Saves a template; a repeat of the request does nothing more. What waited for its template id goes on. Refuses
   * `message.template_invalid`, `message.template_changed`, `message.request_reused`.
   */
  async saveTemplate(
    operator: Caller['operator'],
    body: Input<'PUT /console/message-templates'>['body'],
  ): Promise<void> {
    const { kind, channel, template, requestId } = body
    const faults = templateFaults(channel, template, variablesOf(kind, EXAMPLES[kind]))
    if (faults.length > 0)
      throw new Refusal('message.template_invalid', { wrong: faults.map(({ at, code }) => `${at}: ${code}`) })
    await publishVersion(this.db, {
      table: 'message_template',
      operator,
      requestId,
      onTopOf: body.version,
      said: [kind, channel, body.version, template],
      at: this.clock.now(),
      ...MESSAGE_VERSION,
      changed: 'message.template_changed',
      newest: async tx => {
        const sql =
          'SELECT version FROM message_template WHERE kind = ? AND channel = ? ORDER BY version DESC LIMIT 1 FOR UPDATE'
        return (await rowsOf<{ version: number }>(tx, sql, [kind, channel]))[0] ?? SHIPPED
      },
      row: async tx => {
        await tx.query('DELETE FROM template_trouble WHERE template_id = ?', [template.templateId])
        const target = `${kind} ${channel} v${body.version + 1}`
        await this.audit.record(tx, { operator, action: 'MESSAGE_TEMPLATE_CHANGED', target })
        return { kind, channel, definition: JSON.stringify(template) }
      },
    })
  }

  /** Saves caps, quiet hours and order. Refuses `message.limits_changed`, `message.request_reused`. */
  async saveLimits(operator: Caller['operator'], body: Input<'PUT /console/message-limits'>['body']): Promise<void> {
    const { requestId, version, limits } = body
    await publishVersion(this.db, {
      table: 'message_limits',
      operator,
      requestId,
      onTopOf: version,
      said: [version, limits],
      at: this.clock.now(),
      ...MESSAGE_VERSION,
      changed: 'message.limits_changed',
      newest: async tx => {
        const sql = 'SELECT version FROM message_limits ORDER BY version DESC LIMIT 1 FOR UPDATE'
        return (await rowsOf<{ version: number }>(tx, sql))[0] ?? SHIPPED
      },
      row: async tx => {
        await this.audit.record(tx, { operator, action: 'MESSAGE_LIMITS_CHANGED', target: `v${version + 1}` })
        return { definition: JSON.stringify(limits) }
      },
    })
  }
}
