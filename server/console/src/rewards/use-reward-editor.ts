/** The state behind the reward editor: a draft that is kept in this browser, what it lacks, what it says, and publishing it. */
import { useQuery } from '@tanstack/react-query'
import { App } from 'antd'
import { useEffect, useState } from 'react'
import { type CallError, call, read } from '../call'
import { useDebounced } from '../parts/debounced'
import { draftOf, dropDraft, keepDraft } from '../parts/draft'
import { useIntention } from '../parts/request-id'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'
import { type Checked, type Draft, gapsOf, newCode, type RewardFile } from './reward'

const SETTLES_MS = 350

/** What a page begins with: the reward as it is, or a new one. */
export function draftFor(file: RewardFile | null, definition: Draft['definition'], reason: string): Draft {
  const stock = file ? file.figures.stock : 100
  const code = file ? file.code : newCode(definition.gift.type)
  return { code, definition, stock, onShelf: file ? file.onShelf : true, reason: file ? '' : reason }
}

interface EditorOptions {
  file: RewardFile | null
  start: Draft
  onPublished: (code: string) => void
}

const nameOfDraft = (file: RewardFile | null) => (file ? `reward.${file.code}` : 'reward.new')

/** A draft that was left half-filled, if any. One made from another version is no use any more. */
export function keptDraft(file: RewardFile | null): Draft | null {
  const kept = draftOf<{ version: number; draft: Draft }>(nameOfDraft(file))
  return kept && kept.version === (file?.version ?? 0) ? kept.draft : null
}

export function useRewardEditor({ file, start, onPublished }: EditorOptions) {
  const { say } = usePreferences()
  const { message } = App.useApp()
  const [draft, setDraft] = useState(start)
  const [tried, setTried] = useState(false)
  const [requestId, next] = useIntention()
  const first = file?.definition ?? start.definition
  const dirty = JSON.stringify(draft.definition) !== JSON.stringify(first) || (file === null && tried)
  // At once, so that whoever leaves right after the last key loses nothing.
  useEffect(() => {
    if (JSON.stringify(draft) !== JSON.stringify(start))
      keepDraft(nameOfDraft(file), { version: file?.version ?? 0, draft })
  }, [draft, start, file])
  const gaps = gapsOf(draft, file === null)
  const check = useCheck(draft, file === null)
  const publish = usePublish({ draft, file, requestId })
  const send = () => {
    setTried(true)
    if (gaps.length > 0) return focusOn(gaps[0]!.path)
    publish.mutate(undefined, {
      onSuccess: done => {
        next()
        dropDraft(nameOfDraft(file))
        message.success(say(file || !draft.onShelf ? 'reward.published' : 'reward.published.on_shelf'))
        onPublished(done.code)
      },
      // What the server has understood and refused is over; the next try is another intention.
      onError: error => error.passing || next(),
    })
  }
  const serverWrong = (publish.error?.data.wrong ?? check.data?.wrong ?? []) as { path: string }[]
  return {
    draft,
    setDraft,
    change: (part: Partial<Draft['definition']>) =>
      setDraft(now => ({ ...now, definition: { ...now.definition, ...part } })),
    dirty: dirty && !publish.isSuccess,
    checked: check.data,
    gaps,
    /** Said beside a field once somebody has tried to publish, or where it is plain already. */
    problemAt: (path: string) => {
      const gap = gaps.find(one => one.path === path)
      if (gap && (tried || !EMPTY_AT_FIRST.has(path))) return say(gap.text)
      return serverWrong.some(one => one.path === path || one.path.startsWith(`${path}.`))
        ? say('reward.gap.gone')
        : undefined
    },
    send,
    forget: () => dropDraft(nameOfDraft(file)),
    pending: publish.isPending,
    error: publish.error,
  }
}

/** What the draft would say, once the hand rests. */
function useCheck(draft: Draft, isNew: boolean) {
  const settled = useDebounced(draft, SETTLES_MS)
  const { definition } = settled
  // What the server would not even read is not asked about: an unnamed reward is still previewed under a stand-in.
  const asked = { ...definition, name: { ...definition.name, zh: definition.name.zh || '—' } }
  const isReadable = gapsOf(settled, isNew).every(({ path }) => /^(name|code|reason|stock)/.test(path))
  return useQuery<Checked, CallError>({
    queryKey: ['POST /console/reward-checks', asked],
    queryFn: ({ signal }) => read('POST /console/reward-checks', { body: { definition: asked } }, { signal }),
    enabled: isReadable,
    placeholderData: before => before,
  })
}

function usePublish({ draft, file, requestId }: { draft: Draft; file: RewardFile | null; requestId: string }) {
  return useChange(() => {
    const body = { requestId, definition: draft.definition, reason: draft.reason.trim() }
    const { code, stock, onShelf } = draft
    return file
      ? call('POST /console/rewards/:code/versions', { params: { code }, body: { ...body, version: file.version } })
      : call('POST /console/rewards', { body: { ...body, code, stock, onShelf } })
  }, ['GET /console/rewards', 'GET /console/rewards/:code', 'GET /console/reward-reach', 'GET /console/audit'])
}

export type RewardEditorState = ReturnType<typeof useRewardEditor>

/** Nobody is told off for what they have not come to yet. */
const EMPTY_AT_FIRST = new Set(['name.zh', 'gift', 'reason'])

function focusOn(path: string): void {
  const field = document.getElementById(`reward-${path.replaceAll('.', '-')}`)
  field?.scrollIntoView({ block: 'center' })
  field?.focus()
}
