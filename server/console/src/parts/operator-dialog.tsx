import type { ReplyOf, RequestOf } from '@huitou/shared/client'
import { Alert, App, Form, Input, Select } from 'antd'
import { type OperatorRole, operatorRoles } from '../access'
import { call } from '../call'
import { usePreferences } from '../preferences'
import { useChange, useRead } from '../queries'
import { Dialog } from './dialog'
import { textOf } from './state-views'

type Line = ReplyOf<'GET /console/operators'>['items'][number]
type Body = RequestOf<'POST /console/operators'>['body']
type Invite = ReplyOf<'POST /console/operators'>

interface OperatorDialogProps {
  edited: Line | 'new' | null
  onClose: () => void
  onInvite: (invite: Invite) => void
}

const NO_STORE = ''

/** Makes an operator, who gets a one-time password, or changes name, role and store of one. */
export function OperatorDialog({ edited, onClose, onInvite }: OperatorDialogProps) {
  const { say, language } = usePreferences()
  const [form] = Form.useForm<Body>()
  const line = edited === 'new' ? null : edited
  const save = useSave(line, { onClose, onInvite })
  return (
    <Dialog
      open={edited !== null}
      title={line ? say('operators.edit_named', { name: line.name }) : say('operators.new')}
      width={460}
      destroyOnHidden
      mask={{ closable: false }}
      onCancel={onClose}
      okText={say('action.save')}
      confirmLoading={save.pending}
      onOk={form.submit}
      afterClose={save.reset}
      afterOpenChange={shown => shown && form.focusField(line ? 'name' : 'username')}
    >
      <Form<Body>
        form={form}
        layout="vertical"
        preserve={false}
        requiredMark={false}
        initialValues={{
          username: line?.username ?? '',
          name: line?.name ?? '',
          role: line?.role ?? 'SUPPORT',
          storeId: line?.store?.id ?? NO_STORE,
        }}
        onFinish={save.send}
      >
        {save.error ? (
          <Alert className="form-alert" type="error" showIcon title={textOf(save.error, say, language)} />
        ) : null}
        <Fields line={line} />
      </Form>
    </Dialog>
  )
}

function useSave(line: Line | null, then: { onClose: () => void; onInvite: (invite: Invite) => void }) {
  const { say } = usePreferences()
  const { message } = App.useApp()
  const change = useChange(
    async ({ username, name, role, storeId }: Body): Promise<Invite | Line> => {
      const duty = { name, role, storeId: role === 'STORE_MANAGER' && storeId ? storeId : null }
      if (!line) return call('POST /console/operators', { body: { username, ...duty } })
      const disabled = line.state === 'DISABLED'
      return call('PUT /console/operators/:id', { params: { id: line.id }, body: { ...duty, disabled } })
    },
    ['GET /console/operators', 'GET /console/me', 'GET /console/audit'],
  )
  const send = (body: Body) =>
    change.mutate(body, {
      onSuccess: made => {
        if ('password' in made) then.onInvite(made)
        else message.success(say('operators.saved', { name: made.name }))
        then.onClose()
      },
    })
  return { send, pending: change.isPending, error: change.error, reset: change.reset }
}

function Fields({ line }: { line: Line | null }) {
  const { say } = usePreferences()
  const role = Form.useWatch<OperatorRole | undefined>('role') ?? line?.role
  return (
    <>
      <Form.Item
        name="username"
        label={say('operators.username')}
        extra={line ? undefined : say('operators.username.hint')}
        rules={
          line ? [] : [{ required: true, pattern: /^[A-Za-z0-9._-]{3,40}$/, message: say('operators.username.wrong') }]
        }
      >
        <Input maxLength={40} autoComplete="off" autoCapitalize="none" spellCheck={false} disabled={line !== null} />
      </Form.Item>
      <Form.Item
        name="name"
        label={say('operators.name')}
        rules={[{ required: true, whitespace: true, message: say('form.missing') }]}
      >
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item name="role" label={say('operators.role')}>
        <Select disabled={line?.isMe} options={operatorRoles.map(value => ({ value, label: say(`role.${value}`) }))} />
      </Form.Item>
      {role === 'STORE_MANAGER' ? <StoreField /> : null}
    </>
  )
}

function StoreField() {
  const { say, language } = usePreferences()
  const stores = useRead('GET /console/stores')
  const choices = stores.data?.items.map(store => ({ value: store.id, label: store.name })) ?? []
  return (
    <Form.Item name="storeId" label={say('operators.store')} extra={say('operators.store.hint')}>
      <Select
        loading={stores.isPending}
        options={[{ value: NO_STORE, label: say('operators.store.all') }, ...choices]}
        notFoundContent={stores.error ? textOf(stores.error, say, language) : say('stores.none')}
        showSearch={{ optionFilterProp: 'label' }}
      />
    </Form.Item>
  )
}
