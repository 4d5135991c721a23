import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { actions, type Columns, column, figures } from '../parts/columns'
import { DataTable } from '../parts/data-table'
import { EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import {
  CAP_CHANNELS,
  type Cap,
  type CapRow,
  capsOf,
  contraryOf,
  MAX_CAPS,
  MOST_OF_A_CAP,
  rowKeyOf,
  SPANS,
  type Span,
} from './limits'
import { KINDS } from './template'

interface CapsTableProps {
  rows: CapRow[]
  disabled: boolean
  onChange: (rows: CapRow[]) => void
}

/** The most one member gets: a row for a channel and a kind, a column for a day, a week, a month. */
export function CapsTable({ rows, disabled, onChange }: CapsTableProps) {
  const { say } = usePreferences()
  const set = (key: string, span: Span, most: number | null) =>
    onChange(rows.map(row => (rowKeyOf(row) === key ? { ...row, [span]: most } : row)))
  const full = capsOf(rows).length >= MAX_CAPS
  return (
    <section className="card">
      <header className="card-head">
        <h2>{say('caps.title')}</h2>
        <p className="page-note">{say('caps.hint')}</p>
      </header>
      <DataTable<CapRow>
        label={say('caps.title')}
        minWidth={620}
        inside
        rows={rows}
        rowKey={rowKeyOf}
        columns={useColumns({ disabled, set, remove: key => onChange(rows.filter(row => rowKeyOf(row) !== key)) })}
        empty={<EmptyView drawing="bowl" title={say('caps.empty')} hint={say('caps.empty.hint')} />}
      />
      {disabled ? null : <NewRow rows={rows} full={full} onAdd={row => onChange([...rows, row])} />}
    </section>
  )
}

function useColumns(how: {
  disabled: boolean
  set: (key: string, span: Span, most: number | null) => void
  remove: (key: string) => void
}): Columns<CapRow> {
  const { say } = usePreferences()
  const nameOf = (row: CapRow) => `${say(`channel.${row.channel}`)} · ${say(`kind.${row.kind}`)}`
  const number = (span: Span) =>
    figures<CapRow>(say(`caps.${span}`), 104, row => (
      <InputNumber<number>
        className="cap-number"
        size="small"
        value={row[span]}
        min={0}
        max={MOST_OF_A_CAP}
        precision={0}
        disabled={how.disabled}
        controls={false}
        placeholder={say('caps.none')}
        status={contraryOf(row) && span !== 'MONTH' ? 'warning' : undefined}
        aria-label={say('caps.of', {
          channel: say(`channel.${row.channel}`),
          kind: say(`kind.${row.kind}`),
          per: say(`caps.${span}`),
        })}
        onChange={most => how.set(rowKeyOf(row), span, most)}
      />
    ))
  const all: Columns<CapRow> = [
    column(say('caps.channel'), 110, row => say(`channel.${row.channel}`)),
    column(
      say('caps.kind'),
      undefined,
      row => (
        <span className="stacked">
          {say(`kind.${row.kind}`)}
          <Contrary row={row} />
        </span>
      ),
      { className: 'wrap' },
    ),
    ...SPANS.map(number),
  ]
  if (how.disabled) return all
  const button = (row: CapRow) => (
    <Button
      type="text"
      size="small"
      icon={<DeleteOutlined />}
      aria-label={say('caps.remove', { name: nameOf(row) })}
      onClick={() => how.remove(rowKeyOf(row))}
    />
  )
  return [...all, actions(say('table.actions'), 56, button)]
}

function Contrary({ row }: { row: CapRow }) {
  const { say } = usePreferences()
  const which = contraryOf(row)
  if (!which) return null
  return (
    <span className="cap-contrary">
      {which === 'WEEK'
        ? say('caps.contrary', { day: row.DAY ?? 0, week: row.WEEK ?? 0 })
        : say('caps.contrary.month', { week: row.WEEK ?? 0, month: row.MONTH ?? 0 })}
    </span>
  )
}

function NewRow({ rows, full, onAdd }: { rows: CapRow[]; full: boolean; onAdd: (row: CapRow) => void }) {
  const { say } = usePreferences()
  const [channel, setChannel] = useState<Cap['channel']>('ANY')
  const [kind, setKind] = useState<Cap['kind']>('CAMPAIGN')
  const taken = rows.some(row => rowKeyOf(row) === rowKeyOf({ channel, kind }))
  return (
    <div className="cap-new">
      <Select
        value={channel}
        aria-label={say('caps.channel')}
        options={CAP_CHANNELS.map(value => ({ value, label: say(`channel.${value}`) }))}
        onChange={setChannel}
      />
      <Select
        value={kind}
        aria-label={say('caps.kind')}
        options={(['ANY', 'MARKETING', ...KINDS] as const).map(value => ({ value, label: say(`kind.${value}`) }))}
        onChange={setKind}
      />
      <Button
        icon={<PlusOutlined />}
        disabled={taken || full}
        onClick={() => onAdd({ channel, kind, DAY: null, WEEK: null, MONTH: null })}
      >
        {say('caps.add')}
      </Button>
      {taken ? <span className="page-note">{say('caps.add.taken')}</span> : null}
    </div>
  )
}
