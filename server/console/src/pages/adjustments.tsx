import { EditOutlined, SettingOutlined } from '@ant-design/icons'
import { formatChange, formatPoints, inGroups } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { refusalText } from '@huitou/shared/refusals'
import { Button, Segmented, Tag } from 'antd'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { mayAskAdjustments, maySetLimits } from '../access'
import { useOperator } from '../operator'
import { AdjustDialog } from '../parts/adjust-dialog'
import { actions, type Columns, column, figures } from '../parts/columns'
import { PageTurner, useCursorPages } from '../parts/cursor-pages'
import { DataTable } from '../parts/data-table'
import { DecisionDialog } from '../parts/decision-dialog'
import { LimitsDialog } from '../parts/limits-dialog'
import { PageHead } from '../parts/page-head'
import { EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { minuteOf } from '../times'

export type Adjustment = ReplyOf<'GET /console/adjustments'>['items'][number]
type State = Adjustment['state']
const states = ['ASKED', 'DONE', 'DECLINED', 'REFUSED'] as const
const colours: Record<State, string> = { ASKED: 'warning', DONE: 'success', DECLINED: 'default', REFUSED: 'error' }

const PAGE = 30

/** Corrections by hand: who asked for what and why, and what somebody else decided. */
export function AdjustmentsPage() {
  const { say } = usePreferences()
  const { role } = useOperator()
  const [params, setParams] = useSearchParams()
  const pages = useCursorPages()
  const state = states.find(known => known === params.get('state'))
  const list = useRead(
    'GET /console/adjustments',
    { query: { state, cursor: pages.cursor, limit: PAGE } },
    { keep: true },
  )
  const [asking, setAsking] = useState(false)
  const [limiting, setLimiting] = useState(false)
  const [deciding, setDeciding] = useState<Adjustment | null>(null)
  const filter = (value: string) => setParams(value === 'ALL' ? {} : { state: value }, { replace: true })
  const ask = mayAskAdjustments(role) ? (
    <Button type="primary" icon={<EditOutlined />} onClick={() => setAsking(true)}>
      {say('adjust.ask')}
    </Button>
  ) : null
  return (
    <>
      <PageHead title={say('adjust.title')} note={<Note list={list.data} />} actions={ask} />
      <div className="card">
        <div className="tool-bar">
          <Segmented<string>
            value={state ?? 'ALL'}
            onChange={filter}
            aria-label={say('adjust.filter')}
            options={[
              { value: 'ALL', label: say('adjust.filter.all') },
              ...states.map(value => ({ value, label: say(`adjust.state.${value}`) })),
            ]}
          />
          {maySetLimits(role) && list.data ? (
            <Button icon={<SettingOutlined />} onClick={() => setLimiting(true)}>
              {say('limits.title')}
            </Button>
          ) : null}
        </div>
        <DataTable<Adjustment>
          label={say('adjust.title')}
          minWidth={940}
          rows={list.data?.items}
          stale={list.isPlaceholderData}
          error={list.error}
          retry={() => list.refetch()}
          rowKey={one => one.id}
          columns={useColumns(setDeciding)}
          empty={<NoAdjustments filtered={state !== undefined} ask={ask} onAll={() => filter('ALL')} />}
        />
        <PageTurner pages={pages} nextCursor={list.data?.nextCursor} />
      </div>
      <AdjustDialog open={asking} onClose={() => setAsking(false)} />
      <DecisionDialog adjustment={deciding} onClose={() => setDeciding(null)} />
      {list.data ? <LimitsDialog open={limiting} limits={list.data.limits} onClose={() => setLimiting(false)} /> : null}
    </>
  )
}

function Note({ list }: { list: ReplyOf<'GET /console/adjustments'> | undefined }) {
  const { say } = usePreferences()
  if (!list) return null
  const { freePoints, dailyPoints } = list.limits
  const waiting = list.waiting > 0 ? say('adjust.waiting', { count: list.waiting }) : say('adjust.none_waiting')
  const limits = say('limits.summary', { free: formatPoints(freePoints), daily: formatPoints(dailyPoints) })
  return <>{`${waiting} · ${limits}`}</>
}

function NoAdjustments(props: { filtered: boolean; ask: React.ReactNode; onAll: () => void }) {
  const { say } = usePreferences()
  if (props.filtered) {
    return (
      <EmptyView
        drawing="search"
        title={say('adjust.none.filter')}
        action={<Button onClick={props.onAll}>{say('adjust.show_all')}</Button>}
      />
    )
  }
  return <EmptyView drawing="ledger" title={say('adjust.none')} hint={say('adjust.none.hint')} action={props.ask} />
}

function useColumns(decide: (one: Adjustment) => void): Columns<Adjustment> {
  const { say } = usePreferences()
  return [
    column(say('adjust.state'), 110, one => <StateOf one={one} />),
    column(say('adjust.member'), 170, one => (
      <span className="stacked">
        <Link to={`/members/${one.memberNo}`}>{one.nickname}</Link>
        <span className="number quiet">{inGroups(one.memberNo)}</span>
      </span>
    )),
    figures(say('adjust.points'), 100, one => (
      <strong className={one.points > 0 ? 'good' : 'bad'}>{formatChange(one.points)}</strong>
    )),
    column(say('adjust.reason'), undefined, one => <Why one={one} />, { className: 'wrap' }),
    column(say('adjust.asked'), 145, one => <Who name={one.askedBy} at={one.askedAt} />),
    column(say('adjust.decided'), 145, one =>
      one.decidedAt ? <Who name={one.decidedBy ?? say('adjust.alone')} at={one.decidedAt} /> : '—',
    ),
    actions(say('table.actions'), 90, one => (
      <>
        {one.mayDecide ? (
          <Button
            type="link"
            size="small"
            onClick={() => decide(one)}
            aria-label={say('adjust.decide_named', { name: one.nickname, points: formatChange(one.points) })}
          >
            {say('adjust.decide')}
          </Button>
        ) : null}
        {one.entryNo ? <Link to={`/members/${one.memberNo}?entry=${one.entryNo}`}>{say('adjust.entry')}</Link> : null}
      </>
    )),
  ]
}

function StateOf({ one }: { one: Adjustment }) {
  const { say } = usePreferences()
  return <Tag color={colours[one.state]}>{say(`adjust.state.${one.state}`)}</Tag>
}

/** The reason, and below it what was said to it. */
function Why({ one }: { one: Adjustment }) {
  const { language } = usePreferences()
  const said = one.refusal ? refusalText(one.refusal, language) : one.note
  return (
    <span className="stacked">
      <span>{one.reason}</span>
      {said ? <span className={one.refusal ? 'bad' : 'quiet'}>{said}</span> : null}
    </span>
  )
}

function Who({ name, at }: { name: string; at: string }) {
  return (
    <span className="stacked">
      <span>{name}</span>
      <span className="number quiet">{minuteOf(at)}</span>
    </span>
  )
}
