import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import type { Reward } from '@huitou/shared/rules'
import { Button, Radio, Select } from 'antd'
import { usePreferences } from '../preferences'
import { BlockShell, Labelled, useEditor } from './editor'
import { NumberField, YuanField } from './moment-field'

const kinds = ['MULTIPLIER', 'FIXED', 'RATE', 'COEFFICIENT', 'TAKE_BACK'] as const
const shortfalls = ['DEBT', 'CASH', 'WAIVE', 'BLOCK'] as const

function blankReward(kind: Reward['kind']): Reward {
  switch (kind) {
    case 'RATE':
      return { kind, points: 1, fen: 100, growth: { points: 1, fen: 100 } }
    case 'COEFFICIENT':
      return { kind, categories: [] }
    case 'MULTIPLIER':
      return { kind, percent: 200 }
    case 'FIXED':
      return { kind, points: 50 }
    case 'TAKE_BACK':
      return { kind, shortfall: 'DEBT' }
  }
}

/** The "then": what the rule gives. */
export function RewardBlock() {
  const { say } = usePreferences()
  const { definition, change, readOnly } = useEditor()
  const { reward } = definition
  return (
    <BlockShell name="reward">
      <Radio.Group
        className="kinds"
        value={reward.kind}
        disabled={readOnly}
        aria-label={say('reward.kind')}
        onChange={event => change({ reward: blankReward(event.target.value as Reward['kind']) }, 'reward.kind')}
        options={kinds.map(value => ({ value, label: say(`reward.${value}`) }))}
      />
      <div className="fields">
        <RewardFields reward={reward} />
      </div>
    </BlockShell>
  )
}

function RewardFields({ reward }: { reward: Reward }) {
  const { say } = usePreferences()
  const { change, readOnly } = useEditor()
  const set = (next: Reward) => change({ reward: next }, 'reward')
  switch (reward.kind) {
    case 'RATE':
      return <RateFields reward={reward} set={set} />
    case 'COEFFICIENT':
      return <CoefficientFields reward={reward} set={set} />
    case 'MULTIPLIER':
      return (
        <Labelled label={say('reward.times')} at="reward" hint={say('reward.times.hint')}>
          {(id, failing) => (
            <NumberField
              id={id}
              value={reward.percent / 100}
              max={10}
              precision="any"
              failing={failing}
              disabled={readOnly}
              onChange={times => set({ ...reward, percent: Math.round(times * 100) })}
            />
          )}
        </Labelled>
      )
    case 'FIXED':
      return (
        <Labelled label={say('reward.points')} at="reward">
          {(id, failing) => (
            <NumberField
              id={id}
              value={reward.points}
              max={1_000_000}
              failing={failing}
              disabled={readOnly}
              suffix={say('unit.points')}
              onChange={points => set({ ...reward, points })}
            />
          )}
        </Labelled>
      )
    case 'TAKE_BACK':
      return (
        <Labelled label={say('reward.shortfall')} wide>
          {id => (
            <Select
              id={id}
              value={reward.shortfall}
              disabled={readOnly}
              onChange={shortfall => set({ ...reward, shortfall })}
              options={shortfalls.map(value => ({ value, label: say(`shortfall.${value}`) }))}
            />
          )}
        </Labelled>
      )
  }
}

interface FieldsProps<K extends Reward['kind']> {
  reward: Extract<Reward, { kind: K }>
  set: (reward: Reward) => void
}

function RateFields({ reward, set }: FieldsProps<'RATE'>) {
  const { say } = usePreferences()
  const { readOnly } = useEditor()
  const growth = (change: Partial<typeof reward.growth>) => set({ ...reward, growth: { ...reward.growth, ...change } })
  return (
    <>
      <Labelled label={say('reward.every')} at="reward">
        {(id, failing) => (
          <YuanField
            id={id}
            fen={reward.fen}
            maxFen={1_000_000}
            failing={failing}
            disabled={readOnly}
            onFen={fen => set({ ...reward, fen })}
          />
        )}
      </Labelled>
      <Labelled label={say('reward.gives')}>
        {id => (
          <NumberField
            id={id}
            value={reward.points}
            max={1000}
            disabled={readOnly}
            suffix={say('unit.points')}
            onChange={points => set({ ...reward, points })}
          />
        )}
      </Labelled>
      <Labelled label={say('reward.growth.every')}>
        {id => (
          <YuanField
            id={id}
            fen={reward.growth.fen}
            maxFen={1_000_000}
            disabled={readOnly}
            onFen={fen => growth({ fen })}
          />
        )}
      </Labelled>
      <Labelled label={say('reward.growth.gives')}>
        {id => (
          <NumberField
            id={id}
            value={reward.growth.points}
            min={0}
            max={1000}
            disabled={readOnly}
            onChange={points => growth({ points })}
          />
        )}
      </Labelled>
    </>
  )
}

function CoefficientFields({ reward, set }: FieldsProps<'COEFFICIENT'>) {
  const { say } = usePreferences()
  const { options, readOnly, problems, voice } = useEditor()
  const { categories } = reward
  const failing = problems.some(problem => problem.at === 'reward')
  const replace = (index: number, next: (typeof categories)[number]) =>
    set({ ...reward, categories: categories.map((one, at) => (at === index ? next : one)) })
  const unused = options.categories.find(({ code }) => !categories.some(one => one.category === code))
  return (
    <div className="labelled wide">
      <ul className="limit-rows">
        {categories.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place while its category changes
          <li key={index} className="limit-row">
            <Select
              className="value-select"
              value={one.category}
              disabled={readOnly}
              status={failing ? 'error' : undefined}
              aria-label={say('reward.category')}
              onChange={category => replace(index, { ...one, category })}
              options={options.categories.map(({ code, name }) => ({ value: code, label: name }))}
            />
            <NumberField
              label={`${voice.names.category(one.category)} ${say('reward.percent')}`}
              value={one.percent}
              min={0}
              max={1000}
              step={10}
              suffix="%"
              disabled={readOnly}
              onChange={percent => replace(index, { ...one, percent })}
            />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              disabled={readOnly}
              aria-label={say('reward.category.remove', { name: voice.names.category(one.category) })}
              onClick={() => set({ ...reward, categories: categories.filter((_, at) => at !== index) })}
            />
          </li>
        ))}
      </ul>
      {failing ? <p className="field-problem">{say('problem.reward')}</p> : null}
      <p className="page-note">{say('reward.percent.hint')}</p>
      {unused && !readOnly ? (
        <Button
          type="dashed"
          size="small"
          icon={<PlusOutlined />}
          onClick={() => set({ ...reward, categories: [...categories, { category: unused.code, percent: 0 }] })}
        >
          {say('reward.category.add')}
        </Button>
      ) : null}
    </div>
  )
}
