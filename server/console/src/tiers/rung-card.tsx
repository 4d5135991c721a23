import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Card, Form, Input, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import { usePreferences } from '../preferences'
import { MEASURES, type Measure, newRight, type Right, type Rung, type Wrong } from './ladder'

interface RungCardProps {
  rung: Rung
  at: number
  /** Not published yet, so its code may still change. */
  fresh: boolean
  wrong: ReadonlyMap<string, Wrong>
  onChange: (change: Partial<Rung>) => void
  onRemove: () => void
}

/** One rung: its name, what it asks for, and what it gives. */
export function RungCard(props: RungCardProps) {
  const { rung, at, wrong, onChange, onRemove } = props
  const { say, pick } = usePreferences()
  const remove = (
    <Button
      type="text"
      icon={<DeleteOutlined />}
      aria-label={`${say('tiers.edit.remove')} ${pick(rung.name)}`}
      onClick={onRemove}
    />
  )
  return (
    <Card
      className="rung-card"
      size="small"
      title={pick(rung.name) || say('tiers.edit.new')}
      extra={at > 0 ? remove : null}
    >
      <Names {...props} />
      {at === 0 ? <p className="page-note">{say('tiers.edit.base')}</p> : <Thresholds {...props} />}
      <Rights rung={rung} at={at} wrong={wrong} onChange={rights => onChange({ rights })} />
    </Card>
  )
}

interface FieldProps {
  id: string
  label: string
  wrong: Wrong | undefined
  extra?: string
  children: ReactNode
}

/** A field and its label, which a screen reader reads together, and what is wrong with it. */
function Field({ id, label, wrong, extra, children }: FieldProps) {
  const { say } = usePreferences()
  const help = wrong ? { validateStatus: 'error' as const, help: say(`tiers.wrong.${wrong}`) } : {}
  return (
    <Form.Item htmlFor={id} label={label} {...(extra ? { extra } : {})} {...help}>
      {children}
    </Form.Item>
  )
}

function Names({ rung, at, fresh, wrong, onChange }: RungCardProps) {
  const { say } = usePreferences()
  const { name, code, percent } = rung
  const id = (field: string) => `rung-${at}-${field}`
  const named = wrong.get(`rungs.${at}.name`)
  return (
    <div className="rung-fields">
      <Field id={id('zh')} label={say('tiers.edit.zh')} wrong={named}>
        <Input
          id={id('zh')}
          value={name.zh}
          maxLength={20}
          onChange={event => onChange({ name: { ...name, zh: event.target.value } })}
        />
      </Field>
      <Field id={id('en')} label={say('tiers.edit.en')} wrong={named}>
        <Input
          id={id('en')}
          value={name.en}
          maxLength={40}
          onChange={event => onChange({ name: { ...name, en: event.target.value } })}
        />
      </Field>
      <Field
        id={id('code')}
        label={say('tiers.edit.code')}
        wrong={wrong.get(`rungs.${at}.code`)}
        {...(fresh ? { extra: say('tiers.edit.code.hint') } : {})}
      >
        <Input
          id={id('code')}
          value={code}
          maxLength={20}
          disabled={!fresh}
          onChange={event => onChange({ code: event.target.value.toUpperCase() })}
        />
      </Field>
      <Field
        id={id('percent')}
        label={say('tiers.edit.percent')}
        wrong={undefined}
        {...(at === 0 ? { extra: say('tiers.edit.percent.hint') } : {})}
      >
        <InputNumber
          id={id('percent')}
          value={percent}
          min={100}
          max={1000}
          precision={0}
          onChange={value => onChange({ percent: value ?? 100 })}
        />
      </Field>
    </div>
  )
}

