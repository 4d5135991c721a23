import type { ReplyOf } from '@huitou/shared/client'
import { useEffect, useRef } from 'react'
import { put } from '../cache'
import { call } from '../call'
import { listen, WAIT_SECONDS } from './listen'
import { type Loaded, useLoad } from './use-load'
import { useShown } from './use-shown'

export type TableNews = ReplyOf<'GET /member/table-bill'>
export type TableBill = NonNullable<TableNews['bill']>

/** The bill at the table of this member, as it changes while the page is in front. A null member waits for nothing. */
export function useTableBill(memberNo: string | null): Loaded<TableNews> {
  const key = memberNo && `table-bill:${memberNo}`
  const news = useLoad(key, () => call('GET /member/table-bill', { query: { waitSeconds: 0 } }))
  const shown = useShown()
  const revision = useRef('0')
  revision.current = news.value?.revision ?? '0'
  const listening = shown && key !== null && news.value !== null

  useEffect(() => {
    if (!listening || !key) return
    return listen(async wait => {
      const after = revision.current
      const news = await wait('GET /member/table-bill', { query: { after, waitSeconds: WAIT_SECONDS } })
      return () => {
        if (news.revision !== after) put(key, news)
      }
    })
  }, [listening, key])
  return news
}
