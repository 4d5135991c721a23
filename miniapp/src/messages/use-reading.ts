import { useEffect, useRef, useState } from 'react'
import { peek, put } from '../cache'
import { call } from '../call'
import { type Inbox, inboxKey, type Message } from '../hooks/use-inbox'

/**
 * Whoever opens the inbox reads what is on it. The server is told once for every page; the dots stay for this visit, so
 * that one sees what is new. Answers whether a message was new when the page was opened.
 */
export function useReading(memberNo: string, messages: readonly Message[]): (message: Message) => boolean {
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set<string>())
  const told = useRef(new Set<string>())
  const unread = messages.filter(({ id, read }) => !read && !told.current.has(id)).map(({ id }) => id)
  const news = unread.join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `news` names what is in `unread`
  useEffect(() => {
    if (unread.length === 0) return
    for (const id of unread) told.current.add(id)
    setFresh(before => new Set([...before, ...unread]))
    call('POST /member/messages/reads', { body: { ids: unread } }).then(
      reply => markRead(memberNo, unread, reply.unread),
      // Without a network they stay unread, and the next visit tells again.
      () => undefined,
    )
  }, [news, memberNo])
  return ({ id, read }) => fresh.has(id) || !read
}

/** The red dot elsewhere goes at once, not with the next look. */
function markRead(memberNo: string, ids: readonly string[], unread: number): void {
  const known = peek<Inbox>(inboxKey(memberNo))?.value
  if (!known) return
  const items = known.items.map(item => (ids.includes(item.id) ? { ...item, read: true } : item))
  put(inboxKey(memberNo), { ...known, items, unread }, true)
}
