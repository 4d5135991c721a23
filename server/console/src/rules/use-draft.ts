/** The draft on the desk: undo and redo, saved by itself, and never lost to a closed tab or to somebody else's edit. */
import type { RuleDefinition } from '@huitou/shared/rules'
import { useEffect, useReducer, useState } from 'react'
import { draftOf, dropDraft, keepDraft } from '../parts/draft'
import { same } from './diff'
import { begin, edit, type History, redo, undo } from './history'
import { problemsOf } from './problems'
import { definitionOf, type RuleDetail } from './rule'
import { type Kept, useAutosave } from './use-autosave'

export type SaveState = 'SAVED' | 'SAVING' | 'WAITING' | 'OPEN' | 'FAILED'
type Step = { kind: 'edit'; definition: RuleDefinition; what: string; at: number } | { kind: 'undo' | 'redo' }

function step(history: History<RuleDefinition>, next: Step): History<RuleDefinition> {
  if (next.kind === 'edit') return edit(history, next.definition, next.what, next.at)
  return next.kind === 'undo' ? undo(history) : redo(history)
}

/** The editing of one rule. `readOnly` never saves. */
export function useDraft(loaded: RuleDetail, start: RuleDefinition, readOnly: boolean) {
  const name = `rule.${loaded.code}`
  const [kept] = useState(() => (readOnly ? null : keptOf(name, start)))
  const [history, dispatch] = useReducer(step, kept?.definition ?? start, begin<RuleDefinition>)
  const [base, setBase] = useState<Kept>({ definition: start, revision: loaded.revision })
  const [theirs, setTheirs] = useState<RuleDetail | null>(kept && kept.revision !== loaded.revision ? loaded : null)
  const [restored, setRestored] = useState(kept !== null && kept.revision === loaded.revision)
  const definition = history.present
  const problems = problemsOf(definition)
  const dirty = !readOnly && !same(definition, base.definition)

  const saving = useAutosave({
    code: loaded.code,
    definition,
    base,
    enabled: dirty && problems.length === 0 && theirs === null,
    onSaved: next => {
      setBase(next)
      setRestored(false)
    },
    onConflict: setTheirs,
  })

  useKept(name, readOnly ? null : { definition, revision: base.revision, dirty })

  useOthers(loaded, readOnly ? null : { base, dirty }, {
    rebase: setBase,
    conflict: () => setTheirs(loaded),
    take: other => dispatch({ kind: 'edit', definition: other, what: 'theirs', at: Date.now() }),
  })

  const change = (next: RuleDefinition, what: string) =>
    dispatch({ kind: 'edit', definition: next, what, at: Date.now() })
  /** Ends a conflict; the next save stands on their revision, so that nothing of theirs is overwritten unseen. */
  const settle = (take: boolean) => {
    if (!theirs) return
    const other = definitionOf(theirs) ?? start
    setBase({ definition: other, revision: theirs.revision })
    setTheirs(null)
    if (take) change(other, 'theirs')
  }
  return {
    definition,
    problems,
    change,
    ...wayBack(history, dispatch),
    state: stateOf(dirty, problems.length > 0, saving),
    dirty,
    revision: base.revision,
    theirs,
    settle,
    restored,
    dropRestored: () => {
      setRestored(false)
      change(start, 'drop')
    },
    /** Takes over what publishing answered, which is a new revision of the same content. */
    rebase: (rule: RuleDetail) => setBase({ definition, revision: rule.revision }),
  }
}

function stateOf(dirty: boolean, open: boolean, saving: 'IDLE' | 'SAVING' | 'FAILED'): SaveState {
  if (!dirty) return 'SAVED'
  if (open) return 'OPEN'
  return saving === 'IDLE' ? 'WAITING' : saving
}

/** Undo and redo as verbs; null where there is nothing to go to. */
function wayBack({ past, future }: History<RuleDefinition>, dispatch: (step: Step) => void) {
  return {
    undo: past.length > 0 ? () => dispatch({ kind: 'undo' }) : null,
    redo: future.length > 0 ? () => dispatch({ kind: 'redo' }) : null,
  }
}

export type Draft = ReturnType<typeof useDraft>

interface Others {
  rebase: (base: Kept) => void
  conflict: () => void
  take: (definition: RuleDefinition) => void
}

/** Another look at the rule may show that somebody else was here: taken over when the desk is clean, else shown. */
function useOthers(loaded: RuleDetail, desk: { base: Kept; dirty: boolean } | null, others: Others): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another answer of the server or another base is news
  useEffect(() => {
    const other = definitionOf(loaded)
    if (!desk || loaded.revision <= desk.base.revision || !other) return
    const { base, dirty } = desk
    if (same(other, base.definition)) others.rebase({ definition: base.definition, revision: loaded.revision })
    else if (dirty) others.conflict()
    else {
      others.rebase({ definition: other, revision: loaded.revision })
      others.take(other)
    }
  }, [loaded, desk?.base, desk?.dirty])
}

/** Keeps what is not saved yet in this browser; `null` keeps its hands off. */
function useKept(name: string, work: (Kept & { dirty: boolean }) | null): void {
  const [definition, revision, dirty] = [work?.definition, work?.revision, work?.dirty]
  useEffect(() => {
    if (dirty === undefined) return
    if (dirty) keepDraft(name, { definition, revision })
    else dropDraft(name)
  }, [name, definition, revision, dirty])
}

function keptOf(name: string, start: RuleDefinition): Kept | null {
  const kept = draftOf<Kept>(name)
  return kept?.definition && !same(kept.definition, start) ? kept : null
}
