import { QrcodeOutlined } from '@ant-design/icons'
import { formatPoints } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { App, Button, Popconfirm, Switch, type TableProps } from 'antd'
import { type ReactNode, useState } from 'react'
import { call } from '../call'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'
import { minuteOf } from '../times'
import { CodeDialog } from './code-dialog'
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

function useColumns(mayChange: boolean, show: (id: string) => void): NonNullable<TableProps<DiningTable>['columns']> {
  const { say } = usePreferences()
  return [
    {
      key: 'name',
      title: say('tables.name'),
      width: 120,
      render: (_, row) => <strong className="number">{row.name}</strong>,
    },
    {
      key: 'enabled',
      title: say('tables.state'),
      width: 130,
      render: (_, row) => <InUse row={row} mayChange={mayChange} />,
    },
    {
      key: 'scans',
      title: say('tables.scans'),
      width: 110,
      align: 'right',
      render: (_, row) => <span className="number">{formatPoints(row.scans)}</span>,
    },
    {
      key: 'issued',
      title: say('tables.issued'),
      width: 170,
      render: (_, row) => <span className="number">{minuteOf(row.issuedAt)}</span>,
    },
    {
      key: 'scene',
      title: say('tables.scene'),
      ellipsis: true,
      render: (_, row) => <span className="number quiet">{row.scene}</span>,
    },
    {
      key: 'actions',
      title: <span className="visually-hidden">{say('table.actions')}</span>,
      width: 210,
      align: 'right',
      render: (_, row) => (
        <span className="row-actions">
          <Button type="link" size="small" icon={<QrcodeOutlined />} onClick={() => show(row.id)}>
            {say('tables.code')}
          </Button>
          {mayChange ? <NewCode row={row} /> : null}
        </span>
      ),
    },
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
