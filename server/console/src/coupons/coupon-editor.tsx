import { useQuery } from '@tanstack/react-query'
import { Alert, App, Button, Drawer, Form, Input } from 'antd'
import { useState } from 'react'
import { type CallError, call, read } from '../call'
import { useDebounced } from '../parts/debounced'
import { useLeaveGuard } from '../parts/leave-guard'
import { useIntention } from '../parts/request-id'
import { textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useChange, useRead } from '../queries'
import { blankCoupon, type Checked, type CouponFile, type Definition, missing } from './coupon'
import { EffectBlock } from './effect-block'
import { Field } from './fields'
import { ScopeBlock } from './scope-block'
import { TermsBlock } from './terms-block'
import { Ticket } from './ticket'

const SETTLES_MS = 400
const CODE = /^[A-Za-z0-9_-]{1,40}$/

interface EditorProps {
  /** The coupon as it is; none for a new one. */
  file: CouponFile | null
  open: boolean
  onClose: () => void
  onPublished: (code: string) => void
}

/** A coupon block by block, with the phone beside it and the sentence it says. Nothing is saved before it is published. */
export function CouponEditor(props: EditorProps) {
  const { say } = usePreferences()
  const { file, open } = props
  const editor = useEditor(props)
  const { draft, setDraft, checked, wrong } = editor
  const options = useRead('GET /console/rule-options', undefined, { enabled: open, staleMs: 60_000 })
  const mayLeave = useLeaveGuard(open && editor.dirty)
  const close = async () => {
    if (await mayLeave()) props.onClose()
  }
  const block = { draft, options: options.data, wrong, onChange: setDraft }
  return (
    <Drawer
      open={open}
      onClose={close}
      size={1080}
      title={file ? say('coupon.edit') : say('coupons.new')}
      mask={{ closable: !editor.dirty }}
      footer={<Foot editor={editor} version={file?.version ?? 0} />}
    >
      {file ? <Alert className="form-alert" type="info" showIcon title={say('coupon.edit.note')} /> : null}
      <div className="coupon-editor">
        <Form layout="vertical" component="div">
          <EffectBlock {...block} />
          {file ? null : (
            <Field
              id="coupon-code"
              label={say('coupon.code')}
              hint={say('coupon.code.hint')}
              failing={editor.code !== '' && !CODE.test(editor.code)}
            >
              <Input
                id="coupon-code"
                value={editor.code}
                maxLength={40}
                onChange={event => editor.setCode(event.target.value.trim())}
              />
            </Field>
          )}
          <ScopeBlock {...block} />
          <TermsBlock {...block} />
        </Form>
        <aside className="coupon-aside">
          <Ticket definition={draft} said={checked} />
          <Said checked={checked} />
        </aside>
      </div>
    </Drawer>
  )
}

function useEditor({ file, open, onPublished }: EditorProps) {
  const { say } = usePreferences()
  const { message } = App.useApp()
  const [draft, setDraft] = useState<Definition>(() => file?.definition ?? blankCoupon())
  const [code, setCode] = useState('')
  const [reason, setReason] = useState('')
  const [requestId, next] = useIntention()
  const gaps = missing(draft)
  const settled = useDebounced(draft, SETTLES_MS)
  const ready = missing(settled).length === 0
  const check = useQuery<Checked, CallError>({
    queryKey: ['POST /console/coupon-checks', settled],
    queryFn: ({ signal }) => read('POST /console/coupon-checks', { body: { definition: settled } }, { signal }),
    enabled: open && ready,
    placeholderData: before => before,
  })
  const publish = useChange(() => {
    const body = { requestId, definition: draft, reason: reason.trim() }
    return file
      ? call('POST /console/coupons/:code/versions', {
          params: { code: file.code },
          body: { ...body, version: file.version },
        })
      : call('POST /console/coupons', { body: { ...body, code } })
  }, ['GET /console/coupons', 'GET /console/coupons/:code', 'GET /console/audit'])
  const send = () =>
    publish.mutate(undefined, {
      onSuccess: done => {
        next()
        message.success(say('coupon.published'))
        onPublished(done.code)
      },
      // What the server has understood and refused is over; the next try is another intention.
      onError: error => error.passing || next(),
    })
  const grave = (check.data?.problems ?? []).filter(problem => problem.grave).map(problem => problem.path)
  const dirty = JSON.stringify(draft) !== JSON.stringify(file?.definition ?? blankCoupon())
  const named = file !== null || CODE.test(code)
  return {
    draft,
    setDraft,
    code,
    setCode,
    reason,
    setReason,
    dirty,
    checked: check.data,
    wrong: new Set([...gaps, ...grave]),
    send,
    pending: publish.isPending,
    error: publish.error ?? check.error,
    fit: dirty && named && gaps.length === 0 && grave.length === 0 && reason.trim().length > 1,
  }
}

function Foot({ editor, version }: { editor: ReturnType<typeof useEditor>; version: number }) {
  const { say, language } = usePreferences()
  return (
    <div className="coupon-foot">
      {editor.error ? <Alert type="error" showIcon title={textOf(editor.error, say, language)} /> : null}
      <Input
        value={editor.reason}
        maxLength={200}
        aria-label={say('coupon.reason')}
        placeholder={`${say('coupon.reason')}：${say('coupon.reason.hint')}`}
        onChange={event => editor.setReason(event.target.value)}
      />
      <Button type="primary" disabled={!editor.fit} loading={editor.pending} onClick={editor.send}>
        {version > 0 ? say('coupon.publish.version', { version: version + 1 }) : say('coupon.publish')}
      </Button>
    </div>
  )
}

/** The sentence, and what stands in the way. */
function Said({ checked }: { checked: Checked | undefined }) {
  const { say, pick } = usePreferences()
  if (!checked) return null
  return (
    <div className="coupon-said" aria-live="polite">
      <h3>{say('coupon.sentence')}</h3>
      <p>{pick(checked.sentence)}</p>
      {checked.problems.map(({ path, grave, text }) => (
        <Alert
          key={path + text.zh}
          className="form-alert"
          type={grave ? 'error' : 'warning'}
          showIcon
          title={pick(text)}
        />
      ))}
    </div>
  )
}
