import { DatePicker, InputNumber, TimePicker } from 'antd'
import dayjs from 'dayjs'
import { instantOf, secondOf } from '../times'

const SECOND = 'YYYY-MM-DD HH:mm:ss'

interface MomentFieldProps {
  id: string
  value: string | null
  placeholder?: string
  disabled?: boolean
  failing?: boolean
  onChange: (instant: string | null) => void
}

/** A moment to the second, in Beijing time whatever zone the browser is in; empty is open. */
export function MomentField({ id, value, placeholder, disabled, failing, onChange }: MomentFieldProps) {
  return (
    <DatePicker
      id={id}
      className="moment-field"
      showTime
      format={SECOND}
      value={value ? dayjs(secondOf(value)) : null}
      placeholder={placeholder}
      disabled={disabled}
      status={failing ? 'error' : undefined}
      onChange={moment => onChange(moment ? instantOf(moment.format(SECOND)) : null)}
    />
  )
}

interface DayFieldProps {
  id: string
  value: string
  disabled?: boolean
  failing?: boolean
  onChange: (day: string) => void
}

export function DayField({ id, value, disabled, failing, onChange }: DayFieldProps) {
  return (
    <DatePicker
      id={id}
      value={value ? dayjs(value) : null}
      disabled={disabled}
      status={failing ? 'error' : undefined}
      onChange={day => onChange(day ? day.format('YYYY-MM-DD') : '')}
    />
  )
}

interface SpanFieldProps {
  id?: string
  label: string
  value: readonly [string, string]
  disabled?: boolean
  onChange: (span: [string, string]) => void
}

/** Two times of day; the later may come first, then the span goes over midnight. */
export function SpanField({ id, label, value, disabled, onChange }: SpanFieldProps) {
  const field = (index: 0 | 1) => (
    <TimePicker
      id={index === 0 ? id : undefined}
      className="time-field"
      format="HH:mm"
      value={dayjs(`2026-01-01 ${value[index]}`)}
      allowClear={false}
      needConfirm={false}
      disabled={disabled}
      aria-label={`${label} ${index + 1}`}
      onChange={time => {
        if (!time) return
        onChange(index === 0 ? [time.format('HH:mm'), value[1]] : [value[0], time.format('HH:mm')])
      }}
    />
  )
  return (
    <span className="span-field">
      {field(0)} <span aria-hidden="true">–</span> {field(1)}
    </span>
  )
}

interface NumberFieldProps {
  id?: string
  label?: string
  value: number
  min?: number
  max: number
  step?: number
  placeholder?: string
  suffix?: string
  prefix?: string
  /** Digits after the point; 'any' writes no more than are needed. */
  precision?: number | 'any'
  disabled?: boolean
  failing?: boolean
  onChange: (value: number) => void
}

/** A number people type; empty counts as zero, and a zero that is not allowed shows as empty. */
export function NumberField(props: NumberFieldProps) {
  const { min = 1, max, value, onChange, failing, label, precision = 0, ...rest } = props
  return (
    <InputNumber<number>
      {...rest}
      className="number-field"
      aria-label={label}
      value={value === 0 && min > 0 ? null : value}
      min={0}
      max={max}
      precision={precision === 'any' ? undefined : precision}
      status={failing ? 'error' : undefined}
      onChange={next => onChange(next ?? 0)}
    />
  )
}

interface YuanFieldProps extends Omit<NumberFieldProps, 'value' | 'onChange' | 'max' | 'precision' | 'step'> {
  fen: number
  maxFen: number
  onFen: (fen: number) => void
}

/** Money in yuan on the screen, whole fen outside. */
export function YuanField({ fen, maxFen, onFen, ...rest }: YuanFieldProps) {
  return (
    <NumberField
      prefix="¥"
      {...rest}
      value={fen / 100}
      max={maxFen / 100}
      precision={2}
      onChange={yuan => onFen(Math.round(yuan * 100))}
    />
  )
}
