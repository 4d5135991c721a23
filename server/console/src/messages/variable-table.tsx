import { Checkbox, Input } from 'antd'
import { usePreferences } from '../preferences'
import type { Kind } from './template'
import type { TemplateOnDesk } from './use-template'

const EXAMPLE_MAX = 120

/** What may be put into a template, with examples anybody may type over to see what becomes of a long one. */
export function VariableTable({ variables, work }: { variables: Kind['variables']; work: TemplateOnDesk }) {
  const { say } = usePreferences()
  const { typed, setTyped, missing, setMissing } = work
  return (
    <section className="variable-table" aria-label={say('template.variables')}>
      <h3>{say('template.variables')}</h3>
      <p className="page-note">{say('template.variables.hint')}</p>
      <Checkbox checked={missing} onChange={event => setMissing(event.target.checked)}>
        {say('template.variable.empty')}
      </Checkbox>
      <ul>
        {variables.map(({ name, example }) => (
          <li key={name}>
            <code>{name}</code>
            <Input
              size="small"
              value={missing ? '' : (typed[name] ?? example)}
              maxLength={EXAMPLE_MAX}
              disabled={missing}
              aria-label={say('template.variable.example_of', { name })}
              onChange={event => setTyped({ ...typed, [name]: event.target.value })}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
