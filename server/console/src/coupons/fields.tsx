/** Fields the blocks of a coupon are made of. */
import { Form, Switch } from 'antd'
import { type ReactNode, useId } from 'react'
import { YuanField } from '../rules/moment-field'

/** A labelled field; the label belongs to the control with this id. */
export function Field(props: { id: string; label: string; hint?: string; failing?: boolean; children: ReactNode }) {
  const { id, label, hint, failing, children } = props
  return (
    <Form.Item label={label} htmlFor={id} extra={hint} validateStatus={failing ? 'error' : ''}>
      {children}
    </Form.Item>
  )
}

interface MoneyProps {
  id: string
  label: string
  fen: number | null
  placeholder?: string
  hint?: string
  failing?: boolean
  onChange: (fen: number | null) => void
}

const MAX_FEN = 10_000_000

/** Yuan, as people type them; empty is none. */
export function Money({ id, label, fen, placeholder, hint, failing, onChange }: MoneyProps) {
  return (
    <Field id={id} label={label} hint={hint} failing={failing}>
      <YuanField
        id={id}
        fen={fen ?? 0}
        maxFen={MAX_FEN}
        placeholder={placeholder}
        onFen={typed => onChange(typed > 0 ? typed : null)}
      />
    </Field>
  )
}

export function Toggle(props: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  const id = useId()
  return (
    <span className="coupon-toggle">
      <Switch id={id} checked={props.on} onChange={props.onChange} size="small" />
      <label htmlFor={id}>{props.label}</label>
    </span>
  )
}
