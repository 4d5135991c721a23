import { UserAddOutlined } from '@ant-design/icons'
import { App, Button, Popconfirm, Select, Tag } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { mayChangeStores } from '../access'
import { call } from '../call'
import { useOperator } from '../operator'
import { actions, type Columns, column, digits } from '../parts/columns'
import { DataTable } from '../parts/data-table'
import { InviteDialog, type StaffMember } from '../parts/invite-dialog'
import { PageHead } from '../parts/page-head'
import { EmptyView, textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useChange, useRead } from '../queries'
import { minuteOf } from '../times'

const stateColours = { INVITED: 'warning', ACTIVE: 'success', REVOKED: 'default' } as const

export function StaffPage() {
  const { say } = usePreferences()
  const mayChange = mayChangeStores(useOperator().role)
  const [params, setParams] = useSearchParams()
  const staff = useRead('GET /console/staff')
  const [inviting, setInviting] = useState(false)
  const storeId = params.get('store')
  const rows = staff.data?.items.filter(one => !storeId || one.store.id === storeId)
  const stores = new Map(staff.data?.items.map(one => [one.store.id, one.store.name]))
  const invite = mayChange ? (
    <Button type="primary" icon={<UserAddOutlined />} onClick={() => setInviting(true)}>
      {say('staff.invite')}
    </Button>
  ) : null
  return (
    <>
      <PageHead
        title={say('staff.title')}
        note={rows ? say('staff.count', { count: rows.filter(one => one.state === 'ACTIVE').length }) : null}
        actions={rows?.length === 0 ? null : invite}
      />
      <div className="card">
        {stores.size > 1 ? (
          <div className="tool-bar">
            <Select
              className="store-filter"
              value={storeId ?? ''}
              aria-label={say('filter.store')}
              onChange={value => setParams(value ? { store: value } : {}, { replace: true })}
              options={[
                { value: '', label: say('filter.all_stores') },
                ...[...stores].map(([value, label]) => ({ value, label })),
              ]}
            />
          </div>
        ) : null}
        <DataTable<StaffMember>
          label={say('staff.title')}
          minWidth={900}
          pageSize={50}
          rows={rows}
          error={staff.error}
          retry={() => staff.refetch()}
          rowKey={one => one.id}
          rowClassName={one => (one.state === 'REVOKED' ? 'off' : '')}
          columns={useColumns(mayChange)}
          empty={<EmptyView drawing="apron" title={say('staff.none')} hint={say('staff.none.hint')} action={invite} />}
        />
      </div>
      <InviteDialog open={inviting} onClose={() => setInviting(false)} />
    </>
  )
}

function useColumns(mayChange: boolean): Columns<StaffMember> {
  const { say } = usePreferences()
  return [
    column(say('staff.name'), 140, one => <strong>{one.name}</strong>),
    digits(say('staff.no'), 120, one => one.staffNo),
    column(say('staff.role'), 110, one => say(`staff.role.${one.role}`)),
    column(say('staff.store'), undefined, one => one.store.name),
    column(say('staff.state'), 120, one => (
      <Tag color={stateColours[one.state]}>{say(`staff.state.${one.state}`)}</Tag>
    )),
    digits(say('staff.bound'), 170, one => (one.boundAt ? minuteOf(one.boundAt) : '—')),
    actions(say('table.actions'), 120, one => (mayChange && one.state !== 'REVOKED' ? <Revoke one={one} /> : null)),
  ]
}

function Revoke({ one }: { one: StaffMember }) {
  const { say, language } = usePreferences()
  const { message } = App.useApp()
  const revoke = useChange(
    () => call('DELETE /console/staff/:id', { params: { id: one.id } }),
    ['GET /console/staff', 'GET /console/stores', 'GET /console/audit'],
  )
  return (
    <Popconfirm
      title={say('staff.revoke.title', { name: one.name })}
      description={<div className="popconfirm-text">{say('staff.revoke.warning')}</div>}
      okText={say('staff.revoke.confirm')}
      okButtonProps={{ danger: true }}
      placement="topRight"
      onConfirm={() =>
        revoke.mutateAsync(undefined).then(
          () => message.success(say('staff.revoked', { name: one.name })),
          failure => message.error(textOf(failure, say, language)),
        )
      }
    >
      <Button type="link" size="small" danger>
        {say('staff.revoke')}
      </Button>
    </Popconfirm>
  )
}
