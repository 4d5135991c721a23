import { formatPoints } from '@huitou/shared/amounts'
import { Card, Segmented, Tooltip } from 'antd'
import { useState } from 'react'
import { compactOf, ticksOf } from '../parts/chart-scale'
import { digits, figures } from '../parts/columns'
import { DataTable } from '../parts/data-table'
import { Bone, EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import type { ConsoleTiers } from './ladder'

type Month = ConsoleTiers['movement'][number]

/** The three movements with the colours and patterns of the other charts. */
const KINDS = [
  { kind: 'rose', look: 'issued' },
  { kind: 'kept', look: 'spent' },
  { kind: 'fell', look: 'expired' },
] as const
const HEIGHT = 200

/** Who rose, kept and fell, month by month: as bars, or as the same numbers in a table. */
export function Movement({ months }: { months: readonly Month[] | undefined }) {
  const { say } = usePreferences()
  const [view, setView] = useState<'bars' | 'table'>('bars')
  return (
    <Card
      title={say('tiers.movement')}
      extra={
        <Segmented
          value={view}
          onChange={setView}
          aria-label={say('overview.view')}
          options={[
            { value: 'bars', label: say('overview.bars') },
            { value: 'table', label: say('overview.table') },
          ]}
        />
      }
      styles={view === 'table' && months ? { body: { padding: 0 } } : undefined}
    >
      {!months ? <Bone width="100%" height={240} /> : null}
      {months && view === 'bars' ? <Bars months={months} /> : null}
      {months && view === 'table' ? <Twin months={months} /> : null}
    </Card>
  )
}

function Bars({ months }: { months: readonly Month[] }) {
  const { say, language } = usePreferences()
  const highest = Math.max(0, ...months.flatMap(month => KINDS.map(({ kind }) => month[kind])))
  if (highest === 0)
    return <EmptyView drawing="bowl" title={say('tiers.movement.none')} hint={say('tiers.movement.hint')} />
  const ticks = ticksOf(highest)
  const top = ticks.at(-1) ?? highest
  return (
    <figure className="month-bars">
      <figcaption className="legend">
        {KINDS.map(({ kind, look }) => (
          <span key={kind} className="legend-item">
            <span className={`swatch ${look}`} />
            {say(`tiers.${kind}`)}
          </span>
        ))}
        <span className="page-note">{say('tiers.movement.unit')}</span>
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
              <MonthColumn key={month.month} month={month} top={top} />
            ))}
          </div>
        </div>
      </div>
    </figure>
  )
}

function MonthColumn({ month, top }: { month: Month; top: number }) {
  const { say } = usePreferences()
  const lines = KINDS.map(({ kind }) => `${say(`tiers.${kind}`)} ${formatPoints(month[kind])}`)
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
          {KINDS.map(({ kind, look }) => (
            <div key={kind} className={`bar ${look}`} style={{ height: `${(month[kind] / top) * 100}%` }} />
          ))}
        </div>
        <span className="bars-name number">{month.month.slice(2).replace('-', '/')}</span>
      </div>
    </Tooltip>
  )
}

function Twin({ months }: { months: readonly Month[] }) {
  const { say } = usePreferences()
  return (
    <DataTable<Month>
      label={say('tiers.movement')}
      minWidth={420}
      rows={[...months].reverse()}
      rowKey={month => month.month}
      empty={<EmptyView drawing="bowl" title={say('tiers.movement.none')} hint={say('tiers.movement.hint')} />}
      columns={[
        digits(say('tiers.month'), undefined, month => month.month),
        figures(say('tiers.rose'), undefined, month => formatPoints(month.rose)),
        figures(say('tiers.kept'), undefined, month => formatPoints(month.kept)),
        figures(say('tiers.fell'), undefined, month => formatPoints(month.fell)),
      ]}
    />
  )
}
