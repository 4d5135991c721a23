import { DeleteOutlined } from '@ant-design/icons'
import type { ConditionGroup } from '@huitou/shared/rules'
import { Button, Segmented, Switch } from 'antd'
import { usePreferences } from '../preferences'
import type { PlaceProps } from './condition-row'
import { useEditor } from './editor'
import { negate, removeAt, replaceAt, unwrapAt } from './tree'

/** How the blocks of a group are joined, whether it is turned round, and the way out of it. */
export function GroupHead({ group, path, tree, set }: PlaceProps & { group: ConditionGroup }) {
  const { say } = usePreferences()
  const { readOnly } = useEditor()
  const replace = (next: ConditionGroup) => set(replaceAt(tree, path, next), `group.${path.join('.')}`)
  return (
    <div className="group-head">
      <Segmented<'and' | 'or'>
        size="small"
        value={group.combinator}
        disabled={readOnly}
        aria-label={say('when.join')}
        onChange={combinator => replace({ ...group, combinator })}
        options={[
          { value: 'and', label: say('when.all') },
          { value: 'or', label: say('when.any') },
        ]}
      />
      <span className="switch-cell">
        <Switch
          size="small"
          checked={group.not ?? false}
          disabled={readOnly}
          aria-label={say('when.not')}
          onChange={() => replace(negate(group))}
        />
        <span className={group.not ? 'note-warn inline' : 'quiet'}>
          {group.not ? say('when.not.says') : say('when.not')}
        </span>
      </span>
      {path.length === 0 || readOnly ? null : (
        <span className="group-actions">
          <Button type="text" size="small" onClick={() => set(unwrapAt(tree, path), 'unwrap', path)}>
            {say('when.unwrap')}
          </Button>
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={say('when.remove.group')}
            onClick={() => set(removeAt(tree, path), 'remove', path)}
          />
        </span>
      )}
    </div>
  )
}
