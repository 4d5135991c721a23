import { useEffect, useRef, useState } from 'react'
import { peek, put } from '../../cache'
import { type CallError, call } from '../../call'
import { asCallError, type Loaded, useLoad } from '../../hooks/use-load'
import { useWho } from '../../hooks/use-who'
import { freshId } from '../../ids'
import { goInstead } from '../../routes'
import { wechat } from '../../wechat'
import type { Shift } from './figures'

interface Current {
  shift: Shift | null
}
const currentKey = (staffNo: string) => `shift:${staffNo}`
export const reportKey = (id: string): string => `shift-report:${id}`

/** The shift this person has open, with what it has come to so far. */
export function useCurrentShift(): Loaded<Current> {
  const staffNo = useWho().value?.staff?.staffNo ?? ''
  return useLoad(currentKey(staffNo), () => call('GET /staff/shift'), { lasting: true })
}

/** Begins a shift once: the same request goes out again until the server has answered. */
export function useBegin() {
  const staffNo = useWho().value?.staff?.staffNo ?? ''
  const send = useOnce(async requestId => {
    const shift = await call('POST /staff/shifts', { body: { requestId } })
    put<Current>(currentKey(staffNo), { shift }, true)
  })
  return { ...send, begin: () => void send.run('') }
}

/** Closes a shift once and opens its report. A note that was changed meanwhile is another intention. */
export function useClosing(id: string) {
  const send = useOnce(async (requestId, note) => {
    const body = { requestId, ...(note ? { note } : {}) }
    const shift = await call('POST /staff/shifts/:id/closings', { params: { id }, body })
    put(reportKey(id), shift, true)
    goInstead('shiftReport', { id })
  })
  return { ...send, close: (note: string) => void send.run(note.trim()) }
}

/** Once a closed shift is on the screen no page shows it as the running one any more. */
export function useOver({ id, closedAt }: Shift): void {
  const staffNo = useWho().value?.staff?.staffNo ?? ''
  useEffect(() => {
    const running = peek<Current>(currentKey(staffNo))?.value.shift
    if (closedAt && running?.id === id) put<Current>(currentKey(staffNo), { shift: null }, true)
  }, [staffNo, id, closedAt])
}

/** One request at a time, under an id that belongs to what was said and is kept while its outcome is unknown. */
function useOnce(ask: (requestId: string, words: string) => Promise<void>) {
  const [state, setState] = useState<{ busy: boolean; error: CallError | null }>({ busy: false, error: null })
  const intention = useRef<{ requestId: string; words: string } | null>(null)
  const locked = useRef(false)
  const run = async (words: string) => {
    if (locked.current) return
    locked.current = true
    setState({ busy: true, error: null })
    if (intention.current?.words !== words) intention.current = { requestId: freshId(), words }
    try {
      await ask(intention.current.requestId, words)
      // What was asked for is done and the button about to go: a last tap must not ask for something new.
      wechat.signal('SUCCESS')
    } catch (failure) {
      const error = asCallError(failure)
      if (!error.offline && !error.code.startsWith('server.')) intention.current = null
      setState({ busy: false, error })
      locked.current = false
      wechat.signal('FAILURE')
    }
  }
  return { ...state, run }
}
