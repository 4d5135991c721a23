import { PlusOutlined } from '@ant-design/icons'
import { formatPoints } from '@huitou/shared/amounts'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { mayChangeStores } from '../access'
import { useOperator } from '../operator'
import { actions, type Columns, column, digits, figures } from '../parts/columns'
import { DataTable } from '../parts/data-table'
import { PageHead } from '../parts/page-head'
import { PosKeysDrawer } from '../parts/pos-keys-drawer'
import { EmptyView } from '../parts/state-views'
import { type Store, StoreDrawer } from '../parts/store-drawer'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'

export function StoresPage() {
  const { say } = usePreferences()
  const operator = useOperator()
  const mayChange = mayChangeStores(operator.role)
  const stores = useRead('GET /console/stores')
  const [edited, setEdited] = useState<Store | 'new' | null>(null)
  const [keysOf, setKeysOf] = useState<Store | null>(null)
  // Who is bound to a store opens no other.
  const open =
    mayChange && !operator.store ? (
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
          minWidth={1070}
          rows={stores.data?.items}
          error={stores.error}
          retry={() => stores.refetch()}
          rowKey={store => store.id}
          columns={useColumns(mayChange, setEdited, setKeysOf)}
          skeletonRows={4}
          empty={<EmptyView drawing="shop" title={say('stores.none')} hint={say('stores.none.hint')} action={open} />}
        />
      </div>
      <StoreDrawer edited={edited} onClose={() => setEdited(null)} />
      <PosKeysDrawer store={keysOf} onClose={() => setKeysOf(null)} />
    </>
  )
}

function useColumns(
  mayChange: boolean,
  edit: (store: Store) => void,
  showKeys: (store: Store) => void,
): Columns<Store> {
  const { say } = usePreferences()
  return [
    column(say('stores.name'), 175, store => <Link to={`/stores/${store.id}`}>{store.name}</Link>),
    digits(say('stores.code'), 90, store => store.code),
    column(say('stores.address'), undefined, store => store.address || '—', { ellipsis: true }),
    digits(say('stores.hours'), 120, store => store.openHours || '—'),
    figures(say('stores.cut_off'), 84, store => store.dayCutOff),
    figures(say('stores.tables'), 80, store => formatPoints(store.tables)),
    figures(say('stores.staff'), 80, store => formatPoints(store.staff)),
    figures(say('stores.billsToday'), 90, store => formatPoints(store.billsToday)),
    actions(say('table.actions'), 190, store => (
      <>
        <Link to={`/stores/${store.id}`}>{say('stores.open_tables')}</Link>
        {mayChange ? (
          <Button
            type="link"
            size="small"
            onClick={() => showKeys(store)}
            aria-label={say('keys.title', { store: store.name })}
          >
            {say('keys.open')}
          </Button>
        ) : null}
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
      </>
    )),
  ]
}
