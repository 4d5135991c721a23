import { CloudOutlined, RedoOutlined, UndoOutlined, WarningOutlined } from '@ant-design/icons'
import { Button, Popover, Tooltip } from 'antd'
import type { ReactNode } from 'react'
import { usePreferences } from '../preferences'
import { jumpTo } from './editor'
import type { Block } from './problems'
import type { Draft } from './use-draft'

/** Where the page shows what somebody else wrote meanwhile. */
export const CONFLICT = 'rule-conflict'

export interface Blocker {
  says: string
  /** A block of the editor, or the list of examples or findings beside it. */
  at: Block | 'examples' | 'lint' | null
}

interface SentenceBarProps {
  sentence: string
  note: string | null
  draft: Draft
  /** What is on the desk is published as it is, with no draft beside it. */
  published: boolean
  readOnly: boolean
  blockers: readonly Blocker[]
  onPublish: () => void
}

/** The whole rule as one sentence, in sight wherever one works, with what can be done about the draft as a whole. */
export function SentenceBar({ sentence, note, draft, published, readOnly, blockers, onPublish }: SentenceBarProps) {
  const { say } = usePreferences()
  return (
    <div className="sentence-bar">
      <div className="sentence-text">
        <span className="page-note">{note ?? say('editor.sentence')}</span>
        <p className="sentence" aria-live="polite">
          {sentence}
        </p>
      </div>
      {readOnly ? null : (
        <div className="sentence-actions">
          <SaveMark draft={draft} published={published} />
          <Step label={say('editor.undo')} icon={<UndoOutlined />} go={draft.undo} />
          <Step label={say('editor.redo')} icon={<RedoOutlined />} go={draft.redo} />
          <PublishButton blockers={blockers} onPublish={onPublish} />
        </div>
      )}
    </div>
  )
}

function Step({ label, icon, go }: { label: string; icon: ReactNode; go: (() => void) | null }) {
  return (
    <Tooltip title={label}>
      <Button type="text" icon={icon} aria-label={label} disabled={go === null} onClick={() => go?.()} />
    </Tooltip>
  )
}

function SaveMark({ draft, published }: { draft: Draft; published: boolean }) {
  const { say } = usePreferences()
  if (draft.theirs) {
    return (
      <span className="save-mark" role="status">
        <button type="button" className="link-button note-warn inline" onClick={() => goTo(CONFLICT)}>
          <WarningOutlined /> {say('editor.conflict.mark')}
        </button>
      </span>
    )
  }
  const words = {
    SAVED: say(published ? 'editor.clean' : 'editor.saved'),
    SAVING: say('editor.saving'),
    WAITING: say('editor.unsaved'),
    OPEN: say('editor.open'),
    FAILED: say('editor.failed'),
  }
  return (
    <span className={draft.state === 'FAILED' ? 'save-mark note-warn inline' : 'save-mark page-note'} role="status">
      {draft.state === 'FAILED' ? <WarningOutlined /> : <CloudOutlined />} {words[draft.state]}
    </span>
  )
}

function goTo(id: string): void {
  document.getElementById(id)?.scrollIntoView({ block: 'center', behavior: 'smooth' })
}

/** Publishing, or what still stands in its way, each with the way there. */
function PublishButton({ blockers, onPublish }: { blockers: readonly Blocker[]; onPublish: () => void }) {
  const { say } = usePreferences()
  if (blockers.length === 0) {
    return (
      <Button type="primary" onClick={onPublish}>
        {say('publish.button')}
      </Button>
    )
  }
  const go = (at: Blocker['at']) => {
    if (at === 'examples' || at === 'lint') {
      goTo(`${at}-title`)
    } else if (at) jumpTo(at)
  }
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title={say('publish.open')}
      content={
        <ul className="blockers">
          {blockers.map(({ says, at }) => (
            <li key={says}>
              {at === null ? (
                says
              ) : (
                <button type="button" className="link-button" onClick={() => go(at)}>
                  {says}
                </button>
              )}
            </li>
          ))}
        </ul>
      }
    >
      <Button>{say('publish.button')}</Button>
    </Popover>
  )
}
