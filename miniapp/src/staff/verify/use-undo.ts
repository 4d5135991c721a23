import { useRef, useState } from 'react'
import { put } from '../../cache'
import type { CallError } from '../../call'
import { asCallError } from '../../hooks/use-load'
import { freshId } from '../../ids'
import { wechat } from '../../wechat'
import { undo } from '../verify-client'

export const receiptKey = (id: string): string => `verification:${id}`

/**
 * Undoes once. The request id belongs to one reason and is sent again until the server has answered, so a tap after a lost
 * answer undoes nothing twice.
 */
export function useUndo(id: string) {
  const [state, setState] = useState<{ busy: boolean; error: CallError | null }>({ busy: false, error: null })
  const intention = useRef<{ requestId: string; reason: string } | null>(null)
  const locked = useRef(false)
  const send = async (reason: string) => {
    if (locked.current) return
    locked.current = true
    setState({ busy: true, error: null })
    if (intention.current?.reason !== reason) intention.current = { requestId: freshId(), reason }
    try {
      put(receiptKey(id), await undo(id, intention.current))
      setState({ busy: false, error: null })
      wechat.signal('SUCCESS')
    } catch (failure) {
      const error = asCallError(failure)
      // Without an answer it may have happened: the same id goes out again.
      if (!error.offline && !error.code.startsWith('server.')) intention.current = null
      setState({ busy: false, error })
      wechat.signal('FAILURE')
    }
    locked.current = false
  }
  return { ...state, send }
}
