import { formatYuan, inGroups } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { Select, Tag } from 'antd'
import { Link, useSearchParams } from 'react-router'
import { type Columns, column, digits, figures } from '../parts/columns'
import { PageTurner, useCursorPages } from '../parts/cursor-pages'
import { DataTable } from '../parts/data-table'
import { EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { secondOf } from '../times'

type Receipt = ReplyOf<'GET /console/verifications'>['items'][number]
const PAGE = 50
const KINDS = ['COUPON', 'VOUCHER'] as const
const STATES = ['VERIFIED', 'VOIDED'] as const

/** What staff took, the newest first; filters stay in the address. */
export function VerificationList() {
  const { say } = usePreferences()
  const [params, setParams] = useSearchParams()
  const pages = useCursorPages()
  const kind = KINDS.find(one => one === params.get('kind'))
  const state = STATES.find(one => one === params.get('state'))
  const storeId = params.get('store') ?? undefined
  const list = useRead(
    'GET /console/verifications',
    { query: { kind, state, storeId, cursor: pages.cursor, limit: PAGE } },
    { keep: true },
  )
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(params)
    next.delete('cursor')
    if (value) next.set(name, value)
    else next.delete(name)
    setParams(next, { replace: true })
  }
  return (
    <div className="card">
      <div className="tool-bar">
        <Filters kind={kind ?? ''} state={state ?? ''} storeId={storeId ?? ''} onSet={set} />
      </div>
      <DataTable<Receipt>
        label={say('verifications.title')}
        minWidth={1080}
        rows={list.data?.items}
        stale={list.isPlaceholderData}
        error={list.error}
        retry={() => list.refetch()}
        rowKey={one => one.id}
        columns={useColumns()}
        empty={<EmptyView drawing="receipt" title={say('verifications.none')} hint={say('verifications.none.hint')} />}
      />
      <PageTurner pages={pages} nextCursor={list.data?.nextCursor} />
    </div>
  )
}

interface FiltersProps {
  kind: string
  state: string
  storeId: string
  onSet: (name: string, value: string) => void
}

function Filters({ kind, state, storeId, onSet }: FiltersProps) {
  const { say } = usePreferences()
  const options = useRead('GET /console/rule-options', undefined, { staleMs: 60_000 })
  return (
    <span className="page-actions">
      <Select
        className="store-filter"
        value={storeId}
        aria-label={say('verifications.store')}
        options={[
          { value: '', label: say('coupon.stores.all') },
          ...(options.data?.stores ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={value => onSet('store', value)}
      />
      <Select
        className="short-field"
        value={kind}
        aria-label={say('verifications.kind')}
        options={[
          { value: '', label: say('verifications.kind.all') },
          ...KINDS.map(value => ({ value, label: say(`verifications.kind.${value}`) })),
        ]}
        onChange={value => onSet('kind', value)}
      />
      <Select
        className="short-field"
        value={state}
        aria-label={say('verifications.state')}
        options={[
          { value: '', label: say('verifications.state.all') },
          ...STATES.map(value => ({ value, label: say(`verifications.state.${value}`) })),
        ]}
        onChange={value => onSet('state', value)}
      />
    </span>
  )
}

function useColumns(): Columns<Receipt> {
  const { say, pick } = usePreferences()
  return [
    digits(say('verifications.at'), 170, one => secondOf(one.at)),
    digits(say('verifications.serial'), 80, one => one.serialNo),
    column(
      say('verifications.what'),
      undefined,
      one => (
        <span className="stacked">
          <span>
            {pick(one.name)}
            {one.quantity > 1 ? ` × ${one.quantity}` : ''}
          </span>
          <span className="quiet">
            {say(`verifications.kind.${one.kind}`)}
            {one.billNo ? ` · ${one.billNo}` : ''}
          </span>
        </span>
      ),
      { className: 'wrap' },
    ),
    column(say('verifications.member'), 170, one => (
      <span className="stacked">
        <Link to={`/members/${one.owner.memberNo}`}>{one.owner.nickname || say('verifications.member')}</Link>
        <span className="quiet number">{inGroups(one.owner.memberNo)}</span>
      </span>
    )),
    column(say('verifications.where'), 170, one => (
      <span className="stacked">
        <span>{one.store}</span>
        <span className="quiet">{one.by}</span>
      </span>
    )),
    figures(say('verifications.worth'), 110, one => formatYuan(one.discountFen ?? one.worthFen)),
    column(say('verifications.state'), 240, one => <State receipt={one} />, { className: 'wrap' }),
  ]
}

function State({ receipt: { state, offline, void: undone } }: { receipt: Receipt }) {
  const { say } = usePreferences()
  return (
    <span className="stacked">
      <span>
        <Tag color={state === 'VERIFIED' ? 'success' : 'default'}>{say(`verifications.state.${state}`)}</Tag>{' '}
        {offline ? <Tag color="warning">{say('verifications.offline')}</Tag> : null}
      </span>
      {undone ? (
        <span className="quiet">{say('verifications.void', { by: undone.by, reason: undone.reason })}</span>
      ) : null}
    </span>
  )
}
