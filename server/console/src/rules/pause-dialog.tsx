import { Alert, App, Form, Input } from 'antd'
import { Dialog } from '../parts/dialog'
import { useIntention } from '../parts/request-id'
import { textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { usePause, useWithdraw } from './changes'
import type { RuleSummary, Turn } from './rule'

interface PauseDialogProps {
  rule: Pick<RuleSummary, 'code' | 'name'>
  how: Turn
  open: boolean
  onClose: () => void
}

/** Stops a rule at once, lets it go on, or calls off what is to follow; all with a reason that stays in the list of versions. */
export function PauseDialog({ rule, how, open, onClose }: PauseDialogProps) {
  const { say, pick, language } = usePreferences()
  const { message } = App.useApp()
  const [form] = Form.useForm<{ reason: string }>()
  const [requestId, nextIntention] = useIntention()
  const [pause, withdraw] = [usePause(rule.code), useWithdraw(rule.code)]
  const change = how === 'withdraw' ? withdraw : pause
  const name = pick(rule.name) || rule.name.zh
  const onSuccess = () => {
    nextIntention()
    message.success(say(`${how}.done`, { name }))
    onClose()
  }
  const send = ({ reason }: { reason: string }) => {
    const body = { requestId, reason: reason.trim() }
    if (how === 'withdraw') withdraw.mutate(body, { onSuccess })
    else pause.mutate({ ...body, paused: how === 'pause' }, { onSuccess })
  }
  return (
    <Dialog
      open={open}
      title={say(`${how}.title`, { name })}
      onCancel={onClose}
      onOk={form.submit}
      okText={say(`rules.${how}`)}
      okButtonProps={{ danger: how !== 'resume' }}
      confirmLoading={change.isPending}
      destroyOnHidden
    >
      <p className="reason-note">{say(`${how}.effect`)}</p>
      {change.error ? (
        <Alert className="form-alert" type="error" showIcon title={textOf(change.error, say, language)} />
      ) : null}
      <Form form={form} layout="vertical" preserve={false} onFinish={send} initialValues={{ reason: '' }}>
        <ReasonField autoFocus />
      </Form>
    </Dialog>
  )
}

/** Why somebody does it: kept beside their name. */
export function ReasonField({ autoFocus = false }: { autoFocus?: boolean }) {
  const { say } = usePreferences()
  return (
    <Form.Item
      name="reason"
      label={say('reason.label')}
      extra={say('reason.hint')}
      rules={[{ required: true, whitespace: true, min: 2, max: 200, message: say('reason.missing') }]}
    >
      <Input.TextArea rows={2} maxLength={200} autoFocus={autoFocus} />
    </Form.Item>
  )
}
