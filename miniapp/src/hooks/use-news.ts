import type { ReplyOf } from '@huitou/shared/client'
import { useEffect, useRef } from 'react'
import { callWith } from '../call'
import { useShown } from './use-shown'

export type News = ReplyOf<'GET /member/news'>

const WAIT_SECONDS = 25
/** Longer than the server waits, or every quiet round would look like a lost network. */
const TIMEOUT_MS = 35_000
const LONGEST_PAUSE_MS = 30_000

/**
 * Waits for entries of the member while the page is in front, by one request after the other that the server holds open.
 * `version` is the balance version already shown; null (a guest, or nothing known yet) waits for nothing.
 */
export function useNews(version: number | null, onNews: (news: News) => void): void {
  const shown = useShown()
  const latest = useRef(onNews)
  latest.current = onNews
  const from = useRef(version)
  // A page that learns the balance by another way need not be told the same again.
  if (version !== null && (from.current === null || version > from.current)) from.current = version
  const listening = shown && version !== null

  useEffect(() => {
    if (!listening) return
    const round = { over: false, abort: () => undefined as unknown }
    void listen(round, from, news => latest.current(news))
    return () => {
      round.over = true
      round.abort()
    }
  }, [listening])
}

interface Round {
  over: boolean
  abort: () => unknown
}

async function listen(round: Round, from: { current: number | null }, tell: (news: News) => void): Promise<void> {
  const onStart = (abort: () => void) => {
    round.abort = abort
  }
  const call = callWith({ timeoutMs: TIMEOUT_MS, repeat: false, onStart })
  for (let failures = 0; !round.over; ) {
    try {
      const after = from.current ?? 0
      const news = await call('GET /member/news', { query: { after, waitSeconds: WAIT_SECONDS } })
      failures = 0
      if (round.over) return
      from.current = Math.max(after, news.version)
      if (news.entries.length > 0 || news.version > after || news.scan) tell(news)
    } catch {
      failures++
      await new Promise(resolve => setTimeout(resolve, Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** failures)))
    }
  }
}
