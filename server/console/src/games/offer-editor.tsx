import { Form, Select } from 'antd'
import { call } from '../call'
import { Field, Toggle } from '../coupons/fields'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { NumberField } from '../rules/moment-field'
import { blankOffer, gapsOfOffer, type OfferDefinition, type OfferFile } from './game'
import { EditorDrawer } from './game-drawer'
import { NameFields, WindowFields } from './name-fields'
import { useGameForm } from './use-game-form'

const MOST_LISTED = 100

interface OfferEditorProps {
  file: OfferFile | null
  onClose: () => void
  onPublished: (code: string) => void
}

/** A group offer: which reward, how many together, for how many points each, and how long they have. */
export function OfferEditor({ file, onClose, onPublished }: OfferEditorProps) {
  const form = useGameForm<OfferDefinition>({
    ...{ kind: 'group', file, blank: blankOffer, gapsOf: gapsOfOffer, onPublished },
    create: body => call('POST /console/group-offers', { body }),
    publish: (code, body) => call('POST /console/group-offers/:code/versions', { params: { code }, body }),
  })
  return (
    <EditorDrawer {...form.drawer} onClose={onClose}>
      <OfferFields definition={form.definition} wrong={form.wrong} onChange={form.change} />
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
      <NameFields
        id="offer"
        name={name}
        longest={30}
        failing={wrong('name')}
        onChange={next => onChange({ name: next })}
      />
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
      <WindowFields
        id="offer"
        window={window}
        failing={wrong('window')}
        onChange={next => onChange({ window: next })}
      />
    </>
  )
}
