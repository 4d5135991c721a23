import { formatChange, formatPoints } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { Button, Segmented, Tag } from 'antd'
import { read } from '../call'
import { usePreferences } from '../preferences'
import { useGrowingList } from '../queries'
import { minuteOf } from '../times'
import { type Columns, column, digits, figures, Quiet } from './columns'
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

function useColumns(onOpen: (entryNo: string) => void): Columns<Entry> {
  const { say, pick } = usePreferences()
  const wide = { responsive: ['xl' as const] }
  return [
    digits(say('entries.at'), 150, entry => minuteOf(entry.occurredAt)),
    column(say('entries.title'), 150, entry => (
      <OpenEntry title={pick(entry.title)} onOpen={() => onOpen(entry.entryNo)} />
    )),
    column(say('entries.sentence'), undefined, entry => pick(entry.sentence), { className: 'wrap' }),
    column(say('entries.store'), 150, entry => entry.storeName ?? '—', { ellipsis: true, ...wide }),
    figures(say('entries.change'), 120, entry => <Change entry={entry} />),
    figures(
      say('member.growth'),
      90,
      entry => <Quiet when={entry.growth === 0}>{formatChange(entry.growth)}</Quiet>,
      wide,
    ),
    figures(say('entries.balance'), 100, entry => formatPoints(entry.balanceAfter)),
  ]
}

/** The way into the explanation by keyboard; the row as a whole is a larger target for the mouse. */
function OpenEntry({ title, onOpen }: { title: string; onOpen: () => void }) {
  return (
    <button
      type="button"
      className="link-button"
      onClick={event => {
        event.stopPropagation()
        onOpen()
      }}
    >
      {title}
    </button>
  )
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
