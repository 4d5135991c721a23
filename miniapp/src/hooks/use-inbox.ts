import type { ReplyOf } from '@huitou/shared/client'
import { call } from '../call'
import { type Loaded, useLoad } from './use-load'

export type Inbox = ReplyOf<'GET /member/messages'>
export type Message = Inbox['items'][number]

const PAGE = 20

export function readInbox(cursor?: string): Promise<Inbox> {
  return call('GET /member/messages', { query: { limit: PAGE, ...(cursor ? { cursor } : {}) } })
}

export const inboxKey = (memberNo: string): string => `inbox:${memberNo}`

/** The newest messages, and how many of all are unread. The inbox opens with what this has read already. */
export function useInbox(memberNo: string | null): Loaded<Inbox> {
  return useLoad(memberNo && inboxKey(memberNo), () => readInbox(), { lasting: true })
}
