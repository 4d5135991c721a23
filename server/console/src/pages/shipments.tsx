import { inGroups } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { Button, Select, Tag } from 'antd'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { actions, type Columns, column, digits } from '../parts/columns'
import { PageTurner, useCursorPages } from '../parts/cursor-pages'
import { DataTable } from '../parts/data-table'
import { PageHead } from '../parts/page-head'
import { EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { DispatchDialog } from '../rewards/dispatch-dialog'
import { minuteOf } from '../times'

type Row = ReplyOf<'GET /console/shipments'>['items'][number]
const STATES = ['WAITING', 'NO_ADDRESS', 'SENT', 'RECEIVED', 'CALLED_OFF'] as const
const colours = {
  WAITING: 'warning',
  NO_ADDRESS: 'default',
  SENT: 'processing',
  RECEIVED: 'success',
  CALLED_OFF: 'default',
} as const
const PAGE = 50

/** Goods to be sent, those that wait longest first; the whole address is opened one by one. */
export function ShipmentsPage() {
  const { say } = usePreferences()
  const [params, setParams] = useSearchParams()
  const pages = useCursorPages()
  const state = STATES.find(one => one === params.get('state'))
  const list = useRead(
    'GET /console/shipments',
    { query: { state, cursor: pages.cursor, limit: PAGE } },
    { keep: true },
  )
  const [packing, setPacking] = useState<Row | null>(null)
  return (
    <>
      <PageHead title={say('shipments.title')} note={say('shipments.note')} />
      <div className="card">
        <div className="tool-bar">
          <Select
            className="store-filter"
            value={state ?? ''}
            aria-label={say('shipments.state')}
            options={[
              { value: '', label: say('verifications.state.all') },
              ...STATES.map(value => ({ value, label: say(`shipments.state.${value}`) })),
            ]}
            onChange={value => setParams(value ? { state: value } : {}, { replace: true })}
          />
        </div>
        <DataTable<Row>
          label={say('shipments.title')}
          minWidth={980}
          rows={list.data?.items}
          stale={list.isPlaceholderData}
          error={list.error}
          retry={() => list.refetch()}
          rowKey={one => one.id}
          columns={useColumns(setPacking)}
          empty={<EmptyView drawing="receipt" title={say('shipments.none')} hint={say('shipments.none.hint')} />}
        />
        <PageTurner pages={pages} nextCursor={list.data?.nextCursor} />
      </div>
      {packing ? <DispatchDialog row={packing} onClose={() => setPacking(null)} /> : null}
    </>
  )
}

function useColumns(pack: (row: Row) => void): Columns<Row> {
  const { say, pick } = usePreferences()
  return [
    digits(say('shipments.ordered'), 150, one => minuteOf(one.orderedAt)),
    column(say('rewards.name'), 180, one => pick(one.reward), { className: 'wrap' }),
    column(say('verifications.member'), 140, one => (
      <Link className="number" to={`/members/${one.memberNo}`}>
        {inGroups(one.memberNo)}
      </Link>
    )),
    column(say('shipments.to'), undefined, ({ shipment: { address } }) =>
      address ? (
        <span className="stacked">
          <span>{`${address.name} ${address.phone}`}</span>
          <span className="quiet">{`${address.place} ${address.detail}`}</span>
        </span>
      ) : (
        '—'
      ),
    ),
    column(say('shipments.state'), 190, ({ shipment }) => (
      <span className="stacked">
        <span>
          <Tag color={colours[shipment.state]}>{say(`shipments.state.${shipment.state}`)}</Tag>
        </span>
        {shipment.trackingNo ? (
          <span className="quiet number">{`${shipment.carrier} ${shipment.trackingNo}`}</span>
        ) : null}
      </span>
    )),
    actions(say('table.actions'), 110, one =>
      one.shipment.state === 'WAITING' ? (
        <Button type="link" size="small" onClick={() => pack(one)}>
          {say('shipments.pack')}
        </Button>
      ) : null,
    ),
  ]
}
