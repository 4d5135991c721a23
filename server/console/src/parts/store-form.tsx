import type { RequestOf } from '@huitou/shared/client'
import { Alert, Button, Form, Input, Select } from 'antd'
import { useEffect } from 'react'
import type { CallError } from '../call'
import { usePreferences } from '../preferences'
import { textOf } from './state-views'

export type StoreBody = RequestOf<'POST /console/stores'>['body']

const zones: StoreBody['timeZone'][] = [
  'Asia/Shanghai',
  'Asia/Urumqi',
  'Asia/Hong_Kong',
  'Asia/Macau',
  'Asia/Taipei',
  'Asia/Singapore',
  'Asia/Tokyo',
]
interface StoreFormProps {
  form: ReturnType<typeof Form.useForm<StoreBody>>[0]
  initial: StoreBody
  draftKept: boolean
  error: CallError | null
  onDrop: () => void
  onChange: (values: StoreBody) => void
  onSubmit: (values: StoreBody) => void
}

/** The fields of a store, each said to be wrong where it is. */
export function StoreForm(props: StoreFormProps) {
  const { say, language } = usePreferences()
  const { form, error } = props
  const taken = error?.code === 'store.code_taken'
  useEffect(() => {
    if (taken) form.setFields([{ name: 'code', errors: [say('stores.code.taken')] }])
  }, [taken, form, say])
  const missing = { required: true, whitespace: true, message: say('form.missing') }
  return (
    <Form<StoreBody>
      form={form}
      layout="vertical"
      initialValues={props.initial}
      validateTrigger={['onBlur', 'onChange']}
      onValuesChange={(_, values) => props.onChange(values)}
      onFinish={props.onSubmit}
      scrollToFirstError
    >
      {props.draftKept ? <DraftNote onDrop={props.onDrop} /> : null}
      {error && !taken ? (
        <Alert className="form-alert" type="error" showIcon title={textOf(error, say, language)} />
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
      <TimeFields />
    </Form>
  )
}

function TimeFields() {
  const { say } = usePreferences()
  return (
    <>
      <Form.Item name="openHours" label={say('stores.hours')} extra={say('stores.hours.hint')} rules={[{ max: 60 }]}>
        <Input maxLength={60} placeholder="10:00–22:00" />
      </Form.Item>
      <Form.Item
        name="dayCutOff"
        label={say('stores.cut_off')}
        extra={say('stores.cut_off.hint')}
        rules={[
          { required: true, message: say('form.missing') },
          { pattern: /^(0\d|1[0-1]):[0-5]\d$/, message: say('stores.cut_off.wrong') },
        ]}
      >
        <Input maxLength={5} placeholder="04:00" className="short-field" />
      </Form.Item>
      <Form.Item name="timeZone" label={say('stores.time_zone')} rules={[{ required: true }]}>
        <Select options={zones.map(zone => ({ value: zone, label: say(`zone.${zone}`) }))} />
      </Form.Item>
    </>
  )
}

function DraftNote({ onDrop }: { onDrop: () => void }) {
  const { say } = usePreferences()
  return (
    <Alert
      className="form-alert"
      type="info"
      showIcon
      title={say('draft.restored')}
      action={
        <Button size="small" type="link" onClick={onDrop}>
          {say('draft.drop')}
        </Button>
      }
    />
  )
}
