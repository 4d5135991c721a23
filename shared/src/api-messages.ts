/** Messages: the member's inbox and reminders, and what operators see and decide of them. */
import { z } from 'zod'
import { byMember, page } from './basics.js'
import { endpoints } from './endpoint.js'
import {
  CampaignDraft,
  Estimate,
  Forecast,
  MemberMessages,
  NewSend,
  Send,
  SendFilter,
  SendOrder,
  SendPage,
} from './message-desk.js'
import {
  Channel,
  GrantReport,
  Inbox,
  LimitsPage,
  MessageKind,
  MessageTemplates,
  Moment,
  Reads,
  ReminderAsks,
  ReminderChoice,
  Reminders,
  SaveLimits,
  SaveTemplate,
  TemplateVersions,
} from './messages.js'

export const myMessages = endpoints('member', {
  'GET /member/messages': {
    summary: 'My messages in full, whether they were pushed or not; newest first',
    query: page,
    response: Inbox,
  },
  'POST /member/messages/reads': {
    summary: 'Marks messages as read',
    body: Reads,
    response: z.object({ unread: z.int() }),
  },
  'GET /member/reminders': {
    summary: 'What I am reminded of, and how often WeChat still lets us',
    response: Reminders,
  },
  'PUT /member/reminders/:kind': {
    summary: 'Turns one kind of message on or off',
    params: z.object({ kind: MessageKind }),
    body: ReminderChoice,
    response: Reminders,
  },
  'POST /member/grants': {
    summary: 'Tells what requestSubscribeMessage answered',
    body: GrantReport,
    response: Reminders,
  },
  'GET /member/reminder-asks': {
    summary: 'Which templates are worth asking for at this moment, at most three',
    query: z.object({ moment: Moment }),
    response: ReminderAsks,
  },
})

export const messages = endpoints('console', {
  'GET /console/message-templates': {
    summary: 'What each kind looks like on each channel, with a preview',
    response: MessageTemplates,
  },
  'GET /console/message-templates/:kind/:channel': {
    summary: 'How one template came to be, version by version',
    params: z.object({ kind: MessageKind, channel: Channel }),
    response: TemplateVersions,
  },
  'PUT /console/message-templates': {
    summary: 'Changes what a kind looks like on a channel',
    body: SaveTemplate,
    response: MessageTemplates,
  },
  'GET /console/sends': {
    summary: 'What is being sent: funnel, states, reasons, speed',
    query: SendFilter,
    response: SendPage,
  },
  'POST /console/sends/estimates': {
    summary: 'What a campaign would do if it were sent now',
    body: CampaignDraft,
    response: Estimate,
  },
  'POST /console/sends': {
    summary: 'Sends a campaign',
    body: NewSend,
    response: Send,
  },
  'POST /console/sends/:code/orders': {
    summary: 'Pauses, resumes or cancels what has not gone yet, or tries again what failed',
    params: z.object({ code: z.string().max(48) }),
    body: SendOrder,
    response: Send,
  },
  'GET /console/message-limits': {
    summary: 'Frequency caps, quiet hours and order',
    response: LimitsPage,
  },
  'PUT /console/message-limits': {
    summary: 'Changes frequency caps, quiet hours and order',
    body: SaveLimits,
    response: LimitsPage,
  },
  'GET /console/members/:memberNo/forecasts': {
    summary: 'What one member would get in the next seven days, and what not',
    params: byMember,
    response: Forecast,
  },
  'GET /console/members/:memberNo/messages': {
    summary: 'Messages to one member, what became of them, and the grants that are left',
    params: byMember,
    query: page,
    response: MemberMessages,
  },
})
