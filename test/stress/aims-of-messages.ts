/** Requests to the routes of messages. */
import { DEFAULT_LIMITS } from '../../server/src/deliveries/limits.rules.js'
import { aim, draw, none } from './aim.js'

export function aimsOfMyMessages() {
  const choice = { params: { kind: 'TIER_UP' as const }, body: { wanted: true } }
  const report = () => ({ body: { requestId: draw('grants-aim-'), answers: { 'no template of ours': 'accept' } } })
  return {
    'GET /member/messages': aim('GET /member/messages', none),
    'POST /member/messages/reads': aim('POST /member/messages/reads', { body: { ids: [] } }),
    'GET /member/reminders': aim('GET /member/reminders', none),
    'PUT /member/reminders/:kind': aim('PUT /member/reminders/:kind', choice),
    'POST /member/grants': aim('POST /member/grants', report),
    'GET /member/reminder-asks': aim('GET /member/reminder-asks', { query: { moment: 'AFTER_EARN' } }),
  }
}

/** A campaign for nobody, a template that names what is not there, limits of a version that never was. */
export function aimsOfMessages(params: { memberNo: string }) {
  const draft = { title: '试一下', body: '试一下', page: '', audience: { tag: 'nobody at all' }, worthFen: 0 }
  const send = () => ({ body: { ...draft, requestId: draw('send-aim-') } })
  const template = { enabled: true, templateId: '', page: '', fields: [], text: '' }
  const save = () => ({
    body: { requestId: draw('template-aim-'), kind: 'TIER_UP' as const, channel: 'SMS' as const, version: 0, template },
  })
  const limits = () => ({ body: { requestId: draw('limits-aim-'), version: 99, limits: DEFAULT_LIMITS } })
  const order = { params: { code: 'no such send' }, body: { action: 'PAUSE' as const } }
  return {
    'GET /console/message-templates': aim('GET /console/message-templates', none),
    'GET /console/message-templates/:kind/:channel': aim('GET /console/message-templates/:kind/:channel', {
      params: { kind: 'TIER_UP', channel: 'SMS' },
    }),
    'PUT /console/message-templates': aim('PUT /console/message-templates', save, ['message.template_invalid']),
    'GET /console/sends': aim('GET /console/sends', none),
    'POST /console/sends/estimates': aim('POST /console/sends/estimates', { body: draft }),
    'POST /console/sends': aim('POST /console/sends', send, ['message.nobody']),
    'POST /console/sends/:code/orders': aim('POST /console/sends/:code/orders', order, ['record.not_found']),
    'GET /console/message-limits': aim('GET /console/message-limits', none),
    'PUT /console/message-limits': aim('PUT /console/message-limits', limits, ['message.limits_changed']),
    'GET /console/members/:memberNo/forecasts': aim('GET /console/members/:memberNo/forecasts', { params }),
    'GET /console/members/:memberNo/messages': aim('GET /console/members/:memberNo/messages', { params }),
  }
}
