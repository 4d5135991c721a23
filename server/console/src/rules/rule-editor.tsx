import type { RuleDefinition } from '@huitou/shared/rules'
import { App, Button, Tag } from 'antd'
import { type KeyboardEvent, useMemo, useState } from 'react'
import { Link } from 'react-router'
import { simulatorOf } from '../backtests/proposals'
import { useLeaveGuard } from '../parts/leave-guard'
import { PageHead } from '../parts/page-head'
import { textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import type { Say } from '../texts'
import { minuteOf } from '../times'
import { useCopyRule } from './changes'
import { WhenBlock } from './condition-tree'
import { same } from './diff'
import { DraftNotes } from './draft-notes'
import { type Editor, EditorContext } from './editor'
import { ExampleList } from './example-list'
import { LimitsBlock } from './limits-block'
import { LintList } from './lint-list'
import { namesOf } from './names'
import { PauseDialog } from './pause-dialog'
import { PointsBlock } from './points-block'
import { PublishDialog } from './publish-dialog'
import { RewardBlock } from './reward-block'
import { type Options, type RuleDetail, type Turn, turnOf, versionsOf } from './rule'
import { type Blocker, SentenceBar } from './sentence-bar'
import { StackingBlock } from './stacking-block'
import { StartBlock } from './start-block'
import { StateTag } from './state-tag'
import { openTicks } from './ticks'
import { useChecked } from './use-checked'
import { type Draft, useDraft } from './use-draft'
import { VersionsDrawer } from './versions-drawer'

interface RuleEditorProps {
  rule: RuleDetail
  start: RuleDefinition
  options: Options
  readOnly: boolean
}

/** A rule under the hand: blocks on the left, what they amount to on top and on the right. */
export function RuleEditor({ rule, start, options, readOnly }: RuleEditorProps) {
  const { say, pick, language } = usePreferences()
  const { message } = App.useApp()
  const draft = useDraft(rule, start, readOnly)
  const { definition, problems } = draft
  const check = useChecked(rule.code, definition, problems.length === 0)
  const [open, setOpen] = useState<'publish' | 'versions' | null>(null)
  useLeaveGuard(draft.dirty)
  const voice = useMemo(() => ({ say, names: namesOf(options, language) }), [say, options, language])
  const change: Editor['change'] = (parts, what) => draft.change({ ...definition, ...parts }, what)
  const sentence = pick((check.checked ?? rule).sentence)
  const blockers = blockersOf(say, { rule, draft, check })
  const close = () => setOpen(null)
  const restore = (from: RuleDefinition, version: number) => {
    draft.change(from, 'restore')
    close()
    message.info(say('versions.restored', { version }))
  }
  return (
    <EditorContext value={{ definition, change, problems, readOnly, options, voice }}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: undo and redo of everything inside, which have buttons too */}
      <div className="rule-page" onKeyDown={readOnly ? undefined : event => undoKeys(event, draft)}>
        <Head rule={rule} draft={draft} readOnly={readOnly} onVersions={() => setOpen('versions')} />
        <SentenceBar
          sentence={sentence}
          note={useNote(problems.length > 0, check)}
          draft={draft}
          published={!rule.hasDraft}
          readOnly={readOnly}
          blockers={blockers}
          onPublish={() => setOpen('publish')}
        />
        {readOnly ? <p className="lead">{say('editor.reading')}</p> : null}
        <DraftNotes draft={draft} voice={voice} />
        <Columns rule={rule} draft={draft} check={check} readOnly={readOnly} />
        <VersionsDrawer
          rule={rule}
          draft={definition}
          voice={voice}
          open={open === 'versions'}
          onClose={close}
          onRestore={readOnly ? null : restore}
        />
        <PublishDialog
          rule={rule}
          definition={definition}
          revision={draft.revision}
          sentence={sentence}
          voice={voice}
          open={open === 'publish'}
          onClose={close}
          onPublished={draft.rebase}
        />
      </div>
    </EditorContext>
  )
}

/** Why the sentence is not the one of the blocks right now; null when it is. */
function useNote(open: boolean, check: Standing['check']): string | null {
  const { say, language } = usePreferences()
  if (open) return say('editor.sentence.open')
  if (check.error) return `${say('editor.sentence.failed')} ${textOf(check.error, say, language)}`
  return check.checked ? null : say('editor.sentence.wait')
}

