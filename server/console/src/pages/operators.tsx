import { UserAddOutlined } from '@ant-design/icons'
import type { ReplyOf } from '@huitou/shared/client'
import { Button, Tag } from 'antd'
import { useState } from 'react'
import { actions, type Columns, column, digits } from '../parts/columns'
import { DataTable } from '../parts/data-table'
import { OneTimePassword } from '../parts/one-time-password'
import { OperatorActions } from '../parts/operator-actions'
import { OperatorDialog } from '../parts/operator-dialog'
import { PageHead } from '../parts/page-head'
import { EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { minuteOf } from '../times'

export type OperatorLine = ReplyOf<'GET /console/operators'>['items'][number]
export type OperatorInvite = ReplyOf<'POST /console/operators'>

const colours = { INVITED: 'warning', ACTIVE: 'success', DISABLED: 'default' } as const

/** Who may sign in to the console, in which role, and over which store. */
export function OperatorsPage() {
  const { say } = usePreferences()
  const operators = useRead('GET /console/operators')
  const [edited, setEdited] = useState<OperatorLine | 'new' | null>(null)
  const [invite, setInvite] = useState<OperatorInvite | null>(null)
  const rows = operators.data?.items
  const off = rows?.filter(one => one.state === 'DISABLED').length ?? 0
  return (
    <>
      <PageHead
        title={say('operators.title')}
        note={rows ? say('operators.count', { count: rows.length, off }) : null}
        actions={
          <Button type="primary" icon={<UserAddOutlined />} onClick={() => setEdited('new')}>
            {say('operators.new')}
          </Button>
        }
      />
      <div className="card">
        <DataTable<OperatorLine>
          label={say('operators.title')}
          minWidth={920}
          pageSize={50}
          rows={rows}
          error={operators.error}
          retry={() => operators.refetch()}
          rowKey={one => one.id}
          rowClassName={one => (one.state === 'DISABLED' ? 'off' : '')}
          columns={useColumns(setEdited, setInvite)}
          empty={<EmptyView drawing="apron" title={say('operators.title')} />}
        />
      </div>
      <OperatorDialog edited={edited} onClose={() => setEdited(null)} onInvite={setInvite} />
      <OneTimePassword invite={invite} onClose={() => setInvite(null)} />
    </>
  )
}

function useColumns(edit: (one: OperatorLine) => void, show: (invite: OperatorInvite) => void): Columns<OperatorLine> {
  const { say } = usePreferences()
  return [
    column(say('operators.name'), 150, one => (
      <>
        <strong>{one.name}</strong> {one.isMe ? <Tag>{say('operators.me')}</Tag> : null}
      </>
    )),
    digits(say('operators.username'), 130, one => one.username),
    column(say('operators.role'), 90, one => say(`role.${one.role}`)),
    column(say('operators.store'), undefined, one => one.store?.name ?? say('operators.store.all'), { ellipsis: true }),
    column(say('operators.state'), 115, one => (
      <Tag color={colours[one.state]}>{say(`operators.state.${one.state}`)}</Tag>
    )),
    column(say('operators.totp'), 90, one => say(one.totpEnabled ? 'totp.on' : 'totp.off')),
    digits(say('operators.last_login'), 140, one =>
      one.lastLoginAt ? minuteOf(one.lastLoginAt) : say('operators.never'),
    ),
    actions(say('table.actions'), 110, one => <OperatorActions one={one} onEdit={() => edit(one)} onPassword={show} />),
  ]
}
