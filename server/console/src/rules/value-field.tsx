import { BIRTHDAYS, CHANNELS, FESTIVALS } from '@huitou/shared/rule-names'
import type { Condition } from '@huitou/shared/rules'
import { Select } from 'antd'
import { usePreferences } from '../preferences'
import { Days, Many } from './choice-fields'
import { useEditor } from './editor'
import { NumberField, SpanField, YuanField } from './moment-field'

const MAX_FEN = 100_000_000
const monthDays = Array.from({ length: 31 }, (_, index) => index + 1)
/** What a plain number counts, and the most it may be. */
const counted = {
  visit: ['unit.times', 1, 10_000],
  tableSize: ['unit.people', 1, 100],
  daysSinceLastVisit: ['unit.days', 0, 3650],
  newProduct: ['unit.days', 0, 3650],
  memberDays: ['unit.days', 0, 3650],
} as const

interface ValueFieldProps {
  condition: Condition
  failing: boolean
  onChange: (condition: Condition) => void
}

/** The value of one condition, by what its field holds. */
export function ValueField({ condition, failing, onChange }: ValueFieldProps) {
  const { say } = usePreferences()
  const { readOnly } = useEditor()
  const label = say('when.value', { field: say(`field.${condition.field}`) })
  const plain = { label, failing, disabled: readOnly }
  switch (condition.field) {
    case 'amount':
      return (
        <YuanField
          {...plain}
          fen={condition.value}
          maxFen={MAX_FEN}
          onFen={value => onChange({ ...condition, value })}
        />
      )
    case 'time':
      return (
        <SpanField
          label={label}
          value={condition.value}
          disabled={readOnly}
          onChange={value => onChange({ ...condition, value })}
        />
      )
    case 'weekday':
      return (
        <Days
          label={label}
          value={condition.value}
          disabled={readOnly}
          onChange={value => onChange({ ...condition, value })}
        />
      )
    case 'birthday':
      return (
        <Select
          className="value-select"
          value={condition.value}
          disabled={readOnly}
          aria-label={label}
          onChange={value => onChange({ ...condition, value })}
          options={BIRTHDAYS.map(value => ({ value, label: say(`birthday.${value}`) }))}
        />
      )
    case 'visit':
    case 'tableSize':
    case 'daysSinceLastVisit':
    case 'newProduct':
    case 'memberDays': {
      const [unit, min, max] = counted[condition.field]
      const change = (value: number) => onChange({ ...condition, value })
      return <NumberField {...plain} suffix={say(unit)} value={condition.value} min={min} max={max} onChange={change} />
    }
    default:
      return <ListField {...plain} condition={condition} onChange={onChange} />
  }
}

type Listed = Extract<Condition, { value: (string | number)[] }>
interface ListFieldProps {
  condition: Exclude<Listed, { field: 'weekday' | 'time' }>
  label: string
  failing: boolean
  disabled: boolean
  onChange: (condition: Condition) => void
}

/** A condition whose value is a list of names. */
function ListField({ condition, onChange, ...plain }: ListFieldProps) {
  const { say, pick } = usePreferences()
  const { options } = useEditor()
  if (condition.field === 'dayOfMonth') {
    const change = (value: number[]) => onChange({ ...condition, value: value.toSorted((a, b) => a - b) })
    const days = monthDays.map(value => ({ value, label: String(value) }))
    return <Many {...plain} value={condition.value} options={days} onChange={change} />
  }
  const choices = {
    category: () => options.categories.map(one => ({ value: one.code, label: one.name })),
    product: () => options.products.map(one => ({ value: one.id, label: one.name })),
    store: () => options.stores.map(one => ({ value: one.id, label: one.name })),
    tier: () => options.tiers.map(one => ({ value: one.code, label: pick(one.name) || one.name.zh })),
    tag: () => options.tags.map(tag => ({ value: tag, label: tag })),
    channel: () => CHANNELS.map(value => ({ value, label: say(`channel.${value}`) })),
    festival: () => FESTIVALS.map(value => ({ value, label: say(`festival.${value}`) })),
  }[condition.field]()
  return (
    <Many<string>
      {...plain}
      tags={condition.field === 'tag'}
      value={condition.value}
      options={choices}
      // The choices offered belong to the field, which the compiler cannot follow through a table.
      onChange={value => onChange({ ...condition, value } as Condition)}
    />
  )
}
