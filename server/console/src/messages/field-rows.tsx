import { CodeOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Dropdown, Input } from 'antd'
import { usePreferences } from '../preferences'
import { sayCode } from '../texts'
import { FaultList } from './fault-list'
import {
  FALLBACK_MAX,
  type FieldWord,
  type Kind,
  MAX_FIELDS,
  nextKey,
  type TemplateField,
  typeNameOf,
  VALUE_MAX,
  wordOf,
} from './template'
import type { TemplateOnDesk } from './use-template'

interface FieldRowsProps {
  work: TemplateOnDesk
  variables: Kind['variables']
  disabled: boolean
}

/** The fields of a WeChat template: what goes in, what stands in, and what will be left of it. */
export function FieldRows({ work, variables, disabled }: FieldRowsProps) {
  const { say } = usePreferences()
  const { fields } = work.draft
  const set = (at: number, more: Partial<TemplateField>) =>
    work.change({ fields: fields.map((field, place) => (place === at ? { ...field, ...more } : field)) })
  return (
    <fieldset className="template-fields">
      <legend>{say('template.fields')}</legend>
      <p className="page-note">{say('template.fields.hint')}</p>
      <FaultList faults={work.faults.get('fields')} place="fields" />
      {fields.length > 0 ? (
        <div className="template-field-line template-heads" aria-hidden="true">
          <span>{say('template.field.key')}</span>
          <span>{say('template.field.value')}</span>
          <span />
        </div>
      ) : null}
      {fields.map((field, at) => (
        <FieldRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a field keeps its place while its name is typed
          key={at}
          field={field}
          word={wordOf(field, work.preview.fields[at]!, work.variables)}
          work={work}
          variables={variables}
          disabled={disabled}
          onChange={more => set(at, more)}
          onRemove={() => work.change({ fields: fields.filter((_, place) => place !== at) })}
        />
      ))}
      {disabled ? null : (
        <Button
          icon={<PlusOutlined />}
          disabled={fields.length >= MAX_FIELDS}
          onClick={() => work.change({ fields: [...fields, { key: nextKey(fields), value: '', fallback: '' }] })}
        >
          {say('template.field.add')}
        </Button>
      )}
    </fieldset>
  )
}

interface FieldRowProps extends FieldRowsProps {
  field: TemplateField
  word: FieldWord
  onChange: (more: Partial<TemplateField>) => void
  onRemove: () => void
}

function FieldRow({ field, word, work, variables, disabled, onChange, onRemove }: FieldRowProps) {
  const { say } = usePreferences()
  const faults = work.faults.get(field.key)
  const part = (key: 'template.field.key' | 'template.field.value' | 'template.field.fallback') =>
    say('template.field.of', { key: field.key, part: say(key) })
  const bad = faults ? 'error' : undefined
  return (
    <div className="template-field template-field-line">
      <Input
        className="template-key"
        value={field.key}
        maxLength={24}
        disabled={disabled}
        spellCheck={false}
        status={bad}
        aria-label={part('template.field.key')}
        onChange={event => onChange({ key: event.target.value.trim() })}
      />
      <Input
        value={field.value}
        maxLength={VALUE_MAX}
        disabled={disabled}
        status={bad}
        aria-label={part('template.field.value')}
        placeholder={say('template.field.value')}
        onChange={event => onChange({ value: event.target.value })}
        suffix={
          disabled ? null : (
            <VariableMenu variables={variables} onPick={name => onChange({ value: withVariable(field.value, name) })} />
          )
        }
      />
      <Input
        className="template-fallback"
        value={field.fallback}
        maxLength={FALLBACK_MAX}
        disabled={disabled}
        aria-label={part('template.field.fallback')}
        prefix={<span className="quiet template-if">{say('template.field.fallback')}</span>}
        onChange={event => onChange({ fallback: event.target.value })}
      />
      {disabled ? null : (
        <Button
          type="text"
          icon={<DeleteOutlined />}
          aria-label={say('template.field.remove', { key: field.key })}
          onClick={onRemove}
        />
      )}
      <div className="template-below">
        <Word field={field} word={word} />
        <FaultList faults={faults} place={field.key} names={unknownIn(field.value, variables)} />
      </div>
    </div>
  )
}

function Word({ field, word }: { field: TemplateField; word: FieldWord }) {
  const { say } = usePreferences()
  const { length, limit, said } = word
  if (limit === 0) return null
  return (
    <p className="template-word" aria-live="polite">
      <span className={length > limit ? 'number template-over' : 'number quiet'}>
        {sayCode(say, 'wxfield', typeNameOf(field.key))} {say('template.counter', { length, limit })}
      </span>
      {said.what === 'CUT' ? (
        <span className="template-over">{say('template.cut', { over: said.over, value: said.value })}</span>
      ) : null}
      {said.what === 'CHANGED' ? <span>{say('template.changed', { value: said.value })}</span> : null}
      {said.what === 'FALLBACK' ? <span>{say('template.fallback_used', { value: said.value })}</span> : null}
    </p>
  )
}

function VariableMenu({ variables, onPick }: { variables: Kind['variables']; onPick: (name: string) => void }) {
  const { say } = usePreferences()
  const items = variables.map(({ name, example }) => ({
    key: name,
    label: (
      <span className="variable-item">
        <code>{name}</code>
        <span className="quiet">{example}</span>
      </span>
    ),
  }))
  return (
    <Dropdown menu={{ items, onClick: ({ key }) => onPick(key) }} trigger={['click']}>
      <button type="button" className="icon-button" aria-label={say('template.variable.insert')}>
        <CodeOutlined />
      </button>
    </Dropdown>
  )
}

export function withVariable(text: string, name: string): string {
  return `${text}{{${name}}}`.slice(0, VALUE_MAX)
}

/** Names a text uses which this kind does not have. */
export function unknownIn(text: string, variables: Kind['variables']): string {
  const known = new Set(variables.map(({ name }) => name))
  const named = [...text.matchAll(/\{\{(\w{1,24})\}\}/g)].map(found => found[1]!)
  return [...new Set(named.filter(name => !known.has(name)))].join(' ')
}
