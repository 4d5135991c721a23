import { formatPoints } from '@huitou/shared/amounts'
import { Alert, Button, DatePicker, Progress, Segmented } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { Bone, EmptyView, ErrorView, textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { dayOf, instantOf } from '../times'
import type { Choice } from './proposals'
import { ReportView } from './report'
import { type Backtest, type Span, useBacktest } from './use-backtest'

const ranges = [7, 30, 90, 'own'] as const
type Range = (typeof ranges)[number]
/** The longest look back, as the contract has it. */
const MOST_DAYS = 400
const DAY_MS = 86_400_000

interface BacktestPanelProps {
  choices: readonly Choice[]
  id: string | null
  onStarted: (id: string) => void
}

/** The right half: the real bills of a time, worked out once more under the proposed rules. */
export function BacktestPanel({ choices, id, onStarted }: BacktestPanelProps) {
  const { say, language } = usePreferences()
  const [range, setRange] = useState<Range>(30)
  const [own, setOwn] = useState<[string, string] | null>(null)
  const { backtest, query, start, cancel } = useBacktest(id, onStarted)
  const running = backtest?.state === 'RUNNING' || start.isPending
  const span = spanOf(range, own, Date.now())
  return (
    <section className="card sim-card" aria-labelledby="backtest-title">
      <h2 id="backtest-title">{say('backtest.title')}</h2>
      <div className="backtest-tools">
        <Segmented<Range>
          value={range}
          onChange={setRange}
          disabled={running}
          aria-label={say('backtest.range')}
          options={ranges.map(value => ({ value, label: say(`backtest.range.${value}`) }))}
        />
        {range === 'own' ? (
          <DatePicker.RangePicker
            disabled={running}
            aria-label={say('backtest.range.days')}
            value={own ? [dayjs(own[0]), dayjs(own[1])] : null}
            maxDate={dayjs(dayOf(Date.now()))}
            onChange={days =>
              setOwn(days?.[0] && days[1] ? [days[0].format('YYYY-MM-DD'), days[1].format('YYYY-MM-DD')] : null)
            }
          />
        ) : null}
        <Button
          type="primary"
          disabled={running || span === null}
          loading={start.isPending}
          onClick={() => span && start.mutate({ choices, span })}
        >
          {say('backtest.run')}
        </Button>
      </div>
      {own && range === 'own' && span === null ? (
        <p className="note-warn">{say('backtest.range.long', { days: MOST_DAYS })}</p>
      ) : null}
      {start.error ? (
        <Alert className="form-alert" type="error" showIcon title={textOf(start.error, say, language)} />
      ) : null}
      {id !== null && !backtest && query.error ? (
        <ErrorView small error={query.error} retry={() => query.refetch()} />
      ) : null}
      {id !== null && !backtest && !query.error ? <Bone width="100%" height={160} /> : null}
      {backtest ? (
        <Standing backtest={backtest} cancelling={cancel.isPending} onCancel={() => cancel.mutate()} />
      ) : id === null ? (
        <EmptyView drawing="ledger" title={say('backtest.intro')} hint={say('backtest.intro.hint')} />
      ) : null}
    </section>
  )
}

/** [from, to) of a choice, by Shanghai days; null when a chosen range is missing or too long. */
function spanOf(range: Range, own: [string, string] | null, now: number): Span | null {
  if (range !== 'own') return { from: new Date(now - range * DAY_MS).toISOString(), to: new Date(now).toISOString() }
  if (!own) return null
  const from = instantOf(`${own[0]} 00:00:00`)
  const to = new Date(Math.min(Date.parse(instantOf(`${own[1]} 00:00:00`)) + DAY_MS, now)).toISOString()
  return from < to && Date.parse(to) - Date.parse(from) <= MOST_DAYS * DAY_MS ? { from, to } : null
}

function Standing({
  backtest,
  cancelling,
  onCancel,
}: {
  backtest: Backtest
  cancelling: boolean
  onCancel: () => void
}) {
  const { say } = usePreferences()
  if (backtest.state === 'RUNNING') {
    const percent = backtest.of === 0 ? 0 : Math.floor((backtest.done / backtest.of) * 100)
    return (
      <div className="backtest-progress">
        <Progress percent={percent} aria-label={say('backtest.title')} />
        <p className="number" role="status">
          {backtest.of === 0
            ? say('backtest.starting')
            : say('backtest.progress', { done: formatPoints(backtest.done), of: formatPoints(backtest.of) })}
        </p>
        <p className="page-note">{say('backtest.leave')}</p>
        <Button onClick={onCancel} loading={cancelling}>
          {say('backtest.cancel')}
        </Button>
      </div>
    )
  }
  if (backtest.state === 'DONE' && backtest.report) return <ReportView report={backtest.report} />
  return backtest.state === 'CANCELLED' ? (
    <EmptyView drawing="closed" title={say('backtest.cancelled')} hint={say('backtest.cancelled.hint')} />
  ) : (
    <EmptyView drawing="spill" title={say('backtest.failed')} hint={say('backtest.failed.hint')} />
  )
}
