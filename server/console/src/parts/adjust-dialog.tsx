import { formatChange, formatPoints, inGroups } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { refusalText } from '@huitou/shared/refusals'
import { Alert, App, Form, Input, InputNumber, Radio } from 'antd'
import { call } from '../call'
import { usePreferences } from '../preferences'
import { useChange, useRead } from '../queries'
import { AdjustPreview } from './adjust-preview'
import { Dialog } from './dialog'
import { MemberPicker } from './member-picker'
import { useIntention } from './request-id'
import { textOf } from './state-views'

type Adjustment = ReplyOf<'POST /console/adjustments'>

interface Draft {
  memberNo: string
  direction: 'ADD' | 'TAKE'
  amount: number | null
  reason: string
}

interface AdjustDialogProps {
  open: boolean
  /** Already known on a member's own page. */
  member?: { memberNo: string; nickname: string }
  onClose: () => void
}

const MOST = 1_000_000

/** Asks for a correction, with what the balance would be and whether somebody else has to look at it. */
export function AdjustDialog({ open, member, onClose }: AdjustDialogProps) {
  const { say } = usePreferences()
  const [form] = Form.useForm<Draft>()
  const ask = useAsk(onClose)
  const direction = Form.useWatch('direction', form) ?? 'ADD'
  const amount = Form.useWatch('amount', form)
  return (
    <Dialog
      open={open}
      title={say('adjust.ask')}
      width={500}
      destroyOnHidden
      mask={{ closable: false }}
      onCancel={onClose}
      okText={amount ? say(`adjust.submit.${direction}`, { points: formatPoints(amount) }) : say('adjust.submit')}
      confirmLoading={ask.pending}
      onOk={form.submit}
      afterClose={ask.reset}
      afterOpenChange={shown => shown && form.focusField(member ? 'amount' : 'memberNo')}
    >
      <AskForm form={form} member={member} error={ask.error} onSubmit={ask.send} />
    </Dialog>
  )
}

/** One intention, one number: a retry after a lost answer is not a second correction. */
function useAsk(onClose: () => void) {
  const { say, language } = usePreferences()
  const { message } = App.useApp()
  const [requestId, next] = useIntention()
  const change = useChange(
    (draft: Draft) => {
      const points = (draft.direction === 'ADD' ? 1 : -1) * (draft.amount ?? 0)
      const { memberNo, reason } = draft
      return call('POST /console/adjustments', { body: { requestId, memberNo, points, reason: reason.trim() } })
    },
    [
      'GET /console/adjustments',
      'GET /console/members',
      'GET /console/members/:memberNo',
      'GET /console/members/:memberNo/entries',
      'GET /console/audit',
    ],
  )
  const tell = (made: Adjustment) => {
    const { nickname: name, points, state, refusal } = made
    if (state === 'DONE') message.success(say('adjust.done', { name, points: formatChange(points) }))
    else if (state === 'ASKED') message.info(say('adjust.sent'))
    else message.warning(say('adjust.refused', { why: refusalText(refusal ?? '', language) }))
  }
  const send = (draft: Draft) =>
    change.mutate(draft, {
      onSuccess: made => {
        next()
        tell(made)
        onClose()
      },
      // What the server has understood and refused is over; the next try is another intention.
      onError: error => error.passing || next(),
    })
  return { send, pending: change.isPending, error: change.error, reset: change.reset }
}

interface AskFormProps {
  form: ReturnType<typeof Form.useForm<Draft>>[0]
  member: AdjustDialogProps['member']
  error: Error | null
  onSubmit: (draft: Draft) => void
}

function AskForm({ form, member, error, onSubmit }: AskFormProps) {
  const { say, language } = usePreferences()
  return (
    <Form<Draft>
      form={form}
      layout="vertical"
      preserve={false}
      requiredMark={false}
      initialValues={{ memberNo: member?.memberNo, direction: 'ADD', amount: null, reason: '' }}
      onFinish={onSubmit}
    >
      {error ? <Alert className="form-alert" type="error" showIcon title={textOf(error, say, language)} /> : null}
      {member ? (
        <Form.Item label={say('adjust.member')}>
          <strong>{member.nickname}</strong> <span className="number quiet">{inGroups(member.memberNo)}</span>
        </Form.Item>
      ) : null}
      <Form.Item
        name="memberNo"
        label={say('adjust.member')}
        hidden={member !== undefined}
        rules={[{ required: true, message: say('adjust.member.missing') }]}
      >
        <MemberPicker />
      </Form.Item>
      <AmountFields />
      <Form.Item
        name="reason"
        label={say('adjust.reason')}
        extra={say('adjust.reason.hint')}
        rules={[{ required: true, whitespace: true, min: 4, max: 100, message: say('adjust.reason.short') }]}
      >
        <Input.TextArea rows={2} maxLength={100} showCount placeholder={say('adjust.reason.example')} />
      </Form.Item>
      <Preview />
    </Form>
  )
}

function AmountFields() {
  const { say } = usePreferences()
  return (
    <div className="form-pair">
      <Form.Item name="direction" label={say('adjust.direction')}>
        <Radio.Group
          optionType="button"
          options={[
            { value: 'ADD', label: say('adjust.add') },
            { value: 'TAKE', label: say('adjust.take') },
          ]}
        />
      </Form.Item>
      <Form.Item
        name="amount"
        label={say('adjust.amount')}
        rules={[{ required: true, type: 'integer', min: 1, max: MOST, message: say('adjust.amount.wrong') }]}
      >
        <InputNumber<number>
          className="wide-number"
          min={1}
          max={MOST}
          precision={0}
          controls={false}
          suffix={say('unit.points')}
          formatter={value => (value ? formatPoints(Number(value)) : '')}
          parser={text => Number((text ?? '').replace(/\D/g, ''))}
        />
      </Form.Item>
    </div>
  )
}

/** Follows what is typed. */
function Preview() {
  const memberNo = Form.useWatch<string | undefined>('memberNo')
  const direction = Form.useWatch<Draft['direction'] | undefined>('direction')
  const amount = Form.useWatch<number | null | undefined>('amount')
  const limits = useRead('GET /console/adjustments', { query: { limit: 1 } })
  if (!memberNo || !amount) return null
  return (
    <AdjustPreview
      memberNo={memberNo}
      points={direction === 'TAKE' ? -amount : amount}
      limits={limits.data?.limits}
      usedToday={limits.data?.usedToday ?? 0}
    />
  )
}
