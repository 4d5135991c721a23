import { Form, Input, Segmented } from 'antd'
import { usePreferences } from '../preferences'
import { ImageField } from '../rewards/image-field'
import { Many } from '../rules/choice-fields'
import { NumberField } from '../rules/moment-field'
import type { Options } from '../rules/rule'
import { blankEffect, type CouponType, type Definition, type Effect, TYPES } from './coupon'
import { Field, Money } from './fields'

export interface BlockProps {
  draft: Definition
  options: Options | undefined
  /** Paths that are not right yet. */
  wrong: ReadonlySet<string>
  onChange: (draft: Definition) => void
}

/** What the coupon is called and what it does. */
export function EffectBlock({ draft, options, wrong, onChange }: BlockProps) {
  const { say } = usePreferences()
  const { name, effect } = draft
  const set = (next: Effect) => onChange({ ...draft, effect: next })
  return (
    <fieldset className="coupon-block">
      <legend>{say('coupon.basics')}</legend>
      <Form.Item label={say('coupon.type')}>
        <Segmented<CouponType>
          value={effect.type}
          aria-label={say('coupon.type')}
          options={TYPES.map(value => ({ value, label: say(`coupon.type.${value}`) }))}
          onChange={type => set(blankEffect(type))}
        />
      </Form.Item>
      <div className="coupon-fields">
        <Field id="coupon-zh" label={say('coupon.name.zh')} failing={wrong.has('name.zh')}>
          <Input
            id="coupon-zh"
            value={name.zh}
            maxLength={30}
            onChange={event => onChange({ ...draft, name: { ...name, zh: event.target.value } })}
          />
        </Field>
        <Field id="coupon-en" label={say('coupon.name.en')}>
          <Input
            id="coupon-en"
            value={name.en}
            maxLength={60}
            onChange={event => onChange({ ...draft, name: { ...name, en: event.target.value } })}
          />
        </Field>
      </div>
      <Form.Item label={say('reward.image')} validateStatus={wrong.has('image') ? 'error' : ''}>
        <ImageField id="coupon-image" image={draft.image ?? null} onChange={image => onChange({ ...draft, image })} />
      </Form.Item>
      <div className="coupon-fields">
        <EffectFields effect={effect} options={options} wrong={wrong} onChange={set} />
      </div>
    </fieldset>
  )
}

interface EffectProps {
  effect: Effect
  options: Options | undefined
  wrong: ReadonlySet<string>
  onChange: (effect: Effect) => void
}

function EffectFields({ effect, options, wrong, onChange }: EffectProps) {
  const { say } = usePreferences()
  const failing = wrong.has('effect.offFen')
  switch (effect.type) {
    case 'THRESHOLD_OFF':
      return (
        <>
          <Money
            id="coupon-min"
            label={say('coupon.min')}
            fen={effect.minFen}
            onChange={fen => onChange({ ...effect, minFen: fen ?? 1 })}
          />
          <Money
            id="coupon-off"
            label={say('coupon.off')}
            fen={effect.offFen}
            failing={failing}
            onChange={fen => onChange({ ...effect, offFen: fen ?? 1 })}
          />
        </>
      )
    case 'CASH':
      return (
        <Money
          id="coupon-off"
          label={say('coupon.face_value')}
          fen={effect.offFen}
          onChange={fen => onChange({ ...effect, offFen: fen ?? 1 })}
        />
      )
    case 'PERCENT_OFF':
      return <PercentFields effect={effect} options={options} wrong={wrong} onChange={onChange} />
    case 'MULTIPLIER':
      return (
        <Field id="coupon-times" label={say('coupon.times')} hint={say('coupon.times.hint')}>
          <NumberField
            id="coupon-times"
            value={effect.percent}
            max={1000}
            step={50}
            onChange={percent => onChange({ ...effect, percent: Math.max(101, percent) })}
          />
        </Field>
      )
    case 'ITEM':
      return <ItemFields effect={effect} options={options} wrong={wrong} onChange={onChange} />
  }
}

function PercentFields({ effect, onChange }: EffectProps & { effect: Extract<Effect, { type: 'PERCENT_OFF' }> }) {
  const { say } = usePreferences()
  return (
    <>
      <Field id="coupon-percent" label={say('coupon.percent')} hint={say('coupon.percent.hint')}>
        <NumberField
          id="coupon-percent"
          value={effect.offPercent}
          max={99}
          onChange={percent => onChange({ ...effect, offPercent: Math.max(1, percent) })}
        />
      </Field>
      <Money
        id="coupon-cap"
        label={say('coupon.cap')}
        placeholder={say('coupon.cap.none')}
        fen={effect.capFen}
        onChange={capFen => onChange({ ...effect, capFen })}
      />
    </>
  )
}

function ItemFields({ effect, options, wrong, onChange }: EffectProps & { effect: Extract<Effect, { type: 'ITEM' }> }) {
  const { say } = usePreferences()
  return (
    <>
      <Field id="coupon-item" label={say('coupon.item')} failing={wrong.has('effect.item.zh')}>
        <Input
          id="coupon-item"
          value={effect.item.zh}
          maxLength={40}
          onChange={event => onChange({ ...effect, item: { ...effect.item, zh: event.target.value } })}
        />
      </Field>
      <Field id="coupon-item-en" label={say('coupon.item.en')}>
        <Input
          id="coupon-item-en"
          value={effect.item.en}
          maxLength={80}
          onChange={event => onChange({ ...effect, item: { ...effect.item, en: event.target.value } })}
        />
      </Field>
      <Form.Item label={say('coupon.products')} className="wide">
        <Many
          label={say('coupon.products')}
          value={effect.products}
          options={(options?.products ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          failing={wrong.has('effect.products')}
          disabled={!options}
          onChange={products => onChange({ ...effect, products })}
        />
      </Form.Item>
      <Money
        id="coupon-worth"
        label={say('coupon.worth_cap')}
        placeholder={say('coupon.cap.none')}
        fen={effect.capFen}
        onChange={capFen => onChange({ ...effect, capFen })}
      />
    </>
  )
}
