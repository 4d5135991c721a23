import { Checkbox, InputNumber, Select, Tag, Tooltip } from 'antd'
import { type Columns, column } from '../parts/columns'
import { DataTable } from '../parts/data-table'
import { EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { GROUPS, type Summary } from './coupon'
import { effectOf, type Group, type Stacking, stackingOf, withGroup } from './stacking'
import type { useStacking } from './use-stacking'

interface MatrixProps {
  coupons: readonly Summary[] | undefined
  error: Error | null
  retry: () => void
  mayChange: boolean
  state: ReturnType<typeof useStacking>
}

/** Every coupon against every family: a tick names the family, and takes effect once that family names this one's. */
export function StackMatrix({ coupons, error, retry, mayChange, state }: MatrixProps) {
  const { say } = usePreferences()
  return (
    <DataTable<Summary>
      label={say('matrix.title')}
      minWidth={1000}
      rows={coupons}
      error={error}
      retry={retry}
      rowKey={one => one.code}
      columns={useColumns(coupons ?? [], mayChange, state)}
      empty={<EmptyView drawing="receipt" title={say('coupons.none')} hint={say('coupons.none.hint')} />}
    />
  )
}

function useColumns(
  coupons: readonly Summary[],
  mayChange: boolean,
  { edits, edit, changed }: ReturnType<typeof useStacking>,
): Columns<Summary> {
  const { say, pick } = usePreferences()
  const all = coupons.map(one => stackingOf(one, edits))
  const changedCodes = new Set(changed.map(({ code }) => code))
  const own = (one: Summary) => all[coupons.indexOf(one)]!
  const nameOf = (one: Summary) => pick(one.definition.name) || one.definition.name.zh
  const ticks = (one: Summary, group: Group) => (
    <Tick
      name={nameOf(one)}
      group={group}
      own={own(one)}
      all={all}
      disabled={!mayChange}
      onTurn={on => edit(one.code, { with: withGroup(own(one).with, group, on) })}
    />
  )
  return [
    column(
      say('coupons.name'),
      undefined,
      one => (
        <span>
          {nameOf(one)} {changedCodes.has(one.code) ? <Tag color="warning">{say('matrix.changed')}</Tag> : null}
        </span>
      ),
      { className: 'wrap' },
    ),
    column(say('coupon.group'), 128, one => (
      <Family
        name={nameOf(one)}
        group={own(one).group}
        disabled={!mayChange}
        onChange={group => edit(one.code, { group })}
      />
    )),
    ...GROUPS.map(group => tickColumn(say(`coupon.group.${group}`), one => ticks(one, group))),
    column(say('matrix.per_bill'), 90, one => (
      <PerBill
        name={nameOf(one)}
        perBill={own(one).perBill}
        disabled={!mayChange}
        onChange={perBill => edit(one.code, { perBill })}
      />
    )),
    tickColumn(say('matrix.points'), one => (
      <Checkbox
        disabled={!mayChange}
        checked={own(one).points}
        aria-label={say('matrix.points_of', { name: nameOf(one) })}
        onChange={event => edit(one.code, { points: event.target.checked })}
      />
    )),
  ]
}

const tickColumn = (title: string, cell: (one: Summary) => React.ReactNode) =>
  column<Summary>(title, 68, cell, { align: 'center' })

interface CellProps {
  name: string
  disabled: boolean
}

function Family({ name, disabled, group, onChange }: CellProps & { group: Group; onChange: (group: Group) => void }) {
  const { say } = usePreferences()
  return (
    <Select<Group>
      size="small"
      className="matrix-group"
      disabled={disabled}
      value={group}
      aria-label={say('matrix.group_of', { name })}
      options={GROUPS.map(value => ({ value, label: say(`coupon.group.${value}`) }))}
      onChange={onChange}
    />
  )
}

function PerBill({
  name,
  disabled,
  perBill,
  onChange,
}: CellProps & { perBill: number; onChange: (n: number) => void }) {
  const { say } = usePreferences()
  return (
    <InputNumber<number>
      size="small"
      min={1}
      max={5}
      precision={0}
      disabled={disabled}
      value={perBill}
      aria-label={say('matrix.per_bill_of', { name })}
      onChange={typed => onChange(typed ?? 1)}
    />
  )
}

interface TickProps {
  name: string
  group: Group
  own: Stacking
  all: readonly Stacking[]
  disabled: boolean
  onTurn: (on: boolean) => void
}

function Tick({ name, group, own, all, disabled, onTurn }: TickProps) {
  const { say } = usePreferences()
  const effect = effectOf(own, group, all)
  const family = say(`coupon.group.${group}`)
  const words = say(`matrix.effect.${effect}`, { name, family })
  return (
    <Tooltip title={words}>
      <Checkbox
        className={effect === 'ONE_SIDED' ? 'one-sided' : undefined}
        disabled={disabled}
        checked={effect !== 'NONE'}
        aria-label={words}
        onChange={event => onTurn(event.target.checked)}
      />
    </Tooltip>
  )
}
