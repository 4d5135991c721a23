import { Alert, Button, Form, Input } from 'antd'
import { useEffect, useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { mayChangeRules } from '../access'
import { useOperator } from '../operator'
import { useLeaveGuard } from '../parts/leave-guard'
import { DeniedView } from '../parts/page-failures'
import { PageHead } from '../parts/page-head'
import { Bone, ErrorView, textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { Entry } from '../rewards/blocks'
import { GiftBlock } from '../rewards/gift-block'
import { PriceBlock } from '../rewards/price-block'
import { blankReward, type Draft, type RewardFile } from '../rewards/reward'
import { RewardPhone } from '../rewards/reward-phone'
import { ShelfBlock } from '../rewards/shelf-block'
import { TEMPLATES } from '../rewards/templates'
import { draftFor, keptDraft, type RewardEditorState, useRewardEditor } from '../rewards/use-reward-editor'
import { WhoBlock } from '../rewards/who-block'
import '../styles/coupons.css'
import '../styles/rewards.css'

/** One page to publish a reward, or the next version of one: nothing is saved on the server before it is published. */
export function RewardEditorPage() {
  const { say } = usePreferences()
  const mayChange = mayChangeRules(useOperator().role)
  const [params] = useSearchParams()
  const code = params.get('code')
  const file = useRead(
    'GET /console/rewards/:code',
    { params: { code: code ?? '' } },
    { enabled: code !== null, staleMs: 0 },
  )
  if (!mayChange) return <DeniedView />
  if (code === null) return <Fresh />
  if (!file.data && file.error) return <ErrorView error={file.error} retry={() => file.refetch()} />
  if (!file.data) {
    return (
      <>
        <PageHead title={say('reward.edit')} note={<Bone width={180} />} />
        <Bone width="100%" height={420} />
      </>
    )
  }
  return <Existing key={file.data.version} file={file.data} />
}

function Existing({ file }: { file: RewardFile }) {
  const [start] = useState(() => draftFor(file, file.definition, ''))
  const [kept] = useState(() => keptDraft(file))
  return <Editor file={file} start={start} kept={kept} />
}

/** A new reward begins with a template, or with what was left half-filled here. */
function Fresh() {
  const { say } = usePreferences()
  const [kept] = useState(() => keptDraft(null))
  const [start, setStart] = useState<Draft>(() => draftFor(null, blankReward(), say('reward.reason.new')))
  const [template, setTemplate] = useState<string | null>(null)
  const choose = (key: string) => {
    const chosen = TEMPLATES.find(one => one.key === key)
    if (!chosen) return
    setTemplate(key)
    setStart(draftFor(null, chosen.make(new Date()), say('reward.reason.new')))
  }
  const templates = (
    <section className="reward-templates" aria-label={say('reward.templates')}>
      {TEMPLATES.map(({ key, name, note }) => (
        <button
          key={key}
          type="button"
          className={key === template ? 'reward-template on' : 'reward-template'}
          aria-pressed={key === template}
          onClick={() => choose(key)}
        >
          <strong>{say(name)}</strong>
          <span className="quiet">{say(note)}</span>
        </button>
      ))}
    </section>
  )
  return (
    <Editor
      key={template ?? 'blank'}
      file={null}
      start={start}
      kept={template ? null : kept}
      above={templates}
      focus={template !== null}
    />
  )
}

interface EditorProps {
  file: RewardFile | null
  start: Draft
  kept: Draft | null
  above?: React.ReactNode
  focus?: boolean
}

function Editor({ file, start, kept, above, focus }: EditorProps) {
  const { say, pick } = usePreferences()
  const navigate = useNavigate()
  const [resumed, setResumed] = useState(kept !== null)
  const [leaving, setLeaving] = useState<string | null>(null)
  const editor = useRewardEditor({ file, start: kept ?? start, onPublished: setLeaving })
  const options = useRead('GET /console/rule-options', undefined, { staleMs: 60_000 })
  useLeaveGuard(editor.dirty && leaving === null)
  useEffect(() => {
    if (leaving) navigate(`/rewards?reward=${encodeURIComponent(leaving)}`, { replace: true })
  }, [leaving, navigate])
  useKeys(editor.send, focus)
  const afresh = () => {
    editor.forget()
    editor.setDraft(start)
    setResumed(false)
  }
  const title = file
    ? say('reward.edit_named', { name: pick(file.definition.name) || file.definition.name.zh })
    : say('reward.new')
  return (
    <>
      <PageHead
        back={<Link to="/rewards">{say('rewards.title')}</Link>}
        title={title}
        note={file ? say('reward.edit.note') : say('reward.new.note')}
      />
      {above}
      {resumed ? (
        <Alert
          className="form-alert"
          type="info"
          showIcon
          title={say('reward.resumed')}
          action={
            <Button size="small" onClick={afresh}>
              {say('reward.afresh')}
            </Button>
          }
        />
      ) : null}
      <div className="coupon-editor">
        <Form layout="vertical" component="div" className="card padded">
          <GiftBlock editor={editor} options={options.data} />
          <PriceBlock editor={editor} options={options.data} />
          <ShelfBlock editor={editor} options={options.data} isNew={file === null} />
          <WhoBlock editor={editor} options={options.data} />
        </Form>
        <aside className="coupon-aside reward-aside">
          <RewardPhone draft={editor.draft} said={editor.checked} />
        </aside>
      </div>
      <Foot editor={editor} file={file} />
    </>
  )
}

/** The cursor goes to the name once a template was chosen; Ctrl + Enter publishes from anywhere. */
function useKeys(send: () => void, focus: boolean | undefined): void {
  useEffect(() => {
    if (focus) document.getElementById('reward-name-zh')?.focus()
  }, [focus])
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  })
}

interface FootProps {
  editor: RewardEditorState
  file: RewardFile | null
}

/** Why, and the one button; always in sight. */
function Foot({ editor, file }: FootProps) {
  const { say, language } = usePreferences()
  return (
    <div className="reward-foot">
      {editor.error ? <Alert type="error" showIcon title={textOf(editor.error, say, language)} /> : null}
      <Entry path="reason" label={say('coupon.reason')} problem={editor.problemAt('reason')}>
        {id => (
          <Input
            id={id}
            value={editor.draft.reason}
            maxLength={200}
            placeholder={say('coupon.reason.hint')}
            onChange={event => editor.setDraft({ ...editor.draft, reason: event.target.value })}
            // With Ctrl the page itself sends.
            onPressEnter={event => event.ctrlKey || event.metaKey || editor.send()}
          />
        )}
      </Entry>
      <Button type="primary" loading={editor.pending} disabled={file !== null && !editor.dirty} onClick={editor.send}>
        {file
          ? say('coupon.publish.version', { version: file.version + 1 })
          : say(editor.draft.onShelf ? 'reward.publish.on_shelf' : 'reward.publish')}
      </Button>
    </div>
  )
}
