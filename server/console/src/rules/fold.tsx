import { Button } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { usePreferences } from '../preferences'
import { useEditor } from './editor'
import type { Block } from './problems'

interface FoldProps {
  block: Block
  title: string
  /** How the part stands, in words; always to be seen. */
  words: string
  children: ReactNode
}

/** A part most rules leave alone: one line of words, and its fields when somebody wants them or they need a hand. */
export function Fold({ block, title, words, children }: FoldProps) {
  const { say } = usePreferences()
  const { readOnly, problems } = useEditor()
  const [wanted, setWanted] = useState(false)
  const id = useId()
  const open = wanted || problems.some(problem => problem.block === block)
  return (
    <div className="fold">
      <div className="fold-line">
        <h3>{title}</h3>
        <span className="fold-words">{words}</span>
        {readOnly ? null : (
          <Button
            type="link"
            size="small"
            aria-expanded={open}
            aria-controls={id}
            aria-label={`${open ? say('fold.done') : say('fold.edit')} ${title}`}
            onClick={() => setWanted(!open)}
          >
            {open ? say('fold.done') : say('fold.edit')}
          </Button>
        )}
      </div>
      <div id={id} className="fold-body" hidden={!open}>
        {open ? children : null}
      </div>
    </div>
  )
}
