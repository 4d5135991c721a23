import { useEffect, useRef, useState } from 'react'
import { CheckoutFlow, type FlowState, firstState } from './checkout-flow'

export interface Paying extends FlowState {
  flow: CheckoutFlow
}

/** The payment of this page. `resume` is one that was begun before. */
export function useCheckout(resume: string | null): Paying {
  const [state, setState] = useState<FlowState>(() => firstState(resume))
  const kept = useRef<CheckoutFlow | null>(null)
  kept.current ??= new CheckoutFlow(resume, setState)
  const flow = kept.current
  useEffect(() => {
    flow.start()
    return () => flow.stop()
  }, [flow])
  return { ...state, flow }
}
