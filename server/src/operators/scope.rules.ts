/** What an operator who is bound to one store may touch. Pure. */

interface Bound {
  storeId: number | null
}

/** Whether something of this store is the operator's business: everything, for those who are bound to none. */
export function mayTouch(operator: Bound, storeId: number): boolean {
  return operator.storeId === null || operator.storeId === storeId
}

/** The store a list is narrowed to: the operator's own, whatever was asked for; null for all. */
export function narrowed(operator: Bound, asked: number | null): number | null {
  return operator.storeId ?? asked
}
