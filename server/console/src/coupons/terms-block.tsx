import { Form, Segmented, Select } from 'antd'
import { usePreferences } from '../preferences'
import { Many } from '../rules/choice-fields'
import { MomentField, NumberField } from '../rules/moment-field'
import { type Definition, GROUPS } from './coupon'
import type { BlockProps } from './effect-block'
import { Field, Money, Toggle } from './fields'

/** How long it is good, what it goes with, and what it costs. */
export function TermsBlock({ draft, wrong, onChange }: BlockProps) {
  const { say } = usePreferences()
  return (
    <>
      <fieldset className="coupon-block">
        <legend>{say('coupon.validity')}</legend>
        <ValidityFields
          draft={draft}
          failing={wrong.has('validity') || wrong.has('validity.until')}
          onChange={onChange}
        />
      </fieldset>
      <fieldset className="coupon-block">
        <legend>{say('coupon.stacking')}</legend>
        <Stacking draft={draft} onChange={onChange} />
        <div className="coupon-fields">
          <Money
            id="coupon-cost"
            label={say('coupon.cost')}
            placeholder={say('coupon.cost.none')}
            fen={draft.costFen}
            onChange={costFen => onChange({ ...draft, costFen })}
          />
        </div>
      </fieldset>
    </>
  )
}

interface PartProps {
  draft: Definition
  failing?: boolean
  onChange: (draft: Definition) => void
}

function ValidityFields({ draft, failing, onChange }: PartProps) {
  const { say } = usePreferences()
  const { validity } = draft
  const kinds = ['RELATIVE', 'FIXED'] as const
  const set = (next: Validity) => onChange({ ...draft, validity: next })
  const choose = (kind: (typeof kinds)[number]) =>
    set(kind === 'FIXED' ? { kind, from: '', until: '' } : { kind, starts: 'NOW', days: 30 })
  return (
    <>
      <Form.Item>
        <Segmented
          value={validity.kind}
          aria-label={say('coupon.validity')}
          options={kinds.map(value => ({ value, label: say(`coupon.validity.${value}`) }))}
          onChange={choose}
        />
      </Form.Item>
      <div className="coupon-fields">
        {validity.kind === 'RELATIVE' ? (
          <Relative validity={validity} set={set} />
        ) : (
          <Fixed validity={validity} failing={failing} set={set} />
        )}
      </div>
    </>
  )
}

type Validity = Definition['validity']
interface SpanProps<K extends Validity['kind']> {
  validity: Extract<Validity, { kind: K }>
  failing?: boolean
  set: (validity: Validity) => void
}

function Relative({ validity, set }: SpanProps<'RELATIVE'>) {
  const { say } = usePreferences()
  return (
    <>
      <Field id="coupon-valid-days" label={say('coupon.validity.days')}>
        <NumberField
          id="coupon-valid-days"
          value={validity.days}
          max={730}
          onChange={days => set({ ...validity, days: Math.max(1, days) })}
        />
      </Field>
      <Field id="coupon-starts" label={say('coupon.validity.starts')}>
        <Select
          id="coupon-starts"
          value={validity.starts}
          options={(['NOW', 'TOMORROW'] as const).map(value => ({
            value,
            label: say(`coupon.validity.${value}`),
          }))}
          onChange={starts => set({ ...validity, starts })}
        />
      </Field>
    </>
  )
}

function Fixed({ validity, failing, set }: SpanProps<'FIXED'>) {
  const { say } = usePreferences()
  return (
    <>
      <Field id="coupon-from" label={say('coupon.validity.from')} failing={failing}>
        <MomentField
          id="coupon-from"
          value={validity.from || null}
          failing={failing}
          onChange={from => set({ ...validity, from: from ?? '' })}
        />
      </Field>
      <Field id="coupon-until" label={say('coupon.validity.until')} failing={failing}>
        <MomentField
          id="coupon-until"
          value={validity.until || null}
          failing={failing}
          onChange={until => set({ ...validity, until: until ?? '' })}
        />
      </Field>
    </>
  )
}

function Stacking({ draft, onChange }: PartProps) {
  const { say } = usePreferences()
  const { stacking } = draft
  const set = (more: Partial<Definition['stacking']>) => onChange({ ...draft, stacking: { ...stacking, ...more } })
  const groups = GROUPS.map(value => ({ value, label: say(`coupon.group.${value}`) }))
  return (
    <>
      <div className="coupon-fields">
        <Field id="coupon-group" label={say('coupon.group')}>
          <Select id="coupon-group" value={stacking.group} options={groups} onChange={group => set({ group })} />
        </Field>
        <Form.Item
          label={say('coupon.with')}
          extra={say(stacking.with.length > 0 ? 'coupon.with.hint' : 'coupon.with.none')}
        >
          <Many
            label={say('coupon.with')}
            value={stacking.with}
            options={groups}
            failing={false}
            disabled={false}
            onChange={chosen => set({ with: chosen })}
          />
        </Form.Item>
        <Field id="coupon-per-bill" label={say('coupon.per_bill')}>
          <NumberField
            id="coupon-per-bill"
            value={stacking.perBill}
            max={5}
            onChange={perBill => set({ perBill: Math.max(1, perBill) })}
          />
        </Field>
      </div>
      <div className="coupon-toggles">
        <Toggle label={say('coupon.points')} on={stacking.points} onChange={points => set({ points })} />
        <Toggle label={say('coupon.tier_price')} on={stacking.tierPrice} onChange={tierPrice => set({ tierPrice })} />
        <Toggle
          label={say('coupon.giftable')}
          on={draft.giftable}
          onChange={giftable => onChange({ ...draft, giftable })}
        />
      </div>
    </>
  )
}
