import type { Answer, MessageKind } from '@huitou/shared/messages'
import { MESSAGE_KINDS } from '@huitou/shared/messages'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db } from '../db.js'
import type { Input, Reply } from '../http.js'
import { Members } from '../members/members.service.js'
import { TRAITS } from '../messages/kinds.rules.js'
import { KIND_NAMES } from '../messages/messages.texts.js'
import { CLOCK, DB } from '../tokens.js'
import { type Askable, asksAt } from './asks.rules.js'
import { Grants } from './grants.service.js'
import { MessageSettings } from './settings.service.js'

interface StockRow {
  template_id: string
  remaining: number
  answer: Answer
  answered_at: Date
}

/** What members want to be told, and how often WeChat lets us. */
@Injectable()
export class Wishes {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Members) private readonly members: Members,
    @Inject(MessageSettings) private readonly settings: MessageSettings,
    @Inject(Grants) private readonly grants: Grants,
  ) {}

  async of(memberId: number): Promise<Reply<'GET /member/reminders'>> {
    const [templates, unwanted, { items: consents }] = await Promise.all([
      this.askables(memberId),
      this.unwanted(memberId),
      this.members.consents(memberId),
    ])
    const items = MESSAGE_KINDS.map(kind => {
      const template = templates.find(({ kinds }) => kinds.includes(kind))
      return {
        kind,
        name: KIND_NAMES[kind],
        purpose: TRAITS[kind].purpose,
        wanted: !unwanted.has(kind),
        templateId: template?.templateId ?? null,
        left: template?.left ?? 0,
        answer: template?.answer ?? null,
        canAsk: template !== undefined && template.answer !== 'ban',
      }
    })
    return { items, marketingConsent: consents.some(({ purpose, granted }) => purpose === 'MARKETING' && granted) }
  }

  /** Turns a kind on or off. Grants stay what they are: they belong to the template. */
  async choose(memberId: number, kind: MessageKind, wanted: boolean): Promise<Reply<'PUT /member/reminders/:kind'>> {
    const now = this.clock.now()
    await this.db.transaction(tx =>
      tx.query(
        `INSERT INTO reminder_choice (member_id, kind, wanted, changed_at) VALUES (?, ?, ?, ?)
         ON DUPLICATE KEY UPDATE changed_at = IF(wanted = VALUES(wanted), changed_at, VALUES(changed_at)), wanted = VALUES(wanted)`,
        [memberId, kind, wanted ? 1 : 0, now],
      ),
    )
    return this.of(memberId)
  }

  /** Counts what requestSubscribeMessage answered. Refuses `message.request_reused`. */
  async report(memberId: number, body: Input<'POST /member/grants'>['body']): Promise<Reply<'POST /member/grants'>> {
    const known = new Set((await this.askables(memberId)).map(({ templateId }) => templateId))
    // What is no template of ours is counted for nothing: anybody could fill the table with names.
    const answers = Object.fromEntries(Object.entries(body.answers).filter(([templateId]) => known.has(templateId)))
    await this.grants.report(memberId, { ...body, answers })
    return this.of(memberId)
  }

  async asks(
    memberId: number,
    { moment }: Input<'GET /member/reminder-asks'>['query'],
  ): Promise<Reply<'GET /member/reminder-asks'>> {
    const [templates, unwanted, { items: consents }] = await Promise.all([
      this.askables(memberId),
      this.unwanted(memberId),
      this.members.consents(memberId),
    ])
    const marketing = consents.some(({ purpose, granted }) => purpose === 'MARKETING' && granted)
    const wanted = (kind: MessageKind) => !unwanted.has(kind) && (marketing || TRAITS[kind].purpose === 'SERVICE')
    return { items: asksAt(moment, { templates, wanted, now: this.clock.now() }) }
  }

  private async askables(memberId: number): Promise<Askable[]> {
    const [{ templates }, rows] = await Promise.all([
      this.settings.programme(),
      this.db.query<StockRow>(
        'SELECT template_id, remaining, answer, answered_at FROM grant_stock WHERE member_id = ? LIMIT 200',
        [memberId],
      ),
    ])
    const byTemplate = new Map<string, MessageKind[]>()
    for (const [kind, channels] of templates) {
      const templateId = channels.get('SUBSCRIBE')
      if (templateId) byTemplate.set(templateId, [...(byTemplate.get(templateId) ?? []), kind])
    }
    return [...byTemplate].map(([templateId, kinds]) => {
      const row = rows.find(stock => stock.template_id === templateId)
      return {
        templateId,
        kinds,
        left: row?.remaining ?? 0,
        answer: row?.answer ?? null,
        answeredAt: row?.answered_at ?? null,
      }
    })
  }

  private async unwanted(memberId: number): Promise<Set<MessageKind>> {
    const rows = await this.db.query<{ kind: MessageKind }>(
      'SELECT kind FROM reminder_choice WHERE member_id = ? AND wanted = 0',
      [memberId],
    )
    return new Set(rows.map(({ kind }) => kind))
  }
}
