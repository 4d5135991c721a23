import { Alert, App, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { call } from '../call'
import { Dialog } from '../parts/dialog'
import { useIntention } from '../parts/request-id'
import { textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'
import { MomentField, NumberField } from '../rules/moment-field'
import { Field } from './fields'

const SOURCES = ['CLAIM', 'ISSUE', 'CODES'] as const
interface Draft {
  name: string
  source: (typeof SOURCES)[number]
  stock: number
  perMember: number
  from: string | null
  until: string | null
}

/** A stock of the newest version of a coupon. */
export function BatchDialog({ code, open, onClose }: { code: string; open: boolean; onClose: () => void }) {
  const { say, language } = usePreferences()
  const { message } = App.useApp()
  const [draft, setDraft] = useState<Draft>({
    name: '',
    source: 'CLAIM',
    stock: 1000,
    perMember: 1,
    from: null,
    until: null,
  })
  const [requestId, next] = useIntention()
  const change = useChange(
    () => call('POST /console/coupon-batches', { body: { requestId, code, ...draft, name: draft.name.trim() } }),
    ['GET /console/coupon-batches', 'GET /console/coupons', 'GET /console/coupons/:code', 'GET /console/audit'],
  )
  const send = () =>
    change.mutate(undefined, {
      onSuccess: () => {
        next()
        message.success(say('batch.opened'))
        onClose()
      },
      onError: error => error.passing || next(),
    })
  const set = (more: Partial<Draft>) => setDraft({ ...draft, ...more })
  const fit = draft.name.trim() !== '' && (draft.source === 'CODES' || draft.stock > 0)
  return (
    <Dialog
      open={open}
      title={say('batch.new')}
      okText={say('batch.new')}
      okButtonProps={{ disabled: !fit, loading: change.isPending }}
      onOk={send}
      onCancel={onClose}
    >
      {change.error ? (
        <Alert className="form-alert" type="error" showIcon title={textOf(change.error, say, language)} />
      ) : null}
      <Form layout="vertical" component="div">
        <Field id="batch-name" label={say('batch.name')}>
          <Input
            id="batch-name"
            value={draft.name}
            maxLength={80}
            onChange={event => set({ name: event.target.value })}
          />
        </Field>
        <BatchFields draft={draft} set={set} />
      </Form>
    </Dialog>
  )
}

function BatchFields({ draft, set }: { draft: Draft; set: (more: Partial<Draft>) => void }) {
  const { say } = usePreferences()
  return (
    <div className="coupon-fields">
      <Field id="batch-source" label={say('batch.source')}>
        <Select
          id="batch-source"
          value={draft.source}
          options={SOURCES.map(value => ({ value, label: say(`batch.source.${value}`) }))}
          onChange={source => set({ source })}
        />
      </Field>
      {draft.source === 'CODES' ? null : (
        <Field id="batch-stock" label={say('batch.stock')}>
          <NumberField id="batch-stock" value={draft.stock} max={10_000_000} onChange={stock => set({ stock })} />
        </Field>
      )}
      <Field id="batch-per-member" label={say('batch.per_member')}>
        <NumberField
          id="batch-per-member"
          value={draft.perMember}
          max={100}
          onChange={perMember => set({ perMember: Math.max(1, perMember) })}
        />
      </Field>
      <Field id="batch-from" label={say('batch.from')}>
        <MomentField
          id="batch-from"
          value={draft.from}
          placeholder={say('batch.open')}
          onChange={from => set({ from })}
        />
      </Field>
      <Field id="batch-until" label={say('batch.until')}>
        <MomentField
          id="batch-until"
          value={draft.until}
          placeholder={say('batch.open')}
          onChange={until => set({ until })}
        />
      </Field>
    </div>
  )
}
