import type { ReplyOf } from '@huitou/shared/client'
import { Alert, App, Form, InputNumber } from 'antd'
import { call } from '../call'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'
import { Dialog } from './dialog'
import { textOf } from './state-views'

type Limits = ReplyOf<'PUT /console/adjustment-limits'>

interface LimitsDialogProps {
  open: boolean
  limits: Limits
  onClose: () => void
}

const fields = [
  { name: 'freePoints', label: 'limits.free', unit: 'unit.points', min: 0, max: 5_000 },
  { name: 'dailyPoints', label: 'limits.daily', unit: 'unit.points', min: 0, max: 20_000 },
  { name: 'validMonths', label: 'limits.months', unit: 'limits.months.unit', min: 1, max: 60 },
] as const

/** What a maker may do without a second person. */
export function LimitsDialog({ open, limits, onClose }: LimitsDialogProps) {
  const { say, language } = usePreferences()
  const { message } = App.useApp()
  const [form] = Form.useForm<Limits>()
  const save = useChange(
    (body: Limits) => call('PUT /console/adjustment-limits', { body }),
    ['GET /console/adjustments', 'GET /console/audit'],
  )
  const submit = (body: Limits) =>
    save.mutate(body, {
      onSuccess: () => {
        message.success(say('limits.saved'))
        onClose()
      },
    })
  return (
    <Dialog
      open={open}
      title={say('limits.title')}
      width={460}
      destroyOnHidden
      onCancel={onClose}
      okText={say('action.save')}
      confirmLoading={save.isPending}
      onOk={form.submit}
      afterClose={save.reset}
    >
      <p className="reason-note quiet">{say('limits.note')}</p>
      {save.error ? (
        <Alert className="form-alert" type="error" showIcon title={textOf(save.error, say, language)} />
      ) : null}
      <Form<Limits> form={form} layout="vertical" preserve={false} initialValues={limits} onFinish={submit}>
        {fields.map(({ name, label, unit, min, max }) => (
          <Form.Item
            key={name}
            name={name}
            label={say(label)}
            rules={[{ required: true, message: say('form.missing') }]}
          >
            <InputNumber className="wide-number" min={min} max={max} precision={0} suffix={say(unit)} />
          </Form.Item>
        ))}
      </Form>
    </Dialog>
  )
}
