import type { ReplyOf } from '@huitou/shared/client'
import { Alert, App, Button, Drawer, Form, Input, Popconfirm } from 'antd'
import { useState } from 'react'
import { call } from '../call'
import { usePreferences } from '../preferences'
import { useChange, useRead } from '../queries'
import { minuteOf } from '../times'
import { actions, type Columns, column, digits } from './columns'
import { CopyText } from './copy-text'
import { DataTable } from './data-table'
import { EmptyView, textOf } from './state-views'
import type { Store } from './store-drawer'

type PosKey = ReplyOf<'DELETE /console/pos-keys/:id'>
type Issued = ReplyOf<'POST /console/stores/:id/pos-keys'>

/** As the form names its one field. */
const NAME_FIELD = 'till-key_name'
const TOUCHED = ['GET /console/stores/:id/pos-keys', 'GET /console/audit'] as const

/** The keys of a store's tills: issued once, never shown again, ended at once. */
export function PosKeysDrawer({ store, onClose }: { store: Store | null; onClose: () => void }) {
  const { say } = usePreferences()
  return (
    <Drawer
      open={store !== null}
      title={store ? say('keys.title', { store: store.name }) : null}
      size={640}
      onClose={onClose}
      destroyOnHidden
      afterOpenChange={shown => shown && document.getElementById(NAME_FIELD)?.focus()}
    >
      {store ? <Keys key={store.id} storeId={store.id} /> : null}
    </Drawer>
  )
}

function Keys({ storeId }: { storeId: string }) {
  const { say } = usePreferences()
  const keys = useRead('GET /console/stores/:id/pos-keys', { params: { id: storeId } })
  const [issued, setIssued] = useState<Issued | null>(null)
  const live = keys.data?.items.filter(key => !key.revokedAt).length ?? 0
  return (
    <>
      <p className="page-note reason-note">{say('keys.note')}</p>
      {issued ? <KeyShown issued={issued} onClose={() => setIssued(null)} /> : null}
      {issued ? null : (
        <IssueForm storeId={storeId} full={keys.data ? live >= keys.data.limit : false} onIssued={setIssued} />
      )}
      {keys.data ? (
        <p className="page-note reason-note" aria-live="polite">
          {say('keys.count', { count: live, limit: keys.data.limit })}
        </p>
      ) : null}
      <DataTable<PosKey>
        label={say('keys.open')}
        inside
        minWidth={520}
        rows={keys.data?.items}
        error={keys.error}
        retry={() => keys.refetch()}
        rowKey={key => key.id}
        rowClassName={key => (key.revokedAt ? 'off' : '')}
        columns={useColumns()}
        skeletonRows={3}
        empty={<EmptyView drawing="receipt" title={say('keys.none')} />}
      />
    </>
  )
}

function IssueForm(props: { storeId: string; full: boolean; onIssued: (issued: Issued) => void }) {
  const { say, language } = usePreferences()
  const [form] = Form.useForm<{ name: string }>()
  const issue = useChange(
    (name: string) => call('POST /console/stores/:id/pos-keys', { params: { id: props.storeId }, body: { name } }),
    TOUCHED,
  )
  return (
    <Form
      name="till-key"
      form={form}
      layout="inline"
      className="inline-form"
      onFinish={({ name }) => issue.mutate(name.trim(), { onSuccess: props.onIssued })}
    >
      {issue.error ? (
        <Alert className="form-alert" type="error" showIcon title={textOf(issue.error, say, language)} />
      ) : null}
      <Form.Item name="name" rules={[{ required: true, whitespace: true, max: 30, message: say('keys.name.wrong') }]}>
        <Input
          placeholder={say('keys.name.example')}
          aria-label={say('keys.name')}
          maxLength={30}
          autoComplete="off"
          disabled={props.full}
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={issue.isPending} disabled={props.full}>
        {say('keys.issue')}
      </Button>
    </Form>
  )
}

function KeyShown({ issued, onClose }: { issued: Issued; onClose: () => void }) {
  const { say } = usePreferences()
  return (
    <Alert
      className="form-alert"
      type="warning"
      showIcon
      title={say('keys.issued', { name: issued.posKey.name })}
      description={
        <>
          <p>{say('keys.once')}</p>
          <p className="secret-shown">
            <CopyText text={issued.key} />
          </p>
          <Button size="small" onClick={onClose}>
            {say('keys.close')}
          </Button>
        </>
      }
    />
  )
}

function useColumns(): Columns<PosKey> {
  const { say } = usePreferences()
  return [
    column(say('keys.name'), undefined, key => <strong>{key.name}</strong>, { ellipsis: true }),
    digits(say('keys.prefix'), 100, key => (key.prefix ? `${key.prefix}…` : '—')),
    digits(say('keys.used'), 140, key => (key.lastUsedAt ? minuteOf(key.lastUsedAt) : say('keys.never'))),
    column(say('keys.created'), 150, key =>
      key.revokedAt ? (
        <span className="number">{say('keys.revoked', { at: minuteOf(key.revokedAt) })}</span>
      ) : (
        <span className="number">{minuteOf(key.createdAt)}</span>
      ),
    ),
    actions(say('table.actions'), 80, key => (key.revokedAt ? null : <Revoke posKey={key} />)),
  ]
}

function Revoke({ posKey }: { posKey: PosKey }) {
  const { say, language } = usePreferences()
  const { message } = App.useApp()
  const revoke = useChange(() => call('DELETE /console/pos-keys/:id', { params: { id: posKey.id } }), TOUCHED)
  return (
    <Popconfirm
      title={say('keys.revoke.title', { name: posKey.name })}
      description={<div className="popconfirm-text">{say('keys.revoke.warning')}</div>}
      okText={say('keys.revoke')}
      okButtonProps={{ danger: true }}
      placement="topRight"
      onConfirm={() =>
        revoke.mutateAsync(undefined).then(
          () => message.success(say('keys.revoke.done', { name: posKey.name })),
          failure => message.error(textOf(failure, say, language)),
        )
      }
    >
      <Button type="link" size="small" danger aria-label={say('keys.revoke_named', { name: posKey.name })}>
        {say('keys.revoke')}
      </Button>
    </Popconfirm>
  )
}
