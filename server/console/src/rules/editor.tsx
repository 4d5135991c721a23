/** What every block of the editor shares: the draft, the names, and whether anything may be changed. */
import type { RuleDefinition } from '@huitou/shared/rules'
import { createContext, type ReactNode, use } from 'react'
import { Field, type FieldProps } from '../parts/field'
import { usePreferences } from '../preferences'
import type { Block, Problem } from './problems'
import type { Options } from './rule'
import type { Voice } from './words'

export interface Editor {
  definition: RuleDefinition
  /** Changes some parts; `what` groups quick edits of the same thing into one step of undo. */
  change: (parts: Partial<RuleDefinition>, what: string) => void
  problems: readonly Problem[]
  readOnly: boolean
  options: Options
  voice: Voice
}

export const EditorContext = createContext<Editor | null>(null)

export function useEditor(): Editor {
  const editor = use(EditorContext)
  if (!editor) throw new Error('useEditor outside the rule editor')
  return editor
}

/** One step of the sentence: a word (when, if, then) and its fields. */
export function BlockShell({ name, children }: { name: Block; children: ReactNode }) {
  const { say } = usePreferences()
  const { problems } = useEditor()
  const open = problems.some(problem => problem.block === name)
  return (
    <section
      id={`block-${name}`}
      className={open ? 'card block open' : 'card block'}
      aria-labelledby={`title-${name}`}
      tabIndex={-1}
    >
      <h2 id={`title-${name}`}>
        <span className="block-word">{say(`block.${name}`)}</span> {say(`block.${name}.title`)}
      </h2>
      <div className="block-body">{children}</div>
    </section>
  )
}

interface LabelledProps extends Omit<FieldProps, 'problem'> {
  /** The place a problem names, to be said right here. */
  at?: string
}

/** A field of the draft, with what is wrong with it. */
export function Labelled({ at, ...field }: LabelledProps) {
  const { say } = usePreferences()
  const problem = useEditor().problems.find(one => one.at === at)
  return <Field {...field} problem={problem && say(problem.says)} />
}

/** Moves to a block and says so to the keyboard as well. */
export function jumpTo(block: Block): void {
  const target = document.getElementById(`block-${block}`)
  target?.scrollIntoView({ block: 'start', behavior: 'smooth' })
  target?.focus({ preventScroll: true })
}
