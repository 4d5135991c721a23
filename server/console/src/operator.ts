import { createContext, use } from 'react'
import type { Operator } from './access'

/** The signed-in operator; the frame gives it to every page inside. */
export const OperatorContext = createContext<Operator | null>(null)

/** Who is signed in. Only inside the frame, which lets nobody else in. */
export function useOperator(): Operator {
  const operator = use(OperatorContext)
  if (!operator) throw new Error('useOperator outside Frame')
  return operator
}
