import { Alert, App, Form, Input, Modal } from 'antd'
import { useIntention } from '../parts/request-id'
import { textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { usePause } from './changes'
import type { RuleSummary } from './rule'

interface PauseDialogProps {
  rule: Pick<RuleSummary, 'code' | 'name' | 'state'>
  open: boolean
  onClose: () => void
}

/** Stops a rule at once, or lets it go on; both with a reason that stays in the list of versions. */
export function PauseDialog({ rule, open, onClose }: PauseDialogProps) {
  const { say, pick, language } = usePreferences()
  const { message } = App.useApp()
  const [form] = Form.useForm<{ reason: string }>()
  const [requestId, nextIntention] = useIntention()
  const change = usePause(rule.code)
  const how = rule.state === 'PAUSED' ? 'resume' : 'pause'
  const name = pick(rule.name) || rule.name.zh
  const send = ({ reason }: { reason: string }) =>
    change.mutate(
      { requestId, paused: how === 'pause', reason: reason.trim() },
      {
        onSuccess: () => {
          nextIntention()
          message.success(say(`${how}.done`, { name }))
          onClose()
        },
      },
    )
  return (
    <Modal
      open={open}
      title={say(`${how}.title`, { name })}
      onCancel={onClose}
      onOk={form.submit}
      okText={say(how === 'pause' ? 'rules.pause' : 'rules.resume')}
      okButtonProps={{ danger: how === 'pause' }}
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
    </Modal>
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
