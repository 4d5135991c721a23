import { useDidShow } from '@tarojs/taro'
import { useCallback, useEffect, useRef, useState } from 'react'
import { type CallError, call } from '../../call'
import { asCallError } from '../../hooks/use-load'
import { useShown } from '../../hooks/use-shown'
import { wechat } from '../../wechat'
import { type Codes, codeAt, dueForRefresh, type Shown, supplyMs } from './code-window'

const TICK_MS = 250

interface Supply {
  memberNo: string
  codes: Codes
  /** Reading of the monotonic clock when the answer arrived. */
  arrivedAt: number
}
// Outlives the page, so that coming back within a minute and a half shows a code at once, with or without network.
let supply: Supply | null = null

export interface CodeState {
  shown: Shown | null
  /** Whole seconds the code on show is still good for. */
  seconds: number
  /** Milliseconds for which the codes in hand suffice without the network. */
  supplyMs: number
  error: CallError | null
  busy: boolean
  refresh: () => Promise<void>
}

const elapsedOf = (held: Supply) => wechat.monotonic() - held.arrivedAt
const suppliedTo = (memberNo: string) => (supply?.memberNo === memberNo ? supply : null)

/** The member code of this moment, fetched ahead of need; only elapsed time decides what is shown. */
export function useCodes(memberNo: string): CodeState {
  const [, setMoment] = useState('')
  const [error, setError] = useState<CallError | null>(null)
  const [busy, setBusy] = useState(false)
  const tries = useRef({ failures: 0, lastAt: 0, busy: false })
  const shown = useShown()

  const refresh = useCallback(async () => {
    const now = tries.current
    if (now.busy) return
    now.busy = true
    now.lastAt = wechat.monotonic()
    setBusy(true)
    try {
      const codes = await call('POST /member/codes')
      supply = { memberNo, codes, arrivedAt: wechat.monotonic() }
      now.failures = 0
      setError(null)
    } catch (failure) {
      now.failures++
      setError(asCallError(failure))
    }
    now.busy = false
    setBusy(false)
  }, [memberNo])

  const tick = useCallback(() => {
    const held = suppliedTo(memberNo)
    const elapsed = held ? elapsedOf(held) : 0
    const { failures, lastAt } = tries.current
    if (dueForRefresh(held?.codes ?? null, elapsed, failures, wechat.monotonic() - lastAt)) void refresh()
    // Drawn again only when something a person can see has changed.
    const now = held && codeAt(held.codes, elapsed)
    setMoment(now ? `${now.code.barcode} ${Math.ceil(now.leftMs / 1000)}` : '')
  }, [memberNo, refresh])

  useEffect(() => {
    if (!shown) return
    tick()
    const timer = setInterval(tick, TICK_MS)
    return () => clearInterval(timer)
  }, [shown, tick])
  useDidShow(tick)

  const held = suppliedTo(memberNo)
  const elapsed = held ? elapsedOf(held) : 0
  const now = held ? codeAt(held.codes, elapsed) : null
  const left = held ? supplyMs(held.codes, elapsed) : 0
  return { shown: now, seconds: now ? Math.ceil(now.leftMs / 1000) : 0, supplyMs: left, error, busy, refresh }
}
