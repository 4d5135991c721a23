import { InfoCircleOutlined } from '@ant-design/icons'
import { formatYuan } from '@huitou/shared/amounts'
import { Tooltip } from 'antd'
import { maySeeCost } from '../access'
import { useOperator } from '../operator'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { NumberField, YuanField } from '../rules/moment-field'
import type { PlainKey } from '../texts'
import { type BlockProps, Entry } from './blocks'
import { moneyOf } from './reward'

const MOST_POINTS = 10_000_000
const MOST_FEN = 5_000_000

/** What it takes, what it is worth, and what it costs us; with what that comes to for a point. */
export function PriceBlock({ editor }: BlockProps) {
  const { say } = usePreferences()
  const { change, problemAt } = editor
  const { points, cashFen, worthFen, costFen } = editor.draft.definition
  return (
    <fieldset className="coupon-block">
      <legend>{say('reward.block.price')}</legend>
      <div className="coupon-fields">
        <Entry path="points" label={say('reward.points')} problem={problemAt('points')}>
          {(id, failing) => (
            <NumberField
              id={id}
              value={points}
              min={0}
              max={MOST_POINTS}
              step={10}
              failing={failing}
              onChange={next => change({ points: next })}
            />
          )}
        </Entry>
        <Entry path="cashFen" label={say('reward.cash')} hint={say('reward.cash.hint')}>
          {id => <YuanField id={id} fen={cashFen} maxFen={MOST_FEN} onFen={fen => change({ cashFen: fen })} />}
        </Entry>
        <Entry path="worthFen" label={say('reward.worth')} hint={say('reward.worth.hint')}>
          {id => (
            <YuanField id={id} fen={worthFen ?? 0} maxFen={MOST_FEN} onFen={fen => change({ worthFen: fen || null })} />
          )}
        </Entry>
        <Entry path="costFen" label={say('reward.cost')} hint={say('reward.cost.hint')}>
          {id => (
            <YuanField id={id} fen={costFen ?? 0} maxFen={MOST_FEN} onFen={fen => change({ costFen: fen || null })} />
          )}
        </Entry>
      </div>
      <Comes editor={editor} />
    </fieldset>
  )
}

/** What the price comes to; each figure with its definition one hover or one Tab away. */
function Comes({ editor }: Pick<BlockProps, 'editor'>) {
  const { say } = usePreferences()
  const seesCost = maySeeCost(useOperator().role)
  const offsets = useRead('GET /console/offset-settings', undefined, { enabled: seesCost, staleMs: 60_000 })
  const offset = offsets.data?.versions[0]
  const money = moneyOf(editor.draft.definition, offset?.enabled ? offset : null)
  const fen = (value: number | null) => (value === null ? '—' : say('rewards.cost.fen', { fen: value.toFixed(2) }))
  const { worthPerPoint, againstOffset, netCostFen, costPerPoint } = money
  return (
    <dl className="reward-figures" aria-live="polite">
      <Figure label="reward.figure.cost" about="reward.figure.cost.about" value={fen(costPerPoint)} />
      <Figure
        label="reward.figure.net"
        about="reward.figure.net.about"
        value={netCostFen === null ? '—' : formatYuan(netCostFen)}
      />
      <Figure
        label="reward.figure.worth"
        about="reward.figure.worth.about"
        value={worthPerPoint === null ? '—' : formatYuan(Math.round(worthPerPoint * 100))}
      />
      <Figure
        label="reward.figure.offset"
        about="reward.figure.offset.about"
        value={againstOffset === null ? '—' : say('reward.figure.times', { times: againstOffset.toFixed(1) })}
        warn={againstOffset !== null && againstOffset < 1}
      />
    </dl>
  )
}

function Figure({ label, about, value, warn }: { label: PlainKey; about: PlainKey; value: string; warn?: boolean }) {
  const { say } = usePreferences()
  return (
    <div>
      <dt>
        {say(label)}
        <Tooltip title={say(about)} trigger={['hover', 'focus']}>
          <button type="button" className="icon-button" aria-label={say('overview.definition', { name: say(label) })}>
            <InfoCircleOutlined aria-hidden="true" />
          </button>
        </Tooltip>
      </dt>
      <dd className={warn ? 'number bad' : 'number'}>{value}</dd>
    </div>
  )
}
