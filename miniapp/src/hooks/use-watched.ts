import { useEffect, useRef } from 'react'
import { useShown } from './use-shown'

const LOOK_MS = 2000
/** Nobody holds a code over the counter, or watches a group fill, for longer; pulling down looks again. */
const LOOKS = 450

/**
 * Looks again and again while the page is in front and something may happen to what it shows: a code turns to "used".
 * Where news come by themselves as well, a look now and then is enough.
 */
export function useWatched(mayChange: boolean, reload: () => Promise<void>, everyMs = LOOK_MS): void {
  const shown = useShown()
  const waits = shown && mayChange
  const looks = useRef(0)
  useEffect(() => {
    if (!waits) return
    let over = false
    const look = async () => {
      looks.current++
      await reload()
      if (!over && looks.current < LOOKS) timer = setTimeout(look, everyMs)
    }
    let timer = setTimeout(look, everyMs)
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [waits, reload, everyMs])
}
