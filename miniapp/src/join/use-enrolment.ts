import type { ReplyOf } from '@huitou/shared/client'
import { useRef, useState } from 'react'
import { type CallError, call } from '../call'
import { asCallError } from '../hooks/use-load'
import { putWho, useWho } from '../hooks/use-who'
import { freshId } from '../ids'
import { nudge } from '../notices'
import type { Card } from '../parts/member-card'

export type ConsentText = ReplyOf<'GET /programme'>['consents'][number]
type Purpose = 'MEMBERSHIP' | 'PRIVACY' | 'MARKETING'

interface Enrolment {
  card: Card | null
  error: CallError | null
  busy: boolean
  /** Joins with a phone code. `given` are the consents ticked at this moment. */
  join: (phoneCode: string, given: ConsentText[]) => void
  /** Sends the same request once more, when the first one may or may not have arrived. */
  again: (() => void) | null
}

/** One intention to join: its request id stays the same until the server has answered, so a repeat cannot join twice. */
export function useEnrolment(scene?: string): Enrolment {
  const who = useWho()
  const [state, setState] = useState<{ card: Card | null; error: CallError | null; busy: boolean }>({
    card: null,
    error: null,
    busy: false,
  })
  const last = useRef<Parameters<typeof send>[0] | null>(null)

  const run = async () => {
    if (!last.current || state.busy) return
    setState({ card: null, error: null, busy: true })
    try {
      const card = await send(last.current)
      putWho({ member: card, staff: who.value?.staff ?? null })
      nudge()
      setState({ card, error: null, busy: false })
    } catch (failure) {
      const error = asCallError(failure)
      // Once refused, the phone code is spent; a new tap is a new intention.
      if (!error.offline) last.current = null
      setState({ card: null, error, busy: false })
    }
  }

  return {
    ...state,
    join(phoneCode, given) {
      const consents = given.map(({ purpose, version }) => ({ purpose: purpose as Purpose, version }))
      last.current = { requestId: freshId(), phoneCode, consents, ...(scene ? { scene } : {}) }
      void run()
    },
    again: state.error?.offline ? () => void run() : null,
  }
}

function send(body: {
  requestId: string
  phoneCode: string
  consents: { purpose: Purpose; version: string }[]
  scene?: string
}): Promise<Card> {
  return call('POST /enrolments', { body })
}
