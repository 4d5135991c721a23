import type { ReplyOf, RequestOf } from '@huitou/shared/client'
import { Alert, App, Button, Drawer, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { call } from '../call'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'
import { draftOf, dropDraft, keepDraft } from './draft'
import { useLeaveGuard } from './leave-guard'
import { textOf } from './state-views'

export type Store = ReplyOf<'GET /console/stores'>['items'][number]
type StoreBody = RequestOf<'POST /console/stores'>['body']

const zones: StoreBody['timeZone'][] = [
  'Asia/Shanghai',
  'Asia/Urumqi',
  'Asia/Hong_Kong',
  'Asia/Macau',
  'Asia/Taipei',
  'Asia/Singapore',
  'Asia/Tokyo',
]
const blank: StoreBody = {
  code: '',
  name: '',
  address: '',
  phone: '',
  timeZone: 'Asia/Shanghai',
  dayCutOff: '04:00',
  openHours: '',
}

/** Opens or changes a store. What was typed survives a closed drawer and a closed browser until it is saved or dropped. */
export function StoreDrawer({ edited, onClose }: { edited: Store | 'new' | null; onClose: () => void }) {
  const { say } = usePreferences()
  return edited === null ? (
    <Drawer open={false} />
  ) : (
    <OpenDrawer
      key={edited === 'new' ? 'new' : edited.id}
      store={edited === 'new' ? null : edited}
      title={edited === 'new' ? say('stores.new') : say('stores.edit_named', { name: edited.name })}
      onClose={onClose}
    />
  )
}

function OpenDrawer({ store, title, onClose }: { store: Store | null; title: string; onClose: () => void }) {
  const { say } = usePreferences()
  const { message } = App.useApp()
  const [form] = Form.useForm<StoreBody>()
  const draftName = `store.${store?.id ?? 'new'}`
  const saved = store ? bodyOf(store) : blank
  const [draft, setDraft] = useState(() => draftOf<StoreBody>(draftName))
  const [dirty, setDirty] = useState(draft !== null)
  const save = useSave(store)
  const mayLeave = useLeaveGuard(dirty && !save.isSuccess)

  const close = async () => {
    if (await mayLeave()) onClose()
  }
  const drop = () => {
    dropDraft(draftName)
    setDraft(null)
    setDirty(false)
    form.setFieldsValue(saved)
  }
  const submit = (body: StoreBody) =>
    save.mutate(body, {
      onSuccess: row => {
        dropDraft(draftName)
        message.success(say('stores.saved', { name: row.name }))
        onClose()
      },
      onError: error => {
        if (error.code === 'store.code_taken') form.setFields([{ name: 'code', errors: [say('stores.code.taken')] }])
      },
    })
  return (
    <Drawer
      open
      title={title}
      size={480}
      onClose={close}
      footer={
        <div className="drawer-footer">
          <Button onClick={close}>{say('action.cancel')}</Button>
          <Button type="primary" loading={save.isPending} onClick={form.submit}>
            {say('action.save')}
          </Button>
        </div>
      }
    >
      <StoreForm
        form={form}
        initial={draft ?? saved}
        draftKept={draft !== null}
        onDrop={drop}
        error={save.error?.code === 'store.code_taken' ? null : save.error}
        onChange={values => {
          setDirty(true)
          keepDraft(draftName, values)
        }}
        onSubmit={submit}
      />
    </Drawer>
  )
}

function useSave(store: Store | null) {
  return useChange(
    (body: StoreBody) =>
      store
        ? call('PUT /console/stores/:id', { params: { id: store.id }, body })
        : call('POST /console/stores', { body }),
    ['GET /console/stores', 'GET /console/audit'],
  )
}

interface StoreFormProps {
  form: ReturnType<typeof Form.useForm<StoreBody>>[0]
  initial: StoreBody
  draftKept: boolean
  error: Error | null
  onDrop: () => void
  onChange: (values: StoreBody) => void
  onSubmit: (values: StoreBody) => void
}

function StoreForm(props: StoreFormProps) {
  const { say, language } = usePreferences()
  const missing = { required: true, whitespace: true, message: say('form.missing') }
  return (
    <Form<StoreBody>
      form={props.form}
      layout="vertical"
      initialValues={props.initial}
      validateTrigger={['onBlur', 'onChange']}
      onValuesChange={(_, values) => props.onChange(values)}
      onFinish={props.onSubmit}
      scrollToFirstError
    >
      {props.draftKept ? (
        <Alert
          className="form-alert"
          type="info"
          showIcon
          title={say('draft.restored')}
          action={
            <Button size="small" type="link" onClick={props.onDrop}>
              {say('draft.drop')}
            </Button>
          }
        />
      ) : null}
      {props.error ? (
        <Alert className="form-alert" type="error" showIcon title={textOf(props.error, say, language)} />
      ) : null}
      <Form.Item name="name" label={say('stores.name')} rules={[missing, { max: 40 }]}>
        <Input maxLength={40} autoFocus />
      </Form.Item>
      <Form.Item
        name="code"
        label={say('stores.code')}
        extra={say('stores.code.hint')}
        rules={[missing, { pattern: /^[A-Za-z0-9-]{2,20}$/, message: say('stores.code.wrong') }]}
      >
        <Input maxLength={20} spellCheck={false} />
      </Form.Item>
      <Form.Item name="address" label={say('stores.address')} rules={[{ max: 120 }]}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item
        name="phone"
        label={say('stores.phone')}
        rules={[{ pattern: /^[\d+()\s-]*$/, message: say('stores.phone.wrong') }]}
      >
        <Input maxLength={20} inputMode="tel" />
      </Form.Item>
      <Form.Item name="openHours" label={say('stores.hours')} extra={say('stores.hours.hint')} rules={[{ max: 60 }]}>
        <Input maxLength={60} placeholder="10:00–22:00" />
      </Form.Item>
      <Form.Item
        name="dayCutOff"
        label={say('stores.cut_off')}
        extra={say('stores.cut_off.hint')}
        rules={[missing, { pattern: /^(0\d|1[0-1]):[0-5]\d$/, message: say('stores.cut_off.wrong') }]}
      >
        <Input maxLength={5} placeholder="04:00" className="short-field" />
      </Form.Item>
      <Form.Item name="timeZone" label={say('stores.time_zone')} rules={[{ required: true }]}>
        <Select options={zones.map(zone => ({ value: zone, label: say(`zone.${zone}`) }))} />
      </Form.Item>
    </Form>
  )
}

function bodyOf(store: Store): StoreBody {
  const { code, name, address, phone, dayCutOff, openHours } = store
  return { code, name, address, phone, dayCutOff, openHours, timeZone: store.timeZone as StoreBody['timeZone'] }
}
