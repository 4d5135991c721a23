import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import type { Cap } from '@huitou/shared/rules'
import { Button, Select } from 'antd'
import { usePreferences } from '../preferences'
import { BlockShell, Labelled, useEditor } from './editor'
import { Fold } from './fold'
import { NumberField, YuanField } from './moment-field'
import { budgetWords, capsWords, capWords } from './words'

const CAPS = 8
const BILLION = 1_000_000_000
const pers = ['BILL', 'DAY', 'WEEK', 'MONTH', 'TOTAL'] as const
const ofs = ['MEMBER', 'STORE', 'ALL'] as const

/** The "up to": caps by time and by whom, and the budget of the whole rule. */
export function LimitsBlock() {
  const { say } = usePreferences()
  const { definition, voice } = useEditor()
  return (
    <BlockShell name="limits">
      <Fold block="limits" title={say('limits.caps')} words={capsWords(voice, definition.caps)}>
        <Caps />
      </Fold>
      <Fold block="limits" title={say('part.budget')} words={budgetWords(voice, definition.budget)}>
        <Budget />
      </Fold>
    </BlockShell>
  )
}

function Caps() {
  const { say } = usePreferences()
  const { definition, change, readOnly } = useEditor()
  const { caps } = definition
  const replace = (index: number, next: Cap) =>
    change({ caps: caps.map((one, at) => (at === index ? next : one)) }, `caps.${index}`)
  return (
    <>
      <ul className="limit-rows">
        {caps.map((cap, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a limit is known by its place; two may be equal
          <li key={index} className="limit-row">
            <CapRow
              cap={cap}
              at={`caps.${index}`}
              onChange={next => replace(index, next)}
              onRemove={() => change({ caps: caps.filter((_, at) => at !== index) }, 'caps')}
            />
          </li>
        ))}
      </ul>
      {caps.length < CAPS && !readOnly ? (
        <Button
          type="dashed"
          size="small"
          icon={<PlusOutlined />}
          onClick={() => change({ caps: [...caps, { per: 'DAY', of: 'MEMBER', points: 500 }] }, 'caps')}
        >
          {say('limits.cap.add')}
        </Button>
      ) : null}
    </>
  )
}

interface CapRowProps {
  cap: Cap
  at: string
  onChange: (cap: Cap) => void
  onRemove: () => void
}

function CapRow({ cap, at, onChange, onRemove }: CapRowProps) {
  const { say } = usePreferences()
  const { problems, voice, readOnly } = useEditor()
  const problem = problems.find(one => one.at === at)
  return (
    <>
      <Select
        className="value-select"
        value={cap.of}
        disabled={readOnly}
        aria-label={say('limits.of')}
        onChange={of => onChange({ ...cap, of })}
        options={ofs.map(value => ({ value, label: say(`cap.of.${value}`) }))}
      />
      <Select
        className="short-field"
        value={cap.per}
        disabled={readOnly}
        aria-label={say('limits.per')}
        onChange={per => onChange({ ...cap, per })}
        options={pers.map(value => ({ value, label: say(`cap.per.${value}`) }))}
      />
      <NumberField
        label={say('limits.points')}
        value={cap.points}
        max={BILLION}
        failing={problem !== undefined}
        disabled={readOnly}
        suffix={say('unit.points')}
        onChange={points => onChange({ ...cap, points })}
      />
      <Button
        type="text"
        icon={<DeleteOutlined />}
        disabled={readOnly}
        aria-label={say('limits.cap.remove', { words: capWords(voice, cap) })}
        onClick={onRemove}
      />
      {problem ? <p className="field-problem">{say(problem.says)}</p> : null}
    </>
  )
}

function Budget() {
  const { say } = usePreferences()
  const { definition, change, readOnly } = useEditor()
  const { budget } = definition
  const set = (next: Partial<typeof budget>) => change({ budget: { ...budget, ...next } }, 'budget')
  return (
    <div className="fields">
      <Labelled label={say('limits.budget.points')} at="budget" hint={say('limits.budget.hint')}>
        {id => (
          <NumberField
            id={id}
            value={budget.points ?? 0}
            max={BILLION}
            disabled={readOnly}
            placeholder={say('limits.budget.open')}
            onChange={points => set({ points: points || null })}
          />
        )}
      </Labelled>
      <Labelled label={say('limits.budget.fen')}>
        {id => (
          <YuanField
            id={id}
            fen={budget.fen ?? 0}
            maxFen={BILLION}
            disabled={readOnly}
            placeholder={say('limits.budget.open')}
            onFen={fen => set({ fen: fen || null })}
          />
        )}
      </Labelled>
    </div>
  )
}
