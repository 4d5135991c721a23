import { type Body, type Endpoint, refuse, succeed, withBody } from './api-answers.js'
import { firstBadField } from './field-rules.js'
import type { Card } from './phone-feed.js'
import type { SimAnswer } from './sim-http.js'
import type { Template } from './template-book.js'
import { pageExists, type WechatWorld } from './wechat-world.js'

const path = '/cgi-bin/message/subscribe/send'
const uniformPath = '/cgi-bin/message/wxopen/template/uniform_send'

/** `POST /cgi-bin/message/subscribe/send`: one message for one credit. And the uniform message, which WeChat recalled. */
export function subscribeEndpoints(world: WechatWorld): Endpoint[] {
  return [
    { path, answer: request => withBody({ world, path, request }, body => send(world, body)) },
    { path: uniformPath, answer: () => refuse(world, uniformPath, 45109) },
  ]
}

function send(world: WechatWorld, body: Body): SimAnswer {
  const { touser, template_id: templateId, page, data } = body
  if (typeof touser !== 'string' || !world.users.has(touser)) return refuse(world, path, 40003)
  const template = world.templates.find(templateId) ?? inferred(world, templateId, data)
  if (template === undefined) return refuse(world, path, 40037)
  const target = typeof page === 'string' ? page : ''
  if (!pageExists(world, target.split('?', 1)[0] ?? '')) return refuse(world, path, 41030)
  const bad = firstBadField(
    data,
    template.fields.map(field => field.key),
  )
  if (bad !== null) return refuse(world, path, 47003, `argument invalid! ${bad} invalid`)
  if (!world.grants.take(touser, template)) return refuse(world, path, 43101)
  const id = world.messageIds.next()
  world.phone.show(touser, cardOf(template, data, { from: 'service', page: target }))
  const sent = { TemplateId: template.id, MsgID: String(id), ErrorCode: '0', ErrorStatus: 'success' }
  world.pushes.event('app', { openid: touser, event: 'subscribe_msg_sent_event', list: [sent] })
  return succeed(world, path, { usually: 'zero', body: { msgid: id } })
}

/** In the demo any template id will do: its fields are those of the message itself. */
function inferred(world: WechatWorld, id: unknown, data: unknown): Template | undefined {
  if (world.settings.unknownTemplates === 'refuse') return undefined
  if (typeof id !== 'string' || id === '' || typeof data !== 'object' || data === null) return undefined
  const fields = Object.keys(data).map(key => ({ key, label: '' }))
  return { id, title: '服务通知', kind: 'one-time', fields }
}

/** A message as the phone shows it. */
export function cardOf(template: Template, data: unknown, more: Pick<Card, 'from' | 'page'>): Card {
  const values = new Map(Object.entries(data as Record<string, { value: string }>))
  const rows = template.fields.map(({ key, label }) => ({ label, value: (values.get(key)?.value ?? '').slice(0, 200) }))
  const { page, from } = more
  return { from, title: template.title, rows, ...(page ? { page: page.slice(0, 1024) } : {}) }
}
