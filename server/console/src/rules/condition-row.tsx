import { DeleteOutlined, MoreOutlined } from '@ant-design/icons'
import type { Condition, ConditionGroup } from '@huitou/shared/rules'
import { Button, Dropdown, type MenuProps, Select } from 'antd'
import type { KeyboardEvent } from 'react'
import { usePreferences } from '../preferences'
import type { Say } from '../texts'
import { useEditor } from './editor'
import {
  blankOf,
  DEPTH,
  duplicateAt,
  type Field,
  fieldGroups,
  moveBy,
  type Path,
  removeAt,
  replaceAt,
  wrapAt,
} from './tree'
import { ValueField } from './value-field'
import { conditionWords, operatorKey } from './words'

/** A place in the tree and how to change the tree from there; `focus` is where the hand goes next. */
export interface PlaceProps {
  tree: ConditionGroup
  path: Path
  set: (tree: ConditionGroup, what: string, focus?: Path) => void
}

function operatorsOf(field: Field): Condition['operator'][] {
  if (field === 'amount' || field === 'daysSinceLastVisit' || field === 'tableSize' || field === 'memberDays')
    return ['>=', '<=']
  if (field === 'visit') return ['=', '>=', '<=', 'every']
  if (field === 'time') return ['between']
  if (field === 'birthday') return ['in']
  return field === 'newProduct' ? ['<='] : ['in', 'notIn']
}

/** One condition: field, comparison, value; moved and removed by buttons or by Alt and the arrows. */
export function ConditionRow({ condition, path, tree, set }: PlaceProps & { condition: Condition }) {
  const { say } = usePreferences()
  const { voice, problems, readOnly } = useEditor()
  const at = `when.${path.join('.')}`
  const problem = problems.find(one => one.at === at)
  const words = conditionWords(voice, condition)
  const replace = (next: Condition, focus?: Path) => set(replaceAt(tree, path, next), at, focus)
  const neighbour = (step: -1 | 1): Path => [...path.slice(0, -1), (path.at(-1) ?? 0) + step]
  const move = (step: -1 | 1) => {
    const next = moveBy(tree, path, step)
    if (next !== tree) set(next, 'move', neighbour(step))
  }
  const keys = (event: KeyboardEvent) => {
    if (!event.altKey || readOnly) return
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') move(event.key === 'ArrowUp' ? -1 : 1)
    else if (event.key === 'Delete' || event.key === 'Backspace') set(removeAt(tree, path), 'remove', path)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="condition" data-path={path.join('.')} onKeyDownCapture={keys}>
      <Select<Field>
        className="field-select"
        value={condition.field}
        disabled={readOnly}
        aria-label={say('when.field')}
        popupMatchSelectWidth={false}
        listHeight={420}
        onChange={field => replace(blankOf(field))}
        options={fieldGroups.map(([key, fields]) => ({
          label: say(`field.group.${key}`),
          options: fields.map(field => ({ value: field, label: say(`field.${field}`) })),
        }))}
      />
      <Operator condition={condition} disabled={readOnly} onChange={replace} />
      <div className="value-field">
        <ValueField condition={condition} failing={problem !== undefined} onChange={replace} />
      </div>
      {readOnly ? null : (
        <span className="condition-actions">
          <Dropdown
            trigger={['click']}
            menu={{ items: movesOf(say, { path, tree, set, move }), 'aria-label': say('when.more', { words }) }}
          >
            <Button type="text" size="small" icon={<MoreOutlined />} aria-label={say('when.more', { words })} />
          </Dropdown>
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={say('when.remove', { words })}
            onClick={() => set(removeAt(tree, path), 'remove', path)}
          />
        </span>
      )}
      {problem ? <p className="field-problem">{say(problem.says)}</p> : null}
    </div>
  )
}

interface OperatorProps {
  condition: Condition
  disabled: boolean
  onChange: (condition: Condition) => void
}

function Operator({ condition, disabled, onChange }: OperatorProps) {
  const { say } = usePreferences()
  const operators = operatorsOf(condition.field)
  if (operators.length === 1) return <span className="operator-word">{say(operatorKey(condition))}</span>
  return (
    <Select<Condition['operator']>
      className="operator-select"
      value={condition.operator}
      disabled={disabled}
      aria-label={say('when.operator')}
      popupMatchSelectWidth={false}
      // Every operator offered belongs to the field, which the compiler cannot follow through a list.
      onChange={operator => onChange({ ...condition, operator } as Condition)}
      options={operators.map(operator => ({
        value: operator,
        label: say(operatorKey({ field: condition.field, operator })),
      }))}
    />
  )
}

type Moves = PlaceProps & { move: (step: -1 | 1) => void }

function movesOf(say: Say, { path, tree, set, move }: Moves): MenuProps['items'] {
  const index = path.at(-1) ?? 0
  return [
    { key: 'up', label: say('when.up'), disabled: index === 0, onClick: () => move(-1) },
    { key: 'down', label: say('when.down'), onClick: () => move(1) },
    {
      key: 'copy',
      label: say('when.copy'),
      onClick: () => set(duplicateAt(tree, path), 'copy', [...path.slice(0, -1), index + 1]),
    },
    {
      key: 'wrap',
      label: say('when.wrap'),
      disabled: path.length >= DEPTH,
      onClick: () => set(wrapAt(tree, path), 'wrap', [...path, 0]),
    },
  ]
}
