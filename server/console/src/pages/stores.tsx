import { PlusOutlined } from '@ant-design/icons'
import { formatPoints } from '@huitou/shared/amounts'
import { Button, type TableProps } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { mayChangeStores } from '../access'
import { useOperator } from '../frame'
import { DataTable } from '../parts/data-table'
import { PageHead } from '../parts/page-head'
import { EmptyView } from '../parts/state-views'
import { type Store, StoreDrawer } from '../parts/store-drawer'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'

export function StoresPage() {
  const { say } = usePreferences()
  const mayChange = mayChangeStores(useOperator().role)
  const stores = useRead('GET /console/stores')
  const [edited, setEdited] = useState<Store | 'new' | null>(null)
  const open = mayChange ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
      {say('stores.new')}
    </Button>
  ) : null
  return (
    <>
      <PageHead
        title={say('stores.title')}
        note={stores.data ? say('stores.count', { count: stores.data.items.length }) : null}
        actions={stores.data?.items.length === 0 ? null : open}
      />
      <div className="card">
        <DataTable<Store>
          label={say('stores.title')}
          minWidth={980}
          rows={stores.data?.items}
          error={stores.error}
          retry={() => stores.refetch()}
          rowKey={store => store.id}
          columns={useColumns(mayChange, setEdited)}
          skeletonRows={4}
          empty={<EmptyView drawing="shop" title={say('stores.none')} hint={say('stores.none.hint')} action={open} />}
        />
      </div>
      <StoreDrawer edited={edited} onClose={() => setEdited(null)} />
    </>
  )
}

function useColumns(mayChange: boolean, edit: (store: Store) => void): NonNullable<TableProps<Store>['columns']> {
  const { say } = usePreferences()
  const count = (key: 'tables' | 'staff' | 'billsToday') => ({
    key,
    title: say(`stores.${key}`),
    align: 'right' as const,
    width: 80,
    render: (_: unknown, store: Store) => <span className="number">{formatPoints(store[key])}</span>,
  })
  return [
    {
      key: 'name',
      title: say('stores.name'),
      width: 130,
      render: (_, store) => <Link to={`/stores/${store.id}`}>{store.name}</Link>,
    },
    {
      key: 'code',
      title: say('stores.code'),
      width: 90,
      render: (_, store) => <span className="number">{store.code}</span>,
    },
    { key: 'address', title: say('stores.address'), ellipsis: true, render: (_, store) => store.address || '—' },
    {
      key: 'hours',
      title: say('stores.hours'),
      width: 120,
      render: (_, store) => <span className="number">{store.openHours || '—'}</span>,
    },
    {
      key: 'cutOff',
      title: say('stores.cut_off'),
      width: 84,
      align: 'right',
      render: (_, store) => <span className="number">{store.dayCutOff}</span>,
    },
    count('tables'),
    count('staff'),
    count('billsToday'),
    {
      key: 'actions',
      title: <span className="visually-hidden">{say('table.actions')}</span>,
      width: 120,
      align: 'right',
      render: (_, store) => (
        <span className="row-actions">
          <Link to={`/stores/${store.id}`}>{say('stores.open_tables')}</Link>
          {mayChange ? (
            <Button
              type="link"
              size="small"
              onClick={() => edit(store)}
              aria-label={say('stores.edit_named', { name: store.name })}
            >
              {say('action.edit')}
            </Button>
          ) : null}
        </span>
      ),
    },
  ]
}
