import { useEffect, useRef, useState } from 'react'

/** Seconds until `then` runs; a result left lying there goes back by itself, unless somebody says to stay. */
export function useCountdown(seconds: number, running: boolean, then: () => void) {
  const [left, setLeft] = useState(seconds)
  const [stayed, setStayed] = useState(false)
  const latest = useRef(then)
  latest.current = then
  const runs = running && !stayed
  useEffect(() => {
    if (!runs) return
    const timer = setInterval(() => setLeft(now => now - 1), 1000)
    const end = setTimeout(() => latest.current(), seconds * 1000)
    return () => {
      clearInterval(timer)
      clearTimeout(end)
    }
  }, [runs, seconds])
  return { left: Math.max(0, left), stayed, stay: () => setStayed(true) }
}
