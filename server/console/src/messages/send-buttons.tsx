import { formatPoints } from '@huitou/shared/amounts'
import { App, Button } from 'antd'
import { usePreferences } from '../preferences'
import { progressOf, type Send } from './send'
import { useOrder } from './use-order'

/** Stop for a while, go on, or give up the rest; a button says how many it is about. */
export function SendButtons({ send }: { send: Send }) {
  const { say } = usePreferences()
  const { modal } = App.useApp()
  const { give, pending } = useOrder(send.code)
  const { left } = progressOf(send)
  const count = formatPoints(left)
  if (send.state === 'CANCELLED' || (left === 0 && send.state === 'RUNNING')) return null
  const cancel = () =>
    modal.confirm({
      title: say('order.CANCEL.title', { count }),
      content: say('order.CANCEL.content'),
      okText: say('order.CANCEL', { count }),
      okButtonProps: { danger: true },
      cancelText: say('order.keep'),
      autoFocusButton: 'cancel',
      onOk: () => give({ action: 'CANCEL' }, say('order.done.CANCEL')),
    })
  return (
    <div className="drawer-footer">
      {send.state === 'PAUSED' ? (
        <Button type="primary" loading={pending} onClick={() => give({ action: 'RESUME' }, say('order.done.RESUME'))}>
          {say('order.RESUME', { count })}
        </Button>
      ) : (
        <Button loading={pending} onClick={() => give({ action: 'PAUSE' }, say('order.done.PAUSE'))}>
          {say('order.PAUSE')}
        </Button>
      )}
      {left > 0 ? (
        <Button danger disabled={pending} onClick={cancel}>
          {say('order.CANCEL', { count })}
        </Button>
      ) : null}
    </div>
  )
}
