import { formatPoints } from '@huitou/shared/amounts'
import { Tooltip } from 'antd'
import type { ReactNode } from 'react'
import { usePreferences } from '../preferences'
import { compactOf, ticksOf } from './chart-scale'

/** One of up to three figures of a month; colour and pattern come from its place among the others. */
export interface Bar<M> {
  name: string
  of: (month: M) => number
}

interface MonthBarsProps<M> {
  months: readonly M[]
  bars: readonly Bar<M>[]
  /** What is counted. */
  unit: string
  /** Stands here while every figure is zero. */
  empty: ReactNode
}

const HEIGHT = 220

/** Figures by month, side by side. Colour, pattern and place tell them apart; hover or Tab says the numbers. */
export function MonthBars<M extends { month: string }>({ months, bars, unit, empty }: MonthBarsProps<M>) {
  const { language } = usePreferences()
  const highest = Math.max(0, ...months.flatMap(month => bars.map(bar => bar.of(month))))
  if (highest === 0) return empty
  const ticks = ticksOf(highest)
  const top = ticks.at(-1) ?? highest
  return (
    <figure className="month-bars">
      <figcaption className="legend">
        {bars.map(({ name }, place) => (
          <span key={name} className="legend-item">
            <span className={`swatch series-${place + 1}`} />
            {name}
          </span>
        ))}
        <span className="page-note">{unit}</span>
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
              <MonthColumn key={month.month} month={month} bars={bars} top={top} highest={highest} />
            ))}
          </div>
        </div>
      </div>
    </figure>
  )
}

interface MonthColumnProps<M> {
  month: M
  bars: readonly Bar<M>[]
  /** Of the axis, and of the highest bar, which says its number. */
  top: number
  highest: number
}

function MonthColumn<M extends { month: string }>({ month, bars, top, highest }: MonthColumnProps<M>) {
  const { language } = usePreferences()
  const lines = bars.map(bar => `${bar.name} ${formatPoints(bar.of(month))}`)
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
          {bars.map((bar, place) => (
            <div
              key={bar.name}
              className={`bar series-${place + 1}`}
              style={{ height: `${(bar.of(month) / top) * 100}%` }}
            >
              {bar.of(month) === highest ? (
                <span className="bar-label number">{compactOf(highest, language)}</span>
              ) : null}
            </div>
          ))}
        </div>
        <span className="bars-name number">{month.month.slice(2).replace('-', '/')}</span>
      </div>
    </Tooltip>
  )
}
