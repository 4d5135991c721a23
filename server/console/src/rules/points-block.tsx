import type { Expiry, Restriction } from '@huitou/shared/rules'
import { Checkbox, Select } from 'antd'
import { usePreferences } from '../preferences'
import { Codes, Days } from './choice-fields'
import { BlockShell, Labelled, useEditor } from './editor'
import { Fold } from './fold'
import { DayField, NumberField, SpanField } from './moment-field'
import { expiryWords, pendingWords, restrictionWords } from './words'

const kinds = ['SAME', 'MONTHS', 'ACTIVITY', 'DATE', 'NEVER'] as const
type Kind = (typeof kinds)[number]

function blankExpiry(kind: Kind): Expiry | null {
  if (kind === 'SAME') return null
  if (kind === 'NEVER') return { kind }
  return kind === 'DATE' ? { kind, on: '' } : { kind, months: 12 }
}

/** What the points that come out are like: how long they live, when they begin, what they may be used for. */
export function PointsBlock() {
  const { say } = usePreferences()
  const { definition, voice } = useEditor()
  return (
    <BlockShell name="points">
      <Fold block="points" title={say('points.expiry')} words={expiryWords(voice, definition.expiry)}>
        <ExpiryFields />
      </Fold>
      <Fold block="points" title={say('part.pending')} words={pendingWords(voice, definition.pendingDays)}>
        <PendingField />
      </Fold>
      <Fold block="points" title={say('part.restriction')} words={restrictionWords(voice, definition.restriction)}>
        <RestrictionFields />
      </Fold>
    </BlockShell>
  )
}

function ExpiryFields() {
  const { say } = usePreferences()
  const { definition, change, readOnly } = useEditor()
  const { expiry } = definition
  const set = (next: Expiry | null) => change({ expiry: next }, 'expiry')
  return (
    <div className="fields">
      <Labelled label={say('points.expiry')} at="expiry">
        {id => (
          <Select<Kind>
            id={id}
            value={expiry?.kind ?? 'SAME'}
            disabled={readOnly}
            popupMatchSelectWidth={false}
            onChange={kind => set(blankExpiry(kind))}
            options={kinds
              .filter(kind => kind !== 'SAME' || definition.reward.kind !== 'RATE')
              .map(value => ({ value, label: value === 'SAME' ? say('expiry.same') : say(`expiry.${value}`) }))}
          />
        )}
      </Labelled>
      {expiry && 'months' in expiry ? (
        <Labelled label={say('points.months')}>
          {id => (
            <NumberField
              id={id}
              value={expiry.months}
              max={120}
              disabled={readOnly}
              suffix={say('unit.months')}
              onChange={months => set({ ...expiry, months })}
            />
          )}
        </Labelled>
      ) : null}
      {expiry?.kind === 'DATE' ? (
        <Labelled label={say('points.on')}>
          {id => (
            <DayField
              id={id}
              value={expiry.on}
              failing={expiry.on === ''}
              disabled={readOnly}
              onChange={on => set({ ...expiry, on })}
            />
          )}
        </Labelled>
      ) : null}
    </div>
  )
}

function PendingField() {
  const { say } = usePreferences()
  const { definition, change, readOnly } = useEditor()
  return (
    <Labelled label={say('points.pending')} hint={say('points.pending.hint')}>
      {id => (
        <NumberField
          id={id}
          value={definition.pendingDays}
          min={0}
          max={365}
          disabled={readOnly}
          suffix={say('unit.days')}
          onChange={pendingDays => change({ pendingDays }, 'pending')}
        />
      )}
    </Labelled>
  )
}

function RestrictionFields() {
  const { say } = usePreferences()
  const { definition, change, readOnly, problems } = useEditor()
  const restriction = definition.restriction ?? { weekdays: null, between: null, rewards: null }
  const problem = problems.find(one => one.at === 'restriction')
  const set = (parts: Partial<Restriction>) => {
    const next = { ...restriction, ...parts }
    const free = next.weekdays === null && next.between === null && next.rewards === null
    change({ restriction: free ? null : next }, 'restriction')
  }
  const limit = (checked: boolean, label: string, toggle: (on: boolean) => void) => (
    <Checkbox checked={checked} disabled={readOnly} onChange={event => toggle(event.target.checked)}>
      {label}
    </Checkbox>
  )
  return (
    <div className="restriction">
      {limit(restriction.weekdays !== null, say('points.weekdays'), on => set({ weekdays: on ? [6, 7] : null }))}
      {restriction.weekdays ? (
        <Days
          label={say('points.weekdays')}
          value={restriction.weekdays}
          disabled={readOnly}
          onChange={weekdays => set({ weekdays })}
        />
      ) : null}
      {limit(restriction.between !== null, say('points.between'), on =>
        set({ between: on ? ['14:00', '17:00'] : null }),
      )}
      {restriction.between ? (
        <SpanField
          label={say('points.between')}
          value={restriction.between}
          disabled={readOnly}
          onChange={between => set({ between })}
        />
      ) : null}
      {limit(restriction.rewards !== null, say('points.rewards'), on => set({ rewards: on ? [] : null }))}
      {restriction.rewards ? (
        <Labelled label={say('points.rewards')} hint={say('points.rewards.hint')}>
          {id => (
            <Codes
              id={id}
              value={restriction.rewards ?? []}
              disabled={readOnly}
              onChange={rewards => set({ rewards })}
            />
          )}
        </Labelled>
      ) : null}
      {problem ? <p className="field-problem">{say(problem.says)}</p> : null}
    </div>
  )
}
