import type { ReplyOf } from '@huitou/shared/client'
import { useEffect, useRef, useState } from 'react'
import { type CallError, call } from '../call'
import { asCallError } from '../hooks/use-load'
import { freshId } from '../ids'
import { nudge } from '../notices'
import { toldUntilNow } from '../parts/live-result'
import { wechat } from '../wechat'
import type { Quote } from './use-quote'

export type Checkout = ReplyOf<'GET /member/checkouts/:id'>

/**
 * CHOOSING: nothing is begun. ASKING: whether it was paid is not known, and the server is asked. STILL: it does not know
 * yet either. READY: begun and not paid. OVER: as the checkout says.
 */
export type Step = 'CHOOSING' | 'BEGINNING' | 'SHEET' | 'ASKING' | 'STILL' | 'READY' | 'CLOSING' | 'OVER'

export interface Paying {
  step: Step
  checkout: Checkout | null
  error: CallError | null
  /** Begins with what the page shows, and pays. */
  begin: (quote: Quote) => void
  /** Pays what has been begun. */
  goOn: () => void
  ask: () => void
  giveUp: () => void
  chooseAgain: () => void
}

interface State {
  step: Step
  checkout: Checkout | null
  error: CallError | null
}

const ASK_EVERY_MS = 1_200
const ASKS = 20
/** How often it is asked where no answer comes at all; each of them is repeated by itself already. */
const TRIES = 2

/** One payment at a time: a second tap while something is under way does nothing. `resume` is one that was begun before. */
export function useCheckout(resume: string | null): Paying {
  const [state, setState] = useState<State>({ step: resume ? 'ASKING' : 'CHOOSING', checkout: null, error: null })
  const running = useRef(false)
  const alive = useRef(true)
  // The same choice is sent under the same number until it is answered, whatever the network does.
  const request = useRef({ said: '', id: '' })
  useEffect(
    () => () => {
      alive.current = false
    },
    [],
  )
  const show = (next: Partial<State>): void => {
    if (alive.current) setState(before => ({ ...before, ...next }))
  }

  const once = (failed: Step, work: () => Promise<void>) => {
    if (running.current) return
    running.current = true
    work()
      .catch(error => show({ step: failed, error: asCallError(error) }))
      .finally(() => {
        running.current = false
      })
  }

  /** This page says how it ended, and what that did to points; the table's page need not say it again. */
  const end = (checkout: Checkout) => {
    if (checkout.state === 'PAID') nudge()
    toldUntilNow()
    show({ step: 'OVER', checkout })
  }

  /** Waits for an outcome. An order that is open although somebody has paid is not known yet; otherwise it is simply unpaid. */
  const follow = async (id: string, hasPaid: boolean) => {
    show({ step: 'ASKING', error: null })
    for (let asks = 1; alive.current; asks += 1) {
      const { checkout, error } = await look(id)
      // A network that is gone says nothing about the money: the page says so, and asks again when told to.
      if (!checkout) {
        if (asks >= TRIES) return show({ step: 'STILL', error })
      } else if (checkout.state !== 'PAYING' && checkout.state !== 'CLOSING') {
        return end(checkout)
      } else if (checkout.state === 'PAYING' && !hasPaid) {
        return show({ step: 'READY', checkout })
      } else {
        const closing = checkout.state === 'CLOSING'
        if (asks >= ASKS) return show({ step: closing ? 'CLOSING' : 'STILL', checkout })
        show({ step: closing ? 'CLOSING' : 'ASKING', checkout })
      }
      await new Promise(resolve => setTimeout(resolve, ASK_EVERY_MS))
    }
  }

  const pay = async (checkout: Checkout) => {
    if (checkout.state !== 'PAYING') return follow(checkout.id, false)
    if (!checkout.pay) return show({ step: 'READY', checkout })
    show({ step: 'SHEET', checkout, error: null })
    const outcome = await wechat.pay(checkout.pay, { amountFen: checkout.payableFen, to: checkout.storeName })
    if (outcome === 'CANCELLED') return show({ step: 'READY', checkout })
    return follow(checkout.id, outcome === 'PAID')
  }

  const begin = (quote: Quote) =>
    once('CHOOSING', async () => {
      const body = {
        billId: quote.billId,
        points: quote.points.used,
        couponIds: quote.coupons.map(({ id }) => id),
        expectedPayableFen: quote.payableFen,
      }
      const said = JSON.stringify(body)
      if (request.current.said !== said) request.current = { said, id: freshId() }
      show({ step: 'BEGINNING', error: null })
      const checkout = await call('POST /member/checkouts', { body: { requestId: request.current.id, ...body } })
      request.current = { said: '', id: '' }
      await pay(checkout)
    })

  // Parameters are drawn by the server each time, and WeChat may have heard of the payment meanwhile: so it is asked first.
  const goOn = () =>
    once('READY', async () => {
      if (!state.checkout) return
      show({ step: 'BEGINNING', error: null })
      await pay(await call('GET /member/checkouts/:id', { params: { id: state.checkout.id } }))
    })

  const ask = () =>
    once('STILL', async () => {
      const id = state.checkout?.id ?? resume
      if (id) await follow(id, state.step === 'STILL')
    })

  const giveUp = () =>
    once('READY', async () => {
      if (!state.checkout) return
      show({ step: 'CLOSING', error: null })
      const params = { id: state.checkout.id }
      const checkout = await call('POST /member/checkouts/:id/cancellations', { params })
      if (checkout.state === 'CLOSING') return follow(checkout.id, false)
      end(checkout)
    })

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was begun before this page is resumed, once
  useEffect(() => {
    if (resume) once('STILL', () => follow(resume, false))
  }, [resume])

  const chooseAgain = () => show({ step: 'CHOOSING', checkout: null, error: null })
  return { ...state, begin, goOn, ask, giveUp, chooseAgain }
}

async function look(id: string): Promise<{ checkout: Checkout; error: null } | { checkout: null; error: CallError }> {
  try {
    return { checkout: await call('GET /member/checkouts/:id', { params: { id } }), error: null }
  } catch (error) {
    return { checkout: null, error: asCallError(error) }
  }
}
