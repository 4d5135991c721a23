import type { ReplyOf } from '@huitou/shared/client'
import { useEffect, useRef } from 'react'
import { listen, WAIT_SECONDS } from './listen'
import { useShown } from './use-shown'

export type News = ReplyOf<'GET /member/news'>

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
    return listen(async call => {
      const after = from.current ?? 0
      const news = await call('GET /member/news', { query: { after, waitSeconds: WAIT_SECONDS } })
      return () => {
        from.current = Math.max(after, news.version)
        if (news.entries.length > 0 || news.version > after || news.scan) latest.current(news)
      }
    })
  }, [listening])
}
