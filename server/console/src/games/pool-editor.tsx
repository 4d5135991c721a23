import { Form, Input, Select } from 'antd'
import { useState } from 'react'
import { call } from '../call'
import { Field } from '../coupons/fields'
import { useIntention } from '../parts/request-id'
import { usePreferences } from '../preferences'
import { useChange, useRead } from '../queries'
import { newCode } from '../rewards/reward'
import { MomentField, NumberField } from '../rules/moment-field'
import { blankPool, gapsOfPool, type PoolDefinition, type PoolFile } from './game'
import { EditorDrawer, useTold } from './game-drawer'
import { PrizeRows } from './prize-rows'

interface PoolEditorProps {
  file: PoolFile | null
  onClose: () => void
  onPublished: (code: string) => void
}

/** A lottery: price, prizes with odds and stock, limits, time. */
export function PoolEditor({ file, onClose, onPublished }: PoolEditorProps) {
  const { say } = usePreferences()
  const told = useTold()
  const [first] = useState<PoolDefinition>(() => file?.definition ?? blankPool())
  const [definition, setDefinition] = useState(first)
  const [reason, setReason] = useState('')
  const [code] = useState(() => file?.code ?? newCode('SERVICE').replace('service', 'draw'))
  const [requestId, next] = useIntention()
  const publish = useChange(() => {
    const body = { requestId, definition, reason: reason.trim() }
    return file
      ? call('POST /console/draw-pools/:code/versions', { params: { code }, body: { ...body, version: file.version } })
      : call('POST /console/draw-pools', { body: { ...body, code, open: true } })
  }, ['GET /console/draw-pools', 'GET /console/draw-pools/:code', 'GET /console/audit'])
  const gaps = gapsOfPool(definition)
  const change = (part: Partial<PoolDefinition>) => setDefinition({ ...definition, ...part })
  const dirty = JSON.stringify(definition) !== JSON.stringify(first)
  const send = () =>
    publish.mutate(undefined, {
      onSuccess: done => {
        next()
        told.published()
        onPublished(done.code)
      },
      onError: error => error.passing || next(),
    })
  const wrong = (path: string) => dirty && gaps.some(gap => gap.path === path)
  return (
    <EditorDrawer
      title={file ? say('draw.edit', { name: file.definition.name.zh }) : say('draw.new')}
      dirty={dirty && !publish.isSuccess}
      fit={dirty && gaps.length === 0 && reason.trim().length > 1}
      lacks={[...new Set(gaps.map(({ text }) => say(text)))]}
      pending={publish.isPending}
      error={publish.error}
      reason={reason}
      version={file?.version ?? 0}
      onReason={setReason}
      onSend={send}
      onClose={onClose}
    >
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
      <Field id="pool-name" label={say('reward.name.zh')} failing={wrong('name')}>
        <Input
          id="pool-name"
          value={name.zh}
          maxLength={20}
          onChange={event => onChange({ name: { ...name, zh: event.target.value } })}
        />
      </Field>
      <Field id="pool-en" label={say('reward.name.en')}>
        <Input
          id="pool-en"
          value={name.en}
          maxLength={40}
          onChange={event => onChange({ name: { ...name, en: event.target.value } })}
        />
      </Field>
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
      <Field id="pool-from" label={say('coupon.validity.from')}>
        <MomentField id="pool-from" value={window.from} onChange={from => onChange({ window: { ...window, from } })} />
      </Field>
      <Field id="pool-until" label={say('coupon.validity.until')} failing={wrong('window')}>
        <MomentField
          id="pool-until"
          value={window.until}
          onChange={until => onChange({ window: { ...window, until } })}
        />
      </Field>
    </>
  )
}
