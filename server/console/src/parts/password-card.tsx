import { Alert, App, Button, Card, Form, Input } from 'antd'
import { call } from '../call'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'
import { textOf } from './state-views'

interface PasswordForm {
  current: string
  next: string
  again: string
}

const SHORTEST = 10
// These are said beside the field they are about.
const named = ['operator.credentials', 'input.invalid']

/** Changes the operator's own password; every other session of theirs ends. */
export function PasswordCard({ onChanged }: { onChanged?: () => void } = {}) {
  const { say, language } = usePreferences()
  const { message } = App.useApp()
  const [form] = Form.useForm<PasswordForm>()
  const change = useChange(
    ({ current, next }: PasswordForm) => call('POST /console/password', { body: { current, next } }),
    ['GET /console/audit'],
  )
  const submit = (values: PasswordForm) =>
    change.mutate(values, {
      onSuccess: () => {
        form.resetFields()
        message.success(say('password.changed'))
        onChanged?.()
      },
      onError: error => {
        if (error.code === 'input.invalid') form.setFields([{ name: 'next', errors: [say('password.easy')] }])
        if (error.code === 'operator.credentials') {
          form.setFields([{ name: 'current', errors: [say('password.current.wrong')] }])
        }
      },
    })
  return (
    <Card title={say('password.title')}>
      <Form<PasswordForm> form={form} layout="vertical" requiredMark={false} onFinish={submit}>
        {change.error && !named.includes(change.error.code) ? (
          <Alert className="form-alert" type="error" showIcon title={textOf(change.error, say, language)} />
        ) : null}
        <PasswordFields />
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {say('password.submit')}
        </Button>
      </Form>
    </Card>
  )
}

function PasswordFields() {
  const { say } = usePreferences()
  return (
    <>
      <Form.Item
        name="current"
        label={say('password.current')}
        rules={[{ required: true, message: say('form.missing') }]}
      >
        <Input.Password autoComplete="current-password" maxLength={200} />
      </Form.Item>
      <Form.Item
        name="next"
        label={say('password.next')}
        extra={say('password.next.hint')}
        dependencies={['current']}
        rules={[
          { required: true, message: say('form.missing') },
          { min: SHORTEST, message: say('password.too_short', { count: SHORTEST }) },
          ({ getFieldValue }) => ({
            validator: async (_, value) => {
              if (value && value === getFieldValue('current')) throw new Error(say('password.same'))
            },
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={200} />
      </Form.Item>
      <Form.Item
        name="again"
        label={say('password.again')}
        dependencies={['next']}
        rules={[
          { required: true, message: say('form.missing') },
          ({ getFieldValue }) => ({
            validator: async (_, value) => {
              if (value && value !== getFieldValue('next')) throw new Error(say('password.differs'))
            },
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={200} />
      </Form.Item>
    </>
  )
}
