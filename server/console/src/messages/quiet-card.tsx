import { Checkbox, DatePicker, Radio, Tag, TimePicker } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { Field } from '../parts/field'
import { usePreferences } from '../preferences'
import { Many } from '../rules/choice-fields'
import { SpanField } from '../rules/moment-field'
import { type Limits, quietShape } from './limits'
import { KINDS } from './template'

interface QuietCardProps {
  limits: Limits
  disabled: boolean
  onChange: (more: Partial<Limits>) => void
}

const MOST_DAYS = 60

/** When nobody is disturbed, what happens to what falls due then, and which kinds do not care. */
export function QuietCard({ limits, disabled, onChange }: QuietCardProps) {
  const { say } = usePreferences()
  const { quiet } = limits
  const set = (more: Partial<Limits['quiet']>) => onChange({ quiet: { ...quiet, ...more } })
  return (
    <section className="card padded limits-card">
      <h2>{say('quiet.title')}</h2>
      <Field label={say('quiet.hours')} hint={say('quiet.hours.hint')}>
        {id => (
          <div className="quiet-span">
            <SpanField
              id={id}
              label={say('quiet.hours')}
              value={[quiet.from, quiet.until]}
              disabled={disabled}
              onChange={([from, until]) => set({ from, until })}
            />
            <span className="page-note">{quietText(say, quiet)}</span>
          </div>
        )}
      </Field>
      <fieldset className="plain-set">
        <legend>{say('quiet.action')}</legend>
        <Radio.Group
          value={quiet.action}
          disabled={disabled}
          onChange={event => set({ action: event.target.value as Limits['quiet']['action'] })}
          options={(['DELAY', 'DROP'] as const).map(value => ({ value, label: say(`quiet.action.${value}`) }))}
        />
      </fieldset>
      <QuietDays days={quiet.days} disabled={disabled} onChange={days => set({ days })} />
      <Field label={say('quiet.exempt')} hint={say('quiet.exempt.hint')}>
        {() => (
          <Many
            label={say('quiet.exempt')}
            value={limits.exempt}
            options={KINDS.map(value => ({ value, label: say(`kind.${value}`) }))}
            failing={false}
            disabled={disabled}
            onChange={exempt => onChange({ exempt })}
          />
        )}
      </Field>
    </section>
  )
}

function quietText(say: ReturnType<typeof usePreferences>['say'], quiet: Limits['quiet']): string {
  const { from, until } = quiet
  const shape = quietShape(quiet)
  if (shape === 'NEVER') return say('quiet.never')
  return say(shape === 'SAME_DAY' ? 'quiet.same_day' : 'quiet.over_midnight', { from, until })
}

interface QuietDaysProps {
  days: string[]
  disabled: boolean
  onChange: (days: string[]) => void
}

function QuietDays({ days, disabled, onChange }: QuietDaysProps) {
  const { say } = usePreferences()
  const add = (day: string) => onChange([...new Set([...days, day])].toSorted().slice(0, MOST_DAYS))
  return (
    <fieldset className="plain-set">
      <legend>{say('quiet.days')}</legend>
      <div className="quiet-days">
        {days.length === 0 ? <span className="quiet">{say('quiet.days.none')}</span> : null}
        {days.map(day => (
          <Tag
            key={day}
            className="number"
            closable={!disabled}
            onClose={event => {
              event.preventDefault()
              onChange(days.filter(one => one !== day))
            }}
          >
            {day}
          </Tag>
        ))}
        {disabled || days.length >= MOST_DAYS ? null : (
          <DatePicker<Dayjs>
            size="small"
            value={null}
            placeholder={say('quiet.days.add')}
            aria-label={say('quiet.days.add')}
            onChange={day => day && add(day.format('YYYY-MM-DD'))}
          />
        )}
      </div>
    </fieldset>
  )
}

const OFFSETS = [-3, 0, 7] as const

/** At what hour expiries are told of, and on which days around a birthday. */
export function TimingCard({ limits, disabled, onChange }: QuietCardProps) {
  const { say } = usePreferences()
  return (
    <section className="card padded limits-card">
      <h2>{say('timing.title')}</h2>
      <Field label={say('timing.remind_at')}>
        {id => (
          <TimePicker
            id={id}
            className="time-field"
            format="HH:mm"
            value={dayjs(`2026-01-01 ${limits.remindAt}`)}
            allowClear={false}
            needConfirm={false}
            disabled={disabled}
            onChange={time => time && onChange({ remindAt: time.format('HH:mm') })}
          />
        )}
      </Field>
      <fieldset className="plain-set">
        <legend>{say('timing.birthday')}</legend>
        <Checkbox.Group
          value={limits.birthdayDays}
          disabled={disabled}
          options={OFFSETS.map(value => ({ value, label: say(`timing.birthday.${value}`) }))}
          onChange={chosen => onChange({ birthdayDays: OFFSETS.filter(one => chosen.includes(one)) })}
        />
        <p className="page-note">
          {say(limits.birthdayDays.length === 0 ? 'timing.birthday.none' : 'timing.birthday.note')}
        </p>
      </fieldset>
    </section>
  )
}
