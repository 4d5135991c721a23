import { SearchOutlined } from '@ant-design/icons'
import { formatPoints, inGroups } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { Button, Input, Segmented } from 'antd'
import { useEffect, useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { type Columns, column, digits, figures } from '../parts/columns'
import { PageTurner, useCursorPages } from '../parts/cursor-pages'
import { DataTable } from '../parts/data-table'
import { useDebounced } from '../parts/debounced'
import { PageHead } from '../parts/page-head'
import { SavedViews } from '../parts/saved-views'
import { searchable } from '../parts/searchable'
import { Bone, EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { sayCode } from '../texts'
import { dayOf, minuteOf } from '../times'

type Member = ReplyOf<'GET /console/members'>['items'][number]
const sorts = ['ENROLLED', 'POINTS', 'LAST_PURCHASE'] as const
type Sort = (typeof sorts)[number]

const WAIT_MS = 250
const PAGE = 50

export function MembersPage() {
  const { say } = usePreferences()
  const [params, setParams] = useSearchParams()
  const pages = useCursorPages()
  const sort = sorts.find(known => known === params.get('sort')) ?? 'ENROLLED'
  const search = params.get('search') ?? ''
  const list = useRead(
    'GET /console/members',
    { query: { search: search || undefined, sort, cursor: pages.cursor, limit: PAGE } },
    { keep: true },
  )
  const change = (name: 'search' | 'sort', value: string) => {
    const next = new URLSearchParams(params)
    if (value) next.set(name, value)
    else next.delete(name)
    next.delete('cursor')
    setParams(next, { replace: true })
  }
  return (
    <>
      <PageHead
        title={say('members.title')}
        note={list.data || !list.error ? <Count list={list.data} search={search} /> : null}
      />
      <div className="card">
        <div className="tool-bar">
          <SearchField search={search} onSearch={text => change('search', text)} />
          <div className="tool-group">
            <Segmented<Sort>
              value={sort}
              onChange={value => change('sort', value === 'ENROLLED' ? '' : value)}
              aria-label={say('members.sort')}
              options={sorts.map(value => ({ value, label: say(`members.sort.${value}`) }))}
            />
            <SavedViews page="members" />
          </div>
        </div>
        <MemberTable
          rows={list.data?.items}
          stale={list.isPlaceholderData}
          error={list.error}
          retry={() => list.refetch()}
          empty={<NoMembers search={search} onClear={() => change('search', '')} />}
        />
        <PageTurner pages={pages} nextCursor={list.data?.nextCursor} />
      </div>
    </>
  )
}

function Count({ list, search }: { list: ReplyOf<'GET /console/members'> | undefined; search: string }) {
  const { say } = usePreferences()
  if (!list) return <Bone width={90} />
  const count = formatPoints(list.total)
  return <>{search ? say('members.found', { count }) : say('members.count', { count })}</>
}

/** Types freely and asks once the typing pauses; follows the address when that changes by itself. */
function SearchField({ search, onSearch }: { search: string; onSearch: (text: string) => void }) {
  const { say } = usePreferences()
  const [text, setText] = useState(search)
  const [asked, setAsked] = useState(search)
  const settled = searchable(useDebounced(text, WAIT_MS))
  if (search !== asked) {
    setAsked(search)
    if (search !== searchable(text)) setText(search)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a pause in typing asks, not a change of the asker
  useEffect(() => {
    if (settled !== search && settled === searchable(text)) onSearch(settled)
  }, [settled])
  return (
    <Input
      className="search-field"
      prefix={<SearchOutlined />}
      value={text}
      onChange={event => setText(event.target.value)}
      onPressEnter={() => onSearch(searchable(text))}
      placeholder={say('members.search')}
      aria-label={say('members.search')}
      maxLength={40}
      allowClear
      autoFocus
    />
  )
}

interface MemberTableProps {
  rows: Member[] | undefined
  stale: boolean
  error: Error | null
  retry: () => void
  empty: React.ReactNode
}

function MemberTable(props: MemberTableProps) {
  const { say } = usePreferences()
  const navigate = useNavigate()
  return (
    <DataTable<Member>
      label={say('members.title')}
      minWidth={640}
      rowKey={member => member.memberNo}
      columns={useColumns()}
      skeletonRows={12}
      onRow={member => ({
        className: 'row-link',
        onClick: event => {
          // A link inside the row already goes there, and a selected text is meant to be copied.
          if ((event.target as HTMLElement).closest('a') || window.getSelection()?.toString()) return
          navigate(`/members/${member.memberNo}`)
        },
      })}
      {...props}
    />
  )
}

function useColumns(): Columns<Member> {
  const { say } = usePreferences()
  const wide = { responsive: ['xl' as const] }
  return [
    column(say('member.nickname'), 130, member => <Link to={`/members/${member.memberNo}`}>{member.nickname}</Link>, {
      ellipsis: true,
    }),
    digits(say('member.no'), 145, member => inGroups(member.memberNo)),
    digits(say('member.phone'), 125, member => member.phoneMasked),
    figures(say('member.available'), 100, member => <strong>{formatPoints(member.points)}</strong>),
    figures(say('member.growth'), 90, member => formatPoints(member.growth), wide),
    digits(say('member.last_purchase'), 145, member =>
      member.lastPurchaseAt ? minuteOf(member.lastPurchaseAt) : say('member.never'),
    ),
    digits(say('member.enrolled'), 105, member => dayOf(member.enrolledAt), wide),
    column(say('member.source'), 100, member => sayCode(say, 'source', member.source), wide),
  ]
}

function NoMembers({ search, onClear }: { search: string; onClear: () => void }) {
  const { say } = usePreferences()
  if (!search) return <EmptyView drawing="bowl" title={say('members.none')} hint={say('members.none.hint')} />
  return (
    <EmptyView
      drawing="search"
      title={say('members.not_found', { search })}
      hint={say('members.not_found.hint')}
      action={<Button onClick={onClear}>{say('members.clear')}</Button>}
    />
  )
}
