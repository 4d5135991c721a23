import { formatChange, formatPoints, inGroups } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { refusalText } from '@huitou/shared/refusals'
import { Alert, App, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { call } from '../call'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'
import { minuteOf } from '../times'
import { AdjustPreview } from './adjust-preview'
import { useIntention } from './request-id'
import { textOf } from './state-views'

type Adjustment = ReplyOf<'GET /console/adjustments'>['items'][number]

interface DecisionDialogProps {
  /** What is to be decided; none while the dialog is closed. */
  adjustment: Adjustment | null
  onClose: () => void
}

/** What was asked, what it would leave, and yes or no. */
export function DecisionDialog({ adjustment, onClose }: DecisionDialogProps) {
  // The last one stays readable while the dialog closes.
  const [shown, setShown] = useState(adjustment)
  if (adjustment && adjustment !== shown) setShown(adjustment)
  return shown ? <OpenDialog key={shown.id} open={adjustment !== null} adjustment={shown} onClose={onClose} /> : null
}

function OpenDialog(props: { open: boolean; adjustment: Adjustment; onClose: () => void }) {
  const { open, adjustment, onClose } = props
  const { say, language } = usePreferences()
  const [form] = Form.useForm<{ note: string }>()
  const decide = useDecision(adjustment, onClose)
  const decline = () => {
    if (form.getFieldValue('note')?.trim()) return decide.send(false, form.getFieldValue('note'))
    form.setFields([{ name: 'note', errors: [say('decision.note.missing')] }])
    form.focusField('note')
  }
  return (
    <Modal
      open={open}
      title={say('decision.title')}
      width={500}
      destroyOnHidden
      onCancel={onClose}
      afterClose={decide.reset}
      afterOpenChange={shown => shown && form.focusField('note')}
      footer={
        <>
          <Button danger loading={decide.pending} onClick={decline}>
            {say('decision.decline')}
          </Button>
          <Button type="primary" loading={decide.pending} onClick={form.submit}>
            {say(adjustment.points > 0 ? 'decision.approve.ADD' : 'decision.approve.TAKE', {
              points: formatPoints(Math.abs(adjustment.points)),
            })}
          </Button>
        </>
      }
    >
      {decide.error ? (
        <Alert className="form-alert" type="error" showIcon title={textOf(decide.error, say, language)} />
      ) : null}
      <AskedFacts adjustment={adjustment} />
      <AdjustPreview memberNo={adjustment.memberNo} points={adjustment.points} />
      <Form form={form} layout="vertical" preserve={false} onFinish={({ note }) => decide.send(true, note ?? '')}>
        <Form.Item name="note" label={say('decision.note')} extra={say('decision.note.hint')}>
          <Input.TextArea rows={2} maxLength={200} showCount />
        </Form.Item>
      </Form>
    </Modal>
  )
}

function AskedFacts({ adjustment }: { adjustment: Adjustment }) {
  const { say } = usePreferences()
  return (
    <dl className="facts">
      <div>
        <dt>{say('adjust.member')}</dt>
        <dd>
          {adjustment.nickname} <span className="number quiet">{inGroups(adjustment.memberNo)}</span>
        </dd>
      </div>
      <div>
        <dt>{say('adjust.points')}</dt>
        <dd className={adjustment.points > 0 ? 'number good' : 'number bad'}>{formatChange(adjustment.points)}</dd>
      </div>
      <div>
        <dt>{say('adjust.reason')}</dt>
        <dd>{adjustment.reason}</dd>
      </div>
      <div>
        <dt>{say('adjust.asked')}</dt>
        <dd>
          {adjustment.askedBy} <span className="number quiet">{minuteOf(adjustment.askedAt)}</span>
        </dd>
      </div>
    </dl>
  )
}

function useDecision({ id }: Adjustment, onClose: () => void) {
  const { say, language } = usePreferences()
  const { message } = App.useApp()
  const [requestId, next] = useIntention()
  const change = useChange(
    ({ approve, note }: { approve: boolean; note: string }) =>
      call('POST /console/adjustments/:id/decisions', {
        params: { id },
        body: { requestId, approve, note: note.trim() },
      }),
    [
      'GET /console/adjustments',
      'GET /console/members/:memberNo',
      'GET /console/members/:memberNo/entries',
      'GET /console/audit',
    ],
  )
  const send = (approve: boolean, note: string) =>
    change.mutate(
      { approve, note },
      {
        onSuccess: ({ state, refusal }) => {
          if (state === 'REFUSED') message.warning(say('adjust.refused', { why: refusalText(refusal ?? '', language) }))
          else message.success(say(approve ? 'decision.approved' : 'decision.declined'))
          onClose()
        },
        onError: error => error.passing || next(),
      },
    )
  return { send, pending: change.isPending, error: change.error, reset: change.reset }
}
