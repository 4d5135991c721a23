import { Form, Input, Select } from 'antd'
import { useState } from 'react'
import { call } from '../call'
import { Field, Toggle } from '../coupons/fields'
import { useIntention } from '../parts/request-id'
import { usePreferences } from '../preferences'
import { useChange, useRead } from '../queries'
import { newCode } from '../rewards/reward'
import { MomentField, NumberField } from '../rules/moment-field'
import { blankOffer, gapsOfOffer, type OfferDefinition, type OfferFile } from './game'
import { EditorDrawer, useTold } from './game-drawer'

const MOST_LISTED = 100

interface OfferEditorProps {
  file: OfferFile | null
  onClose: () => void
  onPublished: (code: string) => void
}

/** A group offer: which reward, how many together, for how many points each, and how long they have. */
export function OfferEditor({ file, onClose, onPublished }: OfferEditorProps) {
  const { say } = usePreferences()
  const told = useTold()
  const [first] = useState<OfferDefinition>(() => file?.definition ?? blankOffer())
  const [definition, setDefinition] = useState(first)
  const [reason, setReason] = useState('')
  const [code] = useState(() => file?.code ?? newCode('SERVICE').replace('service', 'group'))
  const [requestId, next] = useIntention()
  const publish = useChange(() => {
    const body = { requestId, definition, reason: reason.trim() }
    return file
      ? call('POST /console/group-offers/:code/versions', {
          params: { code },
          body: { ...body, version: file.version },
        })
      : call('POST /console/group-offers', { body: { ...body, code, open: true } })
  }, ['GET /console/group-offers', 'GET /console/group-offers/:code', 'GET /console/audit'])
  const gaps = gapsOfOffer(definition)
  const dirty = JSON.stringify(definition) !== JSON.stringify(first)
  const send = () =>
    publish.mutate(undefined, {
      onSuccess: done => {
        next()
        told.published()
        onPublished(done.code)
      },
      onError: error => error.passing || next(),
    })
  return (
    <EditorDrawer
      title={file ? say('draw.edit', { name: file.definition.name.zh }) : say('group.new')}
      dirty={dirty && !publish.isSuccess}
      fit={dirty && gaps.length === 0 && reason.trim().length > 1}
      lacks={[...new Set(gaps.map(({ text }) => say(text)))]}
      pending={publish.isPending}
      error={publish.error}
      reason={reason}
      version={file?.version ?? 0}
      onReason={setReason}
      onSend={send}
      onClose={onClose}
    >
      <OfferFields
        definition={definition}
        wrong={path => dirty && gaps.some(gap => gap.path === path)}
        onChange={part => setDefinition({ ...definition, ...part })}
      />
    </EditorDrawer>
  )
}

interface OfferFieldsProps {
  definition: OfferDefinition
  wrong: (path: string) => boolean
  onChange: (part: Partial<OfferDefinition>) => void
}

function OfferFields(props: OfferFieldsProps) {
  const { say } = usePreferences()
  return (
    <Form layout="vertical" component="div">
      <div className="coupon-fields">
        <OfferSubject {...props} />
        <OfferNumbers {...props} />
      </div>
      <Toggle
        label={say('group.cancellable')}
        on={props.definition.cancellable}
        onChange={on => props.onChange({ cancellable: on })}
      />
    </Form>
  )
}

/** What it is called, and which reward it is about. */
function OfferSubject({ definition: { name, reward }, wrong, onChange }: OfferFieldsProps) {
  const { say, pick } = usePreferences()
  const rewards = useRead('GET /console/rewards', { query: { limit: MOST_LISTED } }, { staleMs: 60_000 })
  return (
    <>
      <Field id="offer-name" label={say('reward.name.zh')} failing={wrong('name')}>
        <Input
          id="offer-name"
          value={name.zh}
          maxLength={30}
          onChange={event => onChange({ name: { ...name, zh: event.target.value } })}
        />
      </Field>
      <Field id="offer-en" label={say('reward.name.en')}>
        <Input
          id="offer-en"
          value={name.en}
          maxLength={60}
          onChange={event => onChange({ name: { ...name, en: event.target.value } })}
        />
      </Field>
      <Field id="offer-reward" label={say('group.reward')} failing={wrong('reward')}>
        <Select
          id="offer-reward"
          value={reward || undefined}
          loading={rewards.isFetching}
          placeholder={say('when.choose')}
          showSearch={{ optionFilterProp: 'label' }}
          options={(rewards.data?.items ?? []).map(one => ({
            value: one.code,
            label: pick(one.definition.name) || one.definition.name.zh,
          }))}
          onChange={value => onChange({ reward: value })}
        />
      </Field>
    </>
  )
}

/** How many, for how much, how long, and how often. */
function OfferNumbers({ definition, wrong, onChange }: OfferFieldsProps) {
  const { say } = usePreferences()
  const { size, points, hours, limits, stock, window } = definition
  const count = (id: string, value: number, max: number, set: (value: number) => void) => (
    <NumberField id={id} value={value} max={max} onChange={typed => set(Math.max(1, typed))} />
  )
  return (
    <>
      <Field id="offer-size" label={say('group.size')}>
        {count('offer-size', size, 20, value => onChange({ size: Math.max(2, value) }))}
      </Field>
      <Field id="offer-points" label={say('group.points')}>
        {count('offer-points', points, 1_000_000, value => onChange({ points: value }))}
      </Field>
      <Field id="offer-hours" label={say('group.hours')}>
        {count('offer-hours', hours, 168, value => onChange({ hours: value }))}
      </Field>
      <Field
        id="offer-stock"
        label={say('group.stock')}
        hint={say(wrong('stock') ? 'group.gap.stock' : 'group.stock.hint')}
        failing={wrong('stock')}
      >
        {count('offer-stock', stock, 10_000_000, value => onChange({ stock: value }))}
      </Field>
      <Field id="offer-open" label={say('group.open')}>
        {count('offer-open', limits.open, 10, value => onChange({ limits: { ...limits, open: value } }))}
      </Field>
      <Field id="offer-total" label={say('reward.per_member')} hint={say('reward.limit.hint')}>
        <NumberField
          id="offer-total"
          value={limits.total ?? 0}
          max={1_000}
          placeholder={say('reward.limit.none')}
          onChange={total => onChange({ limits: { ...limits, total: total || null } })}
        />
      </Field>
      <Field id="offer-from" label={say('coupon.validity.from')}>
        <MomentField id="offer-from" value={window.from} onChange={from => onChange({ window: { ...window, from } })} />
      </Field>
      <Field id="offer-until" label={say('coupon.validity.until')} failing={wrong('window')}>
        <MomentField
          id="offer-until"
          value={window.until}
          onChange={until => onChange({ window: { ...window, until } })}
        />
      </Field>
    </>
  )
}
