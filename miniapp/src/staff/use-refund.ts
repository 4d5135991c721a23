import { useRef, useState } from 'react'
import { type CallError, call } from '../call'
import { asCallError } from '../hooks/use-load'
import { freshId } from '../ids'
import { goInstead } from '../routes'
import { outcome } from './till'

/**
 * Refunds once. The refund number belongs to one intention (amount and reason) and is sent again until the server has
 * answered, so a tap after a lost answer cannot refund twice; another amount is another intention.
 */
export function useRefund(billNo: string) {
  const [state, setState] = useState<{ busy: boolean; error: CallError | null }>({ busy: false, error: null })
  const intention = useRef<{ refundNo: string; amountFen: number; reason: string } | null>(null)
  const send = async (amountFen: number, reason: string) => {
    if (state.busy) return
    setState({ busy: true, error: null })
    const held = intention.current
    const body =
      held?.amountFen === amountFen && held.reason === reason
        ? held
        : { refundNo: `R${freshId(15)}`, amountFen, reason }
    intention.current = body
    try {
      const refund = await call('POST /staff/bills/:billNo/refunds', { params: { billNo }, body })
      outcome.set({ kind: 'REFUND', refund })
      goInstead('result')
    } catch (failure) {
      const error = asCallError(failure)
      if (!error.offline) intention.current = null
      setState({ busy: false, error })
    }
  }
  return { ...state, send }
}
