import { useEffect, useState } from 'react'
import type { CallError } from '../../call'
import { keep, recall } from '../../storage'
import { wechat } from '../../wechat'
import { secondsLeft, USUAL_MS } from './cool-down'

const NAME = 'staff:cool-down'
/** Seconds until codes may be typed again after too many wrong ones; 0 when they may. Leaving the page does not help. */
export function useCoolDown(error: CallError | null): number {
  const [until, setUntil] = useState(() => recall<number>(NAME) ?? 0)
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (error?.code !== 'verification.cool_down') return
    const end = Date.now() + (error.retryAfterMs || USUAL_MS)
    keep(NAME, end)
    setUntil(end)
    setNow(Date.now())
    wechat.signal('FAILURE')
  }, [error])
  const left = secondsLeft(until, now)
  useEffect(() => {
    if (left === 0) return
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [left])
  return left
}
