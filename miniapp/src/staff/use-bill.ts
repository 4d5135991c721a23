import { useState } from 'react'
import { type CallError, call } from '../call'
import { asCallError } from '../hooks/use-load'
import { go, goInstead } from '../routes'
import { type Bill, type BillBody, holdBill, outcome, settleBill } from './till'

interface State {
  busy: boolean
  error: CallError | null
  /** The bill of which nobody can say yet whether it was recorded. */
  unknown: BillBody | null
  /** The server was asked and has no such bill: it may be sent again. */
  notRecorded: boolean
}

const IDLE: State = { busy: false, error: null, unknown: null, notRecorded: false }

/**
 * Records a bill once. The tap locks; without an answer the server is asked by the bill number instead of being told
 * again; a refusal goes to the red page and back to the form.
 */
export function useBill() {
  const [state, setState] = useState<State>(IDLE)

  const done = (bill: Bill) => {
    settleBill()
    outcome.set({ kind: 'BILL', bill })
    goInstead('result')
  }
  const ask = async (body: BillBody) => {
    setState({ ...IDLE, busy: true, unknown: body })
    try {
      done(await call('GET /staff/bills/:billNo', { params: { billNo: body.billNo } }))
    } catch (failure) {
      const error = asCallError(failure)
      if (error.code !== 'bill.unknown') return setState({ ...IDLE, unknown: body, error })
      settleBill()
      setState({ ...IDLE, notRecorded: true })
    }
  }
  const send = async (body: BillBody) => {
    if (state.busy) return
    setState({ ...IDLE, busy: true })
    holdBill(body)
    try {
      done(await call('POST /staff/bills', { body }))
    } catch (failure) {
      const error = asCallError(failure)
      if (error.offline || error.code.startsWith('server.')) return ask(body)
      settleBill()
      setState(IDLE)
      outcome.set({ kind: 'REFUSED', message: error.message, requestId: error.requestId, billNo: body.billNo })
      go('result')
    }
  }
  return { ...state, send, ask: () => (state.unknown ? ask(state.unknown) : undefined) }
}
