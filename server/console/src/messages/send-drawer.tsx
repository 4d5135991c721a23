import { formatPoints } from '@huitou/shared/amounts'
import { Alert, Drawer } from 'antd'
import { mayChangeMessages } from '../access'
import { useOperator } from '../operator'
import { usePreferences } from '../preferences'
import { sayCode } from '../texts'
import { minuteOf } from '../times'
import { FunnelChart } from './funnel-chart'
import { MinuteBars } from './minute-bars'
import { Outcomes } from './outcomes'
import { progressOf, type Send, speedOf, unhappyOneIn } from './send'
import { SendButtons } from './send-buttons'
import { SendState, useSendName } from './send-state'

/** One send: who gets it and who does not, what became of it, how fast it goes, and what can be done. */
export function SendDrawer({ send, onClose }: { send: Send | null; onClose: () => void }) {
  const mayChange = mayChangeMessages(useOperator().role)
  const nameOf = useSendName()
  return (
    <Drawer
      open={send !== null}
      onClose={onClose}
      size={880}
      title={send ? nameOf(send) : ''}
      extra={send && mayChange ? <SendButtons send={send} /> : null}
      destroyOnHidden
    >
      {send ? <Body send={send} mayChange={mayChange} /> : null}
    </Drawer>
  )
}

function Body({ send, mayChange }: { send: Send; mayChange: boolean }) {
  const { say } = usePreferences()
  const oneIn = unhappyOneIn(send)
  return (
    <div className="send-file">
      <Facts send={send} />
      {send.held ? (
        <Alert
          type="warning"
          showIcon
          title={say('send.held', {
            count: formatPoints(send.held.count),
            reason: sayCode(say, 'reason', send.held.reason),
          })}
        />
      ) : null}
      {oneIn ? <Alert type="warning" showIcon title={say('send.watch.bad', { every: oneIn })} /> : null}
      {send.waiting > 0 ? (
        <p className="page-note">{say('send.undecided', { count: formatPoints(send.waiting) })}</p>
      ) : null}
      <section>
        <h3>{say('funnel.title')}</h3>
        {send.funnel.target === 0 && send.waiting > 0 ? (
          <p className="quiet">{say('funnel.none')}</p>
        ) : (
          <FunnelChart funnel={send.funnel} reasons={send.stops} />
        )}
      </section>
      <section>
        <h3>{say('outcomes.title')}</h3>
        <Outcomes send={send} mayChange={mayChange} />
      </section>
      <section>
        <h3>{say('minutes.title')}</h3>
        <MinuteBars perMinute={send.perMinute} />
      </section>
    </div>
  )
}

function Facts({ send }: { send: Send }) {
  const { say } = usePreferences()
  const { sent, left, failed } = progressOf(send)
  const facts: [string, string][] = [
    [say('send.sent'), formatPoints(sent)],
    [say('send.left'), formatPoints(left)],
    [say('send.failed'), formatPoints(failed)],
    [say('send.speed'), String(speedOf(send.perMinute, Date.now()))],
    [say('send.eta'), send.eta ? minuteOf(send.eta) : '—'],
    [say('send.created'), minuteOf(send.createdAt)],
  ]
  return (
    <div className="send-facts">
      <div className="send-facts-state">
        <SendState send={send} />
        <span className="page-note number">
          {say('send.watch', { outs: formatPoints(send.optOuts), complaints: formatPoints(send.complaints) })}
        </span>
      </div>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="number">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
