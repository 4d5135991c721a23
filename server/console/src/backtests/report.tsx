import { CheckCircleOutlined, DownloadOutlined, InfoCircleOutlined } from '@ant-design/icons'
import { formatChange, formatPoints, formatYuan } from '@huitou/shared/amounts'
import { Alert, Button, Drawer, Tabs } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { type Columns, column, digits, figures } from '../parts/columns'
import { DataTable } from '../parts/data-table'
import { saveFile } from '../parts/save-file'
import { EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { dayOf, minuteOf, secondsOf } from '../times'
import { csvOf } from './csv'
import { Trace } from './outcome'
import { reportRows } from './report-rows'
import type { Report } from './use-backtest'

type Changed = Report['changed'][number]
type Total = Report['total']
/** Fewer bills than this say little about shares. */
const FEW = 100

/** What the proposal would have meant: in all, by tier, store and month, and the bills it changes most. */
export function ReportView({ report }: { report: Report }) {
  const { say, pick } = usePreferences()
  const { total } = report
  if (total.purchases === 0)
    return <EmptyView drawing="receipt" title={say('backtest.none')} hint={say('backtest.none.hint')} />
  const download = () =>
    saveFile(
      new Blob([csvOf(reportRows(report, { say, pick }))], { type: 'text/csv;charset=utf-8' }),
      `${say('backtest.file', { at: minuteOf(Date.now()).replace(':', '') })}.csv`,
    )
  return (
    <div className="report" aria-live="polite">
      {total.purchases < FEW ? (
        <Alert type="warning" showIcon title={say('backtest.partial', { purchases: formatPoints(total.purchases) })} />
      ) : null}
      <Totals total={total} />
      <div className="report-line">
        <p className={report.different === 0 ? 'good' : 'note-warn'}>
          {report.different === 0 ? <CheckCircleOutlined /> : <InfoCircleOutlined />}{' '}
          {report.different === 0
            ? say('backtest.exact', { purchases: formatPoints(total.purchases) })
            : say('backtest.different', { count: formatPoints(report.different) })}
        </p>
        <Button icon={<DownloadOutlined />} onClick={download}>
          {say('backtest.csv')}
        </Button>
      </div>
      <BreakDowns report={report} />
      <section className="assumptions">
        <h3>{say('backtest.assumptions')}</h3>
        <ul>
          {report.assumptions.map(one => (
            <li key={one.zh}>{pick(one)}</li>
          ))}
        </ul>
        <p className="page-note number">{say('backtest.took', { seconds: secondsOf(report.milliseconds) })}</p>
      </section>
    </div>
  )
}

/** The same change from four sides. */
function BreakDowns({ report }: { report: Report }) {
  const { say, pick } = usePreferences()
  return (
    <Tabs
      items={[
        {
          key: 'changed',
          label: say('backtest.changed', { count: report.changed.length }),
          children: <ChangedTable rows={report.changed} />,
        },
        {
          key: 'tiers',
          label: say('backtest.tiers'),
          children: (
            <ChangeTable
              rows={report.tiers.map(one => ({ ...one, key: one.tier, name: pick(one.name) || one.tier }))}
            />
          ),
        },
        {
          key: 'stores',
          label: say('backtest.stores'),
          children: <ChangeTable rows={report.stores.map(one => ({ key: one.storeId, ...one }))} />,
        },
        {
          key: 'months',
          label: say('backtest.months'),
          children: <ChangeTable rows={report.months.map(one => ({ key: one.month, name: one.month, ...one }))} />,
        },
      ]}
    />
  )
}

function Totals({ total }: { total: Total }) {
  const { say } = usePreferences()
  const share = (count: number) => ({
    share: `${((count / Math.max(1, total.members)) * 100).toFixed(1)}%`,
    members: formatPoints(total.members),
  })
  const [points, cost] = [total.pointsProposed - total.pointsLive, total.costFenProposed - total.costFenLive]
  const tile = (name: string, value: string, note: string, tone = '') => (
    <div className="total-tile">
      <span className="figure-name">{name}</span>
      <strong className={`total-value number ${tone}`}>{value}</strong>
      <span className="page-note number">{note}</span>
    </div>
  )
  return (
    <div className="total-tiles">
      {tile(
        say('backtest.points'),
        formatChange(points),
        say('backtest.fromto', { live: formatPoints(total.pointsLive), proposed: formatPoints(total.pointsProposed) }),
      )}
      {tile(
        say('backtest.cost'),
        `${cost > 0 ? '+' : ''}${formatYuan(cost)}`,
        say('backtest.fromto', { live: formatYuan(total.costFenLive), proposed: formatYuan(total.costFenProposed) }),
      )}
      {tile(
        say('backtest.better'),
        formatPoints(total.better),
        say('backtest.of', share(total.better)),
        total.better > 0 ? 'good' : '',
      )}
      {tile(
        say('backtest.worse'),
        formatPoints(total.worse),
        say('backtest.of', share(total.worse)),
        total.worse > 0 ? 'bad' : '',
      )}
    </div>
  )
}

interface ChangeRow extends Total {
  key: string
  name: string
}

function ChangeTable({ rows }: { rows: ChangeRow[] }) {
  const { say } = usePreferences()
  const columns: Columns<ChangeRow> = [
    column(say('backtest.name'), undefined, row => row.name, { className: 'wrap' }),
    figures(say('backtest.purchases'), 64, row => formatPoints(row.purchases)),
    figures(say('backtest.live'), 88, row => formatPoints(row.pointsLive)),
    figures(say('backtest.proposed'), 88, row => formatPoints(row.pointsProposed)),
    figures(say('backtest.delta'), 80, row => <Delta points={row.pointsProposed - row.pointsLive} />),
    figures(say('backtest.better'), 92, row => formatPoints(row.better)),
    figures(say('backtest.worse'), 98, row => formatPoints(row.worse)),
  ]
  return (
    <DataTable<ChangeRow>
      label={say('backtest.title')}
      minWidth={600}
      rows={rows}
      rowKey={row => row.key}
      columns={columns}
      pageSize={24}
      empty={<p className="quiet">{say('backtest.none')}</p>}
    />
  )
}

function ChangedTable({ rows }: { rows: Changed[] }) {
  const { say } = usePreferences()
  const [shown, setShown] = useState<Changed | null>(null)
  const columns: Columns<Changed> = [
    digits(say('entries.at'), 104, row => dayOf(row.paidAt)),
    column(say('backtest.member'), 122, row => (
      <Link className="number" to={`/members/${row.memberNo}`}>
        {row.memberNo}
      </Link>
    )),
    column(say('entries.store'), undefined, row => row.storeName, { ellipsis: true, responsive: ['xxl'] }),
    figures(say('backtest.paid'), 84, row => formatYuan(row.paidFen)),
    figures(`${say('backtest.live')} → ${say('backtest.proposed')}`, 116, row =>
      say('backtest.fromto', { live: formatPoints(row.live), proposed: formatPoints(row.proposed) }),
    ),
    figures(say('backtest.delta'), 68, row => <Delta points={row.proposed - row.live} />),
    column(<span className="visually-hidden">{say('backtest.why')}</span>, 62, row => (
      <Button
        type="link"
        size="small"
        aria-label={say('backtest.why_named', { bill: row.billNo })}
        onClick={() => setShown(row)}
      >
        {say('backtest.why')}
      </Button>
    )),
  ]
  return (
    <>
      <DataTable<Changed>
        label={say('backtest.changed', { count: rows.length })}
        minWidth={560}
        rows={rows}
        rowKey={row => `${row.billNo}.${row.storeName}`}
        columns={columns}
        empty={<p className="quiet empty-line">{say('backtest.changed.none')}</p>}
      />
      <Drawer
        open={shown !== null}
        onClose={() => setShown(null)}
        size={460}
        title={shown ? say('backtest.why_named', { bill: shown.billNo }) : ''}
      >
        {shown ? (
          <>
            <p className="quiet number">
              {minuteOf(shown.paidAt)} · {shown.storeName} · {formatYuan(shown.paidFen)}
            </p>
            <Trace explained={shown.explained} />
          </>
        ) : null}
      </Drawer>
    </>
  )
}

/** More or fewer, by sign and by word of colour both. */
function Delta({ points }: { points: number }) {
  return <span className={points > 0 ? 'good' : points < 0 ? 'bad' : 'quiet'}>{formatChange(points)}</span>
}
