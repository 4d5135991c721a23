/** The rule as the server reads it: one sentence, what is odd about it, and its borderline cases; nothing is saved by asking. */
import type { RuleDefinition } from '@huitou/shared/rules'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { type CallError, call, read } from '../call'
import { useDebounced } from '../parts/debounced'
import { textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { keepRule } from './changes'
import { same } from './diff'
import type { RuleDetail } from './rule'

const ASK_AFTER_MS = 300
type Checked = Pick<RuleDetail, 'sentence' | 'lint' | 'examples'>

/** Asks a moment after the last edit, and only about drafts the contract takes. */
export function useChecked(code: string, definition: RuleDefinition, complete: boolean) {
  const settled = useDebounced(definition, ASK_AFTER_MS)
  const current = same(settled, definition)
  const key = ['POST /console/rules/checks', code, settled]
  const query = useQuery<Checked, CallError>({
    queryKey: key,
    queryFn: ({ signal }) => read('POST /console/rules/checks', { body: { code, definition: settled } }, { signal }),
    enabled: complete && current,
    placeholderData: keepPreviousData,
  })
  const client = useQueryClient()
  const { message } = App.useApp()
  const { say, language } = usePreferences()
  const tick = async (example: string, word: 'RIGHT' | 'WRONG') => {
    const show = (examples: Checked['examples']) =>
      client.setQueryData<Checked>(key, old => old && { ...old, examples })
    const before = query.data?.examples ?? []
    // The mark moves under the finger at once, and back if the server does not take it.
    show(before.map(one => (one.key === example ? { ...one, tick: word, holds: true } : one)))
    try {
      const body = { ticks: [{ key: example, tick: word }] }
      show(keepRule(await call('PUT /console/rules/:code/ticks', { params: { code }, body })).examples)
    } catch (error) {
      show(before)
      message.error(textOf(error as Error, say, language))
    }
  }
  return {
    checked: query.data ?? null,
    error: query.error,
    stale: !complete || !current || query.isPlaceholderData,
    tick,
  }
}