/** Undo and redo by keys, except in a field of text, which has its own. */
function undoKeys(event: KeyboardEvent, draft: Draft): void {
  const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z' || typing) return
  event.preventDefault()
  if (event.shiftKey) draft.redo?.()
  else draft.undo?.()
}

function Columns({ rule, draft, check, readOnly }: Standing & { readOnly: boolean }) {
  const { problems } = draft
  // Until the first answer the examples are those of the live version, which may differ from the one on the desk.
  const stale = draft.dirty || check.stale || (check.checked === null && check.error === null)
  return (
    <div className="rule-columns">
      <div className="rule-blocks">
        <StartBlock />
        <WhenBlock />
        <RewardBlock />
        <LimitsBlock />
        <StackingBlock />
        <PointsBlock />
      </div>
      <div className="rule-side">
        <LintList lint={check.checked?.lint ?? null} problems={problems} />
        <ExampleList
          examples={problems.length > 0 && !check.checked ? null : (check.checked ?? rule).examples}
          stale={stale}
          onTick={readOnly || stale || draft.theirs ? null : check.tick}
        />
      </div>
    </div>
  )
}

interface HeadProps {
  rule: RuleDetail
  draft: Draft
  readOnly: boolean
  onVersions: () => void
}

function Head({ rule, draft, readOnly, onVersions }: HeadProps) {
  const { say, pick } = usePreferences()
  const { copy, busy } = useCopyRule()
  const [turn, setTurn] = useState<Turn | null>(null)
  const [turning, setTurning] = useState(false)
  const coming = rule.state === 'SCHEDULED' ? null : rule.versions.find(one => one.state === 'SCHEDULED')
  const turns = [turnOf(rule), coming ? ('withdraw' as const) : null].filter(how => how !== null)
  return (
    <>
      <PageHead
        back={<Link to="/rules">{say('rules.title')}</Link>}
        title={pick(draft.definition.name) || draft.definition.name.zh || say('goal.blank.name')}
        note={
          <>
            <StateTag state={rule.state} />
            {rule.version === null ? say('rules.version.none') : say('versions.no', { version: rule.version })}
            {coming ? (
              <Tag color="processing" className="version-coming">
                {say('versions.coming', { version: coming.version, at: minuteOf(coming.effectiveAt) })}
              </Tag>
            ) : null}
          </>
        }
        actions={
          <>
            <Link to={simulatorOf(rule)}>
              <Button tabIndex={-1}>{say('editor.try')}</Button>
            </Link>
            <Button onClick={onVersions}>{say('versions.button', { count: rule.versions.length })}</Button>
            {readOnly ? null : (
              <Button loading={busy} onClick={() => copy(rule.code)}>
                {say('editor.copy')}
              </Button>
            )}
            {readOnly
              ? null
              : turns.map(how => (
                  <Button
                    key={how}
                    onClick={() => {
                      setTurn(how)
                      setTurning(true)
                    }}
                  >
                    {say(`rules.${how}`)}
                  </Button>
                ))}
          </>
        }
      />
      <PauseDialog rule={rule} how={turn ?? 'pause'} open={turning} onClose={() => setTurning(false)} />
    </>
  )
}

interface Standing {
  rule: RuleDetail
  draft: Draft
  check: ReturnType<typeof useChecked>
}

/** What keeps the draft from being published, in the order one would put it right. The server decides again. */
function blockersOf(say: Say, { rule, draft, check }: Standing): Blocker[] {
  const newest = versionsOf(rule)[0]
  if (newest && same(newest.definition, draft.definition)) return [{ says: say('publish.nothing'), at: null }]
  if (draft.problems.length > 0) {
    const at = draft.problems[0]?.block ?? null
    return [{ says: say('publish.open.problems', { count: draft.problems.length }), at }]
  }
  if (draft.dirty || check.stale || !check.checked) return [{ says: say('publish.open.saving'), at: null }]
  const { missing, wrong } = openTicks(check.checked.examples)
  const grave = check.checked.lint.filter(one => one.grave).length
  const found: (Blocker | null)[] = [
    grave > 0 ? { says: say('publish.open.grave', { count: grave }), at: 'lint' } : null,
    missing > 0 ? { says: say('publish.open.ticks', { count: missing }), at: 'examples' } : null,
    wrong > 0 ? { says: say('publish.open.wrong', { count: wrong }), at: 'examples' } : null,
  ]
  return found.filter(one => one !== null)
}
