import { DownloadOutlined } from '@ant-design/icons'
import { formatChange, formatPoints } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { App, Button, DatePicker } from 'antd'
import dayjs from 'dayjs'
import { type ReactNode, useState } from 'react'
import { fetchFile } from '../call'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { dayOf, minuteOf } from '../times'
import { saveFile } from './save-file'
import { Bone, EmptyView, ErrorView, textOf } from './state-views'

type Statement = ReplyOf<'GET /console/members/:memberNo/statements/:month'>

const changes = ['earned', 'used', 'returned', 'expired', 'takenBack', 'adjusted', 'transferred'] as const
const balances = ['available', 'pending', 'held', 'debt'] as const

interface MonthProps {
  memberNo: string
  /** "2026-11"; the running one unless given. */
  month: string | null
  onMonth: (month: string | null) => void
}

/** One month of a member: what it opened with, what came and went, what it closed with. */
export function MonthStatement({ memberNo, month, onMonth }: MonthProps) {
  const { say } = usePreferences()
  const running = dayOf(Date.now()).slice(0, 7)
  const shown = month && /^\d{4}-(0[1-9]|1[0-2])$/.test(month) && month <= running ? month : running
  const params = { memberNo, month: shown }
  const statement = useRead('GET /console/members/:memberNo/statements/:month', { params }, { keep: true })
  return (
    <>
      <div className="tool-bar">
        <DatePicker
          picker="month"
          value={dayjs(`${shown}-01`)}
          maxDate={dayjs(`${running}-01`)}
          allowClear={false}
          aria-label={say('months.pick')}
          onChange={picked => onMonth(picked && picked.format('YYYY-MM') !== running ? picked.format('YYYY-MM') : null)}
        />
        <DownloadMonth memberNo={memberNo} month={shown} disabled={!statement.data} />
      </div>
      <div className="padded" aria-busy={statement.isFetching}>
        {statement.data ? <Figures statement={statement.data} /> : null}
        {!statement.data && statement.error ? (
          <ErrorView small error={statement.error} retry={() => statement.refetch()} />
        ) : null}
        {statement.isPending ? <Bone width="100%" height={220} /> : null}
      </div>
    </>
  )
}

function Figures({ statement }: { statement: Statement }) {
  const { say } = usePreferences()
  const { opening, closing, growth, fromEarlier, postedLater, firstMonth } = statement
  const moved = changes.filter(name => statement.changes[name] !== 0)
  const split = balances.filter(name => name !== 'available' && closing[name] !== 0)
  if (moved.length === 0 && opening.total === 0 && closing.total === 0 && growth.change === 0) {
    const hint = firstMonth && firstMonth > statement.month ? say('months.first', { month: firstMonth }) : undefined
    return (
      <>
        <EmptyView drawing="receipt" title={say('months.none')} hint={hint} />
        <Strays earlier={fromEarlier} later={postedLater} />
      </>
    )
  }
  return (
    <>
      <p className="page-note number">
        {statement.state === 'RUNNING'
          ? say('months.running', { at: minuteOf(statement.until) })
          : say('months.closed')}
      </p>
      <dl className="facts">
        <Line name={say('months.opening')} value={<strong>{formatPoints(opening.total)}</strong>} />
        {moved.map(name => (
          <Line key={name} name={say(`months.${name}`)} value={formatChange(statement.changes[name])} />
        ))}
        <Line name={say('months.closing')} value={<strong>{formatPoints(closing.total)}</strong>} />
        {(split.length > 0 ? (['available', ...split] as const) : []).map(name => (
          <Line
            key={name}
            name={say(`months.${name}`)}
            value={formatPoints(name === 'debt' ? -closing.debt : closing[name])}
          />
        ))}
        <Line
          name={say('months.growth')}
          value={say('months.growth.sum', {
            change: formatChange(growth.change),
            closing: formatPoints(growth.closing),
          })}
        />
        {statement.endingNext.map((next, index) => (
          <Line
            key={next.lastValidOn}
            name={index === 0 ? say('months.ending') : ''}
            value={`${formatPoints(next.points)} · ${say('months.ending.day', { day: next.lastValidOn })}`}
          />
        ))}
      </dl>
      <Strays earlier={fromEarlier} later={postedLater} />
    </>
  )
}

/** Why the month differs from the lines that bear its dates. */
function Strays({ earlier, later }: { earlier: number; later: number }) {
  const { say } = usePreferences()
  return (
    <>
      {earlier === 0 ? null : <p className="page-note">{say('months.earlier', { points: formatChange(earlier) })}</p>}
      {later === 0 ? null : <p className="page-note">{say('months.later', { points: formatChange(later) })}</p>}
    </>
  )
}

function Line({ name, value }: { name: string; value: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="number">{value}</dd>
    </div>
  )
}

/** The month with every entry, for a spreadsheet. */
function DownloadMonth({ memberNo, month, disabled }: { memberNo: string; month: string; disabled: boolean }) {
  const { say, language } = usePreferences()
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const download = async () => {
    setBusy(true)
    try {
      const params = { memberNo, month }
      saveFile(
        await fetchFile('GET /console/members/:memberNo/statements/:month/csv', { params }),
        `${memberNo}-${month}.csv`,
      )
    } catch (error) {
      message.error(textOf(error as Error, say, language))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button icon={<DownloadOutlined />} onClick={download} loading={busy} disabled={disabled}>
      {say('months.file')}
    </Button>
  )
}
