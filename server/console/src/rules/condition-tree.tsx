import { PlusOutlined } from '@ant-design/icons'
import type { ConditionGroup } from '@huitou/shared/rules'
import { Button, Dropdown } from 'antd'
import { useEffect, useRef } from 'react'
import { usePreferences } from '../preferences'
import { ConditionRow, type PlaceProps } from './condition-row'
import { BlockShell, useEditor } from './editor'
import { GroupHead } from './group-head'
import { addTo, blankOf, DEPTH, type Field, fieldGroups, isGroup, type Path, WIDTH } from './tree'

/** The "if": blocks joined by and/or, in groups, by mouse or by keys alone. */
export function WhenBlock() {
  const { say } = usePreferences()
  const { definition, change, readOnly } = useEditor()
  const root = useRef<HTMLDivElement>(null)
  const focusNext = useRef<string | null>(null)
  const tree = definition.when
  const set = (when: ConditionGroup, what: string, focus?: Path) => {
    focusNext.current = focus ? focus.join('.') : null
    change({ when }, what)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tree has changed, so the block to go to is there now
  useEffect(() => {
    if (focusNext.current === null) return
    const place = root.current?.querySelector<HTMLElement>(`[data-path="${focusNext.current}"]`)
    focusNext.current = null
    const inner =
      place?.querySelector<HTMLElement>('input, button') ?? root.current?.querySelector<HTMLElement>('.add-row button')
    inner?.focus()
  }, [tree])
  return (
    <BlockShell name="when">
      <div ref={root}>
        {tree.rules.length === 0 ? <p className="quiet">{say('when.none')}</p> : null}
        <GroupBox group={tree} path={[]} set={set} tree={tree} />
        {readOnly || tree.rules.length === 0 ? null : <p className="page-note keys-note">{say('when.keys')}</p>}
      </div>
    </BlockShell>
  )
}

function GroupBox({ group, path, tree, set }: PlaceProps & { group: ConditionGroup }) {
  const { readOnly } = useEditor()
  const root = path.length === 0
  return (
    <div className={root ? 'group root' : 'group'} data-path={root ? undefined : path.join('.')}>
      {root && group.rules.length === 0 ? null : <GroupHead group={group} path={path} tree={tree} set={set} />}
      {group.rules.length > 0 ? (
        <ul className="group-rules">
          {group.rules.map((node, index) => {
            const place = [...path, index]
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a block is known by its place; two may be equal
              <li key={index}>
                {isGroup(node) ? (
                  <GroupBox group={node} path={place} tree={tree} set={set} />
                ) : (
                  <ConditionRow condition={node} path={place} tree={tree} set={set} />
                )}
              </li>
            )
          })}
        </ul>
      ) : null}
      {readOnly ? null : <AddRow group={group} path={path} tree={tree} set={set} />}
    </div>
  )
}

function AddRow({ group, path, tree, set }: PlaceProps & { group: ConditionGroup }) {
  const { say } = usePreferences()
  const full = group.rules.length >= WIDTH
  const place = [...path, group.rules.length]
  return (
    <div className="add-row">
      <Dropdown
        trigger={['click']}
        disabled={full}
        menu={{
          'aria-label': say('when.add'),
          items: fieldGroups.map(([key, fields]) => ({
            type: 'group' as const,
            key,
            label: say(`field.group.${key}`),
            children: fields.map(field => ({ key: field, label: say(`field.${field}`) })),
          })),
          onClick: ({ key }) => set(addTo(tree, path, blankOf(key as Field)), 'add', place),
        }}
        classNames={{ root: 'field-menu' }}
      >
        <Button type="dashed" size="small" icon={<PlusOutlined />}>
          {say('when.add')}
        </Button>
      </Dropdown>
      {path.length + 1 < DEPTH ? (
        <Button
          type="text"
          size="small"
          disabled={full}
          onClick={() =>
            set(
              addTo(tree, path, {
                combinator: group.combinator === 'and' ? 'or' : 'and',
                rules: [blankOf('weekday')],
              }),
              'add',
              [...place, 0],
            )
          }
        >
          {say('when.add.group')}
        </Button>
      ) : null}
    </div>
  )
}
