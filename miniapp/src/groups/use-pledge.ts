import type { ReplyOf } from '@huitou/shared/client'
import { useEffect, useRef, useState } from 'react'
import { put } from '../cache'
import { type CallError, call } from '../call'
import { asCallError } from '../hooks/use-load'
import { freshId } from '../ids'
import { nudge } from '../notices'
import { serverNow } from '../server-clock'
import { leftUntil } from './left'

export type Group = ReplyOf<'GET /groups/:token'>
export type Offer = ReplyOf<'GET /group-offers/:code'>

export const groupKey = (token: string): string => `group:${token}`

/** Opens a group, or joins one, at the second tap. One intention has one number, however often it is sent. */
export function usePledge(where: { code: string } | { token: string }, points: number, onDone: (group: Group) => void) {
  const [sure, setSure] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<CallError | null>(null)
  const requestId = useRef('')
  const send = async () => {
    setBusy(true)
    setError(null)
    requestId.current ||= freshId()
    const body = { requestId: requestId.current, points }
    try {
      const group = await ('code' in where
        ? call('POST /group-offers/:code/groups', { params: where, body })
        : call('POST /groups/:token/pledges', { params: where, body }))
      requestId.current = ''
      put(groupKey(group.token), group)
      nudge()
      onDone(group)
    } catch (thrown) {
      const failure = asCallError(thrown)
      if (!failure.offline && failure.code !== 'server.busy') requestId.current = ''
      setError(failure)
    }
    setSure(false)
    setBusy(false)
  }
  return { sure: sure && !busy, busy, error, tap: () => (sure ? void send() : setSure(true)) }
}

/** What is left until a moment, once a second; null when it is over. */
export function useLeft(end: string): ReturnType<typeof leftUntil> {
  const [left, setLeft] = useState(() => leftUntil(end, serverNow()))
  useEffect(() => {
    const look = () => setLeft(leftUntil(end, serverNow()))
    look()
    const timer = setInterval(look, 1000)
    return () => clearInterval(timer)
  }, [end])
  return left
}
