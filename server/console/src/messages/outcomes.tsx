import { formatPoints } from '@huitou/shared/amounts'
import { Alert, App, Button, Tag } from 'antd'
import { column, figures } from '../parts/columns'
import { DataTable } from '../parts/data-table'
import { usePreferences } from '../preferences'
import { sayCode } from '../texts'
import { type Outcome, retriesOf, type Send } from './send'
import { useOrder } from './use-order'

export const DELIVERY_COLOURS: Record<Outcome['state'], string> = {
  QUEUED: 'default',
  SENDING: 'processing',
  SENT: 'success',
  DELIVERED: 'success',
  FAILED: 'warning',
  UNKNOWN: 'warning',
  DEAD: 'error',
  CANCELLED: 'default',
}

/** What became of every delivery, by channel, state and reason; below it what can be tried again. */
export function Outcomes({ send, mayChange }: { send: Send; mayChange: boolean }) {
  const { say } = usePreferences()
  return (
    <>
      <DataTable<Outcome>
        label={say('outcomes.title')}
        minWidth={560}
        inside
        rows={send.outcomes}
        rowKey={one => `${one.channel} ${one.state} ${one.reason}`}
        empty={<p className="quiet">{say('outcomes.none')}</p>}
        columns={[
          column(say('outcomes.channel'), 130, one => say(`channel.${one.channel}`)),
          column(say('outcomes.state'), 130, one => (
            <Tag color={DELIVERY_COLOURS[one.state]}>{say(`delivery.${one.state}`)}</Tag>
          )),
          column(say('outcomes.reason'), undefined, one => (one.reason ? sayCode(say, 'reason', one.reason) : '—'), {
            className: 'wrap',
          }),
          figures(say('outcomes.count'), 100, one => formatPoints(one.count)),
        ]}
      />
      {mayChange ? <Retries send={send} /> : null}
    </>
  )
}

function Retries({ send }: { send: Send }) {
  const { say } = usePreferences()
  const { modal } = App.useApp()
  const { give, pending } = useOrder(send.code)
  const ask = ({ reason, count, unknown }: ReturnType<typeof retriesOf>[number]) => {
    const [number, because] = [formatPoints(count), sayCode(say, 'reason', reason)]
    modal.confirm({
      title: say('outcomes.retry.title', { count: number }),
      content: say(unknown ? 'outcomes.retry.unknown' : 'outcomes.retry.dead', { reason: because }),
      okText: say('outcomes.retry', { count: number }),
      autoFocusButton: 'cancel',
      onOk: () => give({ action: 'RETRY', reason }, say('outcomes.retried', { count: number })),
    })
  }
  return retriesOf(send).map(one => (
    <Alert
      key={one.reason}
      className="retry"
      type="warning"
      showIcon
      title={sayCode(say, 'reason', one.reason)}
      action={
        <Button size="small" loading={pending} onClick={() => ask(one)}>
          {say('outcomes.retry', { count: formatPoints(one.count) })}
        </Button>
      }
    />
  ))
}
