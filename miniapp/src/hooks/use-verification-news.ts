import type { ReplyOf } from '@huitou/shared/client'
import { useEffect, useRef } from 'react'
import { listen, WAIT_SECONDS } from './listen'
import { useShown } from './use-shown'

type News = ReplyOf<'GET /member/verification-news'>
export type LastVerification = NonNullable<News['last']>

/**
 * Waits, while the page is in front, for a waiter to take or give back anything of this member. `onNews` gets the last thing
 * that happened: at once when the page opens, since it may have happened a moment before, and then whenever there is more.
 */
export function useVerificationNews(mayChange: boolean, onNews: (last: LastVerification) => void): void {
  const shown = useShown()
  const latest = useRef(onNews)
  latest.current = onNews
  const listening = shown && mayChange
  useEffect(() => {
    if (!listening) return
    let after: string | undefined
    return listen(async wait => {
      const before = after
      const news = await wait('GET /member/verification-news', {
        query: before === undefined ? { waitSeconds: 0 } : { after: before, waitSeconds: WAIT_SECONDS },
      })
      return () => {
        after = news.revision
        if (news.last && news.revision !== before) latest.current(news.last)
      }
    })
  }, [listening])
}
