import { DownOutlined, UpOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { Field } from '../parts/field'
import { usePreferences } from '../preferences'
import { YuanField } from '../rules/moment-field'
import { type Limits, moved, wholeOrder } from './limits'
import { KINDS } from './template'

const WAYS = ['SUBSCRIBE', 'OA', 'SMS', 'WECOM'] as const
const FLOOR_MAX_FEN = 1_000_000

interface RanksCardProps {
  limits: Limits
  disabled: boolean
  onChange: (more: Partial<Limits>) => void
}

/** What comes first where not all of it fits, which channel is tried first, and when a scarce grant is worth it. */
export function RanksCard({ limits, disabled, onChange }: RanksCardProps) {
  const { say } = usePreferences()
  return (
    <section className="card padded limits-card">
      <h2>{say('ranks.title')}</h2>
      <h3>{say('ranks.channels')}</h3>
      <RankList
        order={wholeOrder(limits.waterfall, WAYS)}
        nameOf={channel => say(`channel.${channel}`)}
        disabled={disabled}
        onChange={waterfall => onChange({ waterfall })}
      />
      <h3>{say('ranks.kinds')}</h3>
      <RankList
        order={wholeOrder(limits.priority, KINDS)}
        nameOf={kind => say(`kind.${kind}`)}
        disabled={disabled}
        onChange={priority => onChange({ priority })}
      />
      <Field label={say('ranks.floor')} hint={say('ranks.floor.hint')}>
        {id => (
          <YuanField
            id={id}
            fen={limits.grantFloor}
            min={0}
            maxFen={FLOOR_MAX_FEN}
            disabled={disabled}
            onFen={grantFloor => onChange({ grantFloor })}
          />
        )}
      </Field>
    </section>
  )
}

interface RankListProps<T> {
  order: T[]
  nameOf: (one: T) => string
  disabled: boolean
  onChange: (order: T[]) => void
}

/** A list whose members change places by buttons, so that a keyboard does as well as a mouse. */
function RankList<T extends string>({ order, nameOf, disabled, onChange }: RankListProps<T>) {
  const { say } = usePreferences()
  return (
    <ol className="rank-list">
      {order.map((one, at) => (
        <li key={one}>
          <span className="number quiet">{at + 1}</span>
          <span>{nameOf(one)}</span>
          {disabled ? null : (
            <span className="rank-buttons">
              <Button
                type="text"
                size="small"
                icon={<UpOutlined />}
                disabled={at === 0}
                aria-label={say('ranks.up', { name: nameOf(one) })}
                onClick={() => onChange(moved(order, at, -1))}
              />
              <Button
                type="text"
                size="small"
                icon={<DownOutlined />}
                disabled={at === order.length - 1}
                aria-label={say('ranks.down', { name: nameOf(one) })}
                onClick={() => onChange(moved(order, at, 1))}
              />
            </span>
          )}
        </li>
      ))}
    </ol>
  )
}
