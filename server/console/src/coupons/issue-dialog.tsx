import { refusalText } from '@huitou/shared/refusals'
import { Alert, App, Form, Input } from 'antd'
import { useState } from 'react'
import { call } from '../call'
import { Dialog } from '../parts/dialog'
import { useIntention } from '../parts/request-id'
import { textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'
import { type Batch, listed } from './coupon'
import { Field } from './fields'

const MOST = 200

/** One coupon of a batch to each of these members; the button says how many. */
export function IssueDialog({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const { say, language } = usePreferences()
  const { message } = App.useApp()
  const [text, setText] = useState('')
  const [reason, setReason] = useState('')
  const [requestId, next] = useIntention()
  const memberNos = listed(text)
  const change = useChange(
    () =>
      call('POST /console/coupon-batches/:id/issues', {
        params: { id: batch.id },
        body: { requestId, memberNos, reason: reason.trim() },
      }),
    ['GET /console/coupon-batches', 'GET /console/coupons', 'GET /console/audit'],
  )
  const failed = change.data?.failed ?? []
  const send = () =>
    change.mutate(undefined, {
      onSuccess: done => {
        next()
        message.success(say('issue.done', { count: done.issued }))
        if (done.failed.length === 0) onClose()
        else setText(done.failed.map(one => one.memberNo).join('\n'))
      },
      onError: error => error.passing || next(),
    })
  const fit = memberNos.length > 0 && memberNos.length <= MOST && reason.trim().length > 1
  return (
    <Dialog
      open
      title={say('issue.title', { name: batch.name })}
      okText={say('issue.send', { count: memberNos.length })}
      okButtonProps={{ disabled: !fit, loading: change.isPending }}
      onOk={send}
      onCancel={onClose}
    >
      {change.error ? (
        <Alert className="form-alert" type="error" showIcon title={textOf(change.error, say, language)} />
      ) : null}
      <Failed failed={failed} />
      <Form layout="vertical" component="div">
        <Field id="issue-members" label={say('issue.members')} failing={memberNos.length > MOST}>
          <Input.TextArea id="issue-members" rows={6} value={text} onChange={event => setText(event.target.value)} />
        </Field>
        <Field id="issue-reason" label={say('task.reason')}>
          <Input id="issue-reason" value={reason} maxLength={200} onChange={event => setReason(event.target.value)} />
        </Field>
      </Form>
    </Dialog>
  )
}

function Failed({ failed }: { failed: readonly { memberNo: string; code: string }[] }) {
  const { say, language } = usePreferences()
  if (failed.length === 0) return null
  return (
    <Alert
      className="form-alert"
      type="warning"
      showIcon
      title={say('issue.failed')}
      description={failed.map(({ memberNo, code }) => (
        <div key={memberNo}>{`${memberNo}：${refusalText(code, language)}`}</div>
      ))}
    />
  )
}
