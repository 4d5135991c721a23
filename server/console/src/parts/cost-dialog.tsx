import { Alert, App, Form, Input, InputNumber } from 'antd'
import { call } from '../call'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'
import { costProblem, fenEach, fenOf, type Setting } from './cost'
import { Dialog } from './dialog'
import { useIntention } from './request-id'
import { textOf } from './state-views'

interface Draft {
  points: number | null
  yuan: number | null
  generousPercent: number | null
  reason: string
}

interface CostDialogProps {
  open: boolean
  setting: Setting
  onClose: () => void
}

const PROBLEMS = { LOW: 'cost.low', HIGH: 'cost.high' } as const

/** Publishes another cost of a point, or another limit, on top of the one that was looked at. */
export function CostDialog({ open, setting, onClose }: CostDialogProps) {
  const { say } = usePreferences()
  const [form] = Form.useForm<Draft>()
  const save = useSave(setting, onClose)
  return (
    <Dialog
      open={open}
      title={say('cost.change.title')}
      width={480}
      destroyOnHidden
      mask={{ closable: false }}
      onCancel={onClose}
      okText={say('action.save')}
      confirmLoading={save.pending}
      onOk={form.submit}
      afterClose={save.reset}
    >
      <p className="reason-note quiet">{say('cost.stays')}</p>
      <CostForm form={form} setting={setting} error={save.error} onSubmit={save.send} />
    </Dialog>
  )
}

/** One intention, one number: a retry after a lost answer publishes nothing a second time. */
function useSave(setting: Setting, onClose: () => void) {
  const { say } = usePreferences()
  const { message } = App.useApp()
  const [requestId, next] = useIntention()
  const change = useChange(
    ({ points, yuan, generousPercent, reason }: Draft) => {
      const cost = { fen: fenOf(yuan ?? 0), points: points ?? 0 }
      const said = { cost, generousPercent: generousPercent ?? 0, reason: reason.trim() }
      return call('POST /console/earning-settings/versions', {
        body: { requestId, version: setting.version, ...said },
      })
    },
    ['GET /console/earning-settings', 'GET /console/rules', 'GET /console/rules/:code', 'GET /console/audit'],
  )
  const send = (draft: Draft) =>
    change.mutate(draft, {
      onSuccess: () => {
        next()
        message.success(say('cost.saved'))
        onClose()
      },
      // What the server has understood and refused is over; the next try is another intention.
      onError: error => error.passing || next(),
    })
  return { send, pending: change.isPending, error: change.error, reset: change.reset }
}

interface CostFormProps {
  form: ReturnType<typeof Form.useForm<Draft>>[0]
  setting: Setting
  error: Error | null
  onSubmit: (draft: Draft) => void
}

function CostForm({ form, setting, error, onSubmit }: CostFormProps) {
  const { say, language } = usePreferences()
  const { cost, generousPercent } = setting
  return (
    <Form<Draft>
      form={form}
      layout="vertical"
      preserve={false}
      requiredMark={false}
      initialValues={{ points: cost.points, yuan: cost.fen / 100, generousPercent, reason: '' }}
      onFinish={onSubmit}
    >
      {error ? <Alert className="form-alert" type="error" showIcon title={textOf(error, say, language)} /> : null}
      <RatioFields />
      <Form.Item
        name="generousPercent"
        label={say('cost.generous.label')}
        rules={[{ required: true, type: 'integer', min: 1, max: 100, message: say('cost.generous.wrong') }]}
      >
        <InputNumber className="wide-number" min={1} max={100} precision={0} suffix={say('cost.generous.unit')} />
      </Form.Item>
      <Form.Item
        name="reason"
        label={say('reason.label')}
        extra={say('reason.hint')}
        rules={[{ required: true, whitespace: true, min: 2, max: 200, message: say('reason.missing') }]}
      >
        <Input.TextArea rows={2} maxLength={200} showCount />
      </Form.Item>
    </Form>
  )
}

/** So many points for so much money: people know one of the two by heart. */
function RatioFields() {
  const { say } = usePreferences()
  const points = Form.useWatch<number | null | undefined>('points')
  const yuan = Form.useWatch<number | null | undefined>('yuan')
  const cost = points && yuan ? { fen: fenOf(yuan), points } : null
  const problem = cost ? costProblem(cost) : null
  return (
    <div className="form-pair">
      <Form.Item name="points" label={say('cost.points')} rules={[{ required: true, message: say('cost.missing') }]}>
        <InputNumber className="wide-number" min={1} max={10_000} precision={0} suffix={say('unit.points')} />
      </Form.Item>
      <Form.Item
        name="yuan"
        label={say('cost.yuan')}
        dependencies={['points']}
        extra={cost && !problem ? say('cost.each', { fen: fenEach(cost) }) : null}
        rules={[
          { required: true, message: say('cost.missing') },
          ({ getFieldValue }) => ({
            validator: (_, typed: number | null) => {
              const of = Number(getFieldValue('points') ?? 0)
              const wrong = typed && of ? costProblem({ fen: fenOf(typed), points: of }) : null
              return wrong ? Promise.reject(new Error(say(PROBLEMS[wrong]))) : Promise.resolve()
            },
          }),
        ]}
      >
        <InputNumber className="wide-number" min={0.01} max={10_000} precision={2} prefix="¥" />
      </Form.Item>
    </div>
  )
}
