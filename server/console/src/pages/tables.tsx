import { FilePdfOutlined, PlusOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { mayChangeStores } from '../access'
import { fetchFile } from '../call'
import { useOperator } from '../operator'
import { AddTablesDialog } from '../parts/add-tables-dialog'
import { PageHead } from '../parts/page-head'
import { saveFile } from '../parts/save-file'
import { EmptyView, textOf } from '../parts/state-views'
import { TableList } from '../parts/table-list'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'

/** The tables of one store and their codes. */
export function TablesPage() {
  const { say } = usePreferences()
  const id = useParams().id ?? ''
  const mayChange = mayChangeStores(useOperator().role)
  const stores = useRead('GET /console/stores')
  const tables = useRead('GET /console/stores/:id/tables', { params: { id } })
  const [adding, setAdding] = useState(false)
  const store = stores.data?.items.find(one => one.id === id)
  const rows = tables.data?.items
  const add = mayChange ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)} disabled={!rows}>
      {say('tables.add')}
    </Button>
  ) : null
  return (
    <>
      <PageHead
        back={<Link to="/stores">{say('stores.title')}</Link>}
        title={store ? say('tables.title', { store: store.name }) : say('tables.title.plain')}
        note={rows ? say('tables.count', { count: rows.length, off: rows.filter(row => !row.enabled).length }) : null}
        actions={
          <>
            {mayChange ? (
              <DownloadCodes storeId={id} name={store?.name ?? id} disabled={!rows || rows.length === 0} />
            ) : null}
            {rows?.length === 0 ? null : add}
          </>
        }
      />
      <div className="card">
        <TableList
          rows={rows}
          mayChange={mayChange}
          storeName={store?.name ?? ''}
          error={tables.error}
          retry={() => tables.refetch()}
          empty={<EmptyView drawing="table" title={say('tables.none')} hint={say('tables.none.hint')} action={add} />}
        />
      </div>
      <AddTablesDialog storeId={id} open={adding} existing={rows ?? []} onClose={() => setAdding(false)} />
    </>
  )
}

/** All codes of the store as one printable sheet. */
function DownloadCodes({ storeId, name, disabled }: { storeId: string; name: string; disabled: boolean }) {
  const { say, language } = usePreferences()
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const download = async () => {
    setBusy(true)
    try {
      const file = await fetchFile('GET /console/stores/:id/table-codes', { params: { id: storeId } })
      saveFile(file, `${say('tables.file', { store: name })}.pdf`)
    } catch (error) {
      message.error(textOf(error as Error, say, language))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button icon={<FilePdfOutlined />} onClick={download} loading={busy} disabled={disabled}>
      {say('tables.print')}
    </Button>
  )
}
