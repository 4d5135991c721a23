/** What a page or card shows instead of its data: nothing yet, nothing found, or no answer. */

import { refusals, refusalText } from '@huitou/shared/refusals'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { CallError } from '../call'
import { type Language, usePreferences } from '../preferences'
import type { Say } from '../texts'
import { CopyText } from './copy-text'
import { Drawing, type DrawingName } from './drawings'

interface EmptyViewProps {
  drawing: DrawingName
  title: string
  hint?: ReactNode
  action?: ReactNode
}

/** Says what would be here, why it is not, and the one thing to do. */
export function EmptyView({ drawing, title, hint, action }: EmptyViewProps) {
  return (
    <div className="state-view">
      <Drawing name={drawing} />
      <p className="state-title">{title}</p>
      {hint ? <div className="state-hint">{hint}</div> : null}
      {action ? <div className="state-action">{action}</div> : null}
    </div>
  )
}

/** What happened, what was not lost, a retry, and the number to quote. `small` fits inside a card. */
export function ErrorView({ error, retry, small }: { error: Error; retry?: () => void; small?: boolean }) {
  const { say, language } = usePreferences()
  const call = error instanceof CallError ? error : null
  const denied = call?.code === 'access.denied'
  const missing = call?.code === 'record.not_found' || call?.code === 'route.unknown'
  return (
    <div className={small ? 'state-view small' : 'state-view'} role="alert">
      <Drawing name={denied ? 'closed' : missing ? 'search' : 'spill'} width={small ? 72 : 96} />
      <p className="state-title">{textOf(error, say, language)}</p>
      {call?.requestId ? (
        <div className="state-hint">
          {say('error.number')} <CopyText text={call.requestId} />
        </div>
      ) : null}
      {retry && !denied ? (
        <div className="state-action">
          <Button onClick={retry}>{say('action.retry')}</Button>
        </div>
      ) : null}
    </div>
  )
}

/** The sentence of a failure in the person's language. */
export function textOf(error: Error, say: Say, language: Language): string {
  if (!(error instanceof CallError)) return refusalText('server.error', language)
  if (error.code === 'network.unreachable') return say('error.unreachable')
  if (error.code === 'network.timeout') return say('error.timeout')
  return error.code in refusals
    ? refusalText(error.code, language)
    : error.serverText || refusalText('server.error', language)
}

/** A grey bar in the place of a text that is on its way. */
export function Bone({ width = '70%', height = 14 }: { width?: number | string; height?: number }) {
  return <span className="bone" style={{ width, height }} />
}
