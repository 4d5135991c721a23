import { App } from 'antd'
import { useEffect, useState } from 'react'
import { call } from '../call'
import { draftOf, dropDraft, keepDraft } from '../parts/draft'
import { useIntention } from '../parts/request-id'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'
import { type CapRow, capsOf, type Limits, type LimitsPage, rowsOf, sameLimits } from './limits'

const KEPT = 'message-limits'

interface Kept {
  /** The version it was made from. */
  version: number
  limits: Limits
  /** As on the page: a row may still be without a number. */
  rows: CapRow[]
}

/** Caps and quiet hours on the desk, kept in this browser until they are saved or dropped. */
export function useLimits(page: LimitsPage) {
  const { say } = usePreferences()
  const { message } = App.useApp()
  const [kept, setKept] = useState<Kept | null>(() => draftOf<Kept>(KEPT))
  const [requestId, next] = useIntention()
  const rows = kept?.rows ?? rowsOf(page.limits.caps)
  const draft: Limits = { ...(kept?.limits ?? page.limits), caps: capsOf(rows) }
  const dirty = !sameLimits(draft, page.limits)
  useEffect(() => {
    if (kept && dirty) keepDraft(KEPT, kept)
    else dropDraft(KEPT)
  }, [kept, dirty])

  const set = (more: { limits?: Partial<Limits>; rows?: CapRow[] }) =>
    setKept({
      version: kept?.version ?? page.version,
      limits: { ...draft, ...more.limits },
      rows: more.rows ?? rows,
    })
  const save = useChange(
    () => call('PUT /console/message-limits', { body: { requestId, version: page.version, limits: draft } }),
    ['GET /console/message-limits', 'GET /console/members/:memberNo/forecasts', 'GET /console/audit'],
  )
  const send = () =>
    save.mutate(undefined, {
      onSuccess: () => {
        next()
        setKept(null)
        message.success(say('mlimits.saved'))
      },
      // What the server has understood and refused is over; the next try is another intention.
      onError: error => error.passing || next(),
    })
  return {
    draft,
    rows,
    dirty,
    stale: dirty && kept !== null && kept.version !== page.version,
    change: (limits: Partial<Limits>) => set({ limits }),
    changeRows: (changed: CapRow[]) => set({ rows: changed }),
    drop: () => setKept(null),
    send,
    pending: save.isPending,
    error: save.error,
  }
}

export type LimitsOnDesk = ReturnType<typeof useLimits>
