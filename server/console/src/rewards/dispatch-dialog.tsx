import type { ReplyOf } from '@huitou/shared/client'
import { Alert, App, AutoComplete, Form, Input } from 'antd'
import { useEffect, useState } from 'react'
import { call } from '../call'
import { CopyText } from '../parts/copy-text'
import { Dialog } from '../parts/dialog'
import { useIntention } from '../parts/request-id'
import { Bone, textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'

type Row = ReplyOf<'GET /console/shipments'>['items'][number]
const CARRIERS = ['顺丰速运', '京东快递', '中通快递', '圆通速递', '韵达快递', '申通快递', 'EMS']
const TRACKING = /^[A-Za-z0-9-]{4,40}$/

/** The whole address, which is written down as looked at, and the number it is sent under. */
export function DispatchDialog({ row, onClose }: { row: Row; onClose: () => void }) {
  const { say, pick, language } = usePreferences()
  const work = useDispatch(row, onClose)
  const { carrier, trackingNo, address, error } = work
  return (
    <Dialog
      open
      title={say('shipments.pack.title', { name: pick(row.reward) })}
      okText={say('shipments.send')}
      okButtonProps={{ disabled: !work.fit, loading: work.pending }}
      onOk={work.send}
      onCancel={onClose}
    >
      {error ? <Alert className="form-alert" type="error" showIcon title={textOf(error, say, language)} /> : null}
      {!address && !error ? <Bone width="100%" height={64} /> : null}
      {address ? (
        <Alert
          className="form-alert"
          type="info"
          title={<CopyText text={address} />}
          description={say('shipments.logged')}
        />
      ) : null}
      <Form layout="vertical" component="div">
        <Form.Item label={say('shipments.carrier')} htmlFor="shipment-carrier">
          <AutoComplete
            id="shipment-carrier"
            value={carrier}
            options={CARRIERS.map(value => ({ value }))}
            onChange={value => work.setCarrier(value.slice(0, 40))}
          />
        </Form.Item>
        <Form.Item label={say('shipments.tracking')} htmlFor="shipment-tracking" extra={say('shipments.tracking.hint')}>
          <Input
            id="shipment-tracking"
            value={trackingNo}
            maxLength={40}
            onChange={event => work.setTrackingNo(event.target.value)}
          />
        </Form.Item>
      </Form>
    </Dialog>
  )
}

function useDispatch(row: Row, onClose: () => void) {
  const { say } = usePreferences()
  const { message } = App.useApp()
  const [carrier, setCarrier] = useState('')
  const [trackingNo, setTrackingNo] = useState('')
  const [requestId, next] = useIntention()
  const label = useChange(
    () => call('POST /console/shipments/:id/labels', { params: { id: row.id } }),
    ['GET /console/audit'],
  )
  const { mutate: open } = label
  useEffect(() => open(undefined), [open])
  const dispatch = useChange(() => {
    const body = { requestId, carrier: carrier.trim(), trackingNo: trackingNo.trim() }
    return call('POST /console/shipments/:id/dispatches', { params: { id: row.id }, body })
  }, ['GET /console/shipments', 'GET /console/audit'])
  const send = () =>
    dispatch.mutate(undefined, {
      onSuccess: () => {
        message.success(say('shipments.sent'))
        onClose()
      },
      onError: error => error.passing || next(),
    })
  const to = label.data?.address
  return {
    carrier,
    setCarrier,
    trackingNo,
    setTrackingNo,
    address: to ? `${to.name} ${to.phone} ${to.province}${to.city}${to.district}${to.detail}` : null,
    error: dispatch.error ?? label.error,
    fit: Boolean(to) && carrier.trim() !== '' && TRACKING.test(trackingNo.trim()),
    pending: dispatch.isPending,
    send,
  }
}
