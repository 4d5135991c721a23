import type { ReplyOf } from '@huitou/shared/client'
import { Alert, App, Form, Input } from 'antd'
import { useState } from 'react'
import { call } from '../call'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'
import { Dialog } from './dialog'
import { textOf } from './state-views'

type Difference = ReplyOf<'GET /console/reconciliation'>['differences'][number]

interface ResolutionDialogProps {
  /** What is to be explained; none while the dialog is closed. */
  difference: Difference | null
  onClose: () => void
}

/** Somebody who has looked into it says why WeChat Pay and we may differ here. */
export function ResolutionDialog({ difference, onClose }: ResolutionDialogProps) {
  const { say, language } = usePreferences()
  const { message } = App.useApp()
  const [form] = Form.useForm<{ note: string }>()
  // The last one stays readable while the dialog closes.
  const [shown, setShown] = useState(difference)
  if (difference && difference !== shown) setShown(difference)
  const resolve = useChange(
    ({ id, note }: { id: string; note: string }) =>
      call('POST /console/differences/:id/resolutions', { params: { id }, body: { note } }),
    ['GET /console/reconciliation', 'GET /console/audit'],
  )
  const send = ({ note }: { note: string }) => {
    if (!shown) return
    const done = () => {
      message.success(say('pay.resolved'))
      onClose()
    }
    resolve.mutate({ id: shown.id, note: note.trim() }, { onSuccess: done })
  }
  return (
    <Dialog
      open={difference !== null}
      title={shown ? say(`pay.kind.${shown.kind}`) : ''}
      width={480}
      destroyOnHidden
      okText={say('pay.resolve')}
      confirmLoading={resolve.isPending}
      onOk={form.submit}
      onCancel={onClose}
      afterClose={resolve.reset}
    >
      {resolve.error ? (
        <Alert className="form-alert" type="error" showIcon title={textOf(resolve.error, say, language)} />
      ) : null}
      <p className="page-note number">{shown?.outRefundNo ?? shown?.outTradeNo}</p>
      <Form form={form} layout="vertical" preserve={false} onFinish={send}>
        <Form.Item
          name="note"
          label={say('pay.resolve.note')}
          extra={say('pay.resolve.hint')}
          rules={[{ required: true, whitespace: true, min: 4, message: say('pay.resolve.short') }]}
        >
          <Input.TextArea rows={3} maxLength={200} showCount />
        </Form.Item>
      </Form>
    </Dialog>
  )
}
