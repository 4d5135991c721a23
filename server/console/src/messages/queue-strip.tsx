import { InfoCircleOutlined } from '@ant-design/icons'
import { formatPoints } from '@huitou/shared/amounts'
import { Tag, Tooltip } from 'antd'
import { Bone } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { sayCode } from '../texts'
import { clockOf } from '../times'
import { type SendList, waitOf } from './send'

const LATE_SECONDS = 300
type Tile = 'waiting' | 'age' | 'dead' | 'unknown'

/** How far behind we are, what needs a look, and whether each channel works. */
export function QueueStrip({ list }: { list: SendList | undefined }) {
  const { say } = usePreferences()
  const wait = waitOf(list?.queue.oldestSeconds ?? 0)
  const late = (list?.queue.oldestSeconds ?? 0) > LATE_SECONDS
  const shown: [Tile, string, boolean][] = [
    ['waiting', formatPoints(list?.queue.waiting ?? 0), false],
    ['age', say(`queue.${wait.unit}`, { count: wait.count }), late],
    ['dead', formatPoints(list?.queue.dead ?? 0), (list?.queue.dead ?? 0) > 0],
    ['unknown', formatPoints(list?.queue.unknown ?? 0), (list?.queue.unknown ?? 0) > 0],
  ]
  return (
    <section className="card queue-strip" aria-busy={!list}>
      <dl className="queue-figures">
        {shown.map(([tile, value, bad]) => (
          <div key={tile}>
            <dt>
              {say(`queue.${tile}`)}
              <Tooltip title={say(`queue.${tile}.what`)} trigger={['hover', 'focus']}>
                <button
                  type="button"
                  className="icon-button"
                  aria-label={say('queue.definition', { name: say(`queue.${tile}`) })}
                >
                  <InfoCircleOutlined />
                </button>
              </Tooltip>
            </dt>
            <dd className={bad ? 'number warn' : 'number'}>{list ? value : <Bone width={48} height={24} />}</dd>
          </div>
        ))}
      </dl>
      <ul className="queue-channels" aria-label={say('channels.label')}>
        {list ? list.channels.map(one => <ChannelState key={one.channel} one={one} />) : <Bone width={280} />}
      </ul>
    </section>
  )
}

function ChannelState({ one }: { one: SendList['channels'][number] }) {
  const { say } = usePreferences()
  const reason = one.reason ? sayCode(say, 'reason', one.reason) : ''
  const held = one.closedUntil !== null
  const still = held && Date.parse(one.closedUntil ?? '') > Date.now()
  const state = !one.connected
    ? say('channels.off')
    : still
      ? say('channels.closed', { at: clockOf(one.closedUntil ?? ''), reason })
      : held
        ? say('channels.trying', { reason })
        : say('channels.open')
  return (
    <li>
      <span className={one.connected ? undefined : 'quiet'}>{say(`channel.${one.channel}`)}</span>
      <Tag color={!one.connected ? 'default' : held ? 'warning' : 'success'}>{state}</Tag>
    </li>
  )
}
