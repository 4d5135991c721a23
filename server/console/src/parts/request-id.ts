import { useState } from 'react'

/** A number for one intention, sent again on every retry. Without `randomUUID`, which only https and localhost have. */
export function newRequestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12))
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}

/** The number of the intention a dialog or button stands for, and how to begin the next one once it is done. */
export function useIntention(): [requestId: string, next: () => void] {
  const [requestId, setRequestId] = useState(newRequestId)
  return [requestId, () => setRequestId(newRequestId())]
}
