import type { ReplyOf } from '@huitou/shared/client'
import { App, Button, Drawer, Form } from 'antd'
import { useState } from 'react'
import { call } from '../call'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'
import { draftOf, dropDraft, keepDraft } from './draft'
import { useLeaveGuard } from './leave-guard'
import { type StoreBody, StoreForm } from './store-form'

export type Store = ReplyOf<'GET /console/stores'>['items'][number]

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
  const done = (row: Store) => {
    dropDraft(draftName)
    message.success(say('stores.saved', { name: row.name }))
    onClose()
  }
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
        error={save.error}
        onChange={values => {
          setDirty(true)
          keepDraft(draftName, values)
        }}
        onSubmit={body => save.mutate(body, { onSuccess: done })}
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

function bodyOf(store: Store): StoreBody {
  const { code, name, address, phone, dayCutOff, openHours } = store
  return { code, name, address, phone, dayCutOff, openHours, timeZone: store.timeZone as StoreBody['timeZone'] }
}
