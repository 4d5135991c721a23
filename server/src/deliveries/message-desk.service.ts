import { fill } from '@huitou/shared/message-filling'
import { CHANNELS, MESSAGE_KINDS } from '@huitou/shared/messages'
import { Inject, Injectable } from '@nestjs/common'
import type { Caller, Input, Reply } from '../http.js'
import { EXAMPLES } from '../messages/defaults.rules.js'
import { TRAITS } from '../messages/kinds.rules.js'
import { copyOf, KIND_NAMES } from '../messages/messages.texts.js'
import { variablesOf } from '../messages/templates.rules.js'
import { Campaigns } from './campaigns.service.js'
import { SendFigures } from './send-figures.service.js'
import { SendOrders } from './send-orders.service.js'
import { MessageSettings } from './settings.service.js'

type Operator = Caller['operator']

/** What operators see and decide of messages. */
@Injectable()
export class MessageDesk {
  constructor(
    @Inject(MessageSettings) private readonly settings: MessageSettings,
    @Inject(Campaigns) private readonly campaigns: Campaigns,
    @Inject(SendFigures) private readonly figures: SendFigures,
    @Inject(SendOrders) private readonly orders: SendOrders,
  ) {}

  /** Every kind on every channel, each filled with an example. */
  async templates(): Promise<Reply<'GET /console/message-templates'>> {
    const [templates, troubles] = await Promise.all([this.settings.templates(), this.settings.troubles()])
    const kinds = MESSAGE_KINDS.map(kind => {
      const variables = variablesOf(kind, EXAMPLES[kind])
      const { title, body } = copyOf(kind, EXAMPLES[kind])
      return {
        kind,
        name: KIND_NAMES[kind],
        purpose: TRAITS[kind].purpose,
        transactional: TRAITS[kind].transactional,
        variables: Object.entries(variables).map(([name, example]) => ({ name, example })),
        inbox: { title, body },
        channels: CHANNELS.map(channel => {
          const { version, value: template, changedAt, changedBy } = templates.get(kind)!.get(channel)!
          const trouble = troubles.get(template.templateId)
          return {
            channel,
            version,
            template,
            preview: fill(template, variables),
            trouble: trouble ? { reason: trouble.reason, since: trouble.since.toISOString() } : null,
            changedAt: changedAt?.toISOString() ?? null,
            changedBy,
          }
        }),
      }
    })
    return { kinds }
  }

  /** Every version of one template, the newest first; the shipped one ends the list. */
  async versions({
    kind,
    channel,
  }: Input<'GET /console/message-templates/:kind/:channel'>['params']): Promise<
    Reply<'GET /console/message-templates/:kind/:channel'>
  > {
    const versions = await this.settings.versions(kind, channel)
    return {
      items: versions.map(({ value, changedAt, ...version }) => ({
        ...version,
        template: value,
        changedAt: changedAt?.toISOString() ?? null,
      })),
    }
  }

  async saveTemplate(
    operator: Operator,
    body: Input<'PUT /console/message-templates'>['body'],
  ): ReturnType<MessageDesk['templates']> {
    await this.settings.saveTemplate(operator, body)
    return this.templates()
  }

  async limits(): Promise<Reply<'GET /console/message-limits'>> {
    const { version, value, changedAt, changedBy } = await this.settings.limits()
    return { version, limits: value, changedAt: changedAt?.toISOString() ?? null, changedBy }
  }

  async saveLimits(
    operator: Operator,
    body: Input<'PUT /console/message-limits'>['body'],
  ): ReturnType<MessageDesk['limits']> {
    await this.settings.saveLimits(operator, body)
    return this.limits()
  }

  /** Starts a campaign; small ones are written at once, of large ones the worker writes the rest. */
  async send(operator: Operator, body: Input<'POST /console/sends'>['body']): Promise<Reply<'POST /console/sends'>> {
    const code = await this.campaigns.start(operator, body)
    await this.campaigns.write(AT_ONCE_MS)
    return this.figures.one(code)
  }

  async order(
    operator: Operator,
    code: string,
    body: Input<'POST /console/sends/:code/orders'>['body'],
  ): Promise<Reply<'POST /console/sends/:code/orders'>> {
    await this.orders.give(operator, code, body)
    return this.figures.one(code)
  }
}

const AT_ONCE_MS = 500
