import type { ReplyOf, RequestOf } from '@huitou/shared/client'
import { Alert, Form, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import { call } from '../call'
import { usePreferences } from '../preferences'
import { useChange, useRead } from '../queries'
import { minuteOf } from '../times'
import { LinkCode } from './code-dialog'
import { CopyText } from './copy-text'
import { Dialog } from './dialog'
import { textOf } from './state-views'

export type StaffMember = ReplyOf<'GET /console/staff'>['items'][number]
type Invite = ReplyOf<'POST /console/staff'>
type StaffBody = RequestOf<'POST /console/staff'>['body']

/** Invites somebody, and then shows the invitation this one time. */
export function InviteDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { say } = usePreferences()
  const [form] = Form.useForm<StaffBody>()
  const [invite, setInvite] = useState<Invite | null>(null)
  const send = useChange(
    (body: StaffBody) => call('POST /console/staff', { body }),
    ['GET /console/staff', 'GET /console/stores', 'GET /console/audit'],
  )
  return (
    <Dialog
      open={open}
      title={invite ? say('invite.ready', { name: invite.staff.name }) : say('staff.invite')}
      width={460}
      destroyOnHidden
      // The invitation is shown once: a stray click beside the dialog must not lose it.
      mask={{ closable: !invite, blur: false }}
      keyboard={!invite}
      onCancel={onClose}
      okText={invite ? say('invite.done') : say('invite.make')}
      cancelButtonProps={invite ? { style: { display: 'none' } } : undefined}
      confirmLoading={send.isPending}
      onOk={invite ? onClose : form.submit}
      afterClose={() => {
        setInvite(null)
        send.reset()
      }}
    >
      {invite ? (
        <InviteShown invite={invite} />
      ) : (
        <InviteForm form={form} error={send.error} onSubmit={body => send.mutate(body, { onSuccess: setInvite })} />
      )}
    </Dialog>
  )
}

interface InviteFormProps {
  form: ReturnType<typeof Form.useForm<StaffBody>>[0]
  error: Error | null
  onSubmit: (body: StaffBody) => void
}

function InviteForm({ form, error, onSubmit }: InviteFormProps) {
  const { say, language } = usePreferences()
  const stores = useRead('GET /console/stores')
  const choices = stores.data?.items.map(store => ({ value: store.id, label: store.name }))
  return (
    <Form<StaffBody>
      form={form}
      layout="vertical"
      preserve={false}
      initialValues={{ name: '', role: 'STAFF', storeId: choices?.length === 1 ? choices[0]?.value : undefined }}
      onFinish={onSubmit}
    >
      {error ? <Alert className="form-alert" type="error" showIcon title={textOf(error, say, language)} /> : null}
      <Form.Item
        name="name"
        label={say('staff.name')}
        rules={[{ required: true, whitespace: true, message: say('form.missing') }]}
      >
        <Input maxLength={20} autoFocus autoComplete="off" />
      </Form.Item>
      <Form.Item name="storeId" label={say('staff.store')} rules={[{ required: true, message: say('form.missing') }]}>
        <Select
          options={choices}
          loading={stores.isPending}
          placeholder={say('staff.store.choose')}
          notFoundContent={stores.error ? textOf(stores.error, say, language) : say('stores.none')}
          showSearch={{ optionFilterProp: 'label' }}
        />
      </Form.Item>
      <Form.Item name="role" label={say('staff.role')} extra={say('staff.role.hint')}>
        <Radio.Group
          options={[
            { value: 'STAFF', label: say('staff.role.STAFF') },
            { value: 'STORE_MANAGER', label: say('staff.role.STORE_MANAGER') },
          ]}
        />
      </Form.Item>
    </Form>
  )
}

function InviteShown({ invite }: { invite: Invite }) {
  const { say } = usePreferences()
  return (
    <>
      <Alert type="warning" showIcon title={say('invite.once')} />
      <LinkCode url={invite.url} />
      <dl className="facts">
        <div>
          <dt>{say('invite.code')}</dt>
          <dd>
            <CopyText text={invite.invite} />
          </dd>
        </div>
        <div>
          <dt>{say('staff.store')}</dt>
          <dd>
            {invite.staff.store.name} {say(`staff.role.${invite.staff.role}`)}
          </dd>
        </div>
        <div>
          <dt>{say('invite.expires')}</dt>
          <dd className="number">{minuteOf(invite.expiresAt)}</dd>
        </div>
      </dl>
      <p className="page-note">{say('invite.how')}</p>
    </>
  )
}
