/** The stacking of all coupons as it is being changed: kept in this browser until it is published, coupon by coupon. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { App } from 'antd'
import { useEffect, useState } from 'react'
import { CallError, call, read } from '../call'
import { useDebounced } from '../parts/debounced'
import { draftOf, dropDraft, keepDraft } from '../parts/draft'
import { newRequestId } from '../parts/request-id'
import { textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'
import type { Definition, Summary } from './coupon'
import { type Ask, type Changed, changedOf, type Edits, type Worst } from './stacking'

const DRAFT = 'coupon-stacking'
const SETTLES_MS = 300

export function useStacking(coupons: readonly Summary[]) {
  const { say, language } = usePreferences()
  const { message, notification } = App.useApp()
  const [edits, setEdits] = useState<Edits>(() => draftOf<Edits>(DRAFT) ?? {})
  const [ask, setAsk] = useState<Ask>({ codes: [], totalFen: 20_000, marginPercent: 60, floorFen: 0 })
  const changed = changedOf(coupons, edits)
  useEffect(() => {
    if (Object.keys(edits).length > 0) keepDraft(DRAFT, edits)
    else dropDraft(DRAFT)
  }, [edits])
  const body = useDebounced(
    {
      ...ask,
      codes: ask.codes.length > 0 ? ask.codes : null,
      proposals: changed.slice(0, 50).map(({ code, definition }) => ({ code, definition })),
    },
    SETTLES_MS,
  )
  const worst = useQuery<Worst, CallError>({
    queryKey: ['POST /console/worst-orders', body],
    queryFn: ({ signal }) => read('POST /console/worst-orders', { body }, { signal }),
    placeholderData: keepPreviousData,
    enabled: coupons.length > 0,
  })
  const publish = useChange(
    (reason: string) => publishEach(changed, reason),
    ['GET /console/coupons', 'GET /console/coupons/:code', 'GET /console/audit'],
  )
  const send = (reason: string, onDone: () => void) =>
    publish.mutate(reason, {
      onSuccess: ({ done, failed }) => {
        setEdits(now => Object.fromEntries(Object.entries(now).filter(([code]) => !done.includes(code))))
        if (done.length > 0) message.success(say('matrix.published', { done: done.length }))
        if (failed)
          notification.error({
            title: say('matrix.failed', { failed: changed.length - done.length }),
            description: textOf(failed, say, language),
          })
        onDone()
      },
    })
  const edit = (code: string, part: Partial<Definition['stacking']>) =>
    setEdits(now => ({ ...now, [code]: { ...now[code], ...part } }))
  return { edits, edit, undo: () => setEdits({}), ask, setAsk, changed, worst, send, pending: publish.isPending }
}

/** A version for each coupon that changed, one after the other; what fails stops the rest and stays a draft. */
async function publishEach(changed: readonly Changed[], reason: string) {
  const done: string[] = []
  for (const { code, version, definition } of changed) {
    try {
      const body = { requestId: newRequestId(), version, definition, reason }
      await call('POST /console/coupons/:code/versions', { params: { code }, body })
      done.push(code)
    } catch (error) {
      if (!(error instanceof CallError)) throw error
      return { done, failed: error }
    }
  }
  return { done, failed: null }
}
