/** Saving a draft by itself, on top of the revision it was made from. */
import type { RuleDefinition } from '@huitou/shared/rules'
import { useEffect, useReducer, useRef, useState } from 'react'
import { CallError, call } from '../call'
import { keepRule } from './changes'
import type { RuleDetail } from './rule'

const SAVE_AFTER_MS = 700
const AGAIN_AFTER_MS = 6_000

/** A definition and the revision of the server it stands on. */
export interface Kept {
  definition: RuleDefinition
  revision: number
}

interface Autosave {
  code: string
  definition: RuleDefinition
  base: Kept
  enabled: boolean
  onSaved: (kept: Kept) => void
  onConflict: (theirs: RuleDetail) => void
}

/** Saves once the hand rests, one save at a time; a failed one is tried again by itself. */
export function useAutosave({
  code,
  definition,
  base,
  enabled,
  onSaved,
  onConflict,
}: Autosave): 'IDLE' | 'SAVING' | 'FAILED' {
  const [state, setState] = useState<'IDLE' | 'SAVING' | 'FAILED'>('IDLE')
  const busy = useRef(false)
  const [tries, tryAgain] = useReducer((count: number) => count + 1, 0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `tries` asks for another look at the same values
  useEffect(() => {
    if (!enabled || busy.current) return
    const save = async () => {
      busy.current = true
      setState('SAVING')
      try {
        const body = { definition, revision: base.revision }
        const rule = keepRule(await call('PUT /console/rules/:code/draft', { params: { code }, body }))
        busy.current = false
        onSaved({ definition, revision: rule.revision })
        setState('IDLE')
        tryAgain()
      } catch (error) {
        setState('FAILED')
        if (error instanceof CallError && error.code === 'rule.edited_meanwhile') {
          const rule = await call('GET /console/rules/:code', { params: { code } }).catch(() => null)
          if (rule) onConflict(keepRule(rule))
        }
        busy.current = false
        setTimeout(tryAgain, AGAIN_AFTER_MS)
      }
    }
    const timer = setTimeout(save, SAVE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [code, definition, base, enabled, tries])
  return state
}
