import { QrcodeOutlined } from '@ant-design/icons'
import { formatPoints } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { App, Button, Popconfirm, Switch } from 'antd'
import { type ReactNode, useState } from 'react'
import { call } from '../call'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'
import { minuteOf } from '../times'
import { CodeDialog } from './code-dialog'
import { actions, type Columns, column, digits, figures } from './columns'
import { DataTable } from './data-table'
import { textOf } from './state-views'

export type DiningTable = ReplyOf<'GET /console/stores/:id/tables'>['items'][number]

interface TableListProps {
  rows: DiningTable[] | undefined
  mayChange: boolean
  storeName: string
  error: Error | null
  retry: () => void
  empty: ReactNode
}

/** Tables with their codes: shown, put out of use, or given a new code. */
export function TableList({ rows, mayChange, storeName, error, retry, empty }: TableListProps) {
  const { say } = usePreferences()
  const [shownId, setShownId] = useState<string | null>(null)
  const shown = rows?.find(row => row.id === shownId) ?? null
  return (
    <>
      <DataTable<DiningTable>
        label={say('tables.title.plain')}
        minWidth={860}
        pageSize={50}
        rows={rows}
        error={error}
        retry={retry}
        empty={empty}
        rowKey={row => row.id}
        rowClassName={row => (row.enabled ? '' : 'off')}
        columns={useColumns(mayChange, setShownId)}
      />
      <CodeDialog
        open={shown !== null}
        title={shown ? say('tables.code_of', { store: storeName, table: shown.name }) : ''}
        url={shown?.url ?? ''}
        note={shown ? say('tables.code.note', { at: minuteOf(shown.issuedAt) }) : ''}
        onClose={() => setShownId(null)}
      />
    </>
  )
}

function useColumns(mayChange: boolean, show: (id: string) => void): Columns<DiningTable> {
  const { say } = usePreferences()
  return [
    column(say('tables.name'), 120, row => <strong className="number">{row.name}</strong>),
    column(say('tables.state'), 130, row => <InUse row={row} mayChange={mayChange} />),
    figures(say('tables.scans'), 110, row => formatPoints(row.scans)),
    digits(say('tables.issued'), 170, row => minuteOf(row.issuedAt)),
    column(say('tables.scene'), undefined, row => <span className="number quiet">{row.scene}</span>, {
      ellipsis: true,
    }),
    actions(say('table.actions'), 210, row => (
      <>
        <Button type="link" size="small" icon={<QrcodeOutlined />} onClick={() => show(row.id)}>
          {say('tables.code')}
        </Button>
        {mayChange ? <NewCode row={row} /> : null}
      </>
    )),
  ]
}

function InUse({ row, mayChange }: { row: DiningTable; mayChange: boolean }) {
  const { say, language } = usePreferences()
  const { message } = App.useApp()
  const change = useChange(
    (enabled: boolean) => call('PATCH /console/tables/:id', { params: { id: row.id }, body: { enabled } }),
    ['GET /console/stores/:id/tables', 'GET /console/audit'],
  )
  return (
    <span className="switch-cell">
      <Switch
        size="small"
        checked={row.enabled}
        disabled={!mayChange}
        loading={change.isPending}
        aria-label={say('tables.in_use_named', { table: row.name })}
        onChange={enabled =>
          change.mutate(enabled, { onError: failure => message.error(textOf(failure, say, language)) })
        }
      />
      {row.enabled ? say('tables.in_use') : <span className="quiet">{say('tables.out_of_use')}</span>}
    </span>
  )
}

function NewCode({ row }: { row: DiningTable }) {
  const { say, language } = usePreferences()
  const { message } = App.useApp()
  const renew = useChange(
    () => call('POST /console/tables/:id/codes', { params: { id: row.id } }),
    ['GET /console/stores/:id/tables', 'GET /console/audit'],
  )
  return (
    <Popconfirm
      title={say('tables.renew.title', { table: row.name })}
      description={<div className="popconfirm-text">{say('tables.renew.warning')}</div>}
      okText={say('tables.renew.confirm')}
      placement="topRight"
      onConfirm={() =>
        renew.mutateAsync(undefined).then(
          () => message.success(say('tables.renewed', { table: row.name })),
          failure => message.error(textOf(failure, say, language)),
        )
      }
    >
      <Button type="link" size="small" danger>
        {say('tables.renew')}
      </Button>
    </Popconfirm>
  )
}
