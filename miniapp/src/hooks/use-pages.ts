import { useRef, useState } from 'react'
import type { CallError } from '../call'
import { asCallError, type Loaded, useLoad } from './use-load'

interface Page {
  items: unknown[]
  nextCursor: string | null
}
export interface Pages<P> {
  first: Loaded<P>
  /** The pages loaded so far. An error never takes them away. */
  pages: P[]
  error: CallError | null
  busy: boolean
  /** True when there is nothing after the last page. */
  ended: boolean
  more: () => void
  /** Tries again what failed: the first page or the next one. */
  retry: () => void
}

interface Rest<P> {
  /** The list and cursor these pages follow; when a reload moves the cursor they no longer fit and are dropped. */
  after: string
  pages: P[]
  error: CallError | null
  busy: boolean
}

/** A list read page by page with a cursor. `key` names what is listed; `lasting` keeps the first page for the next start. */
export function usePages<P extends Page>(
  key: string,
  load: (cursor?: string) => Promise<P>,
  { lasting = false } = {},
): Pages<P> {
  const first = useLoad<P>(key, () => load(), { lasting })
  const after = `${key}|${first.value?.nextCursor ?? ''}`
  const [state, setState] = useState<Rest<P>>({ after, pages: [], error: null, busy: false })
  const reading = useRef('')
  const rest = state.after === after ? state : { after, pages: [], error: null, busy: false }
  const last = rest.pages[rest.pages.length - 1] ?? first.value

  const read = async (cursor: string) => {
    reading.current = cursor
    setState({ ...rest, error: null, busy: true })
    try {
      const page = await load(cursor)
      setState(now => (now.after === after ? { ...rest, pages: [...rest.pages, page], error: null, busy: false } : now))
    } catch (error) {
      setState(now => (now.after === after ? { ...now, error: asCallError(error), busy: false } : now))
    } finally {
      reading.current = ''
    }
  }
  const more = () => {
    const cursor = last?.nextCursor
    if (cursor && reading.current !== cursor) void read(cursor)
  }
  return {
    first,
    pages: first.value ? [first.value, ...rest.pages] : [],
    error: first.error ?? rest.error,
    busy: first.busy || rest.busy,
    ended: last ? last.nextCursor === null : false,
    more,
    retry: () => (first.error ? void first.reload() : more()),
  }
}
