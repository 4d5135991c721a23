import { formatPoints } from '@huitou/shared/amounts'
import { Tooltip } from 'antd'
import { usePreferences } from '../preferences'
import { compactOf, ticksOf } from './chart-scale'
import { EmptyView } from './state-views'

export interface MonthFigures {
  month: string
  issued: number
  spent: number
  expired: number
  paidFen: number
  bills: number
}

const kinds = ['issued', 'spent', 'expired'] as const
const HEIGHT = 220

/** Points issued, spent and expired by month. Colour, pattern and place tell the three apart; hover or Tab says the numbers. */
export function MonthBars({ months }: { months: readonly MonthFigures[] }) {
  const { say, language } = usePreferences()
  const highest = Math.max(...months.flatMap(month => kinds.map(kind => month[kind])), 0)
  if (highest === 0)
    return <EmptyView drawing="bowl" title={say('overview.months.none')} hint={say('overview.months.hint')} />
  const ticks = ticksOf(highest)
  const top = ticks.at(-1) ?? highest
  return (
    <figure className="month-bars">
      <figcaption className="legend">
        {kinds.map(kind => (
          <span key={kind} className="legend-item">
            <span className={`swatch ${kind}`} />
            {say(`overview.${kind}`)}
          </span>
        ))}
        <span className="page-note">{say('overview.months.unit')}</span>
      </figcaption>
      <div className="bars-scroll">
        <div className="bars" style={{ height: HEIGHT }}>
          {ticks.map(tick => (
            <div key={tick} className="bars-line" style={{ bottom: `${(tick / top) * 100}%` }}>
              <span className="bars-tick number">{compactOf(tick, language)}</span>
            </div>
          ))}
          <div className="bars-months">
            {months.map(month => (
              <MonthColumn key={month.month} month={month} top={top} highest={highest} />
            ))}
          </div>
        </div>
      </div>
    </figure>
  )
}

function MonthColumn({ month, top, highest }: { month: MonthFigures; top: number; highest: number }) {
  const { say, language } = usePreferences()
  const lines = kinds.map(kind => `${say(`overview.${kind}`)} ${formatPoints(month[kind])}`)
  return (
    <Tooltip
      title={
        <>
          <strong>{month.month}</strong>
          {lines.map(line => (
            <div key={line} className="number">
              {line}
            </div>
          ))}
        </>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the numbers of a month are read by hover or by Tab */}
      <div className="bars-month" role="img" tabIndex={0} aria-label={`${month.month}: ${lines.join(', ')}`}>
        <div className="bars-columns">
          {kinds.map(kind => (
            <div key={kind} className={`bar ${kind}`} style={{ height: `${(month[kind] / top) * 100}%` }}>
              {month[kind] === highest ? (
                <span className="bar-label number">{compactOf(month[kind], language)}</span>
              ) : null}
            </div>
          ))}
        </div>
        <span className="bars-name number">{month.month.slice(2).replace('-', '/')}</span>
      </div>
    </Tooltip>
  )
}
