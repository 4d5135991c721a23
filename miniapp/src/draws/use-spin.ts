import type { ReplyOf } from '@huitou/shared/client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { type CallError, call } from '../call'
import { asCallError } from '../hooks/use-load'
import { freshId } from '../ids'
import { forget, keep, recall } from '../storage'
import { wechat } from '../wechat'
import { runOf } from './odds'

export type Pool = ReplyOf<'GET /draws/:code'>
export type Result = ReplyOf<'POST /draws/:code/spins'>

/** A draw that was asked for and whose answer has not been seen. It outlives the app. */
interface Asked {
  requestId: string
  version: number
  points: number
}

export interface Spin {
  /** The tile the highlight is on; null while nothing runs. */
  tile: number | null
  busy: boolean
  result: Result | null
  /** Whether the result is of a draw from before the page was opened. */
  resumed: boolean
  error: CallError | null
  /** A draw is on its way whose result nobody knows. */
  unknown: boolean
  spin: () => void
  resume: () => void
  /** Straight to the result. */
  skip: () => void
  close: () => void
}

/**
 * One draw after another. The server has decided before anything moves here; what runs over the tiles only shows it. A draw
 * keeps its number until its answer was seen, so that an interrupted one comes back with its own result.
 */
export function useSpin(pool: Pool | null, memberNo: string, onDone: () => void): Spin {
  const code = pool?.code ?? ''
  const key = `spin:${memberNo}:${code}`
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<CallError | null>(null)
  const [resumed, setResumed] = useState(false)
  const [unknown, setUnknown] = useState(() => recall<Asked>(key) !== null)
  const { tile, result, show, skip, close } = useRunning(pool)
  const running = useRef(false)

  const send = useCallback(
    async (asked: Asked) => {
      // One at a time, however quickly somebody taps.
      if (running.current) return
      running.current = true
      setBusy(true)
      setError(null)
      try {
        const got = await call('POST /draws/:code/spins', { params: { code }, body: asked })
        forget(key)
        setUnknown(false)
        show(got)
        onDone()
      } catch (thrown) {
        const failure = asCallError(thrown)
        const open = failure.offline || failure.code === 'server.busy' || failure.code === 'server.error'
        if (!open) forget(key)
        setUnknown(open)
        setError(failure)
        if (!open) onDone()
      }
      running.current = false
      setBusy(false)
    },
    [code, key, onDone, show],
  )
  const resume = useCallback(() => {
    const asked = recall<Asked>(key)
    if (!asked) return setUnknown(false)
    setResumed(true)
    void send(asked)
  }, [key, send])
  const spin = () => {
    if (!pool) return
    const asked = { requestId: freshId(), version: pool.version, points: pool.points }
    keep(key, asked)
    setResumed(false)
    void send(asked)
  }
  useEffect(() => {
    if (code && memberNo && recall<Asked>(key)) resume()
  }, [code, memberNo, key, resume])
  return { tile, busy: busy || tile !== null, result, resumed, error, unknown, spin, resume, skip, close }
}

/** What runs over the tiles until it stops at the result. Nothing runs for whoever wants no motion. */
function useRunning(pool: Pool | null) {
  const [tile, setTile] = useState<number | null>(null)
  const [result, setResult] = useState<Result | null>(null)
  const coming = useRef<Result | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const tiles = useRef<string[]>([])
  tiles.current = pool?.prizes.map(({ code }) => code) ?? []

  const end = useCallback(() => {
    if (timer.current) clearTimeout(timer.current)
    timer.current = null
    setTile(null)
    setResult(coming.current)
  }, [])
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current)
    },
    [],
  )
  const show = useCallback(
    (got: Result) => {
      coming.current = got
      setResult(null)
      const stop = tiles.current.indexOf(got.prize.code)
      if (wechat.reducedMotion() || stop < 0) return end()
      const steps = runOf(tiles.current.length, stop)
      const run = (at: number) => {
        const step = steps[at]
        if (!step) return end()
        setTile(step.tile)
        timer.current = setTimeout(() => run(at + 1), step.afterMs)
      }
      run(0)
    },
    [end],
  )
  return { tile, result, show, skip: end, close: useCallback(() => setResult(null), []) }
}
