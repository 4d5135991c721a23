/** Settings that are published as versions: what holds, a dialog to change it with a reason, and who changed it before. */
import { formatYuan } from '@huitou/shared/amounts'
import type { Route } from '@huitou/shared/api'
import { Alert, App, Button, Card, Form, Input, Switch } from 'antd'
import { useState } from 'react'
import { Dialog } from '../parts/dialog'
import { useIntention } from '../parts/request-id'
import { Bone, ErrorView, textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'
import { NumberField, YuanField } from '../rules/moment-field'
import type { PlainKey, Say } from '../texts'
import { minuteOf } from '../times'

type Value = number | boolean
export type Terms = Record<string, Value>

export interface TermField {
  name: string
  label: PlainKey
  kind: 'COUNT' | 'MONEY' | 'SWITCH'
  min?: number
  max?: number
  hint?: PlainKey
}

export interface Published {
  version: number
  terms: Terms
  reason: string
  publishedAt: string
  publishedBy: string
}

interface TermsCardProps {
  title: PlainKey
  note: PlainKey
  fields: readonly TermField[]
  /** The newest first; none while they are on their way. */
  versions: readonly Published[] | undefined
  error: Error | null
  retry: () => void
  mayChange: boolean
  /** Sends what was changed on top of a version. */
  publish: (change: { requestId: string; version: number; terms: Terms; reason: string }) => Promise<unknown>
  touches: readonly Route[]
}

const MOST_SHOWN = 10

export function TermsCard(props: TermsCardProps) {
  const { say } = usePreferences()
  const { title, note, fields, versions, error, retry, mayChange } = props
  const [open, setOpen] = useState(false)
  const [now, ...before] = versions ?? []
  return (
    <Card
      className="cost-card"
      title={say(title)}
      extra={now && mayChange ? <Button onClick={() => setOpen(true)}>{say('cost.change')}</Button> : null}
    >
      {!now && error ? <ErrorView small error={error} retry={retry} /> : null}
      {!now && !error ? <Bone width="100%" height={90} /> : null}
      {now ? (
        <dl className="facts">
          {fields.map(({ name, label, kind }) => (
            <div key={name}>
              <dt>{say(label)}</dt>
              <dd className="number">{shown(say, kind, now.terms[name])}</dd>
            </div>
          ))}
          <div>
            <dt>{say('cost.changed')}</dt>
            <dd>
              {now.version === 1
                ? say('cost.first')
                : `${minuteOf(now.publishedAt)} ${now.publishedBy} · ${now.reason}`}
            </dd>
          </div>
        </dl>
      ) : null}
      <p className="quiet">{say(note)}</p>
      {before.length > 0 && now ? <History versions={[now, ...before]} fields={fields} /> : null}
      {open && now ? <ChangeDialog {...props} now={now} onClose={() => setOpen(false)} /> : null}
    </Card>
  )
}

function shown(say: Say, kind: TermField['kind'], value: Value | undefined): string {
  if (kind === 'SWITCH') return say(value ? 'terms.on' : 'terms.off')
  return kind === 'MONEY' ? formatYuan(Number(value ?? 0)) : String(value ?? '')
}

/** What each version changed against the one before it. */
function History({ versions, fields }: { versions: readonly Published[]; fields: readonly TermField[] }) {
  const { say } = usePreferences()
  const lines = versions.slice(0, MOST_SHOWN).map((one, at) => {
    const older = versions[at + 1]
    const changed = fields.filter(({ name }) => older && older.terms[name] !== one.terms[name])
    const words = changed.map(
      ({ name, label, kind }) =>
        `${say(label)} ${shown(say, kind, older?.terms[name])} → ${shown(say, kind, one.terms[name])}`,
    )
    return { one, words: words.join('；') || say('cost.first') }
  })
  return (
    <details>
      <summary>{say('cost.history')}</summary>
      <dl className="facts">
        {lines.map(({ one, words }) => (
          <div key={one.version}>
            <dt className="number">{minuteOf(one.publishedAt)}</dt>
            <dd>
              {words} <span className="quiet">{one.version > 1 ? `${one.publishedBy} · ${one.reason}` : ''}</span>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

function ChangeDialog({
  title,
  fields,
  now,
  publish,
  touches,
  onClose,
}: TermsCardProps & { now: Published; onClose: () => void }) {
  const { say, language } = usePreferences()
  const { message } = App.useApp()
  const [terms, setTerms] = useState(now.terms)
  const [reason, setReason] = useState('')
  const [requestId, next] = useIntention()
  const change = useChange(() => publish({ requestId, version: now.version, terms, reason: reason.trim() }), touches)
  const isSame = fields.every(({ name }) => terms[name] === now.terms[name])
  const wrong = fields.filter(field => isOutside(field, terms))
  const send = () =>
    change.mutate(undefined, {
      onSuccess: () => {
        message.success(say('terms.changed'))
        onClose()
      },
      onError: error => error.passing || next(),
    })
  return (
    <Dialog
      open
      title={say(title)}
      okText={say('terms.publish')}
      okButtonProps={{ disabled: isSame || wrong.length > 0 || reason.trim().length < 2, loading: change.isPending }}
      onOk={send}
      onCancel={onClose}
    >
      {change.error ? (
        <Alert className="form-alert" type="error" showIcon title={textOf(change.error, say, language)} />
      ) : null}
      <Form layout="vertical" component="div">
        {fields.map(field => (
          <TermInput
            key={field.name}
            field={field}
            value={terms[field.name]}
            failing={wrong.includes(field)}
            onChange={value => setTerms({ ...terms, [field.name]: value })}
          />
        ))}
        <Form.Item label={say('coupon.reason')} htmlFor="terms-reason">
          <Input
            id="terms-reason"
            value={reason}
            maxLength={200}
            placeholder={say('coupon.reason.hint')}
            onChange={event => setReason(event.target.value)}
          />
        </Form.Item>
      </Form>
    </Dialog>
  )
}

function isOutside({ name, kind, min = 0, max }: TermField, terms: Terms): boolean {
  const value = Number(terms[name])
  return kind !== 'SWITCH' && (value < min || (max !== undefined && value > max))
}

interface TermInputProps {
  field: TermField
  value: Value | undefined
  failing: boolean
  onChange: (value: Value) => void
}

function TermInput({ field: { name, label, kind, min = 0, max, hint }, value, failing, onChange }: TermInputProps) {
  const { say } = usePreferences()
  const id = `term-${name.replace('.', '-')}`
  const money = kind === 'MONEY'
  const between =
    failing && max !== undefined
      ? say('terms.between', {
          min: money ? formatYuan(min) : min,
          max: money ? formatYuan(max) : max,
        })
      : undefined
  return (
    <Form.Item
      label={say(label)}
      htmlFor={id}
      extra={hint ? say(hint) : undefined}
      validateStatus={failing ? 'error' : ''}
      help={between}
    >
      {kind === 'SWITCH' ? (
        <Switch id={id} checked={value === true} onChange={onChange} />
      ) : money ? (
        <YuanField id={id} fen={Number(value)} min={min} maxFen={max ?? 100_000_000} onFen={onChange} />
      ) : (
        <NumberField id={id} value={Number(value)} min={min} max={max ?? 1_000_000} onChange={onChange} />
      )}
    </Form.Item>
  )
}
