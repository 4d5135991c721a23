import { useRef, useState } from 'react'
import type { CallError } from '../../call'
import { freshId } from '../../ids'
import { goInstead } from '../../routes'
import { ask, bodyOf, type Check, type Choice, type Order, type Verified, verify } from '../verify-client'
import { type OnCounter, verified } from './counter'

interface State {
  busy: boolean
  /** The order of which nobody can say yet what became of it. */
  unknown: Order | null
  error: CallError | null
  /** The server was asked and never heard of it: it may be sent again. */
  notDone: boolean
}

const IDLE: State = { busy: false, unknown: null, error: null, notDone: false }

/**
 * Verifies once. The first tap locks; without an answer the server is asked by the request id instead of being told again;
 * what it never heard of goes out under the same id, as long as it is the same decision.
 */
export function useVerify({ shown, offline }: OnCounter, check: Check | null) {
  const [state, setState] = useState<State>(IDLE)
  // Two taps may come before the page is drawn anew.
  const locked = useRef(false)
  const last = useRef<Order | null>(null)

  const conclude = (order: Order, outcome: Verified) => {
    locked.current = false
    if (outcome.kind === 'UNKNOWN') return setState({ ...IDLE, unknown: order, error: outcome.error })
    if (outcome.kind === 'NOT_DONE') return setState({ ...IDLE, notDone: true })
    last.current = null
    verified.set(outcome)
    goInstead('verified')
  }
  const send = async (choice: Choice) => {
    if (locked.current || !check) return
    locked.current = true
    setState({ ...IDLE, busy: true })
    const order = sameOr(last.current, { body: bodyOf(freshId(), shown, choice), name: check.name, offline })
    last.current = order
    conclude(order, await verify(order, check))
  }
  const askAgain = async () => {
    const order = state.unknown
    if (locked.current || !order) return
    locked.current = true
    setState({ ...IDLE, busy: true, unknown: order })
    conclude(order, await ask(order))
  }
  return { ...state, send, ask: askAgain }
}

/** The order before, where it says the same: its request id then belongs to this one too. */
function sameOr(before: Order | null, now: Order): Order {
  const plain = ({ body: { requestId: _, ...rest } }: Order) => JSON.stringify(rest)
  return before && plain(before) === plain(now) ? before : now
}
