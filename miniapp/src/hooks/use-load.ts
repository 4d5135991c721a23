import { useDidShow } from '@tarojs/taro'
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { loadOnce, peek, watch } from '../cache'
import { CallError } from '../call'
import { serverNow } from '../server-clock'
import { wechat } from '../wechat'
import { ownError } from '../wire'

export interface Loaded<T> {
  /** What is known, at once from the cache; null before the first answer. */
  value: T | null
  /** When it was fresh, milliseconds by the server's clock. */
  at: number | null
  /** Why the last try failed; null after a success. */
  error: CallError | null
  busy: boolean
  reload: () => Promise<void>
}

interface LoadOptions {
  /** Kept for the next start of the app. */
  lasting?: boolean
  /** A value younger than this is not asked for again when the page is shown. */
  freshMs?: number
}

/**
 * The one loading hook: the cached value at once, a fresh one when the page is shown or the network is back. A null key
 * loads nothing. Errors leave the value standing.
 */
export function useLoad<T>(key: string | null, load: () => Promise<T>, options: LoadOptions = {}): Loaded<T> {
  const { lasting = false, freshMs = 5000 } = options
  const held = useSyncExternalStore(
    useCallback(listener => (key ? watch(key, listener) : () => undefined), [key]),
    () => (key ? peek<T>(key) : null),
    () => null,
  )
  const [state, setState] = useState<{ error: CallError | null; busy: boolean }>({ error: null, busy: false })
  const latest = useRef(load)
  latest.current = load

  const reload = useCallback(async () => {
    if (!key) return
    setState(before => ({ ...before, busy: true }))
    try {
      await loadOnce(key, () => latest.current(), lasting)
      setState({ error: null, busy: false })
    } catch (error) {
      setState({ error: asCallError(error), busy: false })
    }
  }, [key, lasting])

  const refresh = useCallback(() => {
    const known = key ? peek(key) : null
    if (!known || Math.abs(serverNow() - known.at) > freshMs) void reload()
  }, [key, freshMs, reload])

  useEffect(refresh, [refresh])
  useDidShow(refresh)
  const failed = state.error !== null
  useEffect(() => (failed ? wechat.onNetwork(online => online && void reload()) : undefined), [failed, reload])

  return { value: held?.value ?? null, at: held?.at ?? null, error: state.error, busy: state.busy, reload }
}

/** What a page can show of any failure. A bug in our own code is told as one, instead of leaving a skeleton for ever. */
export function asCallError(error: unknown): CallError {
  return error instanceof CallError ? error : ownError()
}
