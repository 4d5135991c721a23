import { formatChange, formatPoints } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { Button, Segmented, type TableProps, Tag } from 'antd'
import { read } from '../call'
import { usePreferences } from '../preferences'
import { useGrowingList } from '../queries'
import { minuteOf } from '../times'
import { DataTable } from './data-table'
import { EmptyView } from './state-views'

type Entry = ReplyOf<'GET /console/members/:memberNo/entries'>['items'][number]
const filters = ['ALL', 'EARN', 'REDEEM', 'EXPIRE'] as const
type Filter = (typeof filters)[number]

const PAGE = 30

interface StatementProps {
  memberNo: string
  filter: string | null
  onFilter: (filter: string | null) => void
  onOpen: (entryNo: string) => void
}

/** The points statement, newest first; a row opens its explanation. */
export function Statement({ memberNo, filter, onFilter, onOpen }: StatementProps) {
  const { say } = usePreferences()
  const known = filters.find(name => name === filter) ?? 'ALL'
  const entries = useGrowingList(['GET /console/members/:memberNo/entries', memberNo, known], (cursor, signal) =>
    read(
      'GET /console/members/:memberNo/entries',
      { params: { memberNo }, query: { filter: known, cursor, limit: PAGE } },
      { signal },
    ),
  )
  return (
    <>
      <div className="tool-bar">
        <Segmented<Filter>
          value={known}
          onChange={value => onFilter(value === 'ALL' ? null : value)}
          aria-label={say('entries.filter')}
          options={filters.map(value => ({ value, label: say(`entries.filter.${value}`) }))}
        />
      </div>
      <DataTable<Entry>
        label={say('member.statement')}
        minWidth={640}
        rows={entries.items}
        rowKey={entry => entry.entryNo}
        error={entries.error}
        retry={() => entries.refetch()}
        columns={useColumns(onOpen)}
        empty={
          <EmptyView
            drawing="receipt"
            title={known === 'ALL' ? say('entries.none') : say('entries.none.filter')}
            hint={known === 'ALL' ? say('entries.none.hint') : undefined}
          />
        }
        onRow={entry => ({ className: 'row-link', onClick: () => onOpen(entry.entryNo) })}
      />
      {entries.hasNextPage ? (
        <div className="load-more">
          <Button onClick={() => entries.fetchNextPage()} loading={entries.isFetchingNextPage}>
            {entries.isFetchNextPageError ? say('action.retry') : say('entries.more')}
          </Button>
        </div>
      ) : null}
    </>
  )
}

function useColumns(onOpen: (entryNo: string) => void): NonNullable<TableProps<Entry>['columns']> {
  const { say, pick } = usePreferences()
  return [
    {
      key: 'at',
      title: say('entries.at'),
      width: 150,
      render: (_, entry) => <span className="number">{minuteOf(entry.occurredAt)}</span>,
    },
    {
      key: 'title',
      title: say('entries.title'),
      width: 150,
      render: (_, entry) => (
        <button
          type="button"
          className="link-button"
          onClick={event => {
            event.stopPropagation()
            onOpen(entry.entryNo)
          }}
        >
          {pick(entry.title)}
        </button>
      ),
    },
    { key: 'sentence', className: 'wrap', title: say('entries.sentence'), render: (_, entry) => pick(entry.sentence) },
    {
      key: 'store',
      responsive: ['xl'],
      title: say('entries.store'),
      width: 130,
      ellipsis: true,
      render: (_, entry) => entry.storeName ?? '—',
    },
    {
      key: 'points',
      title: say('entries.change'),
      width: 120,
      align: 'right',
      render: (_, entry) => <Change entry={entry} />,
    },
    {
      key: 'growth',
      responsive: ['xl'],
      title: say('member.growth'),
      width: 90,
      align: 'right',
      render: (_, entry) => (
        <span className={entry.growth === 0 ? 'number quiet' : 'number'}>{formatChange(entry.growth)}</span>
      ),
    },
    {
      key: 'balance',
      title: say('entries.balance'),
      width: 100,
      align: 'right',
      render: (_, entry) => <span className="number">{formatPoints(entry.balanceAfter)}</span>,
    },
  ]
}

function Change({ entry }: { entry: Entry }) {
  const { say } = usePreferences()
  return (
    <>
      {entry.state === 'PENDING' ? <Tag color="warning">{say('entries.pending')}</Tag> : null}
      <span className={`number strong ${entry.points > 0 ? 'good' : entry.points < 0 ? 'bad' : ''}`}>
        {formatChange(entry.points)}
      </span>
    </>
  )
}
