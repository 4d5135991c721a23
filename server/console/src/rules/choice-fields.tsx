/** Fields that choose from what there is: many of a list, days of the week, codes. */
import { Input, Select } from 'antd'
import { usePreferences } from '../preferences'

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const

interface ManyProps<T extends string | number> {
  label: string
  value: T[]
  options: { value: T; label: string }[]
  failing: boolean
  disabled: boolean
  /** Words that are not in the list may be typed. */
  tags?: boolean
  onChange: (value: T[]) => void
}

/** Any number of a list, found by typing. */
export function Many<T extends string | number>({
  label,
  value,
  options,
  failing,
  disabled,
  tags,
  onChange,
}: ManyProps<T>) {
  const { say } = usePreferences()
  return (
    <Select<T[]>
      mode={tags ? 'tags' : 'multiple'}
      className="value-many"
      value={value}
      options={options}
      disabled={disabled}
      status={failing ? 'error' : undefined}
      aria-label={label}
      placeholder={say('when.choose')}
      showSearch={{ optionFilterProp: 'label' }}
      maxTagCount="responsive"
      onChange={onChange}
    />
  )
}

interface DaysProps {
  label: string
  value: readonly number[]
  disabled: boolean
  onChange: (days: number[]) => void
}

/** The seven days as seven switches: faster than a list for something everybody knows by heart. */
export function Days({ label, value, disabled, onChange }: DaysProps) {
  const { say } = usePreferences()
  return (
    <fieldset className="days" aria-label={label}>
      {weekdays.map(day => (
        <label key={day} className={value.includes(day) ? 'day on' : 'day'}>
          <input
            type="checkbox"
            className="visually-hidden"
            checked={value.includes(day)}
            disabled={disabled}
            onChange={event =>
              onChange(
                event.target.checked ? [...value, day].toSorted((a, b) => a - b) : value.filter(one => one !== day),
              )
            }
          />
          {say(`weekday.${day}`)}
        </label>
      ))}
    </fieldset>
  )
}

interface CodesProps {
  id: string
  value: string[]
  disabled: boolean
  onChange: (codes: string[]) => void
}

/** Codes typed one by one. */
export function Codes({ id, value, disabled, onChange }: CodesProps) {
  return (
    <Select<string[]>
      id={id}
      mode="tags"
      className="value-many"
      value={value}
      disabled={disabled}
      open={false}
      suffixIcon={null}
      tokenSeparators={[',', '，', ' ']}
      onChange={codes => onChange(codes.filter(code => /^[A-Za-z0-9_-]{1,40}$/.test(code)))}
    />
  )
}

/** A code people type. */
export function CodeField({
  id,
  value,
  disabled,
  failing,
  onChange,
}: {
  id: string
  value: string
  disabled: boolean
  failing: boolean
  onChange: (code: string) => void
}) {
  return (
    <Input
      id={id}
      className="code-field"
      value={value}
      disabled={disabled}
      maxLength={40}
      spellCheck={false}
      status={failing ? 'error' : undefined}
      onChange={event => onChange(event.target.value.trim())}
    />
  )
}
