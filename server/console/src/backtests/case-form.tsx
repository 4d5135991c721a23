import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import type { RequestOf } from '@huitou/shared/client'
import { TRIGGERS } from '@huitou/shared/rule-names'
import type { Trigger } from '@huitou/shared/rules'
import { Button, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { Field } from '../parts/field'
import { usePreferences } from '../preferences'
import { MomentField, NumberField, YuanField } from '../rules/moment-field'
import type { Options } from '../rules/rule'

export type Case = RequestOf<'POST /console/simulations'>['body']['case']

const MAX_FEN = 100_000_000
/** What can be tried out by itself: a refund needs its bill, and points that are imported or given by hand ask no rule. */
const triggers = TRIGGERS.filter(one => one !== 'REFUND' && one !== 'IMPORT' && one !== 'MANUAL')

/** A plain bill, now, at a store. */
export function plainCase(storeId: string, now: Date): Case {
  return {
    trigger: 'PURCHASE',
    memberNo: null,
    storeId,
    at: now.toISOString(),
    paidFen: 8000,
    items: [],
    tier: null,
    tags: [],
    visit: null,
    daysSinceLastVisit: null,
    birthday: null,
    tableSize: null,
  }
}

interface CaseFormProps {
  start: Case
  options: Options
  busy: boolean
  onRun: (wanted: Case) => void
}

/** One bill: of a member, or of somebody made up. */
export function CaseForm({ start, options, busy, onRun }: CaseFormProps) {
  const { say } = usePreferences()
  const [wanted, setWanted] = useState(start)
  const set = (parts: Partial<Case>) => setWanted({ ...wanted, ...parts })
  const wrong = wanted.birthday !== null && !/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(wanted.birthday)
  const priced = wanted.trigger === 'PURCHASE'
  return (
    <form
      className="case-form"
      onSubmit={event => {
        event.preventDefault()
        if (!wrong) onRun({ ...wanted, items: wanted.items.filter(item => item.name.trim() !== '') })
      }}
    >
      <BillFields wanted={wanted} options={options} set={set} />
      <Items items={wanted.items} options={options} onChange={items => set({ items })} />
      <details className="made-up">
        <summary>
          {say('case.facts')} <span className="page-note">{say('case.facts.hint')}</span>
        </summary>
        <Facts wanted={wanted} options={options} wrongBirthday={wrong} set={set} />
      </details>
      <Button type="primary" htmlType="submit" loading={busy} disabled={wrong || (priced && wanted.paidFen < 1)}>
        {say('case.run')}
      </Button>
    </form>
  )
}

interface BillFieldsProps {
  wanted: Case
  options: Options
  set: (parts: Partial<Case>) => void
}

function BillFields({ wanted, options, set }: BillFieldsProps) {
  const { say } = usePreferences()
  return (
    <div className="fields">
      <Field label={say('case.trigger')}>
        {id => (
          <Select<Trigger>
            id={id}
            value={wanted.trigger}
            onChange={trigger => set({ trigger })}
            options={triggers.map(value => ({ value, label: say(`trigger.${value}`) }))}
          />
        )}
      </Field>
      <Field label={say('case.store')}>
        {id => (
          <Select
            id={id}
            value={wanted.storeId}
            onChange={storeId => set({ storeId })}
            options={options.stores.map(one => ({ value: one.id, label: one.name }))}
          />
        )}
      </Field>
      {wanted.trigger === 'PURCHASE' ? (
        <Field label={say('case.paid')}>
          {id => <YuanField id={id} fen={wanted.paidFen} maxFen={MAX_FEN} onFen={paidFen => set({ paidFen })} />}
        </Field>
      ) : null}
      <Field label={say('case.at')}>
        {id => <MomentField id={id} value={wanted.at} onChange={at => set({ at: at ?? new Date().toISOString() })} />}
      </Field>
      <Field label={say('case.member')} hint={say('case.member.hint')} wide>
        {id => (
          <Input
            id={id}
            value={wanted.memberNo ?? ''}
            maxLength={20}
            onChange={event => set({ memberNo: event.target.value.replace(/\s/g, '') || null })}
          />
        )}
      </Field>
    </div>
  )
}

interface FactsProps extends BillFieldsProps {
  wrongBirthday: boolean
}

function Facts({ wanted, options, wrongBirthday, set }: FactsProps) {
  const { say, pick } = usePreferences()
  const number = (label: string, value: number | null, max: number, change: (value: number | null) => void) => (
    <Field label={label}>
      {id => (
        <InputNumber<number>
          id={id}
          className="number-field"
          value={value}
          min={0}
          max={max}
          precision={0}
          onChange={change}
        />
      )}
    </Field>
  )
  return (
    <div className="fields">
      <Field label={say('case.tier')}>
        {id => (
          <Select
            id={id}
            allowClear
            value={wanted.tier}
            onChange={tier => set({ tier: tier ?? null })}
            options={options.tiers.map(one => ({ value: one.code, label: pick(one.name) }))}
          />
        )}
      </Field>
      <Field label={say('case.tags')}>
        {id => (
          <Select<string[]>
            id={id}
            mode="tags"
            value={wanted.tags}
            onChange={tags => set({ tags: tags.filter(tag => /^[A-Za-z0-9_-]{1,40}$/.test(tag)) })}
            options={options.tags.map(value => ({ value, label: value }))}
          />
        )}
      </Field>
      {number(say('case.visit'), wanted.visit, 10_000, visit => set({ visit: visit || null }))}
      {number(say('case.days'), wanted.daysSinceLastVisit, 3650, daysSinceLastVisit => set({ daysSinceLastVisit }))}
      <Field label={say('case.birthday')} problem={wrongBirthday ? say('case.birthday.wrong') : undefined}>
        {(id, failing) => (
          <Input
            id={id}
            value={wanted.birthday ?? ''}
            maxLength={5}
            placeholder="08-15"
            status={failing ? 'error' : undefined}
            onChange={event => set({ birthday: event.target.value || null })}
          />
        )}
      </Field>
      {number(say('case.table'), wanted.tableSize, 100, tableSize => set({ tableSize: tableSize || null }))}
    </div>
  )
}

interface ItemsProps {
  items: Case['items']
  options: Options
  onChange: (items: Case['items']) => void
}

function Items({ items, options, onChange }: ItemsProps) {
  const { say } = usePreferences()
  const replace = (index: number, parts: Partial<Case['items'][number]>) =>
    onChange(items.map((one, at) => (at === index ? { ...one, ...parts } : one)))
  return (
    <fieldset className="case-items">
      <legend>{say('case.items')}</legend>
      <ul className="limit-rows">
        {items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a dish is known by its line; two may be equal
          <li key={index} className="limit-row">
            <Select
              className="value-select"
              value={item.name || undefined}
              aria-label={say('case.item.name')}
              placeholder={say('case.item.name')}
              showSearch={{ optionFilterProp: 'label' }}
              onChange={name => replace(index, { name })}
              options={options.products.map(one => ({ value: one.name, label: one.name, key: one.id }))}
            />
            <NumberField
              label={`${item.name} ${say('case.item.amount')}`}
              prefix="¥"
              value={item.amountFen / 100}
              max={MAX_FEN / 100}
              precision={2}
              onChange={yuan => replace(index, { amountFen: Math.round(yuan * 100) })}
            />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={say('case.item.remove', { name: item.name })}
              onClick={() => onChange(items.filter((_, at) => at !== index))}
            />
          </li>
        ))}
      </ul>
      <Button
        type="dashed"
        size="small"
        icon={<PlusOutlined />}
        disabled={items.length >= 100}
        onClick={() => onChange([...items, { name: '', quantity: 1, amountFen: 0 }])}
      >
        {say('case.item.add')}
      </Button>
    </fieldset>
  )
}
