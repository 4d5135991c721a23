import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons'
import { formatFen, formatPoints } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { App, Button } from 'antd'
import { useState } from 'react'
import { mayResolvePayments } from '../access'
import { call } from '../call'
import { useOperator } from '../operator'
import { actions, type Columns, column, digits, figures, Quiet } from '../parts/columns'
import { DataTable } from '../parts/data-table'
import { PageHead } from '../parts/page-head'
import { ResolutionDialog } from '../parts/resolution-dialog'
import { EmptyView, ErrorView, textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useChange, useRead } from '../queries'
import { minuteOf } from '../times'

type Overview = ReplyOf<'GET /console/reconciliation'>
export type Difference = Overview['differences'][number]
type Stuck = Overview['stuckRefunds'][number]
type Day = Overview['days'][number]

/** WeChat Pay's bills held against our rows. On a good day there is nothing to read but that. */
export function ReconciliationPage() {
  const { say } = usePreferences()
  const overview = useRead('GET /console/reconciliation')
  const { data, error } = overview
  return (
    <>
      <PageHead title={say('pay.title')} note={say('pay.note')} />
      {error ? (
        <div className="card">
          <ErrorView error={error} retry={() => overview.refetch()} />
        </div>
      ) : data && !data.configured && data.days.length === 0 ? (
        <div className="card">
          <EmptyView drawing="ledger" title={say('pay.off')} hint={say('pay.off.hint')} />
        </div>
      ) : (
        <Content overview={data} />
      )}
    </>
  )
}

function Content({ overview }: { overview: Overview | undefined }) {
  const { say } = usePreferences()
  const [explaining, setExplaining] = useState<Difference | null>(null)
  const differences = useDifferences(setExplaining)
  const stuck = useStuck()
  const days = useDays()
  return (
    <>
      {overview ? <Verdict overview={overview} /> : null}
      {overview?.differences.length ? (
        <div className="card">
          <h2>{say('pay.differences')}</h2>
          <DataTable<Difference>
            label={say('pay.differences')}
            minWidth={900}
            rows={overview.differences}
            rowKey={one => one.id}
            columns={differences}
            empty={null}
          />
        </div>
      ) : null}
      {overview?.stuckRefunds.length ? (
        <div className="card">
          <h2>{say('pay.stuck')}</h2>
          <DataTable<Stuck>
            label={say('pay.stuck')}
            minWidth={820}
            rows={overview.stuckRefunds}
            rowKey={one => one.outRefundNo}
            columns={stuck}
            empty={null}
          />
        </div>
      ) : null}
      <div className="card">
        <h2>{say('pay.days')}</h2>
        <DataTable<Day>
          label={say('pay.days')}
          minWidth={760}
          rows={overview?.days}
          rowKey={one => one.date}
          columns={days}
          empty={<EmptyView drawing="ledger" title={say('pay.clean.none')} hint={say('pay.days.none')} />}
        />
      </div>
      <ResolutionDialog difference={explaining} onClose={() => setExplaining(null)} />
    </>
  )
}

function Verdict({ overview }: { overview: Overview }) {
  const { say } = usePreferences()
  const count = overview.differences.length + overview.stuckRefunds.length
  const [latest] = overview.days
  if (count === 0 && !latest) return null
  return (
    <div className={count === 0 ? 'verdict clean' : 'verdict broken'} role="status">
      {count === 0 ? <CheckCircleFilled className="verdict-mark" /> : <CloseCircleFilled className="verdict-mark" />}
      <div>
        <p className="verdict-word">{count === 0 ? say('pay.clean') : say('pay.broken', { count })}</p>
        {latest ? <p className="page-note number">{say('pay.checked', { at: minuteOf(latest.checkedAt) })}</p> : null}
      </div>
    </div>
  )
}

const amount = (fen: number | null) => <Quiet when={fen === null}>{fen === null ? '—' : formatFen(fen)}</Quiet>

function useDifferences(explain: (one: Difference) => void): Columns<Difference> {
  const { say } = usePreferences()
  const { role } = useOperator()
  const all: Columns<Difference> = [
    digits(say('pay.date'), 120, one => one.date),
    column(say('pay.kind'), 220, one => <span className="bad">{say(`pay.kind.${one.kind}`)}</span>),
    digits(say('pay.number'), undefined, one => one.outRefundNo ?? one.outTradeNo),
    figures(say('pay.ours'), 110, one => amount(one.oursFen)),
    figures(say('pay.theirs'), 110, one => amount(one.theirsFen)),
    digits(say('pay.found'), 150, one => minuteOf(one.foundAt)),
  ]
  if (!mayResolvePayments(role)) return all
  const button = (one: Difference) => (
    <Button size="small" onClick={() => explain(one)}>
      {say('pay.resolve')}
    </Button>
  )
  return [...all, actions(say('pay.actions'), 110, button)]
}

function useStuck(): Columns<Stuck> {
  const { say } = usePreferences()
  return [
    digits(say('pay.number'), undefined, one => one.outRefundNo),
    figures(say('pay.amount'), 110, one => amount(one.amountFen)),
    column(say('pay.state'), 220, one => say(`pay.refund.${one.state}`)),
    column(say('pay.trouble'), 160, one => <code className="quiet">{one.trouble ?? '—'}</code>),
    digits(say('pay.asked'), 150, one => minuteOf(one.askedAt)),
  ]
}

function useDays(): Columns<Day> {
  const { say, language } = usePreferences()
  const { role } = useOperator()
  const { message } = App.useApp()
  const again = useChange(
    (day: string) => call('POST /console/reconciliation/:day', { params: { day } }),
    ['GET /console/reconciliation'],
  )
  const sums = (count: number, fen: number) => (
    <Quiet when={count === 0}>
      {formatFen(fen)} · {say('pay.count', { count: formatPoints(count) })}
    </Quiet>
  )
  const all: Columns<Day> = [
    digits(say('pay.date'), 120, one => one.date),
    figures(say('pay.paid'), undefined, one => sums(one.paidCount, one.paidFen)),
    figures(say('pay.refunded'), undefined, one => sums(one.refundCount, one.refundFen)),
    figures(say('pay.foreign'), 110, one => (
      <Quiet when={one.foreignCount === 0}>{formatPoints(one.foreignCount)}</Quiet>
    )),
    digits(say('pay.at'), 150, one => minuteOf(one.checkedAt)),
  ]
  if (!mayResolvePayments(role)) return all
  const button = ({ date }: Day) => (
    <Button
      size="small"
      loading={again.isPending && again.variables === date}
      onClick={() => again.mutate(date, { onError: error => message.error(textOf(error, say, language)) })}
    >
      {say('pay.again')}
    </Button>
  )
  return [...all, actions(say('pay.actions'), 110, button)]
}
