import { formatYuan } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { Tag } from 'antd'
import { type Columns, column, digits, figures } from '../parts/columns'
import { PageTurner, useCursorPages } from '../parts/cursor-pages'
import { DataTable } from '../parts/data-table'
import { EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { secondOf } from '../times'

type Conflict = ReplyOf<'GET /console/offline-conflicts'>['items'][number]
const PAGE = 50

/** What was used twice because one use had no network: both uses, by whom and with which device. */
export function OfflineConflicts() {
  const { say } = usePreferences()
  const pages = useCursorPages()
  const list = useRead(
    'GET /console/offline-conflicts',
    { query: { cursor: pages.cursor, limit: PAGE } },
    { keep: true },
  )
  return (
    <div className="card">
      <p className="page-note padded">{say('conflicts.note')}</p>
      <DataTable<Conflict>
        label={say('conflicts.title')}
        minWidth={1060}
        rows={list.data?.items}
        stale={list.isPlaceholderData}
        error={list.error}
        retry={() => list.refetch()}
        rowKey={one => one.id}
        columns={useColumns()}
        empty={<EmptyView drawing="ledger" title={say('conflicts.none')} hint={say('conflicts.none.hint')} />}
      />
      <PageTurner pages={pages} nextCursor={list.data?.nextCursor} />
    </div>
  )
}

function useColumns(): Columns<Conflict> {
  const { say, pick } = usePreferences()
  return [
    column(
      say('verifications.what'),
      undefined,
      one => (
        <span className="stacked">
          <span>{one.name}</span>
          {one.message ? <span className="quiet">{pick(one.message)}</span> : null}
        </span>
      ),
      { className: 'wrap' },
    ),
    column(say('conflicts.offline'), 230, one => (
      <span className="stacked">
        <span className="number">{secondOf(one.acceptedAt)}</span>
        <span className="quiet">{`${one.store} · ${one.by} · ${one.device.slice(-6)}`}</span>
      </span>
    )),
    column(say('conflicts.first'), 230, one =>
      one.first ? (
        <span className="stacked">
          <span className="number">{one.first.at ? secondOf(one.first.at) : '—'}</span>
          <span className="quiet">
            {[one.first.store, one.first.by, one.first.device?.slice(-6)].filter(Boolean).join(' · ')}
          </span>
        </span>
      ) : (
        '—'
      ),
    ),
    figures(say('verifications.worth'), 110, one => formatYuan(one.worthFen)),
    digits(say('conflicts.synced'), 170, one => secondOf(one.syncedAt)),
    column(
      say('conflicts.next'),
      200,
      one => (
        <span className="stacked">
          {one.overAllowance ? (
            <span>
              <Tag color="error">{say('conflicts.over')}</Tag>
            </span>
          ) : null}
          <span>{one.nextStep ? pick(one.nextStep) : '—'}</span>
        </span>
      ),
      { className: 'wrap' },
    ),
  ]
}
