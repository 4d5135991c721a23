import { formatChange, formatPoints } from '@huitou/shared/amounts'
import { Form, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { Dialog } from '../parts/dialog'
import { usePreferences } from '../preferences'

interface StockDialogProps {
  title: string
  /** What is left now, where it is one reward. */
  left: number | null
  pending: boolean
  onSend: (by: number, reason: string) => void
  onClose: () => void
}

/** More pieces or fewer, and why; Enter sends. */
export function StockDialog({ title, left, pending, onSend, onClose }: StockDialogProps) {
  const { say } = usePreferences()
  const [by, setBy] = useState<number | null>(null)
  const [reason, setReason] = useState('')
  const isFit = by !== null && by !== 0 && reason.trim().length > 1 && (left === null || left + by >= 0)
  const send = () => isFit && onSend(by, reason.trim())
  return (
    <Dialog
      open
      title={title}
      width={440}
      okText={by ? say('stock.send.by', { by: formatChange(by) }) : say('stock.send')}
      okButtonProps={{ disabled: !isFit, loading: pending }}
      onOk={send}
      onCancel={onClose}
    >
      <Form layout="vertical" component="div">
        <Form.Item
          label={say('stock.by')}
          htmlFor="stock-by"
          extra={
            left !== null && by
              ? say('stock.now', { left: formatPoints(left), after: formatPoints(Math.max(0, left + by)) })
              : say('stock.by.hint')
          }
          validateStatus={left !== null && by !== null && left + by < 0 ? 'error' : ''}
        >
          <InputNumber<number>
            id="stock-by"
            autoFocus
            value={by}
            min={-1_000_000}
            max={1_000_000}
            precision={0}
            onChange={setBy}
          />
        </Form.Item>
        <Form.Item label={say('stock.reason')} htmlFor="stock-reason">
          <Input
            id="stock-reason"
            value={reason}
            maxLength={200}
            placeholder={say('stock.reason.example')}
            onChange={event => setReason(event.target.value)}
          />
        </Form.Item>
      </Form>
    </Dialog>
  )
}
