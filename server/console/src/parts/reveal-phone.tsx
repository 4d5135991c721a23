import { Alert, Button, Form, Input, Modal } from 'antd'
import { useEffect, useState } from 'react'
import { mayReveal } from '../access'
import { call } from '../call'
import { useOperator } from '../operator'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'
import { textOf } from './state-views'

const SHOWN_SECONDS = 30
const reasons = ['reveal.reason.identify', 'reveal.reason.complaint', 'reveal.reason.bill'] as const

/** A masked phone number. Seeing it whole takes a reason, which is kept with the name of who asked; it hides by itself. */
export function RevealPhone({ memberNo, masked }: { memberNo: string; masked: string }) {
  const { say } = usePreferences()
  const operator = useOperator()
  const [asking, setAsking] = useState(false)
  const [phone, setPhone] = useState<string | null>(null)
  const left = useCountdown(phone, () => setPhone(null))
  if (phone) {
    return (
      <span className="reveal">
        <strong className="number">{phone.replace(/^(\d{3})(\d{4})(\d{4})$/, '$1 $2 $3')}</strong>
        <span className="quiet">{say('reveal.left', { seconds: left })}</span>
        <Button type="link" size="small" onClick={() => setPhone(null)}>
          {say('reveal.hide')}
        </Button>
      </span>
    )
  }
  return (
    <span className="reveal">
      <span className="number">{masked}</span>
      {mayReveal(operator.role) ? (
        <Button type="link" size="small" onClick={() => setAsking(true)}>
          {say('reveal.show')}
        </Button>
      ) : null}
      <ReasonDialog
        memberNo={memberNo}
        open={asking}
        onClose={() => setAsking(false)}
        onPhone={revealed => {
          setAsking(false)
          setPhone(revealed)
        }}
      />
    </span>
  )
}

interface ReasonDialogProps {
  memberNo: string
  open: boolean
  onClose: () => void
  onPhone: (phone: string) => void
}

function ReasonDialog({ memberNo, open, onClose, onPhone }: ReasonDialogProps) {
  const { say, language } = usePreferences()
  const [form] = Form.useForm<{ reason: string }>()
  const reveal = useChange(
    (reason: string) => call('POST /console/members/:memberNo/reveals', { params: { memberNo }, body: { reason } }),
    ['GET /console/audit'],
  )
  return (
    <Modal
      open={open}
      title={say('reveal.title')}
      okText={say('reveal.confirm')}
      onOk={form.submit}
      onCancel={onClose}
      confirmLoading={reveal.isPending}
      destroyOnHidden
      afterClose={reveal.reset}
      width={460}
    >
      <p className="reason-note quiet">{say('reveal.logged')}</p>
      <Form
        form={form}
        layout="vertical"
        preserve={false}
        onFinish={({ reason }) => reveal.mutate(reason.trim(), { onSuccess: answer => onPhone(answer.phone) })}
      >
        <Form.Item
          name="reason"
          label={say('reveal.reason')}
          rules={[{ required: true, whitespace: true, min: 2, max: 100, message: say('reveal.reason.missing') }]}
        >
          <Input.TextArea rows={2} maxLength={100} showCount autoFocus />
        </Form.Item>
      </Form>
      <div className="tag-row">
        {reasons.map(key => (
          <Button key={key} size="small" shape="round" onClick={() => form.setFieldsValue({ reason: say(key) })}>
            {say(key)}
          </Button>
        ))}
      </div>
      {reveal.error ? <Alert type="error" showIcon title={textOf(reveal.error, say, language)} /> : null}
    </Modal>
  )
}

/** Seconds left to see `secret`; calls back once they have run out. */
function useCountdown(secret: string | null, onEnd: () => void): number {
  const [left, setLeft] = useState(SHOWN_SECONDS)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new secret starts the count, a new closure must not
  useEffect(() => {
    if (secret === null) return
    const hiddenAt = Date.now() + SHOWN_SECONDS * 1000
    setLeft(SHOWN_SECONDS)
    const timer = setInterval(() => {
      // Counted from the clock: a tab in the background is given few ticks, and the number must still go in time.
      const seconds = Math.ceil((hiddenAt - Date.now()) / 1000)
      if (seconds <= 0) onEnd()
      else setLeft(seconds)
    }, 250)
    return () => clearInterval(timer)
  }, [secret])
  return left
}
