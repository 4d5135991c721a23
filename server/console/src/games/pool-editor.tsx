import { Form, Select } from 'antd'
import { call } from '../call'
import { Field } from '../coupons/fields'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { NumberField } from '../rules/moment-field'
import { blankPool, gapsOfPool, type PoolDefinition, type PoolFile } from './game'
import { EditorDrawer } from './game-drawer'
import { NameFields, WindowFields } from './name-fields'
import { PrizeRows } from './prize-rows'
import { useGameForm } from './use-game-form'

interface PoolEditorProps {
  file: PoolFile | null
  onClose: () => void
  onPublished: (code: string) => void
}

/** A lottery: price, prizes with odds and stock, limits, time. */
export function PoolEditor({ file, onClose, onPublished }: PoolEditorProps) {
  const { say } = usePreferences()
  const { definition, gaps, change, wrong, drawer } = useGameForm<PoolDefinition>({
    ...{ kind: 'draw', file, blank: blankPool, gapsOf: gapsOfPool, onPublished },
    create: body => call('POST /console/draw-pools', { body }),
    publish: (code, body) => call('POST /console/draw-pools/:code/versions', { params: { code }, body }),
  })
  return (
    <EditorDrawer {...drawer} onClose={onClose}>
      <Form layout="vertical" component="div">
        <fieldset className="coupon-block">
          <legend>{say('draw.basics')}</legend>
          <div className="coupon-fields">
            <PoolNumbers definition={definition} wrong={wrong} onChange={change} />
            <PoolTimes definition={definition} wrong={wrong} onChange={change} />
          </div>
        </fieldset>
        <PrizeRows definition={definition} gaps={gaps} onChange={change} />
        <p className="page-note">{say('draw.law')}</p>
      </Form>
    </EditorDrawer>
  )
}

interface PoolFieldsProps {
  definition: PoolDefinition
  wrong: (path: string) => boolean
  onChange: (part: Partial<PoolDefinition>) => void
}

/** What it is called, what a draw takes, and how often. */
function PoolNumbers({ definition, wrong, onChange }: PoolFieldsProps) {
  const { say } = usePreferences()
  const { name, points, limits } = definition
  return (
    <>
      <NameFields
        id="pool"
        name={name}
        longest={20}
        failing={wrong('name')}
        onChange={next => onChange({ name: next })}
      />
      <Field id="pool-points" label={say('draw.price')}>
        <NumberField
          id="pool-points"
          value={points}
          max={100_000}
          onChange={next => onChange({ points: Math.max(1, next) })}
        />
      </Field>
      <Field id="pool-day" label={say('draw.per_day')}>
        <NumberField
          id="pool-day"
          value={limits.perDay}
          max={100}
          onChange={perDay => onChange({ limits: { ...limits, perDay: Math.max(1, perDay) } })}
        />
      </Field>
      <Field id="pool-total" label={say('reward.per_member')} hint={say('reward.limit.hint')}>
        <NumberField
          id="pool-total"
          value={limits.total ?? 0}
          max={10_000}
          placeholder={say('reward.limit.none')}
          onChange={total => onChange({ limits: { ...limits, total: total || null } })}
        />
      </Field>
    </>
  )
}

/** Who may draw, and from when until when. */
function PoolTimes({ definition, wrong, onChange }: PoolFieldsProps) {
  const { say, pick } = usePreferences()
  const options = useRead('GET /console/rule-options', undefined, { staleMs: 60_000 })
  const { lowestTier, window } = definition
  return (
    <>
      <Field id="pool-tier" label={say('reward.tier')}>
        <Select
          id="pool-tier"
          value={lowestTier ?? ''}
          options={[
            { value: '', label: say('reward.tier.all') },
            ...(options.data?.tiers ?? []).map(({ code: tier, name: named }) => ({
              value: tier,
              label: say('reward.tier.from', { tier: pick(named) }),
            })),
          ]}
          onChange={value => onChange({ lowestTier: value || null })}
        />
      </Field>
      <WindowFields id="pool" window={window} failing={wrong('window')} onChange={next => onChange({ window: next })} />
    </>
  )
}
