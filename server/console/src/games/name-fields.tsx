import { Input } from 'antd'
import { Field } from '../coupons/fields'
import { usePreferences } from '../preferences'
import { MomentField } from '../rules/moment-field'

interface Named {
  zh: string
  en: string
}
interface NameFieldsProps {
  /** Begins the ids of the fields. */
  id: string
  name: Named
  longest: number
  failing: boolean
  onChange: (name: Named) => void
}

/** What it is called in both languages. */
export function NameFields({ id, name, longest, failing, onChange }: NameFieldsProps) {
  const { say } = usePreferences()
  const input = (language: keyof Named, maxLength: number) => (
    <Input
      id={`${id}-${language}`}
      value={name[language]}
      maxLength={maxLength}
      onChange={event => onChange({ ...name, [language]: event.target.value })}
    />
  )
  return (
    <>
      <Field id={`${id}-zh`} label={say('reward.name.zh')} failing={failing}>
        {input('zh', longest)}
      </Field>
      <Field id={`${id}-en`} label={say('reward.name.en')}>
        {input('en', longest * 2)}
      </Field>
    </>
  )
}

interface Window {
  from: string | null
  until: string | null
}
interface WindowFieldsProps {
  id: string
  window: Window
  failing: boolean
  onChange: (window: Window) => void
}

/** From when until when it can be had. */
export function WindowFields({ id, window, failing, onChange }: WindowFieldsProps) {
  const { say } = usePreferences()
  const ids = { from: `${id}-from`, until: `${id}-until` }
  return (
    <>
      <Field id={ids.from} label={say('coupon.validity.from')}>
        <MomentField id={ids.from} value={window.from} onChange={from => onChange({ ...window, from })} />
      </Field>
      <Field id={ids.until} label={say('coupon.validity.until')} failing={failing}>
        <MomentField id={ids.until} value={window.until} onChange={until => onChange({ ...window, until })} />
      </Field>
    </>
  )
}
