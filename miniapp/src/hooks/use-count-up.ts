import { useCallback, useEffect, useRef, useState } from 'react'
import { wechat } from '../wechat'

const WHOLE_MS = 600
const FRAME_MS = 40

/** Runs from the number last shown to the new one in at most 600 ms; `skip` jumps to the end. */
export function useCountUp(target: number, from?: number): { value: number; skip: () => void } {
  const [value, setValue] = useState(from ?? target)
  const current = useRef(value)
  const timer = useRef<ReturnType<typeof setInterval> | null>(null)

  const stop = useCallback(() => {
    if (timer.current) clearInterval(timer.current)
    timer.current = null
  }, [])
  const skip = useCallback(() => {
    stop()
    current.current = target
    setValue(target)
  }, [stop, target])

  useEffect(() => {
    const first = current.current
    if (first === target || wechat.reducedMotion()) return skip()
    const startedAt = Date.now()
    timer.current = setInterval(() => {
      const part = Math.min(1, Math.max(0, (Date.now() - startedAt) / WHOLE_MS))
      // Fast at first, gentle at the end.
      current.current = Math.round(first + (target - first) * (1 - (1 - part) ** 3))
      setValue(current.current)
      if (part >= 1) stop()
    }, FRAME_MS)
    return stop
  }, [target, skip, stop])

  return { value, skip }
}
