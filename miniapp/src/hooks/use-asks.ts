import type { ReplyOf } from '@huitou/shared/client'
import { useEffect, useRef, useState } from 'react'
import { call } from '../call'
import { type Answers, isYes } from '../grant-count'
import { type Moment, report } from '../grants'
import { storeOf, useStore } from '../store'
import { wechat } from '../wechat'
import type { Subscribed } from '../wechat.types'
import { useLoad } from './use-load'
import { useWho } from './use-who'

export type Ask = ReplyOf<'GET /member/reminder-asks'>['items'][number]
/** What came of asking: nothing yet, leave, none, all messages switched off, or no answer at all. */
export type Asked = 'OPEN' | 'YES' | 'NO' | 'OFF' | 'FAILED'

// Found out once, by the first page that would ask.
const able = storeOf(false)
let looked = false
function useAble(): boolean {
  useEffect(() => {
    if (looked) return
    looked = true
    void wechat.canSubscribe().then(can => able.set(can))
  }, [])
  return useStore(able)
}

/**
 * Leave to remind, asked for at a moment that matters. What is worth asking is fetched beforehand, because WeChat listens
 * only while it handles a tap: give `ask` to the tap itself. A null moment fetches nothing.
 */
export function useAsks(moment: Moment | null, most: number): { asks: Ask[]; asked: Asked; ask: () => void } {
  const memberNo = useWho().value?.member?.memberNo
  const can = useAble()
  const key = moment && memberNo && can ? `asks:${memberNo}:${moment}` : null
  const known = useLoad(key, () => call('GET /member/reminder-asks', { query: { moment: moment ?? 'MESSAGES_PAGE' } }))
  const asks = (known.value?.items ?? []).slice(0, most)
  const { asked, request } = useSubscribe(moment ?? 'MESSAGES_PAGE')
  return { asks, asked, ask: () => request(asks.map(({ templateId }) => templateId)) }
}

/** One tap's worth of asking for these templates, three at most. `request` must be what the tap calls first. */
export function useSubscribe(moment: Moment): {
  asked: Asked
  answers: Answers
  able: boolean
  request: (templateIds: string[]) => void
} {
  const [state, setState] = useState<{ asked: Asked; answers: Answers }>({ asked: 'OPEN', answers: {} })
  const running = useRef(false)
  const can = useAble()
  const request = (templateIds: string[]) => {
    if (running.current || templateIds.length === 0) return
    running.current = true
    const answer = wechat.subscribe(templateIds)
    void answer.then(subscribed => {
      running.current = false
      const answers = typeof subscribed === 'string' ? {} : subscribed.answers
      setState({ asked: askedOf(subscribed), answers })
      if (Object.keys(answers).length > 0) void report(moment, answers)
    })
  }
  return { ...state, able: can, request }
}

function askedOf(subscribed: Subscribed): Asked {
  if (subscribed === 'OFF') return 'OFF'
  if (subscribed === 'UNAVAILABLE') return 'FAILED'
  return Object.keys(subscribed.answers).some(id => isYes(subscribed.answers[id])) ? 'YES' : 'NO'
}
