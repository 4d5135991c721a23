import { SearchOutlined } from '@ant-design/icons'
import { formatChange, formatPoints, formatYuan } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { Button, Input, Select, Table, Tag } from 'antd'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { maySee } from '../access'
import { useOperator } from '../operator'
import { type Columns, column, digits, figures, Quiet } from '../parts/columns'
import { PageTurner, useCursorPages } from '../parts/cursor-pages'
import { DataTable } from '../parts/data-table'
import { PageHead } from '../parts/page-head'
import { SavedViews } from '../parts/saved-views'
import { searchable } from '../parts/searchable'
import { EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { minuteOf } from '../times'

type Purchase = ReplyOf<'GET /console/purchases'>['items'][number]

const PAGE = 50

export function PurchasesPage() {
  const { say } = usePreferences()
  const [params, setParams] = useSearchParams()
  const pages = useCursorPages()
  const search = params.get('search') ?? ''
  const storeId = params.get('store') ?? ''
  const list = useRead(
    'GET /console/purchases',
    {
      query: { search: search || undefined, storeId: storeId || undefined, cursor: pages.cursor, limit: PAGE },
    },
    { keep: true },
  )
  const change = (name: 'search' | 'store', value: string) => {
    const next = new URLSearchParams(params)
    if (value) next.set(name, value)
    else next.delete(name)
    next.delete('cursor')
    setParams(next, { replace: true })
  }
  return (
    <>
      <PageHead title={say('purchases.title')} note={say('purchases.note')} />
      <div className="card">
        <div className="tool-bar">
          <BillSearch key={search} search={search} onSearch={text => change('search', text)} />
          <div className="tool-group">
            <StoreFilter storeId={storeId} onStore={value => change('store', value)} />
            <SavedViews page="purchases" />
          </div>
        </div>
        <PurchaseTable
          rows={list.data?.items}
          stale={list.isPlaceholderData}
          error={list.error}
          retry={() => list.refetch()}
          empty={
            search || storeId ? (
              <EmptyView
                drawing="search"
                title={say('purchases.not_found')}
                hint={say('purchases.not_found.hint')}
                action={<Button onClick={() => setParams({}, { replace: true })}>{say('purchases.clear')}</Button>}
              />
            ) : (
              <EmptyView drawing="receipt" title={say('purchases.none')} hint={say('purchases.none.hint')} />
            )
          }
        />
        <PageTurner pages={pages} nextCursor={list.data?.nextCursor} />
      </div>
    </>
  )
}

function BillSearch({ search, onSearch }: { search: string; onSearch: (text: string) => void }) {
  const { say } = usePreferences()
  const [text, setText] = useState(search)
  return (
    <Input
      className="search-field"
      prefix={<SearchOutlined />}
      value={text}
      onChange={event => {
        setText(event.target.value)
        if (event.target.value === '' && search) onSearch('')
      }}
      onPressEnter={() => onSearch(searchable(text))}
      onBlur={() => searchable(text) !== search && onSearch(searchable(text))}
      placeholder={say('purchases.search')}
      aria-label={say('purchases.search')}
      maxLength={40}
      allowClear
    />
  )
}

function StoreFilter({ storeId, onStore }: { storeId: string; onStore: (id: string) => void }) {
  const { say } = usePreferences()
  const stores = useRead('GET /console/stores')
  return (
    <Select
      className="store-filter"
      value={storeId}
      onChange={onStore}
      aria-label={say('filter.store')}
      loading={stores.isPending}
      options={[
        { value: '', label: say('filter.all_stores') },
        ...(stores.data?.items ?? []).map(store => ({ value: store.id, label: store.name })),
      ]}
    />
  )
}

interface PurchaseTableProps {
  rows: Purchase[] | undefined
  stale: boolean
  error: Error | null
  retry: () => void
  empty: React.ReactNode
}

function PurchaseTable(props: PurchaseTableProps) {
  const { say } = usePreferences()
  const rows = props.rows ?? []
  const sum = (of: (row: Purchase) => number) => rows.reduce((total, row) => total + of(row), 0)
  return (
    <DataTable<Purchase>
      label={say('purchases.title')}
      minWidth={1060}
      rowKey={row => row.id}
      columns={useColumns()}
      skeletonRows={12}
      summary={() => (
        <Table.Summary.Row className="totals">
          <Table.Summary.Cell index={0} colSpan={4}>
            {say('purchases.page_total', { count: rows.length })}
          </Table.Summary.Cell>
          <Table.Summary.Cell index={4} align="right">
            <span className="number">{formatYuan(sum(row => row.paidFen))}</span>
          </Table.Summary.Cell>
          <Table.Summary.Cell index={5} align="right">
            <span className="number">{formatYuan(sum(row => row.refundedFen))}</span>
          </Table.Summary.Cell>
          <Table.Summary.Cell index={6} align="right">
            <span className="number">{formatPoints(sum(row => row.points))}</span>
          </Table.Summary.Cell>
          <Table.Summary.Cell index={7} />
        </Table.Summary.Row>
      )}
      {...props}
    />
  )
}

function useColumns(): Columns<Purchase> {
  const { say, pick } = usePreferences()
  return [
    digits(say('purchases.at'), 150, row => minuteOf(row.paidAt)),
    column(
      say('entries.store'),
      190,
      row => (
        <>
          {row.storeName} <span className="quiet">{row.tableName}</span>
        </>
      ),
      { ellipsis: true },
    ),
    column(say('purchases.bill'), undefined, row => (
      <span className="bill-cell">
        <span className="number">{row.billNo}</span>
        <RefundMark row={row} />
      </span>
    )),
    column(say('purchases.member'), 130, row => <Guest row={row} />, { ellipsis: true }),
    figures(say('purchases.paid'), 110, row => <strong>{formatYuan(row.paidFen)}</strong>),
    figures(say('purchases.refunded'), 105, row => (
      <Quiet when={row.refundedFen === 0}>{row.refundedFen > 0 ? formatYuan(row.refundedFen) : '—'}</Quiet>
    )),
    figures(say('purchases.points'), 80, row => (
      <span title={pick(row.sentence)}>
        <Quiet when={row.points === 0}>{formatChange(row.points)}</Quiet>
      </span>
    )),
    column(say('purchases.by'), 100, row => row.recordedBy, { ellipsis: true }),
  ]
}

function RefundMark({ row }: { row: Purchase }) {
  const { say } = usePreferences()
  if (row.refundedFen === 0) return null
  return row.refundedFen >= row.paidFen ? (
    <Tag color="error">{say('purchases.refunded.whole')}</Tag>
  ) : (
    <Tag color="warning">{say('purchases.refunded.part')}</Tag>
  )
}

/** The member with a way to the entry this bill made; a bill without one is said to be so. */
function Guest({ row }: { row: Purchase }) {
  const { say } = usePreferences()
  const { role } = useOperator()
  if (!row.member) return <span className="quiet">{say('purchases.no_member')}</span>
  if (!maySee(role, 'members')) return <>{row.member.nickname}</>
  const entry = row.entryNo ? `?entry=${encodeURIComponent(row.entryNo)}` : ''
  return <Link to={`/members/${row.member.memberNo}${entry}`}>{row.member.nickname}</Link>
}