function Thresholds({ rung, at, wrong, onChange }: RungCardProps) {
  const { say } = usePreferences()
  const none = wrong.get(`rungs.${at}.threshold`)
  return (
    <fieldset className="rung-asks">
      <legend>{say('tiers.edit.threshold')}</legend>
      {none ? <p className="bad">{say(`tiers.wrong.${none}`)}</p> : null}
      <div className="rung-fields">
        {MEASURES.map(measure => (
          <Field
            key={measure}
            id={`rung-${at}-${measure}`}
            label={say(`tiers.edit.${measure}`)}
            wrong={wrong.get(`rungs.${at}.threshold.${measure}`)}
          >
            <InputNumber
              id={`rung-${at}-${measure}`}
              value={shown(measure, rung.threshold[measure])}
              min={0}
              max={100_000_000}
              precision={0}
              onChange={value => onChange({ threshold: { ...rung.threshold, [measure]: kept(measure, value) } })}
            />
          </Field>
        ))}
      </div>
    </fieldset>
  )
}

const shown = (measure: Measure, value: number | null): number | null =>
  value === null ? null : measure === 'spendFen' ? value / 100 : value
const kept = (measure: Measure, value: number | null): number | null =>
  value === null ? null : measure === 'spendFen' ? value * 100 : value

interface RightsProps {
  rung: Rung
  at: number
  wrong: ReadonlyMap<string, Wrong>
  onChange: (rights: Right[]) => void
}

function Rights({ rung, at, wrong, onChange }: RightsProps) {
  const { say } = usePreferences()
  const change = (place: number, right: Right) =>
    onChange(rung.rights.map((old, index) => (index === place ? right : old)))
  return (
    <Form.Item label={say('tiers.rights')}>
      {rung.rights.map((right, place) => (
        <RightRow
          key={right.code}
          right={right}
          wrong={wrong.get(`rungs.${at}.rights.${place}`)}
          onChange={next => change(place, next)}
          onRemove={() => onChange(rung.rights.filter((_, index) => index !== place))}
        />
      ))}
      <Button
        size="small"
        icon={<PlusOutlined />}
        disabled={rung.rights.length >= 20}
        onClick={() => onChange([...rung.rights, newRight(rung)])}
      >
        {say('tiers.edit.right.add')}
      </Button>
    </Form.Item>
  )
}

interface RightRowProps {
  right: Right
  wrong: Wrong | undefined
  onChange: (right: Right) => void
  onRemove: () => void
}

function RightRow({ right, wrong, onChange, onRemove }: RightRowProps) {
  const { say, pick } = usePreferences()
  const { limit } = right
  const status = wrong ? { status: 'error' as const } : {}
  return (
    <div className="right-row">
      <Input
        {...status}
        value={right.name.zh}
        maxLength={20}
        placeholder={say('tiers.edit.zh')}
        aria-label={say('tiers.edit.zh')}
        onChange={event => onChange({ ...right, name: { ...right.name, zh: event.target.value } })}
      />
      <Input
        {...status}
        value={right.name.en}
        maxLength={40}
        placeholder={say('tiers.edit.en')}
        aria-label={say('tiers.edit.en')}
        onChange={event => onChange({ ...right, name: { ...right.name, en: event.target.value } })}
      />
      <Select<'NONE' | 'MONTH' | 'YEAR'>
        value={limit?.per ?? 'NONE'}
        aria-label={say('tiers.edit.right.limit')}
        onChange={per => onChange({ ...right, limit: per === 'NONE' ? null : { uses: limit?.uses ?? 1, per } })}
        options={[
          { value: 'NONE' as const, label: say('tiers.edit.right.unlimited') },
          { value: 'MONTH' as const, label: say('tiers.uses.MONTH', { uses: limit?.uses ?? 1 }) },
          { value: 'YEAR' as const, label: say('tiers.uses.YEAR', { uses: limit?.uses ?? 1 }) },
        ]}
      />
      {limit ? (
        <InputNumber
          value={limit.uses}
          min={1}
          max={1000}
          precision={0}
          aria-label={say('tiers.edit.right.limit')}
          onChange={uses => onChange({ ...right, limit: { ...limit, uses: uses ?? 1 } })}
        />
      ) : null}
      <Button
        type="text"
        icon={<DeleteOutlined />}
        aria-label={`${say('tiers.edit.right.remove')} ${pick(right.name)}`}
        onClick={onRemove}
      />
    </div>
  )
}
