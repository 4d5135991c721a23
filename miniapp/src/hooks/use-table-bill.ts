import type { ReplyOf } from '@huitou/shared/client'
import { useEffect, useRef } from 'react'
import { put } from '../cache'
import { call, callWith } from '../call'
import { type Loaded, useLoad } from './use-load'
import { useShown } from './use-shown'

export type TableNews = ReplyOf<'GET /member/table-bill'>
export type TableBill = NonNullable<TableNews['bill']>

const WAIT_SECONDS = 25
/** Longer than the server waits, or every quiet round would look like a lost network. */
const TIMEOUT_MS = 35_000
const LONGEST_PAUSE_MS = 30_000

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
    const round = { over: false, abort: () => undefined as unknown }
    void listen(round, revision, value => put(key, value))
    return () => {
      round.over = true
      round.abort()
    }
  }, [listening, key])
  return news
}

interface Round {
  over: boolean
  abort: () => unknown
}

async function listen(round: Round, revision: { current: string }, tell: (news: TableNews) => void): Promise<void> {
  const onStart = (abort: () => void) => {
    round.abort = abort
  }
  const wait = callWith({ timeoutMs: TIMEOUT_MS, repeat: false, onStart })
  for (let failures = 0; !round.over; ) {
    try {
      const after = revision.current
      const news = await wait('GET /member/table-bill', { query: { after, waitSeconds: WAIT_SECONDS } })
      failures = 0
      if (round.over) return
      if (news.revision !== after) tell(news)
    } catch {
      failures++
      await new Promise(resolve => setTimeout(resolve, Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** failures)))
    }
  }
}
