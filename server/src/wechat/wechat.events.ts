/** What WeChat's events say, freed from their formats. */
import { z } from 'zod'

export type WechatEventKind =
  | 'SUBSCRIBE_ANSWERED'
  | 'SUBSCRIBE_CHANGED'
  | 'SUBSCRIBE_SENT'
  | 'TEMPLATE_SENT'
  | 'FOLLOWED'
  | 'UNFOLLOWED'
  | 'MEDIA_CHECKED'

/** One thing that happened. An event about several templates is several of these. */
export interface WechatEvent {
  kind: WechatEventKind
  /** Of whoever it is about, as the app or account that sent the event knows them. */
  openid: string
  happenedAt: Date
  /** The template, or the trace of a media check; empty for the others. */
  subject: string
  /** The id that the send was answered with; empty for the others. */
  messageId: string
  /** `accept`, `reject`, `ban` · `success` or why not · `pass`, `review`, `risky` · empty. */
  outcome: string
}

const maxList = 20

/** Numbers come as text and text as numbers. */
const scalar = z.union([z.string(), z.number()]).transform(String)
const short = scalar.pipe(z.string().max(128))
/** A list of one is sent as the one. */
const listOf = <T extends z.ZodType>(entry: T) =>
  z.preprocess(list => (Array.isArray(list) ? list : [list]), z.array(entry).min(1).max(maxList))

const head = {
  FromUserName: z.string().min(1).max(64),
  CreateTime: scalar.pipe(z.string().regex(/^\d{1,11}$/)).transform(seconds => new Date(Number(seconds) * 1000)),
}
const answers = listOf(z.object({ TemplateId: short, SubscribeStatusString: short }))
const sends = listOf(z.object({ TemplateId: short, MsgID: short, ErrorCode: scalar, ErrorStatus: short.optional() }))

/** In XML the list lies in an element named after the event. */
function withList<T extends z.ZodType>(wrapper: string, list: T) {
  return z.preprocess(
    given => {
      const fields = Object(given) as Record<string, unknown>
      return { ...fields, List: fields.List ?? (Object(fields[wrapper]) as Record<string, unknown>).List }
    },
    z.object({ ...head, List: list }),
  )
}

const popup = withList('SubscribeMsgPopupEvent', answers)
const change = withList('SubscribeMsgChangeEvent', answers)
const sent = withList('SubscribeMsgSentEvent', sends)
const bare = z.object(head)
const templateSent = z.object({ ...head, MsgID: short, Status: short })
const media = z.object({ ...head, trace_id: short, result: z.object({ suggest: short }) })

type Read = (message: unknown) => WechatEvent[] | null

const readers: Readonly<Record<string, Read>> = {
  subscribe_msg_popup_event: message => answered('SUBSCRIBE_ANSWERED', popup.safeParse(message).data),
  subscribe_msg_change_event: message => answered('SUBSCRIBE_CHANGED', change.safeParse(message).data),
  subscribe_msg_sent_event: message => sentOf(sent.safeParse(message).data),
  templatesendjobfinish: message => templateSentOf(templateSent.safeParse(message).data),
  subscribe: message => followOf('FOLLOWED', bare.safeParse(message).data),
  unsubscribe: message => followOf('UNFOLLOWED', bare.safeParse(message).data),
  wxa_media_check: message => mediaOf(media.safeParse(message).data),
}

/**
 * The events of one pushed message; none when it is something we do not follow. Null when it is one we know and cannot
 * read, which is worth a line in the log.
 */
export function eventsOf(message: Record<string, unknown>): WechatEvent[] | null {
  if (message.MsgType !== 'event' || typeof message.Event !== 'string') return []
  const name = message.Event.toLowerCase()
  const read = Object.hasOwn(readers, name) ? readers[name] : undefined
  return read ? read(message) : []
}

function answered(kind: 'SUBSCRIBE_ANSWERED' | 'SUBSCRIBE_CHANGED', event: z.output<typeof popup> | undefined) {
  if (!event) return null
  return event.List.map(entry => ({
    ...aboutOf(kind, event),
    subject: entry.TemplateId,
    outcome: entry.SubscribeStatusString,
  }))
}

function sentOf(event: z.output<typeof sent> | undefined) {
  if (!event) return null
  return event.List.map(entry => ({
    ...aboutOf('SUBSCRIBE_SENT', event),
    subject: entry.TemplateId,
    messageId: entry.MsgID,
    outcome: entry.ErrorCode === '0' ? 'success' : (entry.ErrorStatus ?? entry.ErrorCode),
  }))
}

function templateSentOf(event: z.output<typeof templateSent> | undefined) {
  return event ? [{ ...aboutOf('TEMPLATE_SENT', event), messageId: event.MsgID, outcome: event.Status }] : null
}

function followOf(kind: 'FOLLOWED' | 'UNFOLLOWED', event: z.output<typeof bare> | undefined) {
  return event ? [aboutOf(kind, event)] : null
}

function mediaOf(event: z.output<typeof media> | undefined) {
  return event ? [{ ...aboutOf('MEDIA_CHECKED', event), subject: event.trace_id, outcome: event.result.suggest }] : null
}

function aboutOf(kind: WechatEventKind, event: z.output<typeof bare>): WechatEvent {
  const { FromUserName: openid, CreateTime: happenedAt } = event
  return { kind, openid, happenedAt, subject: '', messageId: '', outcome: '' }
}
