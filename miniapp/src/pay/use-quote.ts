import type { ReplyOf } from '@huitou/shared/client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { type CallError, call } from '../call'
import { asCallError } from '../hooks/use-load'

export type Quote = ReplyOf<'POST /member/checkouts/quotes'>

/** What somebody has chosen; without coupons named the best are taken. */
export interface Choice {
  points: number
  couponIds: string[] | null
}

export interface Quoted {
  quote: Quote | null
  choice: Choice
  error: CallError | null
  busy: boolean
  choose: (choice: Choice) => void
  again: () => void
}

/** The bill reckoned anew with each choice. What was reckoned last stays on the page until the next answer is there. */
export function useQuote(billId: string): Quoted {
  const [choice, setChoice] = useState<Choice>({ points: 0, couponIds: null })
  const [state, setState] = useState<Pick<Quoted, 'quote' | 'error' | 'busy'>>({ quote: null, error: null, busy: true })
  const turn = useRef(0)
  const ask = useCallback(
    async (wanted: Choice) => {
      turn.current += 1
      const mine = turn.current
      setChoice(wanted)
      setState(before => ({ ...before, busy: true }))
      const chosen = wanted.couponIds ? { couponIds: wanted.couponIds } : {}
      try {
        const quote = await call('POST /member/checkouts/quotes', {
          body: { billId, points: wanted.points, ...chosen },
        })
        if (mine === turn.current) setState({ quote, error: null, busy: false })
      } catch (error) {
        if (mine === turn.current) setState(before => ({ ...before, error: asCallError(error), busy: false }))
      }
    },
    [billId],
  )
  useEffect(() => void ask({ points: 0, couponIds: null }), [ask])
  return { ...state, choice, choose: wanted => void ask(wanted), again: () => void ask(choice) }
}
