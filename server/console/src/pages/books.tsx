import { CheckCircleFilled, CloseCircleFilled, LoadingOutlined, ReloadOutlined } from '@ant-design/icons'
import { formatPoints } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { Button, Table } from 'antd'
import { useEffect, useState } from 'react'
import { type Columns, column, figures } from '../parts/columns'
import { useStickyTop } from '../parts/data-table'
import { PageHead } from '../parts/page-head'
import { SealingCard } from '../parts/sealing-card'
import { EmptyView, ErrorView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { secondOf, secondsOf } from '../times'

type Books = ReplyOf<'GET /console/books'>
type Check = Books['checks'][number]

// A ledger of many millions of entries is checked whole; the answer is worth the wait.
const TIME_OUT_MS = 300_000

/** Runs every invariant of the ledger and shows which hold. Asked on entering and again only by hand. */
export function BooksPage() {
  const { say } = usePreferences()
  const books = useRead('GET /console/books', undefined, { staleMs: Number.POSITIVE_INFINITY, timeOutMs: TIME_OUT_MS })
  return (
    <>
      <PageHead
        title={say('books.title')}
        note={say('books.note')}
        actions={
          <Button type="primary" icon={<ReloadOutlined />} loading={books.isFetching} onClick={() => books.refetch()}>
            {say('books.again')}
          </Button>
        }
      />
      {books.isFetching ? <Running /> : null}
      {!books.isFetching && books.error ? (
        <div className="card">
          <ErrorView error={books.error} retry={() => books.refetch()} />
        </div>
      ) : null}
      {!books.isFetching && !books.error && books.data ? <Verdict books={books.data} /> : null}
      {books.data && !books.error ? <SealingCard sealing={books.data.sealing} /> : null}
      {books.data && !books.error ? <Checks books={books.data} stale={books.isFetching} /> : null}
    </>
  )
}

/** Counts the seconds, because how long this takes depends on how long the ledger is. */
function Running() {
  const { say } = usePreferences()
  const [startedAt] = useState(() => Date.now())
  const [now, setNow] = useState(startedAt)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 200)
    return () => clearInterval(timer)
  }, [])
  return (
    <div className="verdict running" role="status">
      <LoadingOutlined className="verdict-mark" />
      <div>
        <p className="verdict-word">{say('books.running')}</p>
        <p className="page-note number">{say('books.running.seconds', { seconds: secondsOf(now - startedAt) })}</p>
      </div>
    </div>
  )
}

function Verdict({ books }: { books: Books }) {
  const { say } = usePreferences()
  const broken = books.checks.filter(check => check.broken > 0).length
  const detail = say('books.detail', { at: secondOf(books.checkedAt), seconds: secondsOf(books.milliseconds) })
  return (
    <div className={books.clean ? 'verdict clean' : 'verdict broken'} role="status">
      {books.clean ? <CheckCircleFilled className="verdict-mark" /> : <CloseCircleFilled className="verdict-mark" />}
      <div>
        <p className="verdict-word">
          {books.clean
            ? say('books.clean', { count: books.checks.length })
            : say('books.broken', { broken, count: books.checks.length })}
        </p>
        <p className="page-note number">{detail}</p>
        {books.clean ? null : <p>{say('books.broken.next')}</p>}
      </div>
    </div>
  )
}

function Checks({ books, stale }: { books: Books; stale: boolean }) {
  const { say } = usePreferences()
  const columns = useColumns()
  const stickyTop = useStickyTop()
  // What is wrong comes first; the order the server gives is kept otherwise.
  const checks = books.checks.toSorted((a, b) => Number(b.broken > 0) - Number(a.broken > 0))
  const failing = checks.filter(check => check.sample.length > 0).map(check => check.name)
  if (checks.length === 0) return <EmptyView drawing="ledger" title={say('books.none')} />
  return (
    <div className="card">
      <Table<Check>
        aria-label={say('books.title')}
        className={stale ? 'data-table stale' : 'data-table'}
        size="small"
        rowKey="name"
        columns={columns}
        dataSource={checks}
        pagination={false}
        sticky={{ offsetHeader: stickyTop }}
        scroll={{ x: 640 }}
        expandable={
          failing.length === 0
            ? undefined
            : {
                rowExpandable: check => check.sample.length > 0,
                defaultExpandedRowKeys: failing,
                expandedRowRender: check => <Sample check={check} />,
              }
        }
      />
    </div>
  )
}

function useColumns(): Columns<Check> {
  const { say, pick } = usePreferences()
  return [
    column(say('books.state'), 110, check =>
      check.broken === 0 ? (
        <span className="good">
          <CheckCircleFilled /> {say('books.holds')}
        </span>
      ) : (
        <span className="bad">
          <CloseCircleFilled /> {say('books.fails')}
        </span>
      ),
    ),
    column(say('books.meaning'), undefined, check => pick(check.meaning), { className: 'wrap' }),
    column(say('books.name'), 240, check => <code className="quiet">{check.name}</code>),
    figures(say('books.rows'), 110, check =>
      check.broken > 0 ? (
        <strong className="bad">{formatPoints(check.broken)}</strong>
      ) : (
        <span className="quiet">0</span>
      ),
    ),
  ]
}

function Sample({ check }: { check: Check }) {
  const { say } = usePreferences()
  return (
    <div className="sample">
      <p className="page-note">
        {say('books.sample', { shown: check.sample.length, all: formatPoints(check.broken) })}
      </p>
      <pre>{check.sample.join('\n')}</pre>
    </div>
  )
}
